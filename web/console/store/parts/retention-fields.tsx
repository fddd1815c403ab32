import type { Settings } from "../../../client/index.ts";
import { locale } from "../../words/index.ts";
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
const DAY = 86_400_000;

/** The first day, by UTC, of which closed conversations are still kept, as the service counts. */
function firstKept(now: number, days: number): string {
  const day = Math.floor(now / DAY) - days;
  const format = new Intl.DateTimeFormat(locale(), { dateStyle: "long", timeZone: "UTC" });
  return format.format(day * DAY);
}

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
      {days <= LIMITS.retentionDays && <p class="quiet">{words.onHint(firstKept(Date.now(), days))}</p>}
    </SwitchedFields>
  );
}
