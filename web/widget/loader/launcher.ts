/** Title of the chat and name of the closed button, by language; the app itself brings the rest. */
const WORDS: Record<string, [string, string]> = {
  ar: ["الدعم", "رسائل جديدة"],
  de: ["Hilfe", "neue Nachrichten"],
  en: ["Support", "new messages"],
  es: ["Ayuda", "mensajes nuevos"],
  fr: ["Assistance", "nouveaux messages"],
  he: ["תמיכה", "הודעות חדשות"],
};

export function element(name: string, attributes: Record<string, string>, space?: string): HTMLElement {
  const made = space ? document.createElementNS(space, name) : document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  return made as HTMLElement;
}

/** The round button: it opens and closes, and shows how much is unread. */
export class Launcher {
  readonly button = element("button", { type: "button", "aria-haspopup": "dialog", "aria-expanded": "false", "aria-controls": "panel" });
  readonly title: string;
  readonly #news: string;
  readonly #badge = element("span", { class: "badge", "aria-hidden": "true" });

  constructor(locale: string | undefined, toggle: () => void, intent: () => void) {
    [this.title, this.#news] = WORDS[(locale ?? "").slice(0, 2)] ?? (WORDS["en"] as [string, string]);
    const space = "http://www.w3.org/2000/svg";
    const drawing = element("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, space);
    drawing.append(
      element("path", { class: "bubble", d: "M5.5 5h13A1.5 1.5 0 0 1 20 6.5v9a1.5 1.5 0 0 1-1.5 1.5H13l-4 3v-3H5.5A1.5 1.5 0 0 1 4 15.5v-9A1.5 1.5 0 0 1 5.5 5z" }, space),
      element("path", { class: "down", d: "M6 9.5l6 6 6-6" }, space),
    );
    this.button.append(drawing, this.#badge);
    this.button.addEventListener("click", toggle);
    for (const sign of ["pointerenter", "focus", "touchstart"]) this.button.addEventListener(sign, intent, { once: true, passive: true });
    this.count(0);
  }

  turn(isOpen: boolean): void {
    this.button.setAttribute("aria-expanded", String(isOpen));
  }

  count(n: number): void {
    this.#badge.textContent = n > 0 ? (n > 9 ? "9+" : String(n)) : "";
    this.button.setAttribute("aria-label", n > 0 ? `${this.title}, ${n} ${this.#news}` : this.title);
  }
}
