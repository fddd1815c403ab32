import { countCharacters } from "../../client/characters.ts";
import type { ImportedAnswer } from "../../client/index.ts";
import { parseCsv } from "./csv.ts";
import { parseMarkdown } from "./markdown.ts";

/** The longest question or answer that the service takes, in characters. */
export const LONGEST = 4_000;

/** A question with its answer, as it stands in a file. */
export interface ParsedAnswer {
  question: string;
  text: string;
  /** As the file has it; null where it has none. */
  language: string | null;
  /** Where it begins. */
  line: number;
}

/** What can't be imported, and why. */
export interface RowError {
  line: number;
  /** Its first words. */
  start: string;
  why: "noQuestion" | "noAnswer" | "longQuestion" | "longAnswer" | "repeated";
}

/** What a file holds. */
export interface ParsedFaq {
  entries: ImportedAnswer[];
  errors: RowError[];
}

/** Reads a list of questions and answers out of a file: CSV by its name or form, else Markdown. */
export function readFaq(name: string, text: string): ParsedFaq {
  const clean = text.replace(/^\uFEFF/, "");
  return validate(isCsv(name, clean) ? fromCsv(clean) : parseMarkdown(clean));
}

function isCsv(name: string, text: string): boolean {
  if (/\.(csv|tsv)$/i.test(name)) return true;
  return !/\.(md|markdown)$/i.test(name) && !/^#{1,6}\s/m.test(text);
}

/** What a column may be called in a header, by what it holds. */
const HEADERS = {
  question: /^(question|q|title|frage|pregunta|domanda|pergunta|vraag|pytanie|soru|質問|سؤال|السؤال|שאלה)s?$/i,
  text: /^(answer|a|text|reply|body|antwort|réponse|reponse|respuesta|risposta|resposta|antwoord|odpowied[zź]|cevap|yanıt|回答|جواب|الجواب|תשובה)s?$/i,
  language: /^(language|lang|locale|sprache|langue|idioma|lingua|taal|język|dil|言語)$/i,
};

/** Without a header the first column is the question and the second the answer. */
function fromCsv(text: string): ParsedAnswer[] {
  const rows = parseCsv(text);
  const header = (rows[0]?.cells ?? []).map((cell) => cell.trim());
  const at = (wanted: RegExp) => header.findIndex((cell) => wanted.test(cell));
  const named = { question: at(HEADERS.question), text: at(HEADERS.text), language: at(HEADERS.language) };
  const hasHeader = named.question >= 0 && named.text >= 0;
  const { question, text: answer, language } = hasHeader ? named : { question: 0, text: 1, language: -1 };
  return rows.slice(hasHeader ? 1 : 0).map(({ cells: row, line }) => ({
    question: (row[question] ?? "").trim(),
    text: (row[answer] ?? "").trim(),
    language: (row[language] ?? "").trim() || null,
    line,
  }));
}

function validate(found: readonly ParsedAnswer[]): ParsedFaq {
  const faq: ParsedFaq = { entries: [], errors: [] };
  const seen = new Set<string>();
  for (const { question, text, language, line } of found) {
    const why = rowErrorOf(question, text, seen);
    seen.add(question.toLowerCase());
    if (why !== null) faq.errors.push({ line, start: (question || text).slice(0, 60), why });
    else faq.entries.push({ question, text, ...(isLocale(language) ? { language } : {}) });
  }
  return faq;
}

function rowErrorOf(question: string, text: string, seen: ReadonlySet<string>): RowError["why"] | null {
  if (question === "") return "noQuestion";
  if (text === "") return "noAnswer";
  if (countCharacters(question) > LONGEST) return "longQuestion";
  if (countCharacters(text) > LONGEST) return "longAnswer";
  return seen.has(question.toLowerCase()) ? "repeated" : null;
}

function isLocale(language: string | null): language is string {
  return language !== null && /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(language);
}
