import { useEffect } from "preact/hooks";
import { useAppContext } from "../../app_context.ts";
import { listLocation, locationUrl } from "../../location.ts";
import { adoptStyles } from "../../styles/adopt.ts";
import css from "../../styles/mentions.css?inline";
import { formatAgo, formatDateTime } from "../../time_format.ts";
import { wording } from "../../words/index.ts";
import { mentionWords } from "../../words/mentions.ts";
import type { Mention } from "../mentions.ts";

adoptStyles(css);

/** The notes that have called the person. Whoever sees them has read them. */
export function MentionsPage() {
  const { mentions, caseStore } = useAppContext();
  const { items, unread, hasMore, phase } = mentions.state.value;
  const words = mentionWords();
  const isKnown = caseStore.me.value !== null;
  useEffect(() => {
    if (isKnown) void mentions.load();
  }, [isKnown]);
  useEffect(() => {
    const mark = () => {
      const isSeen = unread > 0 && items.length > 0 && document.visibilityState === "visible";
      if (isSeen) void mentions.markRead().catch(() => undefined);
    };
    mark();
    document.addEventListener("visibilitychange", mark);
    return () => document.removeEventListener("visibilitychange", mark);
  }, [unread, items]);
  return (
    <div class="page mentions-page">
      <h1>{wording().pages.mentions}</h1>
      {phase === "cold" && (
        <p class="quiet" role="status">
          {wording().loading}
        </p>
      )}
      {phase === "failed" && (
        <p class="trouble" role="alert">
          {`${wording().notLoaded} `}
          <button type="button" class="link" onClick={() => void mentions.load()}>
            {wording().tryAgain}
          </button>
        </p>
      )}
      {phase === "ready" && items.length === 0 && <p class="quiet">{words.none}</p>}
      <ul>
        {items.map((mention) => (
          <Item key={`${mention.case} ${mention.seq}`} mention={mention} />
        ))}
      </ul>
      {hasMore && (
        <button type="button" class="button" onClick={() => void mentions.more().catch(() => undefined)}>
          {words.more}
        </button>
      )}
    </div>
  );
}

function Item({ mention: { case: id, at, by, text, subject, read } }: { mention: Mention }) {
  const { caseStore } = useAppContext();
  const words = mentionWords();
  return (
    <li>
      <a class="mention" data-read={read} href={locationUrl(listLocation("waiting", id))}>
        <span class="mention-head">
          <b>
            <bdi>{by ?? wording().colleague}</bdi>
          </b>
          {!read && <span class="mention-new">{words.isNew}</span>}
          <time dateTime={new Date(at).toISOString()} title={formatDateTime(at)}>
            {formatAgo(caseStore.now.value - at)}
          </time>
        </span>
        <span class="mention-text" dir="auto">
          {text ?? wording().withdrawn}
        </span>
        <span class="quiet" dir="auto">
          {subject ?? wording().withdrawn}
        </span>
      </a>
    </li>
  );
}
