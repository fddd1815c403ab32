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
  const texts: string[] = [];
  for (const { id, command } of pending.filter((each) => each.case === from)) {
    if (command.action === "send" && chat.client.discard(id)) texts.push(command.text);
  }
  if (asking !== null && texts.length === 0 && !target) texts.push(asking);
  const successor = target ?? (texts.length > 0 ? chat.openCase(texts.shift() ?? "") : null);
  kept.moveDraft(from, successor ?? chat.site);
  if (successor === null) return null;
  for (const text of texts) chat.submit({ action: "send", case: successor, text }, "sent");
  if (asking !== null) chat.submit({ action: "escalate", case: successor }, "askedForPerson");
  return successor;
}
