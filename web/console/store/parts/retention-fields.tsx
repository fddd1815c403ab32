import type { Settings } from "../../../client/index.ts";
import { pageWording } from "../../words/pages.ts";
import { LIMITS } from "../settings.ts";
import { SwitchedFields } from "./switched-fields.tsx";
import { WholeNumberField } from "./whole-number-field.tsx";

interface FieldProps {
  settings: Settings;
  set: (change: Partial<Settings>) => void;
}

/** Days that are offered to whoever turns it on. */
const USUAL = 365;

/** How long closed conversations are kept. */
export function RetentionFields({ settings, set }: FieldProps) {
  const words = pageWording().retention;
  const days = settings.retention_days ?? 0;
  const isOn = days !== 0;
  return (
    <SwitchedFields words={words} isOn={isOn} toggle={() => set({ retention_days: isOn ? 0 : USUAL })}>
      <WholeNumberField
        label={words.days}
        most={LIMITS.retentionDays}
        value={days}
        set={(retention_days) => set({ retention_days })}
      />
      <p class="quiet">{words.onHint}</p>
    </SwitchedFields>
  );
}
