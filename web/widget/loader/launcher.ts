const SVG = "http://www.w3.org/2000/svg";

export function element(
  name: string,
  attributes: Record<string, string>,
  space = "http://www.w3.org/1999/xhtml",
): HTMLElement {
  const made = document.createElementNS(space, name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  return made as HTMLElement;
}

/** The round button: it opens and closes, and shows how much is unread. */
export class Launcher {
  readonly button = element("button", { "aria-haspopup": "dialog", "aria-controls": "panel" });
  readonly #path = element("path", {}, SVG);
  readonly #badge = element("span", {});

  /** `title` is what the chat is called, in the shop's language. */
  constructor(
    private readonly title: string,
    toggle: () => void,
    intent: () => void,
  ) {
    const drawing = element("svg", { viewBox: "0 0 24 24" }, SVG);
    drawing.append(this.#path);
    this.button.append(drawing, this.#badge);
    this.button.addEventListener("click", toggle);
    for (const sign of ["pointerenter", "focus"]) this.button.addEventListener(sign, intent, { once: true });
    this.turn(false);
    this.count(0);
  }

  turn(isOpen: boolean): void {
    this.button.ariaExpanded = `${isOpen}`;
    this.#path.setAttribute("d", isOpen ? "M6 9.5l6 6 6-6" : "M4 5h16v12h-7l-4 3v-3H4z");
  }

  count(n: number): void {
    this.#badge.textContent = n > 0 ? `${n}` : "";
    this.button.ariaLabel = n > 0 ? `${this.title} (${n})` : this.title;
  }
}
