import { useMemo } from "preact/hooks";
import type { FiguresView, StatisticsView } from "../../../client/index.ts";
import { locale } from "../../words/index.ts";
import { pageWording } from "../../words/pages.ts";
import { targetFigureWords } from "../../words/target_figures.ts";
import { percentText } from "../figure_text.ts";
import { hasTargets, shareMet, startOf } from "../figures.ts";
import { Chart } from "./chart.tsx";
import { FiguresTable } from "./figures-table.tsx";

/** How many conversations reached the store's targets in time; nothing where none had one. */
export function Targets({ view, store }: { view: StatisticsView; store: string }) {
  const [words, page] = [targetFigureWords(), pageWording().statistics];
  const days = useMemo(() => view.days.map(({ day }) => startOf(day)), [view]);
  const series = useMemo(() => {
    const shares = (of: (figures: FiguresView) => number | null) => view.days.map(({ figures }) => of(figures));
    return [
      {
        label: words.firstReplyTarget,
        values: shares((figures) => shareMet(figures.first_reply_target)),
        colour: "--petrol",
      },
      {
        label: words.resolutionTarget,
        values: shares((figures) => shareMet(figures.resolution_target)),
        colour: "--ok",
        isDashed: true,
      },
    ];
  }, [view]);
  if (!hasTargets(view.total)) return null;
  const number = new Intl.NumberFormat(locale());
  const tiles = [
    { name: words.firstReplyTarget, target: view.total.first_reply_target },
    { name: words.resolutionTarget, target: view.total.resolution_target },
  ];
  const written = (at: number) =>
    new Intl.DateTimeFormat(locale(), { day: "numeric", month: "short", timeZone: "UTC" }).format(at);
  const cells = ({ met, missed }: FiguresView["first_reply_target"]) => [
    met,
    missed,
    percentText(shareMet({ met, missed })) ?? "–",
  ];
  const rows = view.days.map(({ day, figures }) => [
    day,
    ...cells(figures.first_reply_target),
    ...cells(figures.resolution_target),
  ]);
  return (
    <section>
      <h2>{words.title}</h2>
      <dl class="tiles">
        {tiles.map(({ name, target }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <strong>{percentText(shareMet(target)) ?? "–"}</strong>
              <span class="quiet">{words.metAndMissed(number.format(target.met), number.format(target.missed))}</span>
            </dd>
          </div>
        ))}
      </dl>
      <Chart label={words.chart} places={days} written={written} series={series} kind="lines" unit="percent" />
      <details>
        <summary>{page.asTable}</summary>
        <FiguresTable
          caption={words.title}
          head={[
            page.day,
            words.firstReplyMet,
            words.firstReplyMissed,
            words.firstReplyTarget,
            words.resolutionMet,
            words.resolutionMissed,
            words.resolutionTarget,
          ]}
          rows={rows}
          file={`${store}-targets`}
        />
      </details>
      <p class="quiet">{words.note}</p>
    </section>
  );
}
