import type { Locks } from "../../client/platform.ts";

/** What tabs of the same person say to each other. */
export type TabMessage = { tab: string; isFocused: boolean } | { asks: true };

/** A way to all other tabs of this person. */
export interface TabChannel {
  post(message: TabMessage): void;
  listen(listener: (message: TabMessage) => void): void;
  close(): void;
}

/** What of its own page a tab must know. */
export interface TabPage {
  hasFocus(): boolean;
  /** Tells of the page's getting and losing the focus, and of its end as a loss. Returns what undoes it. */
  onFocus(listener: (isFocused: boolean) => void): () => void;
}

/** All tabs in which a person has the console open: one of them tells, and none while they look at any. */
export interface Tabs {
  /** Whether this is the one that tells. */
  isLeader(): boolean;
  isAnyFocused(): boolean;
  close(): void;
}

/** How often a tab that is looked at says so again, in milliseconds. */
const AGAIN = 30_000;
/** For how long that holds, in milliseconds: a tab that has crashed says no more that it is not. */
const LASTS = 2 * AGAIN;

/** Joins the tabs of `person`. The lock's holder leads; when it goes, the next in line does. */
export function joinTabs(
  person: string,
  { id, locks, channel, page }: { id: string; locks: Locks; channel: TabChannel; page: TabPage },
): Tabs {
  /** When each was said to be looked at. */
  const focused = new Map<string, number>();
  let isLeader = false;
  let release = () => {};
  let isClosed = false;
  const say = (isFocused: boolean) => channel.post({ tab: id, isFocused });
  channel.listen((message) => {
    if ("asks" in message) {
      if (page.hasFocus()) say(true);
    } else if (message.isFocused) focused.set(message.tab, Date.now());
    else focused.delete(message.tab);
  });
  const undo = page.onFocus(say);
  const repeating = setInterval(() => page.hasFocus() && say(true), AGAIN);
  locks.hold(`firstline/notices/${person}`, () => {
    if (isClosed) return Promise.resolve();
    isLeader = true;
    return new Promise((resolve) => (release = resolve));
  });
  // Whoever comes later has not heard who has the focus.
  channel.post({ asks: true });
  say(page.hasFocus());
  return {
    isLeader: () => isLeader,
    isAnyFocused: () => page.hasFocus() || [...focused.values()].some((at) => Date.now() - at < LASTS),
    close() {
      isClosed = true;
      isLeader = false;
      clearInterval(repeating);
      undo();
      say(false);
      channel.close();
      release();
    },
  };
}
