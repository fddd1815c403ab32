import { countCharacters } from "../../client/characters.ts";
import type { GivenAnswer, PreChatField, Translated } from "../../client/index.ts";
import type { PreChatWords } from "./pre_chat_words.ts";

/** Whether it has the form of an e-mail address, as the service sees it. */
const EMAIL = /^[^\s<>()[\],;:"\\@]+@[^\s<>()[\],;:"\\@.]+(\.[^\s<>()[\],;:"\\@.]+)+$/u;
/** A character that leaves ink, as the service sees it. */
const VISIBLE =
  /[^\s\p{Cc}\p{M}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800\ufff9-\ufffc\u{1d159}]/u;

/** What keeps an answer from being one to its field, in words; null where nothing does. The service decides; a table holds both to it. */
export function mistake(field: PreChatField, raw: string, words: PreChatWords, tag: string): string | null {
  const value = raw.trim();
  if (!VISIBLE.test(value)) return field.required ? (field.kind === "choice" ? words.choose : words.missing) : null;
  if (field.kind === "choice") return field.choices.some(({ text }) => text.trim() === value) ? null : words.choose;
  const length = countCharacters(value);
  const number = (count: number): string => new Intl.NumberFormat(tag).format(count);
  if (length < field.min_length) return words.short(number(field.min_length));
  if (length > field.max_length) return words.long(number(field.max_length));
  if (field.kind === "email" && !EMAIL.test(value)) return words.email;
  return field.kind !== "text" && value.includes("\n") ? words.line : null;
}

/** Earlier answers, by field, to begin with; without choices that are no longer there. */
export function answersThatFit(
  fields: readonly PreChatField[],
  answers: readonly GivenAnswer[],
): Readonly<Record<string, string>> {
  const fits = ({ field: id, value }: GivenAnswer): boolean => {
    const field = fields.find((one) => one.id === id);
    return field?.kind !== "choice" || field.choices.some(({ text }) => text === value);
  };
  return Object.fromEntries(answers.filter(fits).map(({ field, value }) => [field, value]));
}

/** A store's words in the visitor's language: of their region, else of the language, else the store's own. */
export function translated({ text, translations = [] }: Translated, tag: string): string {
  const of = (wanted: string): string | undefined =>
    translations.find(({ locale }) => locale.toLowerCase() === wanted.toLowerCase())?.text;
  const language = tag.split("-")[0] ?? "";
  const sister = translations.find(({ locale }) => locale.toLowerCase().startsWith(`${language.toLowerCase()}-`));
  return of(tag) ?? of(language) ?? sister?.text ?? text;
}
