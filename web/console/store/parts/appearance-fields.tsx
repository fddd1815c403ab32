import { useState } from "preact/hooks";
import type { Appearance } from "../../../client/index.ts";
import { contrast, parse, readable } from "../../../client/contrast.ts";
import { pageWording } from "../../words/pages.ts";
import { smallLogo } from "../logo.ts";
import { nameOf, PLAIN, wordsIn } from "../settings.ts";
import { ChatPreview } from "./chat-preview.tsx";
import type { FieldProps } from "./setting-fields.tsx";

/** The widget's own colour, where a choice begins. */
const PETROL = "#005f78";

/** How the chat looks on the shop's pages, with a picture of it that follows each change. */
export function AppearanceFields({ settings, set }: FieldProps) {
  const appearance = settings.appearance ?? PLAIN;
  const change = (part: Partial<Appearance>) => set({ appearance: { ...appearance, ...part } });
  const words = pageWording();
  return (
    <fieldset>
      <legend>{words.appearance}</legend>
      <div class="appearance">
        <div>
          <label class="field">
            <span>{words.nameLabel}</span>
            <input
              type="text"
              dir="auto"
              value={appearance.name ?? ""}
              onInput={({ currentTarget: { value } }) => change({ name: nameOf(value) })}
            />
          </label>
          <LogoField logo={appearance.logo} set={(logo) => change({ logo })} />
          <ColourField accent={appearance.accent} set={(accent) => change({ accent })} />
          <StartersField starters={appearance.starters} set={(starters) => change({ starters })} />
          <label class="choice">
            <input
              type="checkbox"
              checked={settings.help_search ?? false}
              onChange={({ currentTarget: { checked } }) => set({ help_search: checked })}
            />
            <span>{words.helpSearch}</span>
          </label>
          <label class="field">
            <span>{words.privacyLabel}</span>
            <input
              type="url"
              placeholder="https://"
              value={appearance.privacy ?? ""}
              onInput={({ currentTarget: { value } }) => change({ privacy: value.trim() || null })}
            />
          </label>
        </div>
        <ChatPreview appearance={appearance} greeting={settings.greeting} />
      </div>
    </fieldset>
  );
}

function LogoField({ logo, set }: { logo: string | null; set: (logo: string | null) => void }) {
  const [isTooMuch, setTooMuch] = useState(false);
  const words = pageWording();
  const take = async (file: File | undefined) => {
    if (file === undefined) return;
    const small = await smallLogo(file);
    setTooMuch(small === null);
    if (small !== null) set(small);
  };
  return (
    <>
      <label class="field">
        <span>{`${words.logo}: ${words.chooseLogo}`}</span>
        <input
          type="file"
          accept="image/png,image/jpeg,image/webp"
          onChange={(event) => void take(event.currentTarget.files?.[0])}
        />
      </label>
      {isTooMuch && (
        <p class="trouble" role="alert">
          {words.logoFailed}
        </p>
      )}
      {logo !== null && (
        <button type="button" class="button" onClick={() => set(null)}>
          {words.removeLogo}
        </button>
      )}
    </>
  );
}

/** Any colour may be chosen: what is written on it is white or black, whichever can be read. */
function ColourField({ accent, set }: { accent: string | null; set: (accent: string | null) => void }) {
  const words = pageWording();
  const ground = parse(accent ?? undefined);
  const ink = ground && readable(ground, null);
  return (
    <>
      <label class="choice">
        <input type="checkbox" checked={accent !== null} onChange={() => set(accent === null ? PETROL : null)} />
        <span>{words.ownColour}</span>
      </label>
      {accent !== null && (
        <label class="colour">
          <input type="color" value={accent} onInput={(event) => set(event.currentTarget.value)} />
          <span>{words.colour}</span>
          {ground && ink && (
            <span class="quiet">{words.contrast(contrast(ground, ink).toFixed(1), ink[0] === 255)}</span>
          )}
        </label>
      )}
    </>
  );
}

function StartersField({ starters, set }: { starters: readonly string[]; set: (starters: string[]) => void }) {
  const [text, setText] = useState(starters.join("\n"));
  // What is being typed is kept as it is: blank lines are for thinking.
  const shown = wordsIn(text).join("\n") === starters.join("\n") ? text : starters.join("\n");
  return (
    <label class="field">
      <span>{pageWording().startersLabel}</span>
      <textarea
        rows={3}
        dir="auto"
        value={shown}
        onInput={({ currentTarget: { value } }) => {
          setText(value);
          set(wordsIn(value));
        }}
      />
    </label>
  );
}
