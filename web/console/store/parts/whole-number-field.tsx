interface Props {
  label: string;
  /** The largest; the smallest is 1. */
  most: number;
  /** NaN while what stands there is none. */
  value: number;
  set: (value: number) => void;
}

/** A field for a whole number of something: hours, days, megabytes. */
export function WholeNumberField({ label, most, value, set }: Props) {
  return (
    <label class="field">
      <span>{label}</span>
      <input
        type="number"
        min="1"
        max={most}
        step="1"
        inputMode="numeric"
        value={Number.isNaN(value) ? "" : value}
        onInput={(event) => set(event.currentTarget.valueAsNumber)}
      />
    </label>
  );
}
