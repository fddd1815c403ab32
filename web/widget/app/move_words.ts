import type { Pending } from "../../client/index.ts";
import type { Chat } from "./chat.ts";

interface Move {
  chat: Chat;
  pending: readonly Pending[];
  from: string;
  target: string | null;
  /** How to ask for a person in words, where one is wanted. */
  asking: string | null;
}

/**
 * Takes what the visitor wrote and has not sent, what is on its way, and the wish for a person (`asking`) to another
 * case: to `target`, or to a new one where there is anything to open it with. Returns which that is.
 */
export function moveWords({ chat, pending, from, target, asking }: Move): string | null {
  const { kept } = chat;
  const messages: { text: string; files?: string[] }[] = [];
  for (const { id, command } of pending.filter((each) => each.case === from)) {
    if (command.action === "send" && chat.client.discard(id))
      messages.push({ text: command.text, ...(command.files && { files: command.files }) });
  }
  if (asking !== null && messages.length === 0 && !target) messages.push({ text: asking });
  const first = target ? undefined : messages.shift();
  const successor = target ?? (first ? chat.openCase(first.text, first.files) : null);
  kept.moveDraft(from, successor ?? chat.site);
  chat.attaching.move(from, successor ?? chat.site);
  if (successor === null) return null;
  for (const message of messages) chat.submit({ action: "send", case: successor, ...message }, "sent");
  if (asking !== null) chat.submit({ action: "escalate", case: successor }, "askedForPerson");
  return successor;
}
