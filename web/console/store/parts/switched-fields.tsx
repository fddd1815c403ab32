import type { ComponentChildren } from "preact";

interface Props {
  /** The title, what turning it on says, and what that means. */
  words: { title: string; turnOn: string; hint: string };
  isOn: boolean;
  toggle: () => void;
  /** What is set once it is on. */
  children: ComponentChildren;
}

/** Settings of something that a store turns on or leaves off. */
export function SwitchedFields({ words, isOn, toggle, children }: Props) {
  return (
    <fieldset>
      <legend>{words.title}</legend>
      <label class="choice">
        <input type="checkbox" checked={isOn} onChange={toggle} />
        <span>
          <b>{words.turnOn}</b>
          <span class="quiet">{words.hint}</span>
        </span>
      </label>
      {isOn && children}
    </fieldset>
  );
}
