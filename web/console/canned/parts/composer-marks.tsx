import "./styles.ts";
import { useAppContext } from "../../app_context.ts";
import { Icon } from "../../parts/icons.tsx";
import { wording } from "../../words/index.ts";
import { parseSteps } from "../macro_steps.ts";
import { gapsIn, selectGap } from "../placeholders.ts";
import { useStepWords } from "./step-words.ts";

/** What canned replies have left to do before and after sending: gaps to fill in, and what a macro does then. */
export function ComposerMarks({ id, store, text }: { id: string; store: string | null; text: string }) {
  const { router, drafts } = useAppContext();
  const steps = useStepWords(store, parseSteps(drafts.of(id, "macro").value));
  const gaps = gapsIn(text);
  const words = wording();
  if (steps === "" && gaps.length === 0) return null;
  return (
    <div class="composer-marks">
      {gaps.length > 0 && (
        <p class="gaps">
          <span>{words.fillInFirst}</span>
          {gaps.map((gap) => (
            <button
              key={gap.start}
              type="button"
              class="gap-button"
              onClick={() => selectGap(router.elements.composer, gap)}
            >
              {words.placeholders[gap.name]}
            </button>
          ))}
        </p>
      )}
      {steps !== "" && (
        <p class="steps">
          <span>{words.macroThen(steps)}</span>
          <button
            type="button"
            class="button plain square"
            aria-label={words.macroDrop}
            title={words.macroDrop}
            onClick={() => {
              drafts.write(id, "macro", "");
              router.elements.composer?.focus();
            }}
          >
            <Icon name="close" small />
          </button>
        </p>
      )}
    </div>
  );
}
