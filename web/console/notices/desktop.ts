import { iconWith } from "./favicon.ts";

/** Whether the desktop may be written to. `missing`: this browser has no way to. */
export type Permission = "granted" | "default" | "denied" | "missing";

/** The desktop's notifications, of which there is one a case, whatever tab shows it. */
export interface Desktop {
  permission(): Permission;
  /** Asks the person, who has just clicked on something that says so. */
  ask(): Promise<Permission>;
  /** Shows a notice in place of an earlier one with the same tag. */
  show(notice: DesktopNotice): void;
  /** Takes one back that this tab has shown. */
  close(tag: string): void;
}

export interface DesktopNotice {
  title: string;
  body: string;
  tag: string;
  open: () => void;
}

/** The browser's own; `Api` is its class, undefined where it has none. */
export function browserDesktop(Api: typeof Notification | undefined, icon: string): Desktop {
  const shown = new Map<string, Notification>();
  const permission = () => Api?.permission ?? "missing";
  return {
    permission,
    ask: async () => (Api === undefined ? "missing" : Api.requestPermission()),
    show({ title, body, tag, open }) {
      if (Api === undefined || Api.permission !== "granted") return;
      try {
        const notification = new Api(title, { body, tag, icon, silent: true });
        shown.set(tag, notification);
        notification.onclick = () => {
          window.focus();
          notification.close();
          open();
        };
        notification.onclose = () => void (shown.get(tag) === notification && shown.delete(tag));
      } catch {
        // Chrome on Android has the class and lets only a service worker use it.
      }
    },
    close(tag) {
      shown.get(tag)?.close();
      shown.delete(tag);
    },
  };
}

/** The desktop as this page writes to it. */
export const desktop = browserDesktop(globalThis.Notification, iconWith(0));
