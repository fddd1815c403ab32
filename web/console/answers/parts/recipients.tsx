import { useEffect, useState } from "preact/hooks";
import type { AnswerView, Recipient } from "../../../client/index.ts";
import { useAppContext } from "../../app_context.ts";
import { customerName, shortId } from "../../display_names.ts";
import { locationUrl, listLocation } from "../../location.ts";
import { formatDateTime } from "../../time_format.ts";
import type { AnswersApi } from "../answers_api.ts";
import { pageWording } from "../../words/pages.ts";

/** Whom an answer has reached. Once it is retired, these are the people to write to. */
export function Recipients({ answer, answersApi }: { answer: AnswerView; answersApi: AnswersApi }) {
  const isRetired = answer.status === "retired";
  const [isShown, setShown] = useState(isRetired);
  useEffect(() => {
    if (isRetired) setShown(true);
  }, [isRetired]);
  if (!isShown)
    return (
      <button type="button" class="link" onClick={() => setShown(true)}>
        {pageWording().recipients}
      </button>
    );
  return <RecipientList answer={answer} answersApi={answersApi} />;
}

function RecipientList({ answer: { id, store }, answersApi }: { answer: AnswerView; answersApi: AnswersApi }) {
  const [people, setPeople] = useState<readonly Recipient[]>([]);
  const [next, setNext] = useState<string | null | undefined>(undefined);
  const [failed, setFailed] = useState(false);
  const load = async (cursor?: string) => {
    setFailed(false);
    try {
      const page = await answersApi.recipients(store, id, cursor);
      setPeople((before) => [...before, ...page.recipients]);
      setNext(page.next);
    } catch {
      setFailed(true);
    }
  };
  useEffect(() => void load(), [id]);
  const words = pageWording();
  const hasMore = failed || (next !== null && next !== undefined);
  return (
    <section class="recipients" aria-label={words.recipients}>
      <h3>{words.recipients}</h3>
      {people.length === 0 && !failed && (
        <p class="quiet" role="status">
          {next === undefined ? words.loading : words.nobodyYet}
        </p>
      )}
      <ul>
        {people.map((recipient) => (
          <li key={`${recipient.case} ${recipient.seq}`}>
            <Person recipient={recipient} />
          </li>
        ))}
      </ul>
      {hasMore && (
        <button type="button" class="button" onClick={() => void load(next ?? undefined)}>
          {failed ? words.moreFailed : words.more}
        </button>
      )}
    </section>
  );
}

function Person({ recipient: { case: id, customer, at } }: { recipient: Recipient }) {
  const { caseStore } = useAppContext();
  const known = caseStore.lists.value.known.get(id);
  return (
    <a href={locationUrl(listLocation("waiting", id))}>
      <span class="cut" dir="auto">
        {customerName(known?.customer_name ?? null, customer)}
      </span>
      <span class="quiet">{formatDateTime(at)}</span>
      <span class="quiet">{shortId(id)}</span>
    </a>
  );
}
