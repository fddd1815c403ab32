import type { Priority, ServiceTargets, Settings, TargetTimes } from "../../../client/index.ts";
import { formatDuration } from "../../time_format.ts";
import { wording } from "../../words/index.ts";
import { targetWording } from "../../words/deadlines.ts";
import { LIMITS, NO_TARGETS } from "../settings.ts";

interface FieldProps {
  settings: Settings;
  set: (change: Partial<Settings>) => void;
}

/** The most pressing first. */
const PRIORITIES: readonly Priority[] = ["urgent", "high", "normal", "low"];
const TIMES: readonly (keyof TargetTimes)[] = ["first_reply", "resolution"];

/** By when customers are to get a first reply, and to see their matter ended, by priority. */
export function TargetFields({ settings, set }: FieldProps) {
  const words = targetWording();
  const targets = settings.targets ?? NO_TARGETS;
  const change = (changed: Partial<ServiceTargets>) => set({ targets: { ...targets, ...changed } });
  return (
    <fieldset>
      <legend>{words.title}</legend>
      <p class="quiet">{words.hint}</p>
      <table class="target-table">
        <thead>
          <tr>
            <th scope="col">{wording().sorting.priority}</th>
            {TIMES.map((time) => (
              <th key={time} scope="col">
                {words[time]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {PRIORITIES.map((priority) => (
            <tr key={priority}>
              <th scope="row">{wording().sorting.priorities[priority]}</th>
              {TIMES.map((time) => (
                <td key={time}>
                  <Minutes
                    label={`${wording().sorting.priorities[priority]}: ${words[time]}`}
                    value={targets[priority][time]}
                    set={(minutes) => change({ [priority]: { ...targets[priority], [time]: minutes } })}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <label class="choice">
        <input
          type="checkbox"
          checked={targets.clock === "business_hours"}
          onChange={({ currentTarget: { checked } }) => change({ clock: checked ? "business_hours" : "calendar" })}
        />
        <span>
          <b>{words.businessHours}</b>
          <span class="quiet">{words.businessHoursHint}</span>
        </span>
      </label>
      <label class="field">
        <span>{words.warning}</span>
        <input
          type="number"
          min="0"
          max={LIMITS.warning}
          step="1"
          inputMode="numeric"
          value={Number.isNaN(targets.warn_at_percent) ? "" : targets.warn_at_percent}
          onInput={(event) => change({ warn_at_percent: event.currentTarget.valueAsNumber })}
        />
      </label>
      <p class="quiet">{words.onHint}</p>
    </fieldset>
  );
}

interface MinutesProps {
  label: string;
  /** Null: there is no target. */
  value: number | null;
  set: (value: number | null) => void;
}

/** A number of minutes that may be left out, and how long that is. */
function Minutes({ label, value, set }: MinutesProps) {
  return (
    <>
      <input
        type="number"
        aria-label={label}
        min="1"
        max={LIMITS.targetMinutes}
        step="1"
        inputMode="numeric"
        value={value ?? ""}
        onInput={({ currentTarget: { value: typed, valueAsNumber } }) => set(typed === "" ? null : valueAsNumber)}
      />
      <span class="quiet">{value !== null && value >= 60 && formatDuration(value * 60_000)}</span>
    </>
  );
}
