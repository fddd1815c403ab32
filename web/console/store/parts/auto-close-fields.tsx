import { countCharacters } from "../../../client/characters.ts";
import type { AutoClose, Settings } from "../../../client/index.ts";
import { pageWording } from "../../words/pages.ts";
import { LIMITS, NEVER_CLOSED } from "../settings.ts";
import { SwitchedFields } from "./switched-fields.tsx";
import { WholeNumberField } from "./whole-number-field.tsx";

interface FieldProps {
  settings: Settings;
  set: (change: Partial<Settings>) => void;
}

/** Hours that are offered to whoever turns it on. */
const USUAL = 72;

/** What becomes of conversations whose customers don't answer any more: a reminder, then their end. */
export function AutoCloseFields({ settings, set }: FieldProps) {
  const words = pageWording().autoClose;
  const rules = settings.auto_close ?? NEVER_CLOSED;
  const isOn = rules.remind_after_hours !== 0;
  const change = (changed: Partial<AutoClose>) => set({ auto_close: { ...rules, ...changed } });
  const left = LIMITS.reminder - countCharacters(rules.reminder ?? "");
  const toggle = () =>
    change({ remind_after_hours: isOn ? 0 : USUAL, reminder: rules.reminder ?? words.usualReminder });
  return (
    <SwitchedFields words={words} isOn={isOn} toggle={toggle}>
      <WholeNumberField
        most={LIMITS.silentHours}
        label={words.remindAfter}
        value={rules.remind_after_hours}
        set={(remind_after_hours) => change({ remind_after_hours })}
      />
      <label class="field">
        <span>{words.reminder}</span>
        <textarea
          rows={3}
          dir="auto"
          value={rules.reminder ?? ""}
          onInput={({ currentTarget: { value } }) => change({ reminder: value.trim() === "" ? null : value })}
        />
      </label>
      {left < 100 && (
        <p class="quiet" role="status">
          {pageWording().charactersLeft(left)}
        </p>
      )}
      <WholeNumberField
        most={LIMITS.silentHours}
        label={words.closeAfter}
        value={rules.close_after_hours}
        set={(close_after_hours) => change({ close_after_hours })}
      />
      <p class="quiet">{words.onHint}</p>
    </SwitchedFields>
  );
}
