import type { SearchWords } from "../en/search.ts";
import { plural } from "./plural.ts";

export const search: SearchWords = {
  field: "Rechercher dans toutes les conversations",
  all: (words) => `Rechercher « ${words} » dans toutes les conversations`,
  hint: [
    "Rechercher dans toutes les conversations",
    "Par des mots de messages et de notes, le nom d’un client, une étiquette ou le numéro d’une conversation.",
  ],
  nothing: ["Aucune conversation trouvée", "Essayez avec moins de mots, ou seulement le début d’un mot."],
  results: "Résultats",
  searching: "Recherche dans toutes les conversations…",
  failed: "La recherche n’a pas abouti.",
  found: (count, hasMore) =>
    plural(count, "conversation trouvée", "conversations trouvées", hasMore ? `${count}+` : undefined),
  more: "Plus de résultats",
  tag: "Étiquette",
  from: "Commencée à partir du",
  until: "Commencée jusqu’au",
};
