import { isComposing } from "../../client/composition.ts";
import { useRef } from "preact/hooks";
import { useAppContext } from "../app_context.ts";
import type { ActiveCase } from "../case_store.ts";
import { firstName } from "../display_names.ts";
import { customerOf } from "./case-head.tsx";
import { Key } from "./command-button.tsx";
import { isTouchKeyboard, useAutoGrow } from "./text_field.ts";

/** The longest text that the service takes, in characters. */
const LIMIT = 4_000;
/** How often the others are told that somebody goes on typing, in milliseconds. */
const TELL_EVERY = 3_000;

/** Where replies and notes are written. Each case has its own words, so that none can go to another customer. */
export function Composer({ activeCase, hasDraft }: { activeCase: ActiveCase; hasDraft: boolean }) {
  const { router, drafts, actions } = useAppContext();
  const mode = router.mode.value;
  const text = drafts.of(activeCase.id, mode).value;
  useAutoGrow(() => router.elements.composer, activeCase.id, mode, text);
  const tell = useTyping(activeCase.id);
  const submit = () => {
    // As it is now, not as it was drawn last: Enter may follow the last letter sooner than that.
    const words = drafts.of(activeCase.id, mode).peek();
    if (words.trim() === "" || words.length > LIMIT) return;
    actions.submit(activeCase.id, mode, words);
    tell("");
  };
  const name = firstName(customerOf(activeCase));
  const label = mode === "note" ? "Write a note for colleagues" : `Reply to ${name}`;
  return (
    <form
      class="composer"
      data-mode={mode}
      data-folded={text === ""}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <textarea
        key={activeCase.id}
        aria-label={label}
        placeholder={`${label}…`}
        rows={1}
        dir="auto"
        value={text}
        ref={(element) => void (router.elements.composer = element)}
        onInput={(event) => {
          drafts.write(activeCase.id, mode, event.currentTarget.value);
          if (mode === "reply") tell(event.currentTarget.value);
        }}
        onBlur={() => tell("")}
        onKeyDown={(event) => {
          const isSend = event.key === "Enter" && !event.shiftKey && !isComposing(event) && !isTouchKeyboard();
          if (isSend) event.preventDefault();
          if (isSend) submit();
        }}
      />
      <ComposerFoot text={text} isMain={!hasDraft} />
    </form>
  );
}

/** Sending is the page's one primary act, unless a draft waits for its decision. */
function ComposerFoot({ text, isMain }: { text: string; isMain: boolean }) {
  const { router, run } = useAppContext();
  const mode = router.mode.value;
  const left = LIMIT - text.length;
  return (
    <div class="composer-foot">
      <div class="modes" role="group" aria-label="What to write">
        {(["reply", "note"] as const).map((each) => (
          <button key={each} type="button" class="mode" aria-pressed={each === mode} onClick={() => run(each)}>
            {each === "reply" ? "Reply" : "Note"}
            <Key of={each === "reply" ? "r" : "n"} />
          </button>
        ))}
      </div>
      {left < 400 && (
        <span class="left" data-over={left < 0} role="status">
          {left < 0 ? `${-left} too many` : `${left} left`}
        </span>
      )}
      <button
        type="submit"
        class={isMain && text.trim() !== "" ? "button primary" : "button"}
        aria-disabled={text.trim() === "" || left < 0}
      >
        {mode === "note" ? "Add note" : "Send"}
        <Key of="enter" />
      </button>
    </div>
  );
}

/** Tells the others that this person types, seldom enough, and that they have stopped. */
function useTyping(id: string) {
  const { caseStore } = useAppContext();
  const told = useRef(0);
  return (text: string) => {
    const isTyping = text.trim() !== "";
    const isDue = Date.now() - told.current > TELL_EVERY;
    if (isTyping && isDue) caseStore.typing(id, true);
    if (!isTyping && told.current > 0) caseStore.typing(id, false);
    if (!isTyping) told.current = 0;
    else if (isDue) told.current = Date.now();
  };
}
