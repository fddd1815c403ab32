import { useEffect, useState } from "preact/hooks";
import type { UnattendedFigures, UnattendedView, WayFigures } from "../../../client/index.ts";
import { reasonOf } from "../../answers/answers_api.ts";
import { useAppContext } from "../../app_context.ts";
import { shortId } from "../../display_names.ts";
import { listLocation, locationUrl } from "../../location.ts";
import { formatDate, formatDateTime } from "../../time_format.ts";
import { pageWording } from "../../words/pages.ts";
import { readFigures, readReplies } from "../automatic_api.ts";
import { sharesOf } from "../shares.ts";

/** What went out without a person, or would have, and what people made of it. Read when a lead asks for it. */
export function AutomaticReplyReport({ store }: { store: string }) {
  const [isShown, setShown] = useState(false);
  const words = pageWording().automatic;
  return (
    <section class="automatic" aria-label={words.title}>
      <h2>{words.title}</h2>
      {isShown ? (
        <Report store={store} />
      ) : (
        <button type="button" class="button" onClick={() => setShown(true)}>
          {words.show}
        </button>
      )}
    </section>
  );
}

function Report({ store }: { store: string }) {
  const { rest } = useAppContext();
  const words = pageWording();
  const [figures, setFigures] = useState<UnattendedFigures | null>(null);
  const [replies, setReplies] = useState<readonly UnattendedView[]>([]);
  const [next, setNext] = useState<string | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const load = async (cursor?: string) => {
    setTrouble(null);
    try {
      if (cursor === undefined) setFigures(await readFigures(rest, store));
      const page = await readReplies(rest, store, cursor);
      setReplies((before) => (cursor === undefined ? page.replies : [...before, ...page.replies]));
      setNext(page.next);
    } catch (error) {
      setTrouble(reasonOf(error));
    }
  };
  useEffect(() => void load(), [store]);
  if (trouble !== null)
    return (
      <p class="trouble" role="alert">
        {`${trouble} `}
        <button type="button" class="link" onClick={() => void load(next ?? undefined)}>
          {words.tryAgain}
        </button>
      </p>
    );
  if (figures === null)
    return (
      <p class="quiet" role="status">
        {words.loading}
      </p>
    );
  if (figures.since === null) return <p class="quiet">{words.automatic.none}</p>;
  return (
    <>
      <p class="quiet">{words.automatic.since(formatDate(figures.since))}</p>
      {figures.ways.map((way) => (
        <Way key={way.earned} way={way} />
      ))}
      <ol>
        {replies.map((reply) => (
          <Reply key={`${reply.case} ${reply.seq}`} reply={reply} />
        ))}
      </ol>
      {next !== null && (
        <button type="button" class="button" onClick={() => void load(next)}>
          {words.more}
        </button>
      )}
    </>
  );
}

/** A way's figures in sentences, and as a bar with a legend. */
function Way({ way }: { way: WayFigures }) {
  const words = pageWording().automatic;
  const { sent, objected, held, approved, edited, refused } = way;
  const shares = sharesOf(way);
  if (shares.length === 0) return null;
  return (
    <section>
      <h3>{words.ways[way.earned]}</h3>
      {sent > 0 && <p>{words.sent(sent, objected)}</p>}
      {held > 0 && <p>{words.held(held, approved + edited, refused)}</p>}
      <div class="outcome-bar" aria-hidden="true">
        {shares.map(([part, count]) => (
          <span key={part} data-part={part} style={{ flexGrow: count }} />
        ))}
      </div>
      <ul class="outcome-legend">
        {shares.map(([part, count]) => (
          <li key={part}>
            <span data-part={part} aria-hidden="true" />
            {`${words.parts[part]}: ${count}`}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Reply({
  reply: { case: id, at, earned, sent, outcome, question, reply, written },
}: {
  reply: UnattendedView;
}) {
  const words = pageWording().automatic;
  return (
    <li>
      <p>
        <b dir="auto">{question ?? words.withdrawn}</b>
      </p>
      <p class="quiet">
        {`${sent ? words.wasSent : words.wouldBeSent} · ${words.ways[earned]} · ${formatDateTime(at)} · `}
        <a class="link" href={locationUrl(listLocation("waiting", id))}>
          {shortId(id)}
        </a>
      </p>
      <p dir="auto">{reply ?? words.withdrawn}</p>
      <p class="quiet">{words.outcomes[outcome]}</p>
      {written !== null && outcome !== "approved" && (
        <>
          <p class="quiet">{words.agentWrote}</p>
          <p dir="auto">{written}</p>
        </>
      )}
    </li>
  );
}
