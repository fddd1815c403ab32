/** What the loader's own screen says, in each of the widget's languages. */
export const WORDS: Record<string, [failed: string, retry: string, close: string]> = {
  ar: ["لم يتم تحميل الدردشة.", "إعادة المحاولة", "إغلاق"],
  de: ["Der Chat konnte nicht geladen werden.", "Erneut versuchen", "Schließen"],
  en: ["The chat didn’t load.", "Retry", "Close"],
  es: ["No se ha podido cargar el chat.", "Reintentar", "Cerrar"],
  fr: ["Le chat n’a pas pu se charger.", "Réessayer", "Fermer"],
  he: ["הצ׳אט לא נטען.", "לנסות שוב", "סגירה"],
  it: ["Impossibile caricare la chat.", "Riprova", "Chiudi"],
  ja: ["チャットを読み込めませんでした。", "再試行", "閉じる"],
  nl: ["De chat kon niet worden geladen.", "Opnieuw proberen", "Sluiten"],
  pl: ["Nie udało się wczytać czatu.", "Ponów", "Zamknij"],
  pt: ["Não foi possível carregar o chat.", "Tentar de novo", "Fechar"],
  tr: ["Sohbet yüklenemedi.", "Yeniden dene", "Kapat"],
};

/** The page's language, or the browser's where the page has none that there is. */
export function screenLanguage(locale: string | undefined, preferred: readonly string[]): string {
  const codes = [locale, ...preferred].map((tag) => String(tag).toLowerCase().split(/[-_]/)[0] ?? "");
  return codes.find((code) => Object.hasOwn(WORDS, code)) ?? "en";
}
