import type { CaseStore } from "../case_store.ts";
import type { MacroAssignee } from "../../client/index.ts";
import { parseStored } from "../../client/stored.ts";
import { wording } from "../words/index.ts";

/** What a macro does once its reply is in the conversation: first it is assigned, then closed. */
export interface MacroSteps {
  assign: MacroAssignee | null;
  close: boolean;
}

/** The steps; null where there are none. */
export function stepsOrNull({ assign, close }: MacroSteps): MacroSteps | null {
  return assign === null && !close ? null : { assign, close };
}

/** The steps in stored words; null where there are none, or they are no steps of this release's. */
export function parseSteps(stored: string): MacroSteps | null {
  return parseStored<MacroSteps>(stored === "" ? null : stored, isSteps);
}

/** Whether these are steps that this release knows. */
export function isSteps({ assign, close }: MacroSteps): boolean {
  const isGroup = assign?.to === "group" && Number.isInteger(assign.group);
  return typeof close === "boolean" && (assign === null || assign?.to === "me" || isGroup);
}

/** What will be done, in a few words; `groupName` says what a group is called, null where that is not known. */
export function stepWords({ assign, close }: MacroSteps, groupName: (group: number) => string | null): string {
  const words = wording().macroSteps;
  const assigned = assign === null ? [] : [assign.to === "me" ? words.me : words.group(groupName(assign.group))];
  return [...assigned, ...(close ? [words.close] : [])].join(", ");
}

/** What of a macro's steps is left to do: whoever has the case already takes it no second time. */
export function stillToDo(
  steps: MacroSteps | null,
  { active, me }: Pick<CaseStore, "active" | "me">,
): MacroSteps | null {
  if (steps?.assign?.to !== "me") return steps;
  const assignee = active.value?.state.view?.assignee ?? null;
  const isMine = assignee !== null && assignee === me.value?.user;
  return isMine ? stepsOrNull({ ...steps, assign: null }) : steps;
}
