import type { Client, Command, Pending } from "../client/index.ts";
import type { FollowUps } from "./canned/follow_ups.ts";
import type { MacroSteps } from "./canned/macro_steps.ts";

/** A command with the newest event of its case that its author has seen. */
export interface SeenCommand {
  command: Command;
  seen: number;
}

/** What can be done in cases. */
export interface CaseCommands {
  submit(command: Command): void;
  /** Does it after a while in which `discard` can stop it; then, one after the other, what a macro says. */
  submitHeld(command: Command, steps?: MacroSteps | null): void;
  /** Calls off the message for later that was written at `of`, and lets its words be written again once that is certain. */
  changeScheduled(id: string, of: number, words: string): void;
  /** Does the same to several cases, as they are known from a list. Returns the commands' ids, in order. */
  submitAll(commands: readonly SeenCommand[]): readonly string[];
  /** What a macro does after this command; null: nothing. */
  stepsAfter(id: string): MacroSteps | null;
  /** Stops a held command, or forgets a failed one. False if it was too late. */
  discard(id: string): boolean;
  /** Sends a held command at once, as of `seen` where its author knows its case from a list. Returns its new id; null where it was too late. */
  sendNow(pending: Pending, seen?: number): string | null;
  /** Decides once more what was refused, knowing by now what had happened. */
  decideAnew(pending: Pending): void;
  retry: Client["retry"];
  typing: Client["typing"];
  read: Client["read"];
}

/** Creates them over a client. `undoPeriod` says for how long a command is held, in milliseconds. */
export function createCaseCommands(client: Client, undoPeriod: () => number, followUps: FollowUps): CaseCommands {
  const giveAnew = ({ id, command }: Pending, seen?: number): string | null => {
    if (command.action === "open" || !client.discard(id)) return null;
    const given = client.submit(command, undefined, seen);
    followUps.move(id, given);
    return given;
  };
  return {
    submit: (command: Command) => void client.submit(command),
    submitHeld(command: Command, steps: MacroSteps | null = null) {
      const id = client.submit(command, undoPeriod());
      const seen = "answers" in command ? command.answers : undefined;
      if (steps !== null) followUps.add(id, command.case, steps, seen);
    },
    changeScheduled: (id: string, of: number, words: string) =>
      followUps.addWords(client.submit({ action: "cancel_scheduled", case: id, of }), id, words),
    submitAll: (commands: readonly SeenCommand[]) =>
      commands.map(({ command, seen }) => client.submit(command, undoPeriod(), seen)),
    stepsAfter: (id: string) => followUps.of(id),
    discard(id: string) {
      const isDiscarded = client.discard(id);
      if (isDiscarded) followUps.drop(id);
      return isDiscarded;
    },
    sendNow: giveAnew,
    decideAnew(pending: Pending) {
      const given = giveAnew(pending);
      if (given !== null) followUps.see(given);
    },
    retry: client.retry.bind(client),
    typing: client.typing.bind(client),
    read: client.read.bind(client),
  };
}
