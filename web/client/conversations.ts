import { Conversation, type ConversationPorts, type Send } from "./conversation.ts";
import type { Watch } from "./client.ts";

export interface ConversationsPorts {
  /** What a conversation gets of the world. */
  portsOf(caseId: string): ConversationPorts;
  /** Whether a case has commands of one's own under way. */
  hasPending(caseId: string): boolean;
  /** Whether there is a connection. */
  isLive(): boolean;
  /** Whether REST stands in for one. */
  isPolling(): boolean;
}

/** The cases that this client holds, and those among them that it listens to. */
export class Conversations {
  readonly #held = new Map<string, Conversation>();
  readonly #watches = new Map<string, number>();

  constructor(private readonly ports: ConversationsPorts) {}

  get all(): Conversation[] {
    return [...this.#held.values()];
  }

  /** Those that are watched, or written to. */
  get listening(): Conversation[] {
    return this.all.filter(({ id }) => (this.#watches.get(id) ?? 0) > 0 || this.ports.hasPending(id));
  }

  held(id: string): Conversation | undefined {
    return this.#held.get(id);
  }

  /** The conversation of a case, made where it is not held yet. */
  of(id: string): Conversation {
    const held = this.#held.get(id);
    if (held) return held;
    const conversation = new Conversation(id, this.ports.portsOf(id));
    this.#held.set(id, conversation);
    return conversation;
  }

  /** The newest event held of a case; where nothing is known, it is asked for. */
  cursor(id: string): number {
    const conversation = this.of(id);
    if (conversation.cursor === 0) void this.#listen(conversation);
    return conversation.cursor;
  }

  watch(id: string): Watch {
    const count = this.#watches.get(id) ?? 0;
    this.#watches.set(id, count + 1);
    const conversation = this.of(id);
    if (count === 0) void this.#listen(conversation);
    let release = () => void this.#watches.set(id, (this.#watches.get(id) ?? 1) - 1);
    return {
      state: conversation.state,
      older: () => conversation.older(),
      release() {
        release();
        release = () => {};
      },
    };
  }

  /** Brings a new connection up to date with all that is listened to. */
  async catchUp(send: Send): Promise<void> {
    await Promise.all(this.listening.map((conversation) => conversation.listen(send)));
  }

  /** Asks REST for all that is listened to. */
  async poll(): Promise<void> {
    await Promise.all(this.listening.map((conversation) => conversation.poll()));
  }

  close(): void {
    for (const conversation of this.#held.values()) conversation.close();
  }

  #listen(conversation: Conversation): Promise<void> {
    if (this.ports.isLive()) return conversation.listen();
    return this.ports.isPolling() ? conversation.poll().catch(() => undefined) : Promise.resolve();
  }
}
