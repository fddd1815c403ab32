import type { EventView, Pending } from "../../client/index.ts";
import { useBench } from "../bench.ts";
import type { Room } from "../desk.ts";
import { authorName, customerName } from "../naming.ts";
import { span } from "../spans.ts";
import { clashOf, wordsOf } from "../waiting.ts";

/** Somebody was faster than the person's reply: it was not sent, and they decide what becomes of it. */
export function ClashBar({ room }: { room: Room }) {
  const { desk, stage, acts } = useBench();
  const clash = clashOf(room.state.pending);
  if (clash === null) return null;
  const newer = fasterThan(clash, room, desk.me.value?.user ?? null);
  const view = () => stage.elements.log?.scrollTo({ top: stage.elements.log.scrollHeight });
  return (
    <section class="clash" role="alert" aria-label="Not sent">
      <p>
        <b>Not sent.</b> {newer === null ? "Somebody wrote in the meantime." : fasterWords(newer, desk.now.value)}
      </p>
      <div>
        <button type="button" class="link" onClick={view}>View</button>
        <button type="button" class="link" onClick={() => acts.sendAnyway(clash)}>Send anyway</button>
        <button type="button" class="link" onClick={() => acts.takeBack(clash)}>Edit</button>
        <button type="button" class="link" onClick={() => desk.takeBack(clash.id)}>Discard</button>
      </div>
      <blockquote class="cut" dir="auto">{wordsOf(clash) ?? "The suggestion as it was drafted"}</blockquote>
    </section>
  );
}

/** The newest words by another person that the reply did not know of. */
function fasterThan({ command }: Pending, { state }: Room, me: string | null): EventView | null {
  const known = "answers" in command ? (command.answers ?? 0) : 0;
  const spoken = (event: EventView) => event.body.kind === "message" || event.body.kind === "approved";
  return state.events.filter((event) => event.seq > known && spoken(event) && event.author.id !== me).at(-1) ?? null;
}

function fasterWords({ author, at }: EventView, now: number): string {
  const isCustomer = author.role === "customer";
  const name = isCustomer ? customerName(author.name, author.id ?? "") : authorName(author, null);
  const ago = span(now - at);
  return `${name} ${isCustomer ? "wrote" : "replied"} ${ago === "now" ? "just now" : `${ago} ago`}.`;
}
