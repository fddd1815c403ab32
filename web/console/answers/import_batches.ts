import type { Imported, ImportedAnswer } from "../../client/index.ts";
import { pageWording } from "../words/pages.ts";

/** How many answers the service takes at once. */
export const BATCH = 25;

/** How an import stands. Repeating a part adds nothing new, so going on after an error is safe wherever it broke off. */
export interface Progress {
  total: number;
  done: number;
  added: number;
  known: number;
  state: "running" | "stopped" | "finished";
  /** Why it stopped, in words. */
  trouble: string | null;
}

/** Nothing done yet. */
export function notStarted(total: number): Progress {
  return { total, done: 0, added: 0, known: 0, state: "running", trouble: null };
}

/** Sends what is left after `from`, part by part, and tells how it goes. It stops at the first part that fails. */
export async function importRemaining(
  entries: readonly ImportedAnswer[],
  from: Progress,
  send: (answers: ImportedAnswer[]) => Promise<Imported>,
  tell: (progress: Progress) => void,
): Promise<void> {
  let now: Progress = { ...from, state: "running", trouble: null };
  tell(now);
  while (now.done < entries.length) {
    const part = entries.slice(now.done, now.done + BATCH);
    try {
      const { added, known } = await send(part);
      now = { ...now, done: now.done + part.length, added: now.added + added, known: now.known + known };
      tell(now);
    } catch (error) {
      return tell({
        ...now,
        state: "stopped",
        trouble: error instanceof Error && error.message !== "" ? error.message : pageWording().connectionFailed,
      });
    }
  }
  tell({ ...now, state: "finished" });
}
