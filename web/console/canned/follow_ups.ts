import type { Client, Command, Store } from "../../client/index.ts";
import { has, readStored } from "../../client/stored.ts";
import { type MacroSteps, isSteps, stepsOrNull } from "./macro_steps.ts";

/**
 * What is done once a command is in the log: a macro's steps after its reply, one after the other, each when the one before is
 * done; the words of a message for later, which come back once it is called off. What is refused holds up what follows until it
 * is done after all, and takes it along where it is discarded. They are kept over a reload, beside the outbox.
 */
export interface FollowUps {
  /** These follow when the command with this id is done, as decided by who has seen the case up to `seen`. */
  add(id: string, caseId: string, steps: MacroSteps, seen?: number): void;
  /** These words are a reply that is being written again when the command with this id is done. */
  addWords(id: string, caseId: string, words: string): void;
  /** The steps that follow a command; null: none. */
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
  words?: string;
}

type Source = Pick<Client, "me" | "on" | "submit">;

const NO_STEPS: MacroSteps = { assign: null, close: false };

/** Creates the follow-ups of a person's commands over a client and a store of strings. `restore` gives words back to a case's composer. */
export function createFollowUps(
  client: Source,
  store: Store,
  person: string,
  restore: (caseId: string, words: string) => void,
): FollowUps {
  const key = (id: string) => `follow-up/${person}/${id}`;
  const read = (id: string) => readStored<Kept>(store, key(id), isKept);
  const keep = (id: string, kept: Kept) => store.set(key(id), JSON.stringify(kept));
  const drop = (id: string) => store.remove(key(id));
  const next = ({ id }: { id: string }) => {
    const kept = read(id);
    if (kept === null) return;
    drop(id);
    if (kept.words !== undefined) restore(kept.case, kept.words);
    const step = firstStep(kept, client.me.get()?.user ?? null);
    if (step === null) return;
    // What came in since, nobody has read: the service then asks before it closes over it.
    const following = client.submit(step.command, undefined, kept.seen);
    if (step.rest !== null) keep(following, { ...kept, steps: step.rest });
  };
  return {
    add: (id, caseId, steps, seen) => keep(id, { case: caseId, steps, ...(seen === undefined ? {} : { seen }) }),
    addWords: (id, caseId, words) => keep(id, { case: caseId, steps: NO_STEPS, words }),
    see(id) {
      const { seen: _, ...kept } = read(id) ?? { case: null };
      if (kept.case !== null) keep(id, kept as Kept);
    },
    of: (id) => stepsOrNull(read(id)?.steps ?? NO_STEPS),
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
