import { useEffect, useMemo, useState } from "preact/hooks";
import type { FiguresView, StatisticsView } from "../../../client/index.ts";
import { reasonOf } from "../../answers/answers_api.ts";
import { useAppContext } from "../../app_context.ts";
import { Awaited } from "../../parts/awaited.tsx";
import { LeadPage } from "../../parts/lead-page.tsx";
import { createTeamApi } from "../../team/team_api.ts";
import { locale } from "../../words/index.ts";
import { pageWording } from "../../words/pages.ts";
import {
  clockOffset,
  daysUntil,
  isEmpty,
  localHours,
  meanRating,
  percent,
  PERIODS,
  type Period,
  startOf,
} from "../figures.ts";
import { duration, percentText, ratingText } from "../figure_text.ts";
import { readStatistics } from "../statistics_api.ts";
import { Chart } from "./chart.tsx";
import { FiguresTable } from "./figures-table.tsx";
import { ByPerson, type Names, Suggestions } from "./people-figures.tsx";
import { Targets } from "./target-figures.tsx";
import { adoptStyles } from "../../styles/adopt.ts";
import css from "../../styles/statistics.css?inline";

adoptStyles(css);

/** What a store's conversations came to, for its leads. */
export function StatisticsPage() {
  const [period, setPeriod] = useState<Period>(30);
  const words = pageWording().statistics;
  const periods = (
    <select
      aria-label={words.period}
      value={period}
      onChange={(event) => setPeriod(PERIODS.find((days) => `${days}` === event.currentTarget.value) ?? 30)}
    >
      {PERIODS.map((days) => (
        <option key={days} value={days}>
          {words.lastDays(days)}
        </option>
      ))}
    </select>
  );
  return (
    <LeadPage name="statistics" title={words.title} leadsOnly={words.leadsOnly} controls={periods}>
      {(store) => <Report key={`${store} ${period}`} store={store} period={period} />}
    </LeadPage>
  );
}

function Report({ store, period }: { store: string; period: Period }) {
  const { rest } = useAppContext();
  const [view, setView] = useState<StatisticsView | null>(null);
  const [names, setNames] = useState<Names>({ agents: [], groups: [] });
  const [trouble, setTrouble] = useState<string | null>(null);
  const load = () => {
    setTrouble(null);
    const { from, until } = daysUntil(Date.now(), period);
    readStatistics(rest, store, from, until).then(setView, (error: unknown) => setTrouble(reasonOf(error)));
    // Without names their rows say "a team member": the figures are there all the same.
    void createTeamApi(rest)
      .list(store)
      .then(setNames, () => undefined);
  };
  useEffect(load, [store, period]);
  const words = pageWording().statistics;
  if (view === null) return <Awaited trouble={trouble} retry={load} />;
  if (isEmpty(view)) return <p class="quiet">{words.none}</p>;
  return (
    <>
      <Tiles total={view.total} />
      <ByDay view={view} store={store} />
      <Targets view={view} store={store} />
      <ByHour total={view.total} store={store} />
      <ByPerson view={view} names={names} store={store} />
      <Suggestions total={view.total} />
      <p class="quiet">{words.note}</p>
    </>
  );
}

function Tiles({ total }: { total: FiguresView }) {
  const words = pageWording().statistics;
  const number = new Intl.NumberFormat(locale());
  const rating = meanRating(total);
  const share = (part: number) => percent(part, total.opened);
  const tiles: [name: string, value: string, more: string | null][] = [
    [words.opened, number.format(total.opened), null],
    [words.resolved, number.format(total.resolved), percentText(share(total.resolved))],
    [words.assistantAlone, number.format(total.assistant_alone), percentText(share(total.assistant_alone))],
    [words.escalated, number.format(total.escalated), percentText(share(total.escalated))],
    [words.reopened, number.format(total.reopened), percentText(share(total.reopened))],
    [words.firstReply, duration(total.first_reply?.median), words.mostWithin(duration(total.first_reply?.p90))],
    [words.resolution, duration(total.resolution?.median), words.mostWithin(duration(total.resolution?.p90))],
    [words.rating, ratingText(rating), words.ratings(total.ratings.reduce((sum, some) => sum + some, 0))],
  ];
  return (
    <dl class="tiles">
      {tiles.map(([name, value, more]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <strong>{value}</strong>
            {more !== null && <span class="quiet">{more}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function ByDay({ view, store }: { view: StatisticsView; store: string }) {
  const words = pageWording().statistics;
  const days = useMemo(() => view.days.map(({ day }) => startOf(day)), [view]);
  const series = useMemo(
    () => [
      { label: words.opened, values: view.days.map(({ figures }) => figures.opened), colour: "--petrol" },
      {
        label: words.resolved,
        values: view.days.map(({ figures }) => figures.resolved),
        colour: "--ok",
        isDashed: true,
      },
    ],
    [view],
  );
  const written = (at: number) =>
    new Intl.DateTimeFormat(locale(), { day: "numeric", month: "short", timeZone: "UTC" }).format(at);
  const rows = view.days.map(({ day, figures }) => [
    day,
    figures.opened,
    figures.resolved,
    figures.assistant_alone,
    figures.escalated,
    figures.reopened,
  ]);
  return (
    <section>
      <h2>{words.byDay}</h2>
      <Chart label={words.byDayChart} places={days} written={written} series={series} kind="lines" />
      <details>
        <summary>{words.asTable}</summary>
        <FiguresTable
          caption={words.byDay}
          head={[words.day, words.opened, words.resolved, words.assistantAlone, words.escalated, words.reopened]}
          rows={rows}
          file={`${store}-days`}
        />
      </details>
    </section>
  );
}

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

function ByHour({ total, store }: { total: FiguresView; store: string }) {
  const words = pageWording().statistics;
  const counts = localHours(total.opened_by_hour, clockOffset(Date.now()));
  const series = useMemo(() => [{ label: words.opened, values: counts, colour: "--petrol" }], [total]);
  const written = (hour: number) =>
    new Intl.DateTimeFormat(locale(), { hour: "numeric", timeZone: "UTC" }).format(hour * 3_600_000);
  return (
    <section>
      <h2>{words.byHour}</h2>
      <Chart label={words.byHourChart} places={HOURS} written={written} series={series} kind="bars" />
      <details>
        <summary>{words.asTable}</summary>
        <FiguresTable
          caption={words.byHour}
          head={[words.hour, words.opened]}
          rows={HOURS.map((hour) => [written(hour), counts[hour] ?? 0])}
          file={`${store}-hours`}
        />
      </details>
    </section>
  );
}
