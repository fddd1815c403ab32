import type { Loader } from "./loader.ts";

/** What the loader's own screen says. English it speaks by itself: there is no room for the others in every page's script. */
const WORDS: Record<string, [failed: string, retry: string, close: string]> = {
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

/** Lets the screen speak the page's language, or the browser's where the page has none that there is. */
export function translateScreen({ panel, appearance }: Loader): void {
  const codes = [appearance.locale, ...navigator.languages].map(
    (tag) => String(tag).toLowerCase().split(/[-_]/)[0] ?? "",
  );
  const code = codes.find((each) => Object.hasOwn(WORDS, each)) ?? "en";
  const screen = panel.querySelector<HTMLElement>("div");
  if (!screen || screen.lang === code) return;
  screen.lang = code;
  screen.dir = code === "ar" || code === "he" ? "rtl" : "ltr";
  [...screen.children].forEach((part, index) => (part.textContent = WORDS[code]?.[index] ?? ""));
}
