import type { Code, PreChatAnswers, PreChatReply, PreChatView, StoreView } from "../client/index.ts";

/** What the service keeps of a customer's reply to what their store asks, or why it does not. */
export function preChatOf(asked: StoreView["pre_chat"], reply: PreChatReply | undefined): PreChatAnswers | Code {
  const { fields, consent }: PreChatView = asked ?? { fields: [], consent: null };
  if (consent !== null && reply?.consent !== consent.version) return "consent_required";
  const given = (id: string): string | undefined => reply?.answers.find(({ field }) => field === id)?.value;
  if (fields.some(({ id, required }) => required && given(id) === undefined)) return "form_incomplete";
  const answers = fields.flatMap(({ id, kind, label }) => {
    const value = given(id);
    return value === undefined ? [] : [{ field: id, kind, label: label.text, value }];
  });
  return { ...(answers.length > 0 && { answers }), ...(consent && { consent: consent.version }) };
}

/** What whoever answered calls themselves. */
export function nameIn({ answers = [] }: PreChatAnswers): string | null {
  return answers.find(({ kind }) => kind === "name")?.value ?? null;
}
