import { useLayoutEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import { useAppContext } from "../../app_context.ts";
import { locale } from "../../words/index.ts";
import { percentText } from "../figure_text.ts";

/** A row of a chart: what it is called, and its values, one for each place of the axis. */
export interface Series {
  label: string;
  /** Null: there is none at that place. */
  values: readonly (number | null)[];
  /** The style property that holds its colour. */
  colour: string;
  /** Told apart by more than its colour. */
  isDashed?: boolean;
}

interface Props {
  /** What a screen reader says in its place: the figures stand in the table below. */
  label: string;
  /** Places along the axis: moments in milliseconds, or numbers from 0. */
  places: readonly number[];
  /** How a place is written below the axis. */
  written: (place: number) => string;
  series: readonly Series[];
  kind: "lines" | "bars";
  /** Shares of a hundred, and not counts. */
  unit?: "percent";
}

const HEIGHT = 220;

/** A chart that is as wide as its place. */
export function Chart({ label, places, written, series, kind, unit }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const { theme } = useAppContext().preferences.choices.value;
  useLayoutEffect(() => {
    const frame = box.current!;
    const colour = (name: string) => {
      // As a colour the browser has worked it out: a canvas knows no functions of light and dark.
      frame.style.color = `var(${name})`;
      return getComputedStyle(frame).color;
    };
    const axis = { stroke: colour("--ink-2"), grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false } };
    const number = new Intl.NumberFormat(locale());
    const isShare = unit === "percent";
    const figure = (value: number) => (isShare ? percentText(value)! : number.format(value));
    const chart = new uPlot(
      {
        width: frame.clientWidth,
        height: HEIGHT,
        legend: { show: false },
        cursor: { show: false },
        // A bar has its whole width at either end too.
        scales: {
          x: { time: false, ...(kind === "bars" && { range: [-0.5, places.length - 0.5] }) },
          y: { range: (_, __, most) => [0, isShare ? 100 : Math.max(4, most)] },
        },
        axes: [
          {
            ...axis,
            size: 28,
            grid: { show: false },
            values: (_, ticks) => ticks.map((at) => tickOf(places, at, written)),
          },
          { ...axis, values: (_, ticks) => ticks.map((tick) => (Number.isInteger(tick) ? figure(tick) : "")) },
        ],
        series: [
          {},
          ...series.map((row) => ({
            label: row.label,
            stroke: colour(row.colour),
            width: 2,
            ...(row.isDashed && { dash: [6, 4] }),
            // A day between two without a value has no line.
            points: { show: places.length < 10 || row.values.includes(null) },
            ...(kind === "bars" && { fill: colour(row.colour), paths: uPlot.paths.bars!({ size: [0.7, 40] }) }),
          })),
        ],
      },
      [places.map((_, index) => index), ...series.map(({ values }) => [...values])],
      frame,
    );
    const sizes = new ResizeObserver(() => chart.setSize({ width: frame.clientWidth, height: HEIGHT }));
    sizes.observe(frame);
    return () => {
      sizes.disconnect();
      chart.destroy();
    };
  }, [places, series, kind, unit, theme]);
  return (
    <figure class="chart">
      <div ref={box} role="img" aria-label={label} />
      {series.length > 1 && (
        <ul class="chart-legend" aria-hidden="true">
          {series.map(({ label: name, colour: property }) => (
            <li key={name}>
              <span style={{ background: `var(${property})` }} />
              {name}
            </li>
          ))}
        </ul>
      )}
    </figure>
  );
}

function tickOf(places: readonly number[], at: number, written: (place: number) => string): string {
  const place = places[at];
  return place === undefined ? "" : written(place);
}
