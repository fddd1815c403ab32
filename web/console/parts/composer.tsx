import { LONGEST_TEXT as LIMIT, countCharacters } from "../../client/characters.ts";
import { isComposing } from "../../client/composition.ts";
import { useEffect, useRef, useState } from "preact/hooks";
import { useAppContext } from "../app_context.ts";
import type { ActiveCase } from "../case_store.ts";
import { firstName, shortId } from "../display_names.ts";
import { ownNameOf } from "./case-head.tsx";
import { ComposerFoot } from "./composer-foot.tsx";
import { isTouchKeyboard, useAutoGrow } from "./text_field.ts";
import { wording } from "../words/index.ts";
import { type Insertion, useAnswerPicker } from "./answer-picker.tsx";
import { type SlashQuery, withSlash } from "../answer_insertion.ts";
import { stepsOrNull } from "../canned/macro_steps.ts";
import { insertionParts } from "../canned/lazy_parts.ts";
import { type Values, fillIn, gapsIn, selectGap } from "../canned/placeholders.ts";
import { emojiParts } from "../emoji/lazy_parts.ts";
import { useAttaching } from "../files/use_attaching.ts";
import { nameChoices } from "../mentions/lazy_parts.ts";
import { useNamePicker } from "../mentions/name_picker.ts";
import { Awaiting, useLazy } from "./lazy-part.tsx";

/** How often the others are told that somebody goes on typing, in milliseconds. */
const TELL_EVERY = 3_000;

/** Where replies and notes are written. Each case has its own words, so that none can go to another customer. */
export function Composer({ activeCase, hasDraft }: { activeCase: ActiveCase; hasDraft: boolean }) {
  const { router, drafts, actions, files } = useAppContext();
  const mode = router.mode.value;
  const text = drafts.of(activeCase.id, mode).value;
  const filesPart = files.part.part.value;
  const hasFiles = mode === "reply" && files.hasAny(activeCase.id);
  const isEmpty = text === "" && !filesPart?.uploads.value.some(({ place }) => place === activeCase.id);
  useAutoGrow(() => router.elements.composer, activeCase.id, mode, text);
  const tell = useTyping(activeCase.id);
  const store = activeCase.state.view?.store ?? activeCase.summary?.store ?? null;
  const attachable = useAttaching(activeCase.id, store, mode === "reply");
  const insert = useInsertion(activeCase, store);
  const picker = useAnswerPicker(store, insert);
  const names = useNamePicker(store, mode === "note", ({ start, query }, name) => {
    const field = router.elements.composer;
    if (field === null) return;
    field.setRangeText(`@${name} `, start, start + 1 + query.length, "end");
    drafts.write(activeCase.id, mode, field.value);
  });
  const NameChoices = useLazy(names.found === null ? null : nameChoices);
  const [hasAsked, setAsked] = useState(false);
  const isAsking = picker.asked !== null;
  useEffect(() => setAsked((before) => before || isAsking), [isAsking]);
  const isMarked = mode === "reply" && (gapsIn(text).length > 0 || drafts.of(activeCase.id, "macro").value !== "");
  const isWanted = hasAsked || isAsking || isMarked;
  const parts = useLazy(isWanted ? insertionParts : null);
  const [isPicking, setPicking] = useState(false);
  const Emoji = useLazy(isPicking ? emojiParts : null);
  const pickEmoji = () => {
    if (isPicking) router.elements.composer?.focus();
    setPicking(!isPicking);
  };
  const askForAnswer = () => {
    const field = router.elements.composer;
    if (field === null) return;
    const next = withSlash(field.value, field.selectionStart);
    field.value = next.text;
    field.focus();
    field.setSelectionRange(next.caret, next.caret);
    drafts.write(activeCase.id, mode, next.text);
    picker.look(field);
  };
  const submit = () => {
    // As it is now, not as it was drawn last: Enter may follow the last letter sooner than that.
    const written = drafts.of(activeCase.id, mode).peek();
    const isBlank = written.trim() === "" && !(mode === "reply" && files.hasAny(activeCase.id));
    if (isBlank || countCharacters(written.trim()) > LIMIT) return;
    const [gap] = mode === "reply" ? gapsIn(written) : [];
    if (gap !== undefined) {
      router.announce(`${wording().fillInFirst} ${wording().placeholders[gap.name]}`);
      return selectGap(router.elements.composer, gap);
    }
    actions.submit(activeCase.id, mode, written);
    tell("");
  };
  const words = wording();
  const hasNames = NameChoices !== null && names.found !== null && names.found.length > 0;
  const label = mode === "note" ? words.writeNote : words.replyTo(firstName(ownNameOf(activeCase)));
  return (
    <form
      class="composer"
      data-mode={mode}
      data-folded={isEmpty}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {isWanted && parts === null && <Awaiting of={insertionParts} />}
      {/* Once asked it stays, so that its status line is there before it speaks. */}
      {(hasAsked || isAsking) && parts !== null && <parts.AnswerChoices picker={picker} />}
      {isPicking &&
        (Emoji === null ? <Awaiting of={emojiParts} /> : <Emoji id={activeCase.id} close={() => setPicking(false)} />)}
      {mode === "reply" && filesPart !== null && <filesPart.Tray part={filesPart} id={activeCase.id} />}
      {attachable?.isOver && <p class="drop">{words.attachFiles}</p>}
      {NameChoices !== null && <NameChoices picker={names} />}
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
          // What a macro does belongs to its words: without any it is gone too.
          if (mode === "reply" && event.currentTarget.value === "") drafts.write(activeCase.id, "macro", "");
          picker.look(event.currentTarget);
          names.look(event.currentTarget);
          if (mode === "reply") tell(event.currentTarget.value);
        }}
        aria-controls={picker.asked !== null ? "answer-choices" : hasNames ? "name-choices" : undefined}
        aria-activedescendant={
          isAsking && picker.found?.length
            ? `answer-choice-${picker.at}`
            : hasNames
              ? `name-choice-${names.at}`
              : undefined
        }
        onBlur={() => {
          picker.close();
          names.close();
          tell("");
        }}
        onClick={(event) => {
          picker.look(event.currentTarget);
          names.look(event.currentTarget);
        }}
        onKeyDown={(event) => {
          if (picker.press(event) || names.press(event)) return;
          const isSend = event.key === "Enter" && !event.shiftKey && !isComposing(event) && !isTouchKeyboard();
          if (isSend) event.preventDefault();
          if (isSend) submit();
        }}
      />
      {isMarked && parts !== null && <parts.ComposerMarks id={activeCase.id} store={store} text={text} />}
      <ComposerFoot
        text={text}
        hasFiles={hasFiles}
        isMain={!hasDraft}
        askForAnswer={askForAnswer}
        attachable={attachable}
        pickEmoji={pickEmoji}
      />
    </form>
  );
}

/** Puts an answer, or a canned reply with what is known for its placeholders, where the slash stood. */
function useInsertion(activeCase: ActiveCase, store: string | null) {
  const { router, drafts, caseStore } = useAppContext();
  const mode = router.mode.value;
  const values = (): Values => {
    const customer = ownNameOf(activeCase);
    return {
      "customer.name": customer,
      "customer.first_name": customer === null ? null : firstName(customer),
      "agent.name": caseStore.me.value?.name ?? null,
      "case.id": shortId(activeCase.id),
      "store.name": store === null ? null : (caseStore.stores.value[store] ?? null),
    };
  };
  return ({ start, query }: SlashQuery, insertion: Insertion) => {
    const field = router.elements.composer;
    if (field === null) return;
    const isCanned = insertion.kind === "canned";
    const words = isCanned ? fillIn(insertion.reply.parts, values()) : insertion.answer.text;
    field.setRangeText(words, start, start + 1 + query.length, "end");
    drafts.write(activeCase.id, mode, field.value);
    const steps = isCanned && mode === "reply" ? stepsOrNull(insertion.reply) : null;
    if (steps !== null) drafts.write(activeCase.id, "macro", JSON.stringify(steps));
    field.focus();
    const gap = gapsIn(words)[0];
    if (gap !== undefined) field.setSelectionRange(start + gap.start, start + gap.end);
  };
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
