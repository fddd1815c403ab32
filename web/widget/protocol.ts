/**
 * What the loader on the shop's page and the app in the frame say to each other, over one `MessagePort`. The only
 * message outside of it is `HELLO`, which the frame sends to its parent and which carries nothing.
 */
export const HELLO = "firstline:hello";

/** How the shop wants the widget to look and speak. */
export interface Appearance {
  /** A CSS colour for buttons and the visitor's own words. */
  accent?: string;
  /** The colour on it. Replaced where the two can't be told apart. */
  onAccent?: string;
  /** A BCP 47 tag; by default the page's language. */
  locale?: string;
  /** Follows the visitor's system by default. */
  scheme?: "light" | "dark" | "auto";
}

export type ToFrame =
  /** `focuses`: where the visitor has opened it, and not where a page opens it again for them. */
  | { type: "open"; focuses: boolean }
  | { type: "close" }
  /** What the visitor typed on the page before the frame had the focus: a character, or `Backspace`. */
  | { type: "key"; key: string }
  | { type: "set"; appearance: Appearance }
  /** The shop's own word for who this is: a JWT. Null: the shop has none any more. */
  | { type: "identify"; token: string | null }
  | { type: "logout" };

export type ToLoader =
  /** The app is there and listens. */
  | { type: "ready" }
  | { type: "close" }
  /** A part of the app did not come, and no browser asks for a module again: load the frame anew, please. */
  | { type: "reload" }
  /** Open, with the focus where one writes: the frame may take it from the page. Not every browser lets it by itself. */
  | { type: "focus" }
  /** The store's own colour, `#rrggbb`, for where the page has set none. */
  | { type: "accent"; accent: string }
  | { type: "unread"; n: number }
  /** Whether there is an open case, for which the frame is worth loading with the next page. */
  | { type: "active"; isActive: boolean }
  /**
   * Where the browser lets the frame keep nothing (it blocks third parties' storage), the page keeps it for the tab's
   * life: a reload loses nothing. It comes back with the port.
   */
  | { type: "keep"; kept: string }
  /** The shop's JWT has ended or was refused: another one, please; later, where there is none now. */
  | { type: "token" };
