import type { Loader } from "./loader.ts";
import css from "./phone.css?inline";

/** Upright or on its side. The style sheets ask the same. */
export const PHONE = "(max-width: 480px), (max-width: 960px) and (max-height: 480px)";

/** What a panel that covers a phone's whole screen owes to the page behind it. */
export function createPhone(loader: Loader) {
  const phone = matchMedia(PHONE);
  const root = loader.panel.getRootNode() as ShadowRoot;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  const isMarked = (): boolean => history.state?.firstline === true;
  let hasMark = false;
  let overflow: string | null = null;

  /** The page behind neither scrolls nor takes the focus. */
  const shield = (): void => {
    const { style } = document.documentElement;
    const isCovered = loader.isOpen && phone.matches;
    if (isCovered === (overflow !== null)) return;
    const before = style.overflow;
    style.overflow = isCovered ? "hidden" : (overflow ?? "");
    overflow = isCovered ? before : null;
    document.body.inert = isCovered;
  };
  /** Fits the panel into what the keyboard leaves. A zoom by two fingers changes nothing. */
  const fit = (): void => {
    const { scale, height, offsetTop } = visualViewport!;
    if (scale > 1.01) return;
    loader.panel.style.setProperty("--height", `${height}px`);
    loader.panel.style.setProperty("--top", `${offsetTop}px`);
  };
  /** Back closes the chat. */
  const popped = (): void => {
    if (loader.isOpen && phone.matches && hasMark && !isMarked()) loader.close();
  };
  phone.addEventListener("change", shield);
  addEventListener("popstate", popped);
  visualViewport?.addEventListener("resize", fit);
  visualViewport?.addEventListener("scroll", fit);

  return {
    update() {
      shield();
      // Gives Back something to go back from, once: a page that opens the chat again is left by Back like any other.
      const needsMark = loader.isOpen && loader.isAwaited && phone.matches && !isMarked();
      if (needsMark) history.pushState({ ...history.state, firstline: true }, "");
      hasMark = isMarked();
    },
    /** Whoever closed the chat by other means than Back has left its mark: Back need not close it again. */
    closed() {
      if (isMarked()) history.back();
    },
    destroy() {
      phone.removeEventListener("change", shield);
      removeEventListener("popstate", popped);
      visualViewport?.removeEventListener("resize", fit);
      visualViewport?.removeEventListener("scroll", fit);
    },
  };
}
