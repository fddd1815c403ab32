/** What the search says, in each of the widget's languages; it comes with the search, which few stores' visitors need. */
export const HELP_WORDS: Record<string, [search: string, results: string, none: string]> = {
  ar: ["البحث في المساعدة", "النتائج: #", "لا توجد نتائج. اكتب لنا في الأسفل."],
  de: ["Hilfe durchsuchen", "Treffer: #", "Nichts gefunden. Schreiben Sie uns unten."],
  en: ["Search help", "Results: #", "Nothing found. Write to us below."],
  es: ["Buscar en la ayuda", "Resultados: #", "No se ha encontrado nada. Escríbenos abajo."],
  fr: ["Rechercher dans l’aide", "Résultats : #", "Aucun résultat. Écrivez-nous ci-dessous."],
  he: ["חיפוש בעזרה", "תוצאות: #", "לא נמצא דבר. אפשר לכתוב לנו למטה."],
  it: ["Cerca nella guida", "Risultati: #", "Nessun risultato. Scrivici qui sotto."],
  ja: ["ヘルプを検索", "検索結果: #件", "見つかりませんでした。下からお問い合わせください。"],
  nl: ["Zoeken in de hulp", "Resultaten: #", "Niets gevonden. Schrijf ons hieronder."],
  pl: ["Szukaj w pomocy", "Wyniki: #", "Nic nie znaleziono. Napisz do nas poniżej."],
  pt: ["Pesquisar na ajuda", "Resultados: #", "Nada encontrado. Escreva-nos abaixo."],
  tr: ["Yardımda ara", "Sonuçlar: #", "Bir şey bulunamadı. Aşağıdan bize yazın."],
};

/** The words of a language; `results` takes the number as it is written there. */
export function helpWords(tag: string): { search: string; none: string; results: (count: string) => string } {
  const [search, results, none] = HELP_WORDS[tag.split("-")[0] ?? ""] ?? (HELP_WORDS.en as [string, string, string]);
  return { search, none, results: (count) => results.replace("#", count) };
}
