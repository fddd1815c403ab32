import { useState } from "preact/hooks";
import { useBench } from "../bench.ts";
import { REASONS } from "../keyboard.ts";
import { span } from "../spans.ts";
import type { Suggestion } from "../suggestion.ts";
import { changes, pieces } from "../wording.ts";
import { CommandButton, Key } from "./command-button.tsx";
import { grow } from "./writing.ts";

/** A drafted reply, where the reply goes, for a person to decide on. */
export function SuggestionCard({ id, draft }: { id: string; draft: Suggestion }) {
  const { stage } = useBench();
  const [quoted, setQuoted] = useState<number | null>(null);
  const show = (number: number) => setQuoted((now) => (now === number ? null : number));
  return (
    <section class="suggestion" aria-label="Suggested reply" data-stale={draft.isStale}>
      <SuggestionHead draft={draft} />
      <div class="suggestion-body" tabIndex={draft.sources.length === 0 ? 0 : undefined}>
        <Wording id={id} draft={draft} show={show} />
        <Chips draft={draft} quoted={quoted} show={show} />
      </div>
      <div class="suggestion-foot">{stage.isRejecting.value ? <Reasons /> : <Verbs id={id} draft={draft} />}</div>
    </section>
  );
}

function SuggestionHead({ draft }: { draft: Suggestion }) {
  const { desk } = useBench();
  const count = draft.sources.length;
  const age = span(desk.now.value - draft.at);
  const sources = count === 0 ? "no source" : count === 1 ? "uses 1 source" : `uses ${count} sources`;
  return (
    <header class="suggestion-head">
      <i class="pencil-mark" />
      <h2>Suggested reply</h2>
      <span class="quiet">{`${sources}, ${age === "now" ? "just now" : `${age} ago`}`}</span>
      <span role="status">{draft.isStale && <span class="stale">Customer wrote again. Updating the draft…</span>}</span>
    </header>
  );
}

interface WordingProps {
  id: string;
  draft: Suggestion;
  show: (number: number) => void;
}

/** The draft's words; with an edit, what it changed; and the field for it, which is always there so that the key can go straight into it. */
function Wording({ id, draft, show }: WordingProps) {
  const { stage, drafts, run } = useBench();
  const purpose = `edit-${draft.seq}` as const;
  const edited = drafts.of(id, purpose).value;
  const isEditing = stage.isEditing.value;
  const hasChanges = edited !== "" && edited.trim() !== draft.text;
  return (
    <>
      <textarea
        aria-label="Edit the suggested reply"
        hidden={!isEditing}
        dir="auto"
        value={edited || draft.text}
        ref={(element) => void (stage.elements.edit = element)}
        onInput={(event) => {
          drafts.write(id, purpose, event.currentTarget.value);
          grow(event.currentTarget);
        }}
        onKeyDown={(event) => {
          const isSend = event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing;
          if (isSend) run("approve");
        }}
        onBlur={() => drafts.of(id, purpose).peek().trim() === draft.text && drafts.write(id, purpose, "")}
      />
      {hasChanges ? <Changes before={draft.text} after={edited} /> : !isEditing && <Draft draft={draft} show={show} />}
    </>
  );
}

function Draft({ draft, show }: Omit<WordingProps, "id">) {
  return (
    <p class="draft" dir="auto">
      {pieces(draft.text, draft.sources.length).map((piece, index) =>
        piece.kind === "words" ? piece.text : (
          <button key={index} type="button" class="mark" aria-label={`Source ${piece.number}`} onClick={() => show(piece.number)}>
            {`[${piece.number}]`}
          </button>
        ),
      )}
    </p>
  );
}

function Changes({ before, after }: { before: string; after: string }) {
  return (
    <p class="draft" dir="auto" aria-label="What you changed" role="group">
      {changes(before, after).map(({ kind, text }, index) =>
        kind === "kept" ? text : kind === "in" ? <ins key={index}>{text}</ins> : <del key={index}>{text}</del>,
      )}
    </p>
  );
}

function Chips({ draft, quoted, show }: { draft: Suggestion; quoted: number | null; show: (number: number) => void }) {
  const source = quoted === null ? undefined : draft.sources[quoted - 1];
  if (draft.sources.length === 0) return null;
  return (
    <>
      <div class="chips">
        {draft.sources.map(({ answer, question }, index) => (
          <button key={answer} type="button" class="chip" aria-expanded={quoted === index + 1} onClick={() => show(index + 1)}>
            <b>{index + 1}</b>
            <span class="cut">{question}</span>
          </button>
        ))}
      </div>
      {source !== undefined && (
        <blockquote class="quote" dir="auto">
          <b>{source.question}</b>
          {source.quote}
        </blockquote>
      )}
    </>
  );
}

function Verbs({ id, draft }: { id: string; draft: Suggestion }) {
  const { drafts, stage } = useBench();
  const purpose = `edit-${draft.seq}` as const;
  const hasEdit = drafts.of(id, purpose).value !== "";
  const drop = () => {
    drafts.write(id, purpose, "");
    stage.isEditing.value = false;
  };
  return (
    <div class="verbs">
      <CommandButton id="approve" look="primary" stays>{hasEdit ? "Approve edited and send" : "Approve and send"}</CommandButton>
      {!stage.isEditing.value && <CommandButton id="edit" stays>Edit</CommandButton>}
      {hasEdit && <button type="button" class="button" onClick={drop}>Drop changes</button>}
      <CommandButton id="reject">Reject</CommandButton>
    </div>
  );
}

function Reasons() {
  const { acts, stage } = useBench();
  return (
    <div class="reasons" role="group" aria-label="Why is it rejected?">
      <span>Why?</span>
      {REASONS.map(({ reason, title }, index) => (
        <button key={reason} type="button" class="button" onClick={() => acts.reject(reason)}>
          {title}
          <Key of={String(index + 1)} />
        </button>
      ))}
      <button type="button" class="button plain" onClick={() => (stage.isRejecting.value = false)}>Keep it</button>
    </div>
  );
}
