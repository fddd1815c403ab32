import type { MentionWords } from "../en/mentions.ts";

export const es: MentionWords = {
  none: "Nadie te ha mencionado todavía. Se hace escribiendo @ y tu nombre en una nota.",
  more: "Mostrar más",
  isNew: "Nueva",
  choices: "Compañeros que se pueden mencionar",
  found: (count) => (count === 0 ? "Nadie se llama así." : count === 1 ? "1 compañero" : `${count} compañeros`),
};
