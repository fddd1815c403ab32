import { type ReadonlySignal, type Signal, computed, signal } from "@preact/signals";
import type { CaseSummary } from "../client/index.ts";
import { matches, words } from "./commands.ts";
import { customerName, shortId } from "./naming.ts";
import { type ListName, type Place, addressOf } from "./place.ts";
import type { Worklists } from "./worklist.ts";

/** What the page shows and where its focus may go; nothing that the service knows of. */
export interface Stage {
  readonly place: Signal<Place>;
  /** The row that j and k move, in the list shown. */
  readonly cursor: Signal<string | null>;
  /** What is searched for in the list. */
  readonly query: Signal<string>;
  /** The rows of the list shown, as far as they match the search. */
  readonly rows: ReadonlySignal<readonly string[]>;
  readonly mode: Signal<"reply" | "note">;
  readonly isEditing: Signal<boolean>;
  readonly isRejecting: Signal<boolean>;
  /** `auto`: beside the case where there is room. */
  readonly panel: Signal<"auto" | "shown" | "hidden">;
  /** How far down the open log the person has looked: the seq of the newest event seen. */
  readonly seen: Signal<number>;
  /** What a screen reader says next. */
  readonly spoken: Signal<string>;
  /** Focus goes to these at once, within the key press: a later one would lose the keys that follow. */
  readonly elements: Elements;
  go(place: Place): void;
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
}

/** A stage for lists. `route` is the router's, set once it is there. */
export function createStage(lists: ReadonlySignal<Worklists>, place: Place): Stage & { route: (url: string) => void } {
  const where = signal(place);
  const query = signal("");
  const rows = computed(() => {
    const { known, [where.value.list]: list } = lists.value;
    const wanted = words(query.value);
    return wanted.length === 0 ? list.shown : list.shown.filter((id) => isFound(known.get(id), wanted));
  });
  const stage = {
    place: where,
    cursor: signal<string | null>(place.case),
    query,
    rows,
    mode: signal<"reply" | "note">("reply"),
    isEditing: signal(false),
    isRejecting: signal(false),
    panel: signal<"auto" | "shown" | "hidden">("auto"),
    seen: signal(0),
    spoken: signal(""),
    elements: { composer: null, edit: null, search: null, rows: null, wantsRow: false, log: null, commands: null, settings: null },
    route: (_url: string) => {},
    go: (next: Place) => stage.route(addressOf(next)),
  };
  return stage;
}

function isFound(summary: CaseSummary | undefined, wanted: readonly string[]): boolean {
  if (summary === undefined) return false;
  const { customer_name, customer, subject, excerpt, assignee_name, case: id } = summary;
  return matches(wanted, [customerName(customer_name, customer), subject, excerpt, assignee_name, shortId(id)].join(" "));
}

/** A place in another list, with nothing open. */
export function inList(list: ListName): Place {
  return { list, case: null };
}
