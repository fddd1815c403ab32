import { type ReadonlySignal, computed, signal } from "@preact/signals";
import type { CaseSummary, Command, Pending } from "../../client/index.ts";
import type { CaseStore } from "../case_store.ts";
import { isHeld } from "../pending_commands.ts";
import { wording } from "../words/index.ts";

/** What can be done to several cases at once. */
export type BulkKind = "assign" | "tag" | "close";

/** What was done to several cases at once: a command for each. */
export interface Batch {
  kind: BulkKind;
  /** The commands' ids, and the cases as they were then. */
  commands: ReadonlyMap<string, CaseSummary>;
  /** Of how many nothing was asked, for they were so already. */
  skipped: number;
}

/** How far a batch has got. */
export interface Progress {
  /** It can still be undone. */
  isHeld: boolean;
  done: number;
  waiting: number;
  failed: readonly { pending: Pending; summary: CaseSummary }[];
}

/** Does the same to several cases, and tells of each what came of it. */
export interface Bulk {
  /** The last batch, until its result is dismissed. */
  readonly batch: ReadonlySignal<Batch | null>;
  readonly progress: ReadonlySignal<Progress | null>;
  /** Whether a command is of the last batch. */
  has(id: string): boolean;
  /** Gives each case its command, held together; null: this case is so already. */
  run(kind: BulkKind, cases: readonly CaseSummary[], commandFor: (summary: CaseSummary) => Command | null): void;
  /** Stops all of the batch that this held command is of, as far as it is not under way. False where it is of none. */
  undo(id: string): boolean;
  /** Sends all of it at once; false where the command is of none. */
  sendNow(id: string): boolean;
  /** Forgets the result, and what was refused. */
  dismiss(): void;
}

type Store = Pick<CaseStore, "submitAll" | "discard" | "sendNow" | "pending" | "now">;

/** Creates it over the case store. `announce` lets a screen reader say something. */
export function createBulk(caseStore: Store, announce: (words: string) => void): Bulk {
  const batch = signal<Batch | null>(null);
  const progress = computed(() => (batch.value === null ? null : progressOf(batch.value, caseStore)));
  const own = () => caseStore.pending.peek().filter(({ id }) => batch.peek()?.commands.has(id) === true);
  return {
    batch,
    progress,
    has: (id) => batch.value?.commands.has(id) === true,
    run(kind, cases, commandFor) {
      const asked = cases.flatMap((summary) => {
        const command = commandFor(summary);
        return command === null ? [] : [{ command, seen: summary.seq, summary }];
      });
      const ids = caseStore.submitAll(asked);
      const commands = new Map(ids.map((id, at) => [id, asked[at]!.summary]));
      batch.value = { kind, commands, skipped: cases.length - asked.length };
    },
    undo(id) {
      const { value: stopping } = batch;
      if (stopping?.commands.has(id) !== true) return false;
      const stopped = own().filter((pending) => caseStore.discard(pending.id));
      const left = new Map(stopping.commands);
      for (const pending of stopped) left.delete(pending.id);
      batch.value = left.size === 0 ? null : { ...stopping, commands: left };
      announce(wording().stopped);
      return true;
    },
    sendNow(id) {
      const { value: held } = batch;
      if (held?.commands.has(id) !== true) return false;
      // Each is given anew, under an id of its own.
      const now = own().filter((pending) => isHeld(pending, caseStore.now.peek()));
      const commands = new Map(held.commands);
      for (const pending of now) {
        const summary = commands.get(pending.id)!;
        commands.delete(pending.id);
        const sent = caseStore.sendNow(pending, summary.seq);
        if (sent !== null) commands.set(sent, summary);
      }
      batch.value = { ...held, commands };
      return true;
    },
    dismiss() {
      for (const pending of own()) if (pending.state === "failed") caseStore.discard(pending.id);
      batch.value = null;
    },
  };
}

function progressOf({ commands }: Batch, { pending, now }: Store): Progress {
  const under = pending.value.filter(({ id }) => commands.has(id));
  const refused = under.filter(({ state }) => state === "failed");
  return {
    isHeld: under.some((own) => isHeld(own, now.value)),
    done: commands.size - under.length,
    waiting: under.length - refused.length,
    failed: refused.map((own) => ({ pending: own, summary: commands.get(own.id)! })),
  };
}

/** What is about to be done, for the toast. */
export function bulkLabel({ kind, commands }: Batch): string {
  return wording().sorting.doing[kind](commands.size);
}
