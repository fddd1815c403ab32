import { countCharacters } from "../../../client/characters.ts";
import { useState } from "preact/hooks";
import type { AutomaticReplies, Settings } from "../../../client/index.ts";
import { LANGUAGES, languageName } from "../../answers/languages.ts";
import { LIMITS, MODES, UNLIMITED, wordsIn } from "../settings.ts";
import { pageWording } from "../../words/pages.ts";

/** What every field is handed. */
export interface FieldProps {
  settings: Settings;
  set: (change: Partial<Settings>) => void;
}

/** How much is left to the machine. */
export function TriageFields({ settings, set }: FieldProps) {
  const words = pageWording();
  return (
    <fieldset>
      <legend>{words.automaticReplies}</legend>
      {MODES.map((mode) => (
        <label key={mode} class="choice">
          <input type="radio" name="triage" checked={settings.triage === mode} onChange={() => set({ triage: mode })} />
          <span>
            <b>{words.modes[mode][0]}</b>
            <span class="quiet">{words.modes[mode][1]}</span>
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
  const words = pageWording();
  const write = (typed: string) => {
    setText(typed);
    set({ escalate_on: wordsIn(typed) });
  };
  return (
    <fieldset>
      <legend>{words.alwaysPerson}</legend>
      <label class="field">
        <span>{words.wordsLabel}</span>
        <textarea rows={4} dir="auto" value={shown} onInput={(event) => write(event.currentTarget.value)} />
      </label>
      <p class="quiet">{words.wordsHint}</p>
    </fieldset>
  );
}

/** In which languages the assistant may speak. */
export function LanguageFields({ settings, set }: FieldProps) {
  const { languages } = settings;
  const words = pageWording();
  const all = [...new Set<string>([...LANGUAGES, ...languages])];
  const toggle = (tag: string) =>
    set({ languages: languages.includes(tag) ? languages.filter((other) => other !== tag) : [...languages, tag] });
  return (
    <fieldset>
      <legend>{words.assistantLanguages}</legend>
      <div class="languages">
        {all.map((tag) => (
          <label key={tag}>
            <input type="checkbox" checked={languages.includes(tag)} onChange={() => toggle(tag)} />
            {languageName(tag)}
          </label>
        ))}
      </div>
      <p class="quiet">{languages.length === 0 ? words.everyLanguage : words.otherLanguages}</p>
    </fieldset>
  );
}

/** What the widget says first. */
export function GreetingField({ settings, set }: FieldProps) {
  const words = pageWording();
  const left = LIMITS.greeting - countCharacters(settings.greeting ?? "");
  return (
    <fieldset>
      <legend>{words.greeting}</legend>
      <label class="field">
        <span>{words.greetingLabel}</span>
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
          {words.charactersLeft(left)}
        </p>
      )}
      <p class="quiet">{words.greetingHint}</p>
    </fieldset>
  );
}

/** What keeps replies from going out without a person. */
export function AutomaticField({ settings, set }: FieldProps) {
  const words = pageWording();
  const limits = settings.automatic_replies ?? UNLIMITED;
  const limit = limits.a_day;
  const change = (changed: Partial<AutomaticReplies>) => set({ automatic_replies: { ...limits, ...changed } });
  return (
    <fieldset>
      <legend>{words.automaticLimits}</legend>
      <label class="choice">
        <input type="checkbox" checked={limits.paused} onChange={() => change({ paused: !limits.paused })} />
        <span>
          <b>{words.pauseAutomatic}</b>
          <span class="quiet">{words.pauseHint}</span>
        </span>
      </label>
      <label class="field">
        <span>{words.automaticADay}</span>
        <input
          type="number"
          min="0"
          step="1"
          inputMode="numeric"
          placeholder={words.noLimit}
          value={limit === null || Number.isNaN(limit) ? "" : limit}
          onInput={({ currentTarget: { validity, value, valueAsNumber } }) =>
            change({ a_day: value === "" && !validity.badInput ? null : valueAsNumber })
          }
        />
      </label>
      <p class="quiet">{words.automaticHint}</p>
    </fieldset>
  );
}

/** What models may cost. */
export function CostField({ settings, set }: FieldProps) {
  const words = pageWording();
  return (
    <fieldset>
      <legend>{words.budget}</legend>
      <label class="field">
        <span>{words.budgetLabel}</span>
        <input
          type="number"
          min="0"
          step="1"
          inputMode="numeric"
          value={Number.isNaN(settings.model_cents_a_day) ? "" : settings.model_cents_a_day}
          onInput={(event) => set({ model_cents_a_day: event.currentTarget.valueAsNumber })}
        />
      </label>
      <p class="quiet">{words.budgetHint}</p>
    </fieldset>
  );
}
