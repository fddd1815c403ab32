import type { Store, StoreView } from "../../client/index.ts";
import { has, readStored } from "../../client/stored.ts";
import type { Place } from "./state.ts";
import type { FrameStore } from "./storage.ts";

/** What the widget keeps over a reload beside the client: where the visitor was, drafts, and what they have seen. */
export class Kept {
  /** The shop's customer whose things these are; empty: whoever sits at this browser. */
  #owner = "";

  constructor(
    private readonly storage: Store & Partial<FrameStore>,
    private readonly site: string,
  ) {}

  get place(): Place | null {
    const key = this.storage.get(`fl:w:${this.site}${this.#owner}`);
    if (key === null || !/^[\w-]{3,36}$/.test(key)) return null;
    return key === "list" || key === "new" ? { at: key } : { at: "case", key };
  }

  set place(place: Place | null) {
    if (place) this.storage.set(`fl:w:${this.site}${this.#owner}`, place.at === "case" ? place.key : place.at);
  }

  /** Whether there is a case, or a message on its way to one. */
  get hasCases(): boolean {
    return this.storage.keys("fl:r:").length > 0 || this.storage.keys("fl:o:").length > 0;
  }

  /** Whether somebody has written here before anybody knew who they are. */
  get isVisitor(): boolean {
    return [`fl:r:v:${this.site}:`, `fl:o:v:${this.site}:`].some((prefix) => this.storage.keys(prefix).length > 0);
  }

  /** The conversation in which they were. */
  get visitorCase(): string | null {
    return this.storage.get(`fl:w:${this.site}`);
  }

  /** What the store said of itself last, so that its greeting is there at once. */
  get store(): StoreView | null {
    return readStored<StoreView>(this.storage, `fl:g:${this.site}`, (value) => has(value, "string", "id", "name"));
  }

  /** Of a store that asks for consent nothing is kept before that is given, and of none before it is known. */
  set store(store: StoreView | null) {
    if (!store?.pre_chat?.consent) this.storage.hold?.(false);
    this.storage.set(`fl:g:${this.site}`, JSON.stringify(store));
  }

  draft(key: string): string {
    return this.storage.get(this.#draftKey(key)) ?? "";
  }

  setDraft(key: string, text: string): void {
    if (text === "") this.storage.remove(this.#draftKey(key));
    else this.storage.set(this.#draftKey(key), text);
  }

  /** From here on what is kept is this customer's. */
  own(owner: string): void {
    this.#owner = `:${owner}`;
  }

  /** A conversation's id tells whose it is; the start of a new one is anybody's. */
  #draftKey(key: string): string {
    return key === this.site ? `fl:d:${key}${this.#owner}` : `fl:d:${key}`;
  }

  /** Takes a draft to another conversation, behind one that is there. */
  moveDraft(from: string, to: string): void {
    const drafts = [this.draft(to), this.draft(from)].filter((text) => text.trim() !== "");
    this.setDraft(from, "");
    this.setDraft(to, drafts.join("\n"));
  }

  /** The newest event that the visitor has had before their eyes. */
  seen(caseId: string): number {
    return Number(this.storage.get(`fl:s:${caseId}`)) || 0;
  }

  setSeen(caseId: string, seq: number): void {
    this.storage.set(`fl:s:${caseId}`, String(seq));
  }

  /** Forgets this browser's visitor but for the token, which is still to be revoked: by the next page where this one goes away. */
  leave(): void {
    this.clear("fl:v:");
    this.storage.set("fl:v:leaving", "1");
  }

  /** Forgets this browser's visitor altogether, but for what begins with `except`. */
  clear(except = "-"): void {
    this.#owner = "";
    for (const key of this.storage.keys("fl:")) if (!key.startsWith(except)) this.storage.remove(key);
  }
}
