import type { Appearance, ToFrame } from "../protocol.ts";
import { element } from "./element.ts";
import { createFrame } from "./frame.ts";
import { createLauncher } from "./launcher.ts";
import { type LentScript, type Loader, store } from "./loader.ts";
import css from "./style.css?inline";

type Listener = (event: object) => void;
type Call = [command: string, ...rest: unknown[]];

const SANDBOX =
  "allow-downloads allow-forms allow-scripts allow-popups allow-popups-to-escape-sandbox allow-same-origin";

/** The button, the panel, and the page's way to speak to them: the function behind `Firstline('…')`. */
export function createWidget(origin: string, site: string, title: string, forget: () => void): (call: Call) => void {
  const key = `firstline:${site}`;
  const openKey = `${key}:open`;
  const host = element("section", { "aria-label": title });
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
  const { button, setOpen, setUnread } = createLauncher(title);
  const panel = element("div", { id: "panel", role: "dialog", "aria-label": title, hidden: "" });
  const src = `${origin}/widget/?site=${encodeURIComponent(site)}`;
  const iframe = element("iframe", { title, sandbox: SANDBOX, src }) as HTMLIFrameElement;
  let listeners: [name: unknown, listener: Listener][] = [];

  const send = (message: ToFrame): void => {
    if (loader.app) loader.app.send(message);
    else loader.queue.push(message);
  };
  const emit = (wanted: string, event: object = {}): void => {
    for (const [name, listener] of listeners) if (name === wanted) listener(event);
  };
  const fetchScript = (name: string): void => {
    const script = element("script", { src: `${origin}/${name}.js` }) as LentScript;
    script.loader = loader;
    document.head.append(script);
  };
  /** Lets the loader's own screen speak the page's language. */
  const translate = (): void => {
    if (loader.translate) loader.translate();
    else if (!/^en/.test(loader.appearance.locale || navigator.language)) fetchScript("screen");
  };
  const fetchPanel = (): void => {
    translate();
    if (!loader.app) fetchScript("panel");
  };
  /** Fetches the app: on a hover already, so that it is there when the click comes. */
  const load = (): void => {
    loader.frame ??= createFrame(panel, iframe, fetchPanel);
  };
  const turn = (isOpen: boolean): void => {
    loader.isOpen = isOpen;
    panel.hidden = !isOpen;
    setOpen(isOpen);
    store("sessionStorage", openKey, isOpen ? "1" : "");
    loader.app?.update();
    emit(isOpen ? "open" : "close");
  };
  const open = (isAwaited: boolean): void => {
    loader.isAwaited = isAwaited;
    host.hidden = false;
    load();
    turn(true);
  };
  const close = (): void => {
    if (!loader.isOpen) return;
    turn(false);
    button.focus();
    loader.app?.closed();
  };
  const loader: Loader = {
    origin,
    key,
    panel,
    iframe,
    isOpen: false,
    isAwaited: false,
    appearance: { locale: document.documentElement.lang },
    queue: [],
    keys: [],
    setUnread,
    emit,
    close,
  };
  const set = (appearance: Appearance): void => {
    Object.assign(loader.appearance, appearance);
    send({ type: "set", appearance });
    translate();
    const { accent, onAccent, scheme } = loader.appearance;
    if (accent) host.style.setProperty("--accent", accent);
    if (onAccent) host.style.setProperty("--on-accent", onAccent);
    if (scheme) host.style.colorScheme = scheme === "auto" ? "" : scheme;
  };

  const text = element("p", { role: "alert" });
  text.append("The chat didn’t load.");
  const retry = element("button");
  retry.append("Retry");
  retry.onclick = () => loader.frame?.reload();
  const closing = element("button");
  closing.append("Close");
  closing.onclick = close;
  const screen = element("div");
  screen.append(text, retry, closing);
  panel.append(screen);
  translate();
  button.onclick = () => (loader.isOpen ? close() : open(true));
  button.onpointerenter = button.onfocus = load;
  root.append(panel, button);
  host.onkeydown = (event) => {
    if (event.key === "Escape") close();
  };
  addEventListener("keydown", (event) => {
    if (loader.isAwaited && !loader.app) loader.keys.push(event);
  });
  // Beside the body: what swaps the body for another page's leaves it alone.
  document.documentElement.append(host);
  if (store("sessionStorage", openKey)) open(false);
  else if (store("localStorage", key)) load();

  // Unknown commands are left alone: an older loader meets a newer page.
  return ([command, first, second]) => {
    const commands: Record<string, () => void> = {
      open: () => open(true),
      close,
      identify() {
        loader.identity = first;
        loader.app?.identify();
      },
      set: () => set(first as Appearance),
      on: () => void listeners.push([first, second as Listener]),
      off: () => void (listeners = listeners.filter(([name, listener]) => name !== first || listener !== second)),
      logout() {
        loader.identity = undefined;
        store("localStorage", key, "");
        load();
        send({ type: "logout" });
      },
      hide() {
        close();
        host.hidden = true;
      },
      destroy() {
        close();
        loader.app?.destroy();
        loader.frame?.destroy();
        host.remove();
        forget();
      },
    };
    commands[command]?.();
  };
}
