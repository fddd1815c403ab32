import type { Hours, Shift } from "../../../client/index.ts";
import { DAYS, clockOf, minuteOf, usualHours, zones } from "../settings.ts";
import type { FieldProps } from "./setting-fields.tsx";

/** Office hours. The chat says so to whoever asks for one. */
export function HoursFields({ settings: { hours }, set }: FieldProps) {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <fieldset>
      <legend>Office hours</legend>
      <label class="choice">
        <input
          type="checkbox"
          checked={hours !== null}
          onChange={() => set({ hours: hours === null ? usualHours(here) : null })}
        />
        <span>
          <b>Show office hours to customers</b>
          <span class="quiet">Without office hours, the chat shows no reply time.</span>
        </span>
      </label>
      {hours !== null && <Week hours={hours} set={(next) => set({ hours: next })} />}
    </fieldset>
  );
}

function Week({ hours, set }: { hours: Hours; set: (hours: Hours) => void }) {
  const change = (day: number, shift: Shift | null) => {
    const week = hours.week.map((before, at) => (at === day ? shift : before)) as Hours["week"];
    set({ ...hours, week });
  };
  return (
    <>
      <label class="field">
        <span>Time zone</span>
        <select value={hours.zone} onChange={(event) => set({ ...hours, zone: event.currentTarget.value })}>
          {zones(hours.zone).map((zone) => (
            <option key={zone} value={zone}>
              {zone.replaceAll("_", " ")}
            </option>
          ))}
        </select>
      </label>
      <ul class="week">
        {DAYS.map((name, day) => (
          <li key={name}>
            <Day name={name} shift={hours.week[day] ?? null} set={(shift) => change(day, shift)} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Day({ name, shift, set }: { name: string; shift: Shift | null; set: (shift: Shift | null) => void }) {
  const clock = (part: "from" | "until", value: string) => {
    const minute = minuteOf(value, part === "until");
    if (shift !== null && minute !== null) set({ ...shift, [part]: minute });
  };
  return (
    <>
      <label class="day-name">
        <input
          type="checkbox"
          checked={shift !== null}
          onChange={() => set(shift === null ? { from: 540, until: 1_020 } : null)}
        />
        {name}
      </label>
      {shift === null ? (
        <span class="quiet">Nobody</span>
      ) : (
        <span class="times">
          <input
            type="time"
            aria-label={`${name} from`}
            value={clockOf(shift.from)}
            onChange={(event) => clock("from", event.currentTarget.value)}
          />
          <span aria-hidden="true">to</span>
          <input
            type="time"
            aria-label={`${name} until`}
            value={clockOf(shift.until % 1_440)}
            onChange={(event) => clock("until", event.currentTarget.value)}
          />
        </span>
      )}
    </>
  );
}
