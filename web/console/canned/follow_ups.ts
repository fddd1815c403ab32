import type { Client, Command, Store } from "../../client/index.ts";
import { has, readStored } from "../../client/stored.ts";
import { type MacroSteps, isSteps, stepsOrNull } from "./macro_steps.ts";

/**
 * What is done once a reply is in the log: one step after the other, each when the one before is done. A reply or a step that is
 * refused holds up what follows until it is done after all, and takes it along where it is discarded. They are kept over a
 * reload, beside the outbox.
 */
export interface FollowUps {
  /** These follow when the command with this id is done, as decided by who has seen the case up to `seen`. */
  add(id: string, caseId: string, steps: MacroSteps, seen?: number): void;
  /** What follows a command; null: nothing. */
  of(id: string): MacroSteps | null;
  /** The command is given anew, under another id. */
  move(from: string, to: string): void;
  /** Whoever gave the command knows by now all that there is. */
  see(id: string): void;
  /** The command was taken back: nothing follows it any more. */
  drop(id: string): void;
  close(): void;
}

interface Kept {
  case: string;
  steps: MacroSteps;
  seen?: number;
}

type Source = Pick<Client, "me" | "on" | "submit">;

/** Creates the follow-ups of a person's commands over a client and a store of strings. */
export function createFollowUps(client: Source, store: Store, person: string): FollowUps {
  const key = (id: string) => `follow-up/${person}/${id}`;
  const read = (id: string) => readStored<Kept>(store, key(id), isKept);
  const keep = (id: string, kept: Kept) => store.set(key(id), JSON.stringify(kept));
  const drop = (id: string) => store.remove(key(id));
  const next = ({ id }: { id: string }) => {
    const kept = read(id);
    if (kept === null) return;
    drop(id);
    const step = firstStep(kept, client.me.get()?.user ?? null);
    if (step === null) return;
    // What came in since, nobody has read: the service then asks before it closes over it.
    const following = client.submit(step.command, undefined, kept.seen);
    if (step.rest !== null) keep(following, { ...kept, steps: step.rest });
  };
  return {
    add: (id, caseId, steps, seen) => keep(id, { case: caseId, steps, ...(seen === undefined ? {} : { seen }) }),
    see(id) {
      const { seen: _, ...kept } = read(id) ?? { case: null };
      if (kept.case !== null) keep(id, kept as Kept);
    },
    of: (id) => read(id)?.steps ?? null,
    move(from, to) {
      const kept = read(from);
      drop(from);
      if (kept !== null) keep(to, kept);
    },
    drop,
    close: client.on("done", next),
  };
}

function firstStep(
  { case: id, steps: { assign, close } }: Kept,
  me: string | null,
): { command: Command; rest: MacroSteps | null } | null {
  const rest = stepsOrNull({ assign: null, close });
  if (assign?.to === "group") return { command: { action: "escalate", case: id, group: assign.group }, rest };
  if (assign !== null && me !== null) return { command: { action: "assign", case: id, agent: me }, rest };
  return close ? { command: { action: "resolve", case: id }, rest: null } : null;
}

function isKept(value: Kept): boolean {
  return has(value, "string", "case") && has(value, "object", "steps") && isSteps(value.steps);
}
