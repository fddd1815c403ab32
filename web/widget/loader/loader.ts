import type { Appearance, ToFrame } from "../protocol.ts";
import type { createFrame } from "./frame.ts";

type Frame = ReturnType<typeof createFrame>;

/** What the loader lends to the script that comes with the frame. */
export interface Loader {
  origin: string;
  /** Under which name the page stores things for the chat. */
  key: string;
  panel: HTMLElement;
  iframe: HTMLIFrameElement;
  /** What loads the app into it; there from the first interest on. */
  frame?: Frame;
  /** What speaks to the app; it comes with the frame. */
  app?: Panel;
  /** Lets the loader's own screen speak another language than English; it comes where one is wanted. */
  translate?(): void;
  isOpen: boolean;
  /** The visitor has opened the chat, and has turned to nothing else since: what they type is meant for it. */
  isAwaited: boolean;
  appearance: Appearance;
  /** The shop's JWT, or what fetches one. */
  identity?: unknown;
  /** What is to be sent to the app as soon as that can be done. */
  queue: ToFrame[];
  /** What the visitor pressed before that script was there. */
  keys: KeyboardEvent[];
  setUnread(n: number): void;
  emit(name: string, event?: object): void;
  close(): void;
}

/** What the script gives that comes with the frame. */
export interface Panel {
  send(message: ToFrame): void;
  /** The shop's word for who this is has changed. */
  identify(): void;
  /** The panel is in sight, or out of it. */
  update(): void;
  /** It was open, and has been closed by whatever means. */
  closed(): void;
  destroy(): void;
}

/** The element that fetches a script, which finds on it what it works for. */
export type LentScript = HTMLScriptElement & { loader?: Loader };

/** Stores a value on this page's side, and gives the stored one. Where nothing can be stored, there is none. */
export function store(area: "localStorage" | "sessionStorage", key: string, value?: string): string | null {
  try {
    if (value != null) window[area].setItem(key, value);
    return window[area].getItem(key);
  } catch {
    return null;
  }
}
