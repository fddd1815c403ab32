import { countCharacters } from "../../client/characters.ts";
import type { FieldKind, PreChat, PreChatField, Translated } from "../../client/index.ts";
import type { PreChatWords } from "../words/pre_chat.ts";

/** What is asked where nothing is settled. */
export const NOTHING_ASKED: PreChat = { fields: [], consent: null };

/** Each kind of field, in the order in which they are offered. */
export const KINDS: readonly FieldKind[] = ["name", "email", "order_number", "choice", "text"];

/**
 * What the service takes at most: fields, characters of a label or a choice, choices and the fewest of them, characters of an
 * answer, of what is agreed to, and of what whoever declines can do instead; bytes of all of it.
 */
export const LIMITS = {
  fields: 8,
  label: 80,
  choices: 20,
  fewestChoices: 2,
  answer: 500,
  consent: 1_000,
  contact: 300,
  bytes: 16 * 1024,
};

/** A field of this kind with an id that no other one has. */
export function newField(kind: FieldKind, fields: readonly PreChatField[], words: PreChatWords): PreChatField {
  const ids = fields.map(({ id }) => id);
  const id = Array.from({ length: LIMITS.fields + 1 }, (_, n) => (n === 0 ? kind : `${kind}_${n + 1}`)).find(
    (each) => !ids.includes(each),
  );
  const isPerson = kind === "name" || kind === "email";
  return {
    id: id ?? kind,
    kind,
    label: { text: words.usualLabels[kind] },
    required: isPerson,
    min_length: 1,
    max_length: kind === "name" ? 40 : 200,
    choices: kind === "choice" ? words.usualChoices.map((text) => ({ text })) : [],
  };
}

/** A field that has become one of another kind: what only the old one had goes. */
export function ofKind(field: PreChatField, kind: FieldKind, words: PreChatWords): PreChatField {
  const choices = kind === "choice" ? words.usualChoices.map((text) => ({ text })) : [];
  const isUsual = field.label.text === words.usualLabels[field.kind];
  return { ...field, kind, choices, label: isUsual ? { text: words.usualLabels[kind] } : field.label };
}

/** The list with the item at a place one further up or down. */
export function moved<T>(items: readonly T[], from: number, by: -1 | 1): T[] {
  const to = from + by;
  const item = items[from];
  if (item === undefined || to < 0 || to >= items.length) return [...items];
  const rest = items.filter((_, at) => at !== from);
  return [...rest.slice(0, to), item, ...rest.slice(to)];
}

/** What is said in a language; empty where nothing is. */
export function inLanguage({ translations = [] }: Translated, locale: string): string {
  return translations.find((translation) => translation.locale === locale)?.text ?? "";
}

/** The same words with what is said in a language. */
export function translate(words: Translated, locale: string, text: string): Translated {
  const others = (words.translations ?? []).filter((translation) => translation.locale !== locale);
  const translations = text.trim() === "" ? others : [...others, { locale, text }];
  const { text: own } = words;
  return translations.length > 0 ? { text: own, translations } : { text: own };
}

/**
 * Choices of a text with one on each line. Each keeps what stands for it elsewhere; one that is written anew in the place of
 * another, with none more or less, keeps what stood for that one.
 */
export function choicesIn(text: string, before: readonly Translated[]): Translated[] {
  const lines = text.split("\n").map((line) => line.trim());
  const own = lines.filter((line, at) => line !== "" && lines.indexOf(line) === at);
  const inPlace = (at: number) => {
    const there = before[at];
    return own.length === before.length && there && !own.includes(there.text) ? there : {};
  };
  return own.map((line, at) => ({ ...(before.find(({ text: same }) => same === line) ?? inPlace(at)), text: line }));
}

/** What is wrong with what is asked, a sentence each; none where it can be saved. */
export function mistakes(asked: PreChat, privacy: string | null, words: PreChatWords): string[] {
  const found: string[] = [];
  const { fields, consent } = asked;
  const isOver = (text: Translated, most: number) =>
    [text.text, ...(text.translations ?? []).map((one) => one.text)].some(
      (each) => countCharacters(each.trim()) > most,
    );
  if (fields.some(({ label }) => label.text.trim() === "")) found.push(words.noLabel);
  if (fields.some(({ label, choices }) => [label, ...choices].some((each) => isOver(each, LIMITS.label))))
    found.push(words.longLabel(LIMITS.label));
  for (const kind of ["name", "email"] as const)
    if (fields.filter((field) => field.kind === kind).length > 1) found.push(words.twice(words.kinds[kind]));
  const isLength = ({ min_length: min, max_length: max }: PreChatField) =>
    Number.isInteger(min) && Number.isInteger(max) && min >= 1 && min <= max && max <= LIMITS.answer;
  if (!fields.every(isLength)) found.push(words.lengths(LIMITS.answer));
  const isChoice = ({ kind, choices }: PreChatField) =>
    kind !== "choice" || (choices.length >= LIMITS.fewestChoices && choices.length <= LIMITS.choices);
  if (!fields.every(isChoice)) found.push(words.choiceCount(LIMITS.fewestChoices, LIMITS.choices));
  if (consent !== null) {
    if (consent.text.text.trim() === "") found.push(words.noConsent);
    if (isOver(consent.text, LIMITS.consent)) found.push(words.longConsent(LIMITS.consent));
    if (consent.contact && isOver(consent.contact, LIMITS.contact)) found.push(words.longContact(LIMITS.contact));
    if (privacy === null) found.push(words.noPrivacy);
  }
  if (new TextEncoder().encode(JSON.stringify(asked)).length > LIMITS.bytes) found.push(words.tooMuch);
  return found;
}
