import type { HelpArticle } from "../../client/index.ts";

/** The most articles that are shown: who has to look through more had better ask. */
const MOST = 5;

/** Words and the beginnings of words count twice in the question, and rare ones more than those that every article has. */
export function findHelp(articles: readonly HelpArticle[], query: string): HelpArticle[] {
  const entries = articles.map((article) => ({
    article,
    question: foldedWords(article.question),
    text: foldedWords(article.text),
    score: 0,
  }));
  for (const word of foldedWords(query)) {
    const fits = entries.map(({ question, text }) => (holds(question, word) ? 2 : holds(text, word) ? 1 : 0));
    const found = fits.filter((fit) => fit > 0).length;
    const weight = Math.log(1 + entries.length / (1 + found));
    entries.forEach((entry, index) => {
      entry.score += weight * (fits[index] ?? 0);
    });
  }
  const ranked = entries.filter(({ score }) => score > 0).sort((one, other) => other.score - one.score);
  return ranked.slice(0, MOST).map(({ article }) => article);
}

/** Scripts that put no space between words. */
export const UNSPACED = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0e7f]/;

function holds(words: readonly string[], word: string): boolean {
  const isInside = UNSPACED.test(word);
  return words.some((other) => other.startsWith(word) || (isInside && other.includes(word)));
}

/** What decomposition leaves as it is, and readers take for the same. */
const FOLDED: Record<string, string> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ł: "l",
  ø: "o",
  đ: "d",
  ı: "i",
  ى: "ي",
  ة: "ه",
};
/** Marks and invisible characters; kana keep their voicing marks, which are letters of their own. */
const LEFT_OUT = /(?![\u3099\u309a])[\p{M}\p{Cf}ـ]/gu;

/** One spelling for what readers take for the same. */
export function fold(text: string): string {
  const bare = text.toLowerCase().normalize("NFKD").replace(LEFT_OUT, "").normalize("NFC");
  return bare.replace(/[ßæœłøđıىة]/g, (letter) => FOLDED[letter] ?? letter);
}

/** The words of a text as a search compares them, without case and accents. The service does the same: a table holds both to it. */
export function foldedWords(text: string): string[] {
  return fold(text)
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter(Boolean);
}
