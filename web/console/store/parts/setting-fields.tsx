import { useState } from "preact/hooks";
import type { Settings } from "../../../client/index.ts";
import { LANGUAGES, languageName } from "../../answers/languages.ts";
import { LIMITS, MODES, wordsIn } from "../settings.ts";

/** What every field is handed. */
export interface FieldProps {
  settings: Settings;
  set: (change: Partial<Settings>) => void;
}

/** How much is left to the machine. */
export function TriageFields({ settings, set }: FieldProps) {
  return (
    <fieldset>
      <legend>Automatic replies</legend>
      {MODES.map(({ mode, title, words }) => (
        <label key={mode} class="choice">
          <input type="radio" name="triage" checked={settings.triage === mode} onChange={() => set({ triage: mode })} />
          <span>
            <b>{title}</b>
            <span class="quiet">{words}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** Words that no machine may answer to. What is being typed is kept as it is: blank lines are for thinking. */
export function WordsField({ settings, set }: FieldProps) {
  const [text, setText] = useState(settings.escalate_on.join("\n"));
  const shown = wordsIn(text).join("\n") === settings.escalate_on.join("\n") ? text : settings.escalate_on.join("\n");
  const write = (words: string) => {
    setText(words);
    set({ escalate_on: wordsIn(words) });
  };
  return (
    <fieldset>
      <legend>Always send to an agent</legend>
      <label class="field">
        <span>Words and topics, one on each line</span>
        <textarea rows={4} dir="auto" value={shown} onInput={(event) => write(event.currentTarget.value)} />
      </label>
      <p class="quiet">
        A message with one of them is never answered by the assistant. Asking for a person always works, whatever stands
        here.
      </p>
    </fieldset>
  );
}

/** In which languages the assistant may speak. */
export function LanguageFields({ settings, set }: FieldProps) {
  const { languages } = settings;
  const all = [...new Set<string>([...LANGUAGES, ...languages])];
  const toggle = (tag: string) =>
    set({ languages: languages.includes(tag) ? languages.filter((other) => other !== tag) : [...languages, tag] });
  return (
    <fieldset>
      <legend>Languages of the assistant</legend>
      <div class="languages">
        {all.map((tag) => (
          <label key={tag}>
            <input type="checkbox" checked={languages.includes(tag)} onChange={() => toggle(tag)} />
            {languageName(tag)}
          </label>
        ))}
      </div>
      <p class="quiet">
        {languages.length === 0
          ? "None chosen: it speaks every language that an answer is written in."
          : "In other languages a person answers."}
      </p>
    </fieldset>
  );
}

/** What the widget says first. */
export function GreetingField({ settings, set }: FieldProps) {
  const left = LIMITS.greeting - [...(settings.greeting ?? "")].length;
  return (
    <fieldset>
      <legend>Greeting</legend>
      <label class="field">
        <span>What the chat says first; the first line stands large</span>
        <textarea
          rows={3}
          dir="auto"
          value={settings.greeting ?? ""}
          onInput={(event) =>
            set({ greeting: event.currentTarget.value.trim() === "" ? null : event.currentTarget.value })
          }
        />
      </label>
      {left < 100 && (
        <p class="quiet" role="status">
          {left < 0 ? `${-left} characters too many` : `${left} characters left`}
        </p>
      )}
      <p class="quiet">Empty: the chat greets in the visitor’s own language.</p>
    </fieldset>
  );
}

/** What models may cost. */
export function CostField({ settings, set }: FieldProps) {
  return (
    <fieldset>
      <legend>Language model budget</legend>
      <label class="field">
        <span>Daily limit in US cents</span>
        <input
          type="number"
          min="0"
          step="1"
          inputMode="numeric"
          value={Number.isNaN(settings.model_cents_a_day) ? "" : settings.model_cents_a_day}
          onInput={(event) => set({ model_cents_a_day: event.currentTarget.valueAsNumber })}
        />
      </label>
      <p class="quiet">
        Beyond it the assistant goes on without a model: approved answers go out word for word, or wait as drafts.
      </p>
    </fieldset>
  );
}
