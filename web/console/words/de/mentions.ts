import type { MentionWords } from "../en/mentions.ts";

export const de: MentionWords = {
  none: "Noch hat dich niemand erwähnt. Das geht mit @ und deinem Namen in einer Notiz.",
  more: "Mehr anzeigen",
  isNew: "Neu",
  choices: "Wer erwähnt werden kann",
  found: (count) => (count === 0 ? "Niemand heißt so." : count === 1 ? "1 Person" : `${count} Personen`),
};
