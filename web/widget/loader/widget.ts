import type { Appearance, ToFrame, ToLoader } from "../protocol.ts";
import { Frame } from "./frame.ts";
import { element, Launcher } from "./launcher.ts";
import css from "./style.css?inline";

type Listener = (event: object) => void;

/** The button, the panel and the page's way to speak to them. */
export class Widget {
  readonly #host: HTMLElement;
  readonly #launcher: Launcher;
  readonly #panel: HTMLElement;
  #listeners: [name: string, listener: Listener][] = [];
  readonly #flag: string;
  #frame: Frame | null = null;
  #isOpen = false;
  #appearance: Appearance = { locale: document.documentElement.lang };
  /** The shop's JWT, or what fetches one. */
  #identity: unknown;

  constructor(
    private readonly origin: string,
    private readonly site: string,
    private readonly title: string,
  ) {
    this.#flag = `firstline:${site}`;
    this.#host = element("section", { "aria-label": title });
    const root = this.#host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
    this.#launcher = new Launcher(
      title,
      () => this.#toggle(),
      () => this.#load(),
    );
    this.#panel = element("div", { id: "panel", role: "dialog", "aria-label": title, hidden: "" });
    root.append(this.#panel, this.#launcher.button);
    root.addEventListener("keydown", this.#pressed);
    // Beside the body: what swaps the body for another page's leaves it alone.
    document.documentElement.append(this.#host);
    if (this.#keep("localStorage")) this.#load();
  }

  /** What `Firstline('…')` does. Unknown commands are left alone: an older loader meets a newer page. */
  run(command: string, [first, second]: unknown[], forget: () => void): void {
    const commands: Record<string, () => void> = {
      open: () => this.#open(),
      close: () => this.#close(),
      identify: () => this.#identify(first),
      set: () => this.#set(first as Appearance),
      on: () => void this.#listeners.push([first as string, second as Listener]),
      off: () =>
        void (this.#listeners = this.#listeners.filter(([name, listener]) => name !== first || listener !== second)),
      logout: () => this.#logout(),
      hide: () => {
        this.#close();
        this.#host.hidden = true;
      },
      destroy: () => {
        this.#destroy();
        forget();
      },
    };
    commands[command]?.();
  }

  #toggle(): void {
    if (this.#isOpen) this.#close();
    else this.#open();
  }

  #open(): void {
    this.#host.hidden = false;
    this.#load();
    this.#turn(true);
    this.#frame?.focus();
    this.#say({ type: "open" });
    this.#emit("open", {});
  }

  #close(): void {
    if (!this.#isOpen) return;
    this.#turn(false);
    this.#say({ type: "close" });
    this.#launcher.button.focus();
    this.#emit("close", {});
  }

  #turn(isOpen: boolean): void {
    this.#isOpen = isOpen;
    this.#panel.hidden = !isOpen;
    this.#launcher.turn(isOpen);
  }

  /** Fetches the app: on a hover already, so that it is there when the click comes. */
  #load(): void {
    if (this.#frame) return;
    this.#frame = new Frame(
      this.origin,
      this.site,
      this.title,
      () => this.#keep("sessionStorage"),
      (message) => this.#received(message),
    );
    this.#panel.append(this.#frame.element);
    this.#say({ type: "set", appearance: this.#appearance });
    if (this.#identity !== undefined) void this.#vouch();
  }

  #say(message: ToFrame): void {
    this.#frame?.say(message);
  }

  #received(message: ToLoader): void {
    if (message.type === "close") this.#close();
    if (message.type === "ready") this.#emit("ready", {});
    if (message.type === "token") void this.#vouch();
    if (message.type === "active") this.#keep("localStorage", message.isActive ? "1" : "");
    if (message.type === "keep") this.#keep("sessionStorage", message.kept);
    if (message.type === "unread") {
      this.#launcher.count(message.n);
      this.#emit("unread", { n: message.n });
    }
  }

  #identify(identity: unknown): void {
    this.#identity = identity;
    if (this.#frame) void this.#vouch();
  }

  async #vouch(): Promise<void> {
    const identity = this.#identity;
    const token: unknown = await (typeof identity === "function" ? identity() : identity);
    this.#say({ type: "identify", token: typeof token === "string" ? token : null });
  }

  #set(appearance: Appearance): void {
    this.#appearance = { ...this.#appearance, ...appearance };
    this.#say({ type: "set", appearance });
    const { accent, onAccent } = this.#appearance;
    if (accent) this.#host.style.setProperty("--accent", accent);
    if (onAccent) this.#host.style.setProperty("--on-accent", onAccent);
  }

  #logout(): void {
    this.#identity = undefined;
    this.#keep("localStorage", "");
    this.#load();
    this.#say({ type: "logout" });
  }

  #destroy(): void {
    this.#frame?.close();
    this.#host.remove();
  }

  readonly #pressed = (event: Event): void => {
    if ((event as KeyboardEvent).key === "Escape") this.#close();
  };

  #emit(wanted: string, event: object): void {
    for (const [name, listener] of this.#listeners) if (name === wanted) listener(event);
  }

  /** Keeps a value on this page's side, or tells the kept one. Where nothing can be kept, there is none. */
  #keep(area: "localStorage" | "sessionStorage", value?: string): string | null {
    try {
      if (value !== undefined) window[area].setItem(this.#flag, value);
      return window[area].getItem(this.#flag);
    } catch {
      return null;
    }
  }
}
