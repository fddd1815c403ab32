import type { Source } from "../../client/index.ts";
import { plainText } from "../../client/markdown.ts";
import { useAppContext } from "../app_context.ts";
import { authorName } from "../display_names.ts";
import { formatDateTime, formatTime } from "../time_format.ts";
import type { MessageEntry } from "../timeline.ts";
import { Attached } from "../files/parts/attached.tsx";
import { Icon } from "./icons.tsx";
import { MessageText } from "./message-text.tsx";
import { wording } from "../words/index.ts";

/** Words in the log, with who said them and when. */
export function MessageItem({ speech, isLastSeen }: { speech: MessageEntry; isLastSeen: boolean }) {
  const { caseStore } = useAppContext();
  const { voice, text, startsGroup, sources, files, withdrawnBy } = speech;
  const caseId = caseStore.active.value?.id ?? "";
  const me = caseStore.me.value?.user ?? null;
  const words = wording();
  return (
    <li class={startsGroup ? "speech opens" : "speech"} data-voice={voice} data-seq={speech.seq}>
      <Caption speech={speech} />
      <div class="said">
        {text === null ? (
          <p class="bubble gone">
            {speech.isErased
              ? words.erased
              : withdrawnBy !== null && withdrawnBy === me
                ? words.withdrawnByYou
                : words.withdrawn}
          </p>
        ) : (
          text !== "" && <MessageText text={text} isPlain={voice === "customer"} />
        )}
        <Save speech={speech} />
        <Withdraw speech={speech} />
      </div>
      {files.length > 0 && <Attached caseId={caseId} files={files} />}
      {sources.length > 0 && text !== null && <Sources sources={sources} />}
      {isLastSeen && <p class="fate">{words.seen}</p>}
    </li>
  );
}

function Caption({ speech }: { speech: MessageEntry }) {
  const { caseStore } = useAppContext();
  const { author, voice, at, draft, startsGroup, mentions } = speech;
  const words = wording();
  const { customer, customer_name } = caseStore.active.value?.summary ?? {};
  // Of whoever has told their name in a form, the first message alone bears it.
  const named = author.name === null && author.id === customer ? { ...author, name: customer_name ?? null } : author;
  const me = caseStore.me.value?.user ?? null;
  const name = authorName(named, me);
  return (
    <p class={startsGroup ? "caption" : "unseen"}>
      <b>
        <bdi>{name}</bdi>
      </b>
      {voice === "note" && <span>{words.internalNote}</span>}
      {me !== null && mentions.includes(me) && <span class="calls">{words.mentionsYou}</span>}
      {draft !== null && <span>{draft === "edited" ? words.fromEditedDraft : words.fromDraft}</span>}
      <time dateTime={new Date(at).toISOString()} title={formatDateTime(at)}>
        {formatTime(at)}
      </time>
    </p>
  );
}

/** A good reply is worth keeping for the next one who asks. */
function Save({ speech }: { speech: MessageEntry }) {
  const { actions } = useAppContext();
  if (speech.voice !== "person" || !speech.text) return null;
  return (
    <button
      type="button"
      class="deed"
      title={wording().saveAsAnswer}
      aria-label={wording().saveAsAnswer}
      aria-haspopup="dialog"
      onClick={() => actions.saveAsAnswer(speech.seq)}
    >
      <Icon name="save" small />
    </button>
  );
}

/** Own words can be taken back; a lead can take back anybody's but the customer's, whose words are theirs. */
function Withdraw({ speech }: { speech: MessageEntry }) {
  const { caseStore, actions } = useAppContext();
  const me = caseStore.me.value;
  const isOwn = speech.author.id !== null && speech.author.id === me?.user;
  const isLeads = me?.role === "lead" && speech.voice !== "customer";
  const isUnderWay = caseStore.active.value?.state.pending.some(
    ({ command }) => command.action === "withdraw" && command.of === speech.seq,
  );
  if (speech.text === null || isUnderWay === true || !(isOwn || isLeads)) return null;
  return (
    <button
      type="button"
      class="deed"
      title={wording().withdraw}
      aria-label={wording().withdrawMessage}
      onClick={() => actions.withdraw(speech.seq)}
    >
      <Icon name="close" small />
    </button>
  );
}

function Sources({ sources }: { sources: readonly Source[] }) {
  return (
    <p class="sources">
      {sources.map((source, index) => (
        <span key={source.answer} title={plainText(source.quote)}>{`${index + 1} ${source.question}`}</span>
      ))}
    </p>
  );
}
