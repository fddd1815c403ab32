import { wording } from "../../words/index.ts";
import type { MacroSteps } from "../macro_steps.ts";
import { useStepWords } from "./step-words.ts";

/** What a macro does once its reply is sent, beside the reply that is still held. */
export function Then({ store, steps }: { store: string | null; steps: MacroSteps }) {
  return <span class="steps">{` ${wording().macroThen(useStepWords(store, steps))} `}</span>;
}
