import { type ReadonlySignal, type Signal, computed, signal } from "@preact/signals";
import type { CaseSummary, Priority, Provenance } from "../client/index.ts";
import { matches, wordsOf } from "./commands.ts";
import { customerName, shortId } from "./display_names.ts";
import { type ConsoleLocation, locationUrl } from "./location.ts";
import { groupKey } from "./team/groups.ts";
import type { Worklists } from "./worklist.ts";

/** What the page shows and where its focus may go; nothing that the service knows of. */
export interface Router {
  readonly location: Signal<ConsoleLocation>;
  /** The row that j and k move, in the list shown. */
  readonly cursor: Signal<string | null>;
  /** What is searched for in the list. */
  readonly query: Signal<string>;
  /** Whose cases alone the lists show: a group's key; null: everybody's. */
  readonly group: Signal<string | null>;
  /** Which priority alone the lists show; null: every one. */
  readonly priority: Signal<Priority | null>;
  /** Which tag alone the lists show; null: every one. */
  readonly tag: Signal<string | null>;
  /** Whether the lists show alone what is overdue; null: everything. */
  readonly overdue: Signal<true | null>;
  /** The rows of the list shown, as far as they match the search and the filters. */
  readonly rows: ReadonlySignal<readonly string[]>;
  readonly mode: Signal<"reply" | "note">;
  readonly isEditing: Signal<boolean>;
  readonly isRejecting: Signal<boolean>;
  /** Whether the person is asked what becomes of their unsent words before they sign out. */
  readonly isSigningOut: Signal<boolean>;
  /** What the person is asked about the open case; null: nothing. */
  readonly question: Signal<Question | null>;
  /** Whether the person chooses to whom all selected cases go. */
  readonly isAssigningAll: Signal<boolean>;
  /** `auto`: beside the case where there is room. */
  readonly panel: Signal<"auto" | "shown" | "hidden">;
  /** How far down the open log the person has looked: the seq of the newest event seen. */
  readonly seen: Signal<number>;
  /** What the next new answer starts with, and where that was said. */
  readonly start: Signal<AnswerStart | null>;
  /** What a screen reader says next. */
  readonly announcement: ReadonlySignal<Announcement>;
  /** Lets a screen reader say something, be it the same again. */
  announce(words: string): void;
  /** Focus goes to these at once, within the key press: a later one would lose the keys that follow. */
  readonly elements: Elements;
  go(location: ConsoleLocation): void;
}

/** Which group the open case goes to, until when it is put aside, when its reply is sent, by when one is promised. */
export type Question = "pass" | "snooze" | "later" | "promise";

/** What is read out. `count` is how many there have been: the same words are read out again. */
export interface Announcement {
  words: string;
  count: number;
}

/** The beginnings of an answer: a question that is asked often, or a reply with the message that it answers. */
export interface AnswerStart {
  question: string;
  text: string;
  language: string | null;
  from: Provenance | null;
}

export interface Elements {
  composer: HTMLTextAreaElement | null;
  edit: HTMLTextAreaElement | null;
  search: HTMLInputElement | null;
  rows: HTMLElement | null;
  /** The row that the cursor has reached by key takes the focus as soon as it is drawn. */
  wantsRow: boolean;
  log: HTMLElement | null;
  commands: HTMLDialogElement | null;
  settings: HTMLDialogElement | null;
  save: HTMLDialogElement | null;
  ask: HTMLDialogElement | null;
  label: HTMLDialogElement | null;
  actions: HTMLDialogElement | null;
  assignAll: HTMLDialogElement | null;
  tagAll: HTMLDialogElement | null;
}

/** Creates the router over the lists. `route` is the navigation of preact-iso, set once it has been mounted. */
export function createRouter(
  lists: ReadonlySignal<Worklists>,
  start: ConsoleLocation,
): Router & { route: (url: string) => void } {
  const location = signal(start);
  const query = signal("");
  const announcement = signal<Announcement>({ words: "", count: 0 });
  const group = signal<string | null>(null);
  const priority = signal<Priority | null>(null);
  const tag = signal<string | null>(null);
  const overdue = signal<true | null>(null);
  const rows = computed(() => {
    const { known, [location.value.list]: list } = lists.value;
    const wanted = wordsOf(query.value);
    const only = { group: group.value, priority: priority.value, tag: tag.value, overdue: overdue.value };
    const isWhole = Object.values(only).every((one) => one === null);
    if (wanted.length === 0 && isWhole) return list.shown;
    return list.shown.filter((id) => isFound(known.get(id), wanted) && isFor(known.get(id), only));
  });
  const router = {
    location,
    cursor: signal<string | null>(start.case),
    query,
    group,
    priority,
    tag,
    overdue,
    rows,
    mode: signal<"reply" | "note">("reply"),
    isEditing: signal(false),
    isRejecting: signal(false),
    isSigningOut: signal(false),
    question: signal<Question | null>(null),
    isAssigningAll: signal(false),
    panel: signal<"auto" | "shown" | "hidden">("auto"),
    seen: signal(0),
    start: signal<AnswerStart | null>(null),
    announcement,
    announce: (words: string) => {
      announcement.value = { words, count: announcement.peek().count + 1 };
    },
    elements: {
      composer: null,
      edit: null,
      search: null,
      rows: null,
      wantsRow: false,
      log: null,
      commands: null,
      settings: null,
      save: null,
      ask: null,
      label: null,
      actions: null,
      assignAll: null,
      tagAll: null,
    },
    route: (_url: string) => {},
    go: (next: ConsoleLocation) => router.route(locationUrl(next)),
  };
  return router;
}

/** What alone the lists show, where something is chosen. */
interface Only {
  group: string | null;
  priority: Priority | null;
  tag: string | null;
  overdue: true | null;
}

function isFor(summary: CaseSummary | undefined, { group, priority, tag, overdue }: Only): boolean {
  if (summary === undefined) return false;
  const isOfGroup = group === null || (summary.group !== undefined && groupKey(summary.store, summary.group) === group);
  const isOfPriority = priority === null || (summary.priority ?? "normal") === priority;
  // What is due next stands first.
  const isOverdue = overdue === null || (summary.deadlines?.[0]?.at ?? Infinity) < Date.now();
  return isOfGroup && isOfPriority && isOverdue && (tag === null || (summary.tags ?? []).includes(tag));
}

function isFound(summary: CaseSummary | undefined, wanted: readonly string[]): boolean {
  if (summary === undefined) return false;
  const { customer_name, customer, subject, excerpt, assignee_name, tags = [], case: id } = summary;
  return matches(
    wanted,
    [customerName(customer_name, customer), subject, excerpt, assignee_name, ...tags, shortId(id)].join(" "),
  );
}
