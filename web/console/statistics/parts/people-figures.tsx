import type { AgentView, FiguresView, Group, StatisticsView, TargetFigures } from "../../../client/index.ts";
import { locale, wording } from "../../words/index.ts";
import { pageWording } from "../../words/pages.ts";
import { targetFigureWords } from "../../words/target_figures.ts";
import { duration, percentText, ratingText } from "../figure_text.ts";
import { hasTargets, meanRating, percent, shareMet } from "../figures.ts";
import { FiguresTable } from "./figures-table.tsx";

/** Who is called what, as far as that is known. */
export interface Names {
  agents: readonly AgentView[];
  groups: readonly Group[];
}

/** The figures of each agent and each group. */
export function ByPerson({ view, names, store }: { view: StatisticsView; names: Names; store: string }) {
  const words = pageWording().statistics;
  const ofTargets = targetFigureWords();
  const withTargets = hasTargets(view.total);
  const head = [words.conversations, words.resolved, words.reopened, words.firstReply, words.resolution, words.rating];
  if (withTargets) head.push(ofTargets.firstReplyTarget, ofTargets.resolutionTarget);
  const reached = (target: TargetFigures) => {
    const share = percentText(shareMet(target));
    return share === null ? "–" : ofTargets.shareOf(share, target.met, target.met + target.missed);
  };
  const row = (figures: FiguresView) => [
    figures.opened,
    figures.resolved,
    figures.reopened,
    duration(figures.first_reply?.median),
    duration(figures.resolution?.median),
    ratingText(meanRating(figures)),
    ...(withTargets ? [reached(figures.first_reply_target), reached(figures.resolution_target)] : []),
  ];
  const agents = view.agents.map(({ agent, figures }) => {
    const name = names.agents.find(({ user }) => user === agent)?.name;
    return [name ?? pageWording().team.someone, ...row(figures)];
  });
  const groups = view.groups.map(({ group, figures }) => {
    const name = names.groups.find(({ id }) => id === group)?.name;
    return [name ?? words.groupNumber(group), ...row(figures)];
  });
  return (
    <>
      {agents.length > 0 && (
        <section>
          <h2>{words.byAgent}</h2>
          <FiguresTable caption={words.byAgent} head={[words.agent, ...head]} rows={agents} file={`${store}-agents`} />
        </section>
      )}
      {groups.length > 0 && (
        <section>
          <h2>{words.byGroup}</h2>
          <FiguresTable caption={words.byGroup} head={[words.group, ...head]} rows={groups} file={`${store}-groups`} />
        </section>
      )}
    </>
  );
}

/** What became of suggested replies. */
export function Suggestions({ total }: { total: FiguresView }) {
  const words = pageWording().statistics;
  const refused = total.rejected.filter(({ count }) => count > 0);
  const decided = total.approved + total.edited + refused.reduce((sum, { count }) => sum + count, 0);
  if (decided === 0) return null;
  const parts: [string, number][] = [
    [words.approved, total.approved],
    [words.edited, total.edited],
    ...refused.map(({ reason, count }): [string, number] => [wording().rejectionReasons[reason], count]),
  ];
  return (
    <section>
      <h2>{words.suggestions}</h2>
      <dl class="tiles">
        {parts.map(([name, count]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <strong>{new Intl.NumberFormat(locale()).format(count)}</strong>
              <span class="quiet">{percentText(percent(count, decided))}</span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
