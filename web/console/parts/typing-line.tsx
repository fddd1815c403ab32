import type { Typist } from "../../client/index.ts";
import { useAppContext } from "../app_context.ts";
import type { ActiveCase } from "../case_store.ts";
import { firstName } from "../display_names.ts";
import { ownNameOf } from "./case-head.tsx";
import { wording } from "../words/index.ts";

/** Who is writing just now. */
export function TypingLine({ activeCase }: { activeCase: ActiveCase }) {
  const { caseStore } = useAppContext();
  const others = activeCase.state.typing.filter((typist) => typist.user !== caseStore.me.value?.user);
  return (
    <p class="typing" role="status">
      {others.length > 0 && wording().typing(others.map((typist) => nameOf(typist, activeCase)))}
    </p>
  );
}

function nameOf({ role, name }: Typist, activeCase: ActiveCase): string {
  if (role === "customer") return sentence(firstName(ownNameOf(activeCase)));
  return name ?? wording().colleague;
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
