import { useRef, useState } from "preact/hooks";
import { countCharacters } from "../../../client/characters.ts";
import type { CannedReplyView, Group } from "../../../client/index.ts";
import { isConflict } from "../../answers/answers_api.ts";
import { LONGEST } from "../../answers/faq.ts";
import { useAppContext } from "../../app_context.ts";
import { focusOnMount } from "../../parts/text_field.ts";
import { pageWording } from "../../words/pages.ts";
import { cannedRepliesOf } from "../canned_replies.ts";
import { createCannedApi, troubleOf } from "../canned_api.ts";
import { type Fields, documentOf, fieldsOf, isShortcut } from "../canned_fields.ts";
import { DeleteButtons } from "./delete-buttons.tsx";
import { StepFields } from "./step-fields.tsx";
import { TemplateField } from "./template-field.tsx";

interface Props {
  store: string;
  groups: readonly Group[];
  reload: () => void;
  /** Null: a new one. */
  reply: CannedReplyView | null;
  isPersonal: boolean;
  close: () => void;
}

/** A canned reply to be written: its title, its words, and what is done after sending. */
export function CannedForm({ store, groups, reload, reply, isPersonal, close }: Props) {
  const { rest, router, id } = useAppContext();
  const cannedReplies = cannedRepliesOf(rest);
  const words = pageWording();
  const api = createCannedApi(rest);
  const [fields, setFields] = useState(() => fieldsOf(reply));
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  /** The id of what was last saved: the same again is the same command, something else is another. */
  const saved = useRef({ key: "", id: "" });
  const set = (change: Partial<Fields>) => setFields((now) => ({ ...now, ...change }));
  const over = countCharacters(fields.text.trim()) - LONGEST;
  const hasShortcut = fields.shortcut === "" || isShortcut(fields.shortcut);
  const isReady = fields.title.trim() !== "" && fields.text.trim() !== "" && over <= 0 && hasShortcut && !isBusy;
  const run = async (work: Promise<void>) => {
    setBusy(true);
    setTrouble(null);
    await work.then(close, (error: unknown) => {
      setTrouble(troubleOf(error));
      if (isConflict(error)) reload();
    });
    setBusy(false);
  };
  const commandOf = (key: string) => {
    if (saved.current.key !== key) saved.current = { key, id: id() };
    return saved.current.id;
  };
  const write = async () => {
    const document = documentOf(fields);
    const command = commandOf(JSON.stringify([document, reply?.version]));
    const kept =
      reply === null
        ? await api.add(store, { id: command, personal: isPersonal, ...document })
        : await api.change(store, reply.id, { id: command, version: reply.version, ...document });
    cannedReplies.hold(store, kept);
    router.announce(reply === null ? words.canned.added : words.canned.saved);
  };
  const remove = async ({ id: which, version }: CannedReplyView) => {
    await api.delete(store, which, { id: commandOf(`delete ${version}`), version });
    router.announce(words.canned.deleted);
    cannedReplies.drop(store, which);
  };
  return (
    <form
      class="canned-form"
      aria-label={
        reply !== null
          ? words.canned.editNamed(reply.title)
          : isPersonal
            ? words.canned.newOwn
            : words.canned.newForStore
      }
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) void run(write());
      }}
    >
      <label class="field">
        <span>{words.canned.name}</span>
        <input
          dir="auto"
          maxLength={40}
          value={fields.title}
          ref={focusOnMount}
          onInput={(event) => set({ title: event.currentTarget.value })}
        />
      </label>
      <label class="field">
        <span>{words.canned.shortcut}</span>
        <input
          maxLength={32}
          value={fields.shortcut}
          aria-invalid={!hasShortcut}
          autocapitalize="none"
          spellcheck={false}
          onInput={(event) => set({ shortcut: event.currentTarget.value.replace(/^\//, "") })}
        />
        <small class="quiet">{words.canned.shortcutHint}</small>
      </label>
      <TemplateField text={fields.text} over={over} set={(text) => set({ text })} />
      <StepFields fields={fields} groups={groups} set={set} />
      {trouble !== null && (
        <p class="trouble" role="alert">
          {trouble}
        </p>
      )}
      <div class="button-row">
        <button type="submit" class="button primary" aria-disabled={!isReady}>
          {reply === null ? words.canned.add : words.save}
        </button>
        <button type="button" class="button" onClick={close}>
          {words.cancel}
        </button>
        {reply !== null && (
          <DeleteButtons title={reply.title} words={words.canned} remove={() => void run(remove(reply))} />
        )}
      </div>
    </form>
  );
}
