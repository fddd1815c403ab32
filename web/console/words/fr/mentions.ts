import type { MentionWords } from "../en/mentions.ts";

export const fr: MentionWords = {
  none: "Personne ne vous a encore mentionné. Il suffit d’écrire @ et votre nom dans une note.",
  more: "Afficher plus",
  isNew: "Nouveau",
  choices: "Collègues à mentionner",
  found: (count) => (count === 0 ? "Aucun collègue de ce nom." : count === 1 ? "1 collègue" : `${count} collègues`),
};
