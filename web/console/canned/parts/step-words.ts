import { useEffect } from "preact/hooks";
import { useAppContext } from "../../app_context.ts";
import { type MacroSteps, stepWords } from "../macro_steps.ts";

/** What a macro does, in a few words; a group whose name is not known yet is asked for. */
export function useStepWords(store: string | null, steps: MacroSteps | null): string {
  const { groups } = useAppContext();
  const group = steps?.assign?.to === "group" ? steps.assign.group : null;
  useEffect(() => {
    if (store !== null && group !== null) groups.want(store, group);
  }, [store, group]);
  return steps === null ? "" : stepWords(steps, (id) => (store === null ? null : groups.nameOf(store, id)));
}
