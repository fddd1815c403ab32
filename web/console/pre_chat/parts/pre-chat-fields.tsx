import { useEffect, useState } from "preact/hooks";
import type { PreChat, PreChatField, Translated } from "../../../client/index.ts";
import { PLAIN } from "../../store/settings.ts";
import { ChatPreview } from "../../store/parts/chat-preview.tsx";
import type { FieldProps } from "../../store/parts/setting-fields.tsx";
import type { PreChatWords } from "../../words/pre_chat.ts";
import { KINDS, LIMITS, mistakes, moved, newField, NOTHING_ASKED } from "../form.ts";
import { QuestionField } from "./question-field.tsx";
import { TranslatedField } from "./translated-field.tsx";

interface Props extends FieldProps {
  /** Says what is wrong with what is asked. */
  report: (mistakes: string[]) => void;
  words: PreChatWords;
}

/** What customers are asked, and agree to, before their first message; with a picture of it that follows each change. */
export function PreChatFields({ settings, set, report, words }: Props) {
  const asked = settings.pre_chat ?? NOTHING_ASKED;
  const appearance = settings.appearance ?? PLAIN;
  const change = (part: Partial<PreChat>) => set({ pre_chat: { ...asked, ...part } });
  const { fields } = asked;
  const found = mistakes(asked, appearance.privacy, words);
  useEffect(() => report(found), [found.join("\n")]);
  useEffect(() => () => report([]), []);
  const setField = (at: number, field: PreChatField) =>
    change({ fields: fields.map((other, place) => (place === at ? field : other)) });
  const add = () => {
    const kind = KINDS.find((each) => each === "text" || fields.every((field) => field.kind !== each)) ?? "text";
    change({ fields: [...fields, newField(kind, fields, words)] });
  };
  return (
    <fieldset>
      <legend>{words.title}</legend>
      <p class="quiet">{words.hint}</p>
      <div class="appearance">
        <div>
          {fields.length === 0 && <p class="quiet">{words.noFields}</p>}
          {fields.map((field, at) => (
            <QuestionField
              key={field.id}
              field={field}
              number={at + 1}
              count={fields.length}
              set={(changed) => setField(at, changed)}
              move={(by) => change({ fields: moved(fields, at, by) })}
              remove={() => change({ fields: fields.filter((other) => other !== field) })}
              words={words}
            />
          ))}
          <button
            type="button"
            class="button"
            aria-disabled={fields.length >= LIMITS.fields}
            onClick={() => fields.length < LIMITS.fields && add()}
          >
            {words.add}
          </button>
          <ConsentFields asked={asked} change={change} words={words} />
        </div>
        {(fields.length > 0 || asked.consent !== null) && (
          <ChatPreview
            appearance={appearance}
            greeting={settings.greeting}
            title={words.preview}
            asked={<AskedPreview asked={asked} words={words} />}
          />
        )}
      </div>
    </fieldset>
  );
}

function ConsentFields({
  asked: { consent },
  change,
  words,
}: {
  asked: PreChat;
  change: (part: Partial<PreChat>) => void;
  words: PreChatWords;
}) {
  // Without words in the store's own language nothing is said; what it is elsewhere waits for them.
  const [unsaid, setUnsaid] = useState<Translated>({ text: "" });
  return (
    <>
      <label class="choice">
        <input
          type="checkbox"
          checked={consent !== null}
          onChange={() => change({ consent: consent === null ? { text: { text: words.usualConsent } } : null })}
        />
        <span>
          <b>{words.consent}</b>
          <span class="quiet">{words.consentHint}</span>
        </span>
      </label>
      {consent !== null && (
        <>
          <TranslatedField
            label={words.consentText}
            of={words.title}
            isLong
            value={consent.text}
            set={(text) => change({ consent: { ...consent, text } })}
            words={words}
          />
          <TranslatedField
            label={words.contact}
            of={words.title}
            isLong
            value={consent.contact ?? unsaid}
            set={(contact) => {
              const isSaid = contact.text.trim() !== "";
              setUnsaid({ ...contact, text: "" });
              change({ consent: isSaid ? { ...consent, contact } : { text: consent.text } });
            }}
            words={words}
          />
          <p class="quiet">{words.contactHint}</p>
        </>
      )}
    </>
  );
}

/** The form as visitors will see it, in the place of the composer. */
function AskedPreview({ asked: { fields, consent }, words }: { asked: PreChat; words: PreChatWords }) {
  return (
    <div class="chat-asked">
      {fields.map(({ id, label, required }) => (
        <div key={id}>
          <bdi>{label.text}</bdi>
          {!required && <span class="quiet"> ({words.optional})</span>}
          <i />
        </div>
      ))}
      {consent !== null && (
        <p dir="auto">
          <i /> {consent.text.text}
        </p>
      )}
      <p>
        <b>{words.start}</b>
        {consent !== null && <span class="chat-chip">{words.decline}</span>}
      </p>
    </div>
  );
}
