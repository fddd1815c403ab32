import { element, SVG } from "./element.ts";

/** The round button: it opens and closes, and shows how much is unread. `title` is the shop's name for the chat. */
export function createLauncher(title: string) {
  const button = element("button", { "aria-haspopup": "dialog", "aria-controls": "panel" });
  const path = element("path", {}, SVG);
  const badge = element("span");
  const svg = element("svg", { viewBox: "0 0 24 24" }, SVG);
  svg.append(path);
  button.append(svg, badge);

  const setOpen = (isOpen: boolean): void => {
    button.ariaExpanded = `${isOpen}`;
    path.setAttribute("d", isOpen ? "M6 9.5l6 6 6-6" : "M4 5h16v12h-7l-4 3v-3H4z");
  };
  const setUnread = (n: number): void => {
    badge.textContent = n ? `${n}` : "";
    button.ariaLabel = n ? `${title} (${n})` : title;
  };
  setOpen(false);
  setUnread(0);
  return { button, setOpen, setUnread };
}
