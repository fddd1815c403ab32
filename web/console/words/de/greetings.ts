import type { GreetingWords } from "../greetings.ts";

export const greetings: GreetingWords = {
  title: "Begrüßung neben dem Chat-Knopf",
  hint: "Eine Seite kann zuerst etwas sagen: Ein kurzer Text erscheint neben dem Knopf, einmal pro Besucher und Begrüßung, nie auf Telefonen und nie über einem offenen Chat. Gezeigt wird die erste, deren Bedingungen erfüllt sind. Die Seiten brauchen dafür das Skript von der Entwicklerseite.",
  nth: (number) => `Begrüßung ${number}`,
  pages: "Seiten, etwa /cart oder /products/*",
  pagesHint: "Leer: jede Seite",
  seconds: "Sekunden auf der Seite",
  cart: "Warenkorb ab",
  cartHint: "Leer: jeder Warenkorb. Den Wert nennt die Seite.",
  text: (language) => `Text auf ${language}`,
  addLanguage: "Sprache hinzufügen",
  removeLanguage: (language) => `${language} entfernen`,
  add: "Begrüßung hinzufügen",
  remove: (number) => `Begrüßung ${number} entfernen`,
  first: "Können wir bei der Bestellung helfen?",
};
