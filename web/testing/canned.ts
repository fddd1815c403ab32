import type { CannedReplyChange, CannedReplyView, NewCannedReply, Placeholder, TemplatePart } from "../client/index.ts";
import { type Reply, type Request, ok, problem } from "./replies.ts";

type Written = Pick<CannedReplyView, "title" | "text"> & Partial<CannedReplyView>;

/** A store's canned replies and Maya's own, as the service keeps them, in a map. */
export class CannedReplyShelf {
  readonly replies = new Map<string, CannedReplyView>();
  /** How many there may be. */
  most = 200;

  add({ title, text, ...more }: Written): CannedReplyView {
    const id = `r${this.replies.size + 1}`.padStart(26, "0");
    const reply: CannedReplyView = {
      id,
      personal: false,
      title,
      shortcut: null,
      text,
      parts: partsOf(text) ?? [],
      assign: null,
      close: false,
      updated_at: Date.UTC(2026, 10, 25),
      updated_by: "Maya Lindqvist",
      version: 1,
      ...more,
    };
    this.replies.set(id, reply);
    return reply;
  }

  /** What a route answers with; null where it is none of these. */
  handle({ path, body }: Request): Reply | null {
    const [whole, id, verb] = /^\/stores\/demo\/canned-replies(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(path) ?? [];
    if (whole === undefined) return null;
    if (id === undefined) return body === null ? ok({ replies: this.#list() }) : this.#create(body as NewCannedReply);
    const reply = this.replies.get(id);
    if (reply === undefined) return problem(404, "not_found");
    if (reply.version !== (body as CannedReplyChange).version) return problem(409, "conflict");
    if (verb !== "delete") return this.#change(reply, body as CannedReplyChange);
    this.replies.delete(id);
    return { status: 204, json: undefined };
  }

  #list(): CannedReplyView[] {
    return [...this.replies.values()].sort((a, b) => a.title.localeCompare(b.title));
  }

  #create({ id: _, ...written }: NewCannedReply): Reply {
    if (partsOf(written.text) === null) return problem(400, "unknown_placeholder");
    if (this.replies.size >= this.most) return problem(409, "limit_reached");
    return ok(this.add(wholeOf(written)), 201);
  }

  #change(reply: CannedReplyView, { id: _, version, ...written }: CannedReplyChange): Reply {
    const parts = partsOf(written.text);
    if (parts === null) return problem(400, "unknown_placeholder");
    const changed = { ...reply, ...wholeOf(written), parts, version: version + 1 };
    this.replies.set(reply.id, changed);
    return ok(changed);
  }
}

function wholeOf<T extends Partial<NewCannedReply>>({ shortcut, assign, close, ...rest }: T) {
  return { ...rest, shortcut: shortcut ?? null, assign: assign ?? null, close: close ?? false };
}

const KNOWN = /^\{\{ *(customer\.name|customer\.first_name|agent\.name|case\.id|store\.name) *\}\}$/;

/** The parts of a text; null where it names a placeholder that there is not. */
function partsOf(text: string): TemplatePart[] | null {
  const pieces = text.split(/(\{\{[^}]*\}\})/).filter((piece) => piece !== "");
  if (pieces.some((piece) => piece.startsWith("{{") && !KNOWN.test(piece))) return null;
  return pieces.map((piece): TemplatePart => {
    const name = KNOWN.exec(piece)?.[1];
    return name === undefined ? { kind: "words", text: piece } : { kind: "placeholder", name: name as Placeholder };
  });
}
