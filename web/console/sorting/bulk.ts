import { type ReadonlySignal, signal } from "@preact/signals";
import type { CaseSummary, Command, Pending } from "../../client/index.ts";
import type { CaseStore } from "../case_store.ts";
import { isHeld } from "../pending_commands.ts";
import { wording } from "../words/index.ts";

/** What can be done to several cases at once. */
export type BulkKind = "assign" | "tag" | "close";

/** What was done to several cases at once: a command for each. */
export interface Batch {
  key: number;
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
  /** What was done, the newest last: each until it is undone or its result is dismissed. */
  readonly batches: ReadonlySignal<readonly Batch[]>;
  /** The batch that a command is of; null: it is of none. */
  batchOf(id: string): Batch | null;
  /** How far a batch has got. */
  progress(batch: Batch): Progress;
  /** Gives each case its command, held together; null: this case is so already. */
  run(kind: BulkKind, cases: readonly CaseSummary[], commandFor: (summary: CaseSummary) => Command | null): void;
  /** Stops all of the batch that this held command is of, as far as it is not under way. False where it is of none. */
  undo(id: string): boolean;
  /** Sends all of its batch at once; false where the command is of none. */
  sendNow(id: string): boolean;
  /** Forgets a batch, and what was refused of it. */
  dismiss(batch: Batch): void;
}

/** The most batches that are known at once: more than a person has done before the first can't be undone any more. */
const MOST_BATCHES = 8;

type Store = Pick<CaseStore, "submitAll" | "discard" | "sendNow" | "pending" | "now">;

/** Creates it over the case store. `announce` lets a screen reader say something. */
export function createBulk(caseStore: Store, announce: (words: string) => void): Bulk {
  const batches = signal<readonly Batch[]>([]);
  let count = 0;
  const batchOf = (id: string) => batches.value.find(({ commands }) => commands.has(id)) ?? null;
  const pendingOf = ({ commands }: Batch) => caseStore.pending.peek().filter(({ id }) => commands.has(id));
  const change = ({ key }: Batch, commands: ReadonlyMap<string, CaseSummary>) => {
    batches.value = batches
      .peek()
      .map((batch) => (batch.key === key ? { ...batch, commands } : batch))
      .filter((batch) => batch.commands.size > 0);
  };
  return {
    batches,
    batchOf,
    progress: (batch) => progressOf(batch, caseStore),
    run(kind, cases, commandFor) {
      const asked = cases.flatMap((summary) => {
        const command = commandFor(summary);
        return command === null ? [] : [{ command, seen: summary.seq, summary }];
      });
      const ids = caseStore.submitAll(asked);
      const commands = new Map(ids.map((id, at) => [id, asked[at]!.summary]));
      const batch = { key: (count += 1), kind, commands, skipped: cases.length - asked.length };
      // A result that nobody needs to see any more makes room.
      const others = batches.peek().filter((other) => pendingOf(other).length > 0);
      batches.value = [...others, batch].slice(-MOST_BATCHES);
    },
    undo(id) {
      const batch = batchOf(id);
      if (batch === null) return false;
      const stopped = new Set(pendingOf(batch).flatMap((own) => (caseStore.discard(own.id) ? [own.id] : [])));
      change(batch, new Map([...batch.commands].filter(([own]) => !stopped.has(own))));
      announce(wording().stopped);
      return true;
    },
    sendNow(id) {
      const batch = batchOf(id);
      if (batch === null) return false;
      // Each is given anew, under an id of its own.
      const commands = new Map(batch.commands);
      for (const own of pendingOf(batch).filter((pending) => isHeld(pending, caseStore.now.peek()))) {
        const summary = commands.get(own.id)!;
        commands.delete(own.id);
        const sent = caseStore.sendNow(own, summary.seq);
        if (sent !== null) commands.set(sent, summary);
      }
      change(batch, commands);
      return true;
    },
    dismiss(batch) {
      for (const own of pendingOf(batch)) if (own.state === "failed") caseStore.discard(own.id);
      change(batch, new Map());
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
