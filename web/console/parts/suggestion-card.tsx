import { isComposing } from "../../client/composition.ts";
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import type { EventView } from "../../client/index.ts";
import { useAppContext } from "../app_context.ts";
import { REASONS } from "../keyboard.ts";
import { lazy } from "../lazy.ts";
import { formatAgo } from "../time_format.ts";
import { type Suggestion, isUpdating } from "../suggestion.ts";
import { type TextPart, draftBlocks, stretches } from "../draft_text.ts";
import { CommandButton, Key } from "./command-button.tsx";
import { Grounds } from "./citations.tsx";
import { LazyPart, useLazy } from "./lazy-part.tsx";
import { Formatted } from "./message-text.tsx";
import { Sources } from "./sources.tsx";
import { useAutoGrow } from "./text_field.ts";
import { wording } from "../words/index.ts";

const wordChanges = lazy(async () => (await import("./word-changes.tsx")).WordChanges);

/** A drafted reply, where the reply goes, for a person to decide on. */
export function SuggestionCard({ id, draft }: { id: string; draft: Suggestion }) {
  const { router } = useAppContext();
  const [quoted, setQuoted] = useState<number | null>(null);
  const show = (number: number) => setQuoted((now) => (now === number ? null : number));
  return (
    <section class="suggestion" aria-label={wording().suggestedReply} data-stale={draft.isStale}>
      <SuggestionHead draft={draft} />
      <div class="suggestion-body">
        <Wording id={id} draft={draft} show={show} />
        <Sources sources={draft.sources} quoted={quoted} show={show} />
        <details class="why">
          <summary>{wording().whyDraft}</summary>
          <Grounds draft={draft} />
        </details>
      </div>
      <div class="suggestion-foot">
        {router.isRejecting.value ? <Reasons /> : <DecisionButtons id={id} draft={draft} />}
      </div>
    </section>
  );
}

function SuggestionHead({ draft }: { draft: Suggestion }) {
  const { caseStore } = useAppContext();
  const count = draft.sources.length;
  const words = wording();
  return (
    <header class="suggestion-head">
      <i class="pencil-mark" />
      <h2>{words.suggestedReply}</h2>
      <span class="quiet">{`${words.usesSources(count)}, ${formatAgo(caseStore.now.value - draft.at)}`}</span>
      <span role="status">
        {draft.isStale && (
          <span class="stale">
            {staleWords(draft, caseStore.now.value, caseStore.active.value?.state.events ?? [])}
          </span>
        )}
      </span>
    </header>
  );
}

function staleWords(draft: Suggestion, now: number, events: readonly EventView[]): string {
  const { updating, edit } = wording().wroteAgain;
  return isUpdating(draft, events, now) ? updating : edit;
}

interface WordingProps {
  id: string;
  draft: Suggestion;
  show: (number: number) => void;
}

/** The draft's words; with an edit, what it changed; and the field for it, which is always there so that the key can go straight into it. */
function Wording({ id, draft, show }: WordingProps) {
  const { router, drafts, run } = useAppContext();
  const purpose = `edit-${draft.seq}` as const;
  const edited = drafts.of(id, purpose).value;
  const isEditing = router.isEditing.value;
  const hasChanges = edited !== "" && edited.trim() !== draft.text;
  useAutoGrow(() => router.elements.edit, isEditing, edited);
  useRescue(id, draft);
  // What the edit changes is told from the first letter on.
  useLazy(isEditing ? wordChanges : null);
  return (
    <>
      <textarea
        aria-label={wording().editDraft}
        hidden={!isEditing}
        dir="auto"
        value={edited || draft.text}
        ref={(element) => void (router.elements.edit = element)}
        onInput={(event) => {
          drafts.write(id, purpose, event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          const isSend = event.key === "Enter" && (event.ctrlKey || event.metaKey) && !isComposing(event);
          if (isSend) run("approve");
        }}
        onBlur={() => drafts.of(id, purpose).peek().trim() === draft.text && drafts.write(id, purpose, "")}
      />
      {hasChanges ? <Changes before={draft.text} after={edited} /> : !isEditing && <Draft draft={draft} show={show} />}
    </>
  );
}

/**
 * A newer draft takes this one's place while somebody edits it: their words go on in the reply, and so does the keyboard, for
 * the next letter must not fall on the page, where it would be a command.
 */
function useRescue(id: string, draft: Suggestion): void {
  const { caseStore, router, drafts } = useAppContext();
  useLayoutEffect(
    () => () => {
      const activeCase = caseStore.active.peek();
      const isReplaced = activeCase?.id === id && activeCase.suggestion?.seq !== draft.seq;
      if (!isReplaced) return;
      const words = drafts.of(id, `edit-${draft.seq}`).peek();
      if (words !== "" && words.trim() !== draft.text) drafts.restore(id, "reply", words);
      drafts.write(id, `edit-${draft.seq}`, "");
      if (document.activeElement !== router.elements.edit) return;
      router.isEditing.value = false;
      router.mode.value = "reply";
      router.announce(wording().draftReplaced);
      router.elements.composer?.focus();
    },
    [],
  );
}

function Draft({ draft, show }: Omit<WordingProps, "id">) {
  const { text, sources, grounds } = draft;
  const words = (found: readonly TextPart[]) =>
    found.map((piece, index) =>
      piece.kind === "words" ? (
        piece.text
      ) : (
        <button
          key={index}
          type="button"
          class="mark"
          aria-label={wording().source(piece.number)}
          onClick={() => show(piece.number)}
        >
          {`[${piece.number}]`}
        </button>
      ),
    );
  const leaf = (found: string) =>
    stretches(found).map(({ pieces, isUnsupported, isEnd }, index) =>
      isUnsupported ? (
        <Unsupported key={index} isEnd={isEnd}>
          {words(pieces)}
        </Unsupported>
      ) : (
        words(pieces)
      ),
    );
  return <Formatted class="draft" blocks={draftBlocks(text, sources.length, grounds)} leaf={leaf} />;
}

/** A sentence that rests on nothing: whoever approves it vouches for it alone. */
function Unsupported({ children, isEnd }: { children: ComponentChildren; isEnd: boolean }) {
  return (
    <>
      <span class="unsupported">{children}</span>
      {isEnd && <small class="no-source">{wording().noSource}</small>}
    </>
  );
}

function Changes({ before, after }: { before: string; after: string }) {
  return (
    <LazyPart of={wordChanges}>
      {(WordChanges) => (
        <p class="draft" dir="auto" aria-label={wording().yourChanges} role="group">
          <WordChanges before={before} after={after} />
        </p>
      )}
    </LazyPart>
  );
}

function DecisionButtons({ id, draft }: { id: string; draft: Suggestion }) {
  const { drafts, router } = useAppContext();
  const purpose = `edit-${draft.seq}` as const;
  const hasEdit = drafts.of(id, purpose).value !== "";
  const words = wording();
  const drop = () => {
    drafts.write(id, purpose, "");
    router.isEditing.value = false;
  };
  return (
    <div class="button-row">
      <CommandButton id="approve" look="primary" stays>
        {hasEdit ? words.approveEdited : words.approve}
      </CommandButton>
      {!router.isEditing.value && (
        <CommandButton id="edit" stays>
          {words.buttons.edit}
        </CommandButton>
      )}
      {hasEdit && (
        <button type="button" class="button" onClick={drop}>
          {words.discardChanges}
        </button>
      )}
      <CommandButton id="reject">{words.buttons.reject}</CommandButton>
    </div>
  );
}

function Reasons() {
  const { actions, router } = useAppContext();
  const words = wording();
  return (
    <div class="reasons" role="group" aria-label={words.whyRejected}>
      <span>{words.why}</span>
      {REASONS.map((reason, index) => (
        <button key={reason} type="button" class="button" onClick={() => actions.reject(reason)}>
          {words.rejectionReasons[reason]}
          <Key of={String(index + 1)} />
        </button>
      ))}
      <button type="button" class="button plain" onClick={() => (router.isRejecting.value = false)}>
        {words.keepIt}
      </button>
    </div>
  );
}
