import { useEffect, useRef, useState } from "preact/hooks";
import type { EventView } from "../../client/index.ts";
import { plainText } from "../../client/markdown.ts";
import { useAppContext } from "../app_context.ts";
import type { ActiveCase } from "../case_store.ts";
import { authorName } from "../display_names.ts";
import { wording } from "../words/index.ts";

/** Says each new message once. The log itself is silent: a live log would be read out whole. */
export function Announcer({ activeCase }: { activeCase: ActiveCase }) {
  const { caseStore } = useAppContext();
  const heard = useRef(0);
  const [words, setWords] = useState("");
  const { events, head, isSynced } = activeCase.state;
  const me = caseStore.me.value?.user ?? null;
  useEffect(() => {
    if (!isSynced) return;
    const since = heard.current;
    const news = since === 0 ? [] : events.filter((event) => event.seq > since && isSaid(event, me));
    heard.current = head;
    if (news.length > 0) setWords(news.map((event) => `${authorName(event.author, me)}: ${textOf(event)}`).join("\n"));
  }, [head, isSynced]);
  return (
    <p class="unseen" role="status">
      {words}
    </p>
  );
}

function isSaid({ body, author }: EventView, me: string | null): boolean {
  return (
    author.id !== me &&
    (body.kind === "message" || body.kind === "note" || body.kind === "approved" || body.kind === "suggested")
  );
}

function textOf({ author, body }: EventView): string {
  if (body.kind === "suggested") return wording().suggestsReply;
  const text = "text" in body ? (body.text ?? "") : "";
  return author.role === "customer" ? text : plainText(text);
}
