import type { Client, Command, Pending } from "../client/index.ts";
import type { FollowUps } from "./canned/follow_ups.ts";
import type { MacroSteps } from "./canned/macro_steps.ts";

/** What can be done in cases. */
export interface CaseCommands {
  submit(command: Command): void;
  /** Does it after a while in which `discard` can stop it; then, one after the other, what a macro says. */
  submitHeld(command: Command, steps?: MacroSteps | null): void;
  /** What a macro does after this command; null: nothing. */
  stepsAfter(id: string): MacroSteps | null;
  /** Stops a held command, or forgets a failed one. False if it was too late. */
  discard(id: string): boolean;
  /** Sends a held command at once. */
  sendNow(pending: Pending): void;
  /** Decides once more what was refused, knowing by now what had happened. */
  decideAnew(pending: Pending): void;
  retry: Client["retry"];
  typing: Client["typing"];
  read: Client["read"];
}

/** Creates them over a client. `undoPeriod` says for how long a command is held, in milliseconds. */
export function createCaseCommands(client: Client, undoPeriod: () => number, followUps: FollowUps): CaseCommands {
  const giveAnew = ({ id, command }: Pending): string | null => {
    if (command.action === "open" || !client.discard(id)) return null;
    const given = client.submit(command);
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
    stepsAfter: (id: string) => followUps.of(id),
    discard(id: string) {
      const isDiscarded = client.discard(id);
      if (isDiscarded) followUps.drop(id);
      return isDiscarded;
    },
    sendNow: (pending: Pending) => void giveAnew(pending),
    decideAnew(pending: Pending) {
      const given = giveAnew(pending);
      if (given !== null) followUps.see(given);
    },
    retry: client.retry.bind(client),
    typing: client.typing.bind(client),
    read: client.read.bind(client),
  };
}
