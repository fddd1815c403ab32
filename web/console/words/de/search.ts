import type { SearchWords } from "../en/search.ts";
import { plural } from "./plural.ts";

export const search: SearchWords = {
  field: "Alle Gespräche durchsuchen",
  all: (words) => `Alle Gespräche nach „${words}“ durchsuchen`,
  hint: [
    "Alle Gespräche durchsuchen",
    "Nach Wörtern in Nachrichten und Notizen, einem Kundennamen, einem Tag oder der Nummer eines Gesprächs.",
  ],
  nothing: ["Keine Gespräche gefunden", "Versuch es mit weniger Wörtern oder nur dem Anfang eines Worts."],
  results: "Ergebnisse",
  searching: "Alle Gespräche werden durchsucht…",
  failed: "Die Suche hat nicht geklappt.",
  found: (count, hasMore) => `${plural(count, "Gespräch", "Gespräche", hasMore ? `${count}+` : undefined)} gefunden`,
  more: "Weitere Ergebnisse",
  tag: "Tag",
  from: "Begonnen ab",
  until: "Begonnen bis",
};
