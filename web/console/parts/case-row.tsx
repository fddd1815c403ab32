import { useLayoutEffect, useRef } from "preact/hooks";
import type { CaseSummary, Snoozed } from "../../client/index.ts";
import { useAppContext } from "../app_context.ts";
import { customerName, firstName, initials, shortId, subjectText } from "../display_names.ts";
import { deadlineParts } from "../deadlines/lazy_parts.ts";
import { locationUrl, listLocation } from "../location.ts";
import { formatDuration, formatMoment, urgencyOf } from "../time_format.ts";
import { ROW } from "../virtual_list.ts";
import { hasLeft, listOf } from "../worklist.ts";
import { PriorityMark, Tags } from "../sorting/parts/marks.tsx";
import { RowSelect } from "../sorting/parts/row-select.tsx";
import { GroupLabel } from "../team/parts/group-label.tsx";
import { Icon } from "./icons.tsx";
import { useLazy } from "./lazy-part.tsx";
import { wording } from "../words/index.ts";

/** One case in the list. It is a link: it can be opened in a tab of its own. */
export function CaseRow({ id, at, of }: { id: string; at: number; of: number }) {
  const { caseStore, router, selection } = useAppContext();
  const link = useRef<HTMLAnchorElement>(null);
  const { list: name, case: open } = router.location.value;
  const summary = caseStore.lists.value.known.get(id);
  const isCursor = router.cursor.value === id;
  useLayoutEffect(() => {
    if (isCursor && router.elements.wantsRow && mayTakeFocus(router.elements.rows))
      link.current?.focus({ preventScroll: true });
  }, [isCursor]);
  return (
    <li
      style={{ transform: `translateY(${at * ROW}px)` }}
      aria-setsize={of}
      aria-posinset={at + 1}
      data-selected={selection.has(id)}
    >
      <RowSelect id={id} subject={summary?.subject ?? null} />
      <a
        class="row"
        ref={link}
        href={locationUrl(listLocation(name, id))}
        aria-current={open === id ? "true" : undefined}
        data-cursor={isCursor}
        data-left={hasLeft(caseStore.lists.value, name, id)}
        onFocus={() => {
          router.cursor.value = id;
          router.elements.wantsRow = false;
        }}
      >
        {summary === undefined ? <span class="quiet">{wording().notInList}</span> : <Summary summary={summary} />}
      </a>
    </li>
  );
}

/** Focus follows the cursor only from within the list or from nowhere: never out of something being written. */
function mayTakeFocus(rows: HTMLElement | null): boolean {
  const focused = document.activeElement;
  return focused === document.body || (rows?.contains(focused) ?? false);
}

/** What is asked, how pressing that is, and in small who asks and who has it. */
function Summary({ summary }: { summary: CaseSummary }) {
  const { caseStore } = useAppContext();
  const { customer_name, customer, store } = summary;
  const hasStores = (caseStore.me.value?.stores.length ?? 0) > 1;
  return (
    <>
      <span class="what" dir="auto">
        {subjectText(summary)}
      </span>
      <Age summary={summary} />
      <Marks summary={summary} />
      <span class="facts">
        <span class="who cut" dir="auto">
          {customerName(customer_name, customer)}
        </span>
        {hasStores && (
          <span class="cut" dir="auto">
            {caseStore.stores.value[store] ?? store}
          </span>
        )}
        <span>{shortId(summary.case)}</span>
        <Owner summary={summary} />
      </span>
    </>
  );
}

/** What calls for somebody: a customer who wants a person, how pressing it is, a group, and a draft that only wants a decision. */
function Marks({ summary }: { summary: CaseSummary }) {
  const { wants_person, asked_person, suggestion, store, group, priority = "normal", tags = [] } = summary;
  const isPlain = !wants_person && !suggestion && group === undefined && priority === "normal";
  // How pressing something was that is over and gone says nothing any more.
  const isOver = summary.erased === true && summary.status === "resolved";
  if (isOver || (isPlain && tags.length === 0)) return null;
  const words = wording();
  return (
    <span class="marks">
      {wants_person && (
        <span class="mark-person">
          <Icon name="flag" small />
          {asked_person === true ? words.askedForPerson : words.sorting.needsPerson}
        </span>
      )}
      <PriorityMark priority={priority} />
      {group !== undefined && <GroupLabel store={store} group={group} class="mark-group cut" />}
      {suggestion && (
        <span class="mark-draft">
          <i class="pencil-mark" />
          {words.draftReady}
        </span>
      )}
      <Tags tags={tags} />
    </span>
  );
}

function Owner({ summary: { assignee, assignee_name } }: { summary: CaseSummary }) {
  const { caseStore } = useAppContext();
  if (assignee === null) return null;
  const words = wording();
  const isMe = assignee === caseStore.me.value?.user;
  return (
    <span class="owner">
      <span class="unseen">{`${words.assignedToPrefix} `}</span>
      <i class="avatar small" aria-hidden="true">
        {initials(assignee_name ?? (isMe ? (caseStore.me.value?.name ?? "") : ""))}
      </i>
      <span class="cut" dir="auto">
        {isMe ? words.you : firstName(assignee_name ?? words.colleague)}
      </span>
    </span>
  );
}

/** How much time is left where something is due, else how long somebody has been waiting; elsewhere, how long ago anything happened. */
function Age({ summary }: { summary: CaseSummary }) {
  const { caseStore, router } = useAppContext();
  const { waiting_since, updated_at, deadlines: [nearest] = [] } = summary;
  const parts = useLazy(nearest ? deadlineParts : null);
  const words = wording();
  const its = listOf(summary);
  if (its !== router.location.value.list)
    return (
      <span class="wait" data-urgency="moved">
        {words.nowIn(words.lists[its])}
      </span>
    );
  if (summary.snoozed !== undefined) return <Return snoozed={summary.snoozed} now={caseStore.now.value} />;
  if (parts && nearest) return <parts.TimeLeft nearest={nearest} now={caseStore.now.value} />;
  const age = caseStore.now.value - (waiting_since ?? updated_at);
  const urgency = waiting_since === null ? "calm" : urgencyOf(age);
  return (
    <span class="wait" data-urgency={urgency}>
      {waiting_since !== null && (
        <span class="unseen">{`${urgency === "late" ? words.overdueFor : words.waitingFor} `}</span>
      )}
      {formatDuration(age)}
    </span>
  );
}

/** When a case comes back that was put aside. */
function Return({ snoozed: { until }, now }: { snoozed: Snoozed; now: number }) {
  const words = wording();
  return (
    <span class="wait" data-urgency="calm">
      {until === null ? words.untilTheyWrite : words.until(formatMoment(until, now))}
    </span>
  );
}
