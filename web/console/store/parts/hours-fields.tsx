import type { Holiday, Hours, Shift } from "../../../client/index.ts";
import { Icon } from "../../parts/icons.tsx";
import { DAY, LIMITS, clockOf, furtherShift, inOrder, minuteOf, shiftOf, usualHours, zones } from "../settings.ts";
import type { FieldProps } from "./setting-fields.tsx";
import { pageWording } from "../../words/pages.ts";

/** Office hours. The chat says so to whoever asks for one. */
export function HoursFields({ settings: { hours }, set }: FieldProps) {
  const words = pageWording();
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <fieldset>
      <legend>{words.officeHours}</legend>
      <label class="choice">
        <input
          type="checkbox"
          checked={hours !== null}
          onChange={() => set({ hours: hours === null ? usualHours(here) : null })}
        />
        <span>
          <b>{words.showHours}</b>
          <span class="quiet">{words.showHoursHint}</span>
        </span>
      </label>
      {hours !== null && <Week hours={hours} set={(next) => set({ hours: next })} />}
    </fieldset>
  );
}

interface HoursProps {
  hours: Hours;
  set: (hours: Hours) => void;
}

function Week({ hours, set }: HoursProps) {
  const change = (day: number, shifts: Shift[]) => {
    const week = hours.week.map((before, at) => (at === day ? shifts : before)) as Hours["week"];
    set({ ...hours, week });
  };
  return (
    <>
      <label class="field">
        <span>{pageWording().timeZone}</span>
        <select value={hours.zone} onChange={(event) => set({ ...hours, zone: event.currentTarget.value })}>
          {zones(hours.zone).map((zone) => (
            <option key={zone} value={zone}>
              {zone.replaceAll("_", " ")}
            </option>
          ))}
        </select>
      </label>
      <ul class="week">
        {pageWording().days.map((name, day) => (
          <li key={name}>
            <Day name={name} shifts={hours.week[day] ?? []} set={(shifts) => change(day, shifts)} />
          </li>
        ))}
      </ul>
      <Holidays hours={hours} set={set} />
    </>
  );
}

interface ShiftsProps {
  name: string;
  shifts: Shift[];
  set: (shifts: Shift[]) => void;
}

function Day({ name, shifts, set }: ShiftsProps) {
  return (
    <>
      <label class="day-name">
        <input
          type="checkbox"
          checked={shifts.length > 0}
          onChange={() => set(shifts.length === 0 ? [furtherShift([])!] : [])}
        />
        {name}
      </label>
      <Shifts name={name} shifts={shifts} set={set} />
    </>
  );
}

/** A day's hours: one line for each stretch of them. */
function Shifts({ name, shifts, set }: ShiftsProps) {
  const words = pageWording();
  if (shifts.length === 0) return <span class="quiet">{words.closed}</span>;
  const further = furtherShift(shifts);
  return (
    <div class="shifts">
      {shifts.map((shift, at) => (
        <Times
          key={at}
          name={at === 0 ? name : words.furtherHours(name, at + 1)}
          shift={shift}
          set={(next) => set(inOrder(shifts.map((before, other) => (other === at ? next : before))))}
          remove={shifts.length > 1 ? () => set(shifts.filter((_, other) => other !== at)) : null}
        />
      ))}
      {further !== null && (
        <button
          type="button"
          class="button plain"
          aria-label={words.addHoursOn(name)}
          onClick={() => set([...shifts, further])}
        >
          <Icon name="plus" />
          {words.addHours}
        </button>
      )}
    </div>
  );
}

interface TimesProps {
  name: string;
  shift: Shift;
  set: (shift: Shift) => void;
  remove: (() => void) | null;
}

function Times({ name, shift, set, remove }: TimesProps) {
  const words = pageWording();
  const change = (from: number | null, until: number | null) => {
    if (from !== null && until !== null) set(shiftOf(from, until));
  };
  return (
    <span class="times">
      <input
        type="time"
        aria-label={words.from(name)}
        value={clockOf(shift.from)}
        onChange={(event) => change(minuteOf(event.currentTarget.value), shift.until % DAY)}
      />
      <span aria-hidden="true">{words.to}</span>
      <input
        type="time"
        aria-label={words.until(name)}
        value={clockOf(shift.until)}
        onChange={(event) => change(shift.from, minuteOf(event.currentTarget.value))}
      />
      {shift.until > DAY && <span class="quiet">{words.nextDay}</span>}
      {remove !== null && (
        <button type="button" class="button plain square" aria-label={words.removeHours(name)} onClick={remove}>
          <Icon name="close" />
        </button>
      )}
    </span>
  );
}

/** Dates with hours of their own. */
function Holidays({ hours, set }: HoursProps) {
  const { holidays } = hours;
  const words = pageWording();
  const change = (at: number, holiday: Holiday) =>
    set({ ...hours, holidays: holidays.map((before, other) => (other === at ? holiday : before)) });
  return (
    <section class="holidays" aria-labelledby="holidays">
      <h2 id="holidays">{words.holidays}</h2>
      {holidays.length > 0 && (
        <ul class="week">
          {holidays.map((holiday, at) => (
            <li key={at}>
              <span class="holiday-date">
                <input
                  type="date"
                  aria-label={words.holidayDate(at + 1)}
                  value={holiday.date}
                  onChange={(event) => change(at, { ...holiday, date: event.currentTarget.value })}
                />
                <button
                  type="button"
                  class="button plain square"
                  aria-label={words.removeHoliday(at + 1)}
                  onClick={() => set({ ...hours, holidays: holidays.filter((_, other) => other !== at) })}
                >
                  <Icon name="close" />
                </button>
              </span>
              <Day
                name={words.openOnHoliday(at + 1)}
                shifts={holiday.shifts}
                set={(shifts) => change(at, { ...holiday, shifts })}
              />
            </li>
          ))}
        </ul>
      )}
      {holidays.length < LIMITS.holidays && (
        <button
          type="button"
          class="button"
          onClick={() => set({ ...hours, holidays: [...holidays, { date: "", shifts: [] }] })}
        >
          <Icon name="plus" />
          {words.addHoliday}
        </button>
      )}
    </section>
  );
}
