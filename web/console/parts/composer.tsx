import { useRef } from "preact/hooks";
import { useBench } from "../bench.ts";
import type { Room } from "../desk.ts";
import { firstName } from "../naming.ts";
import { customerOf } from "./case-head.tsx";
import { Key } from "./command-button.tsx";
import { grow, isOnGlass } from "./writing.ts";

/** The longest text that the service takes, in characters. */
const LIMIT = 4_000;
/** How often the others are told that somebody goes on typing, in milliseconds. */
const TELL_EVERY = 3_000;

/** Where replies and notes are written. Each case has its own words, so that none can go to another customer. */
export function Composer({ room, hasDraft }: { room: Room; hasDraft: boolean }) {
  const { stage, drafts, acts } = useBench();
  const mode = stage.mode.value;
  const text = drafts.of(room.id, mode).value;
  const tell = useTyping(room.id);
  const submit = () => {
    // As it is now, not as it was drawn last: Enter may follow the last letter sooner than that.
    const words = drafts.of(room.id, mode).peek();
    if (words.trim() === "" || words.length > LIMIT) return;
    acts.submit(room.id, mode, words);
    tell("");
  };
  const name = firstName(customerOf(room));
  const label = mode === "note" ? "Write a note for colleagues" : `Reply to ${name}`;
  return (
    <form class="composer" data-mode={mode} data-folded={text === ""} onSubmit={(event) => (event.preventDefault(), submit())}>
      <textarea
        key={room.id}
        aria-label={label}
        placeholder={`${label}…`}
        rows={1}
        dir="auto"
        value={text}
        ref={(element) => void (stage.elements.composer = element)}
        onInput={(event) => {
          drafts.write(room.id, mode, event.currentTarget.value);
          grow(event.currentTarget);
          if (mode === "reply") tell(event.currentTarget.value);
        }}
        onBlur={() => tell("")}
        onKeyDown={(event) => {
          const isSend = event.key === "Enter" && !event.shiftKey && !event.isComposing && !isOnGlass();
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
  const { stage, run } = useBench();
  const mode = stage.mode.value;
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
      <button type="submit" class={isMain && text.trim() !== "" ? "button primary" : "button"} aria-disabled={text.trim() === "" || left < 0}>
        {mode === "note" ? "Add note" : "Send"}
        <Key of="enter" />
      </button>
    </div>
  );
}

/** Tells the others that this person types, seldom enough, and that they have stopped. */
function useTyping(id: string) {
  const { desk } = useBench();
  const told = useRef(0);
  return (text: string) => {
    const isTyping = text.trim() !== "";
    const isDue = Date.now() - told.current > TELL_EVERY;
    if (isTyping && isDue) desk.typing(id, true);
    if (!isTyping && told.current > 0) desk.typing(id, false);
    if (!isTyping) told.current = 0;
    else if (isDue) told.current = Date.now();
  };
}
