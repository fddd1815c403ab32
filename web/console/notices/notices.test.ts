import assert from "node:assert/strict";
import { test } from "node:test";
import type { CaseSummary } from "../../client/index.ts";
import { memoryLocks, memoryStore } from "../../client/memory.ts";
import { createPreferences } from "../preferences.ts";
import { readNoticeChoices } from "./choices.ts";
import { type Desktop, type DesktopNotice, browserDesktop } from "./desktop.ts";
import { iconWith } from "./favicon.ts";
import { type News, newsOf } from "./news.ts";
import { createNotifier } from "./notifier.ts";
import { type TabChannel, type TabMessage, joinTabs } from "./tabs.ts";

const ME = "a_me";
const summary = (changes: Partial<CaseSummary> = {}): CaseSummary => ({
  case: "c1",
  store: "demo",
  customer: "v_1",
  customer_name: "Ines",
  status: "waiting",
  subject: "Refund",
  excerpt: "Where is it?",
  last_role: "customer",
  seq: 3,
  opened_at: 0,
  updated_at: 0,
  waiting_since: 0,
  assignee: null,
  assignee_name: null,
  read: null,
  wants_person: false,
  suggestion: false,
  ...changes,
});
const NEWS: News = { kind: "new", case: "c1", list: "waiting", who: "Ines", text: "Where is it?" };

test("a customer's words are news in one's own and in nobody's conversations, and in no colleague's", () => {
  const before = summary({ seq: 2, excerpt: "Hello", last_role: "agent" });
  const told = (assignee: string | null) => newsOf({ before, now: summary({ assignee }) }, ME)?.kind ?? null;
  assert.equal(newsOf({ before: undefined, now: summary() }, ME)?.kind, "new");
  assert.deepEqual([told(null), told(ME), told("a_other")], ["new", "mine", null]);
  assert.equal(newsOf({ before, now: summary() }, null), null);
});

test("a draft moves a conversation on without news; being given one is news", () => {
  const now = summary({ seq: 4 });
  assert.equal(newsOf({ before: summary(), now }, ME), null);
  const given = { before: summary(), now: summary({ seq: 4, assignee: ME, last_role: "customer" }) };
  assert.equal(newsOf(given, ME)?.kind, "mine");
  assert.equal(newsOf({ before: given.now, now: { ...given.now, seq: 5 } }, ME), null);
});

/** A notifier at a desk on which everything can be set. */
function desk() {
  const shown: DesktopNotice[] = [];
  const closed: string[] = [];
  const state = { now: 0, rang: 0, isLeader: true, isFocused: false, choices: readNoticeChoices(null, true) };
  const opened: string[] = [];
  const notifier = createNotifier({
    choices: () => state.choices,
    words: () => ({
      titles: { new: "New message", mine: "Your conversation", mention: "You were mentioned" },
      from: (title, who) => `${title}: ${who}`,
    }),
    now: () => state.now,
    tabs: { isLeader: () => state.isLeader, isAnyFocused: () => state.isFocused },
    desktop: { show: (notice) => void shown.push(notice), close: (tag) => void closed.push(tag) },
    ring: () => void (state.rang += 1),
    open: (news) => void opened.push(news.case),
  });
  return { state, shown, closed, opened, notifier };
}

test("news is heard and shown by kind, one notice a conversation, and opens it", () => {
  const { state, shown, opened, notifier } = desk();
  notifier.tell(NEWS);
  assert.deepEqual([state.rang, shown[0]?.title, shown[0]?.body], [1, "New message: Ines", "Where is it?"]);
  shown[0]?.open();
  assert.deepEqual(opened, ["c1"]);
  state.now = 1_000;
  notifier.tell(NEWS);
  assert.equal(state.rang, 1, "one sound for what comes together");
  assert.deepEqual(
    shown.map(({ tag }) => tag),
    ["c1", "c1"],
  );
  state.choices = readNoticeChoices({ sound: { new: false }, desktop: { new: false } }, true);
  state.now = 60_000;
  notifier.tell(NEWS);
  assert.deepEqual([state.rang, shown.length], [1, 2]);
  notifier.tell({ ...NEWS, kind: "mine" });
  assert.deepEqual([state.rang, shown.length], [2, 3]);
});

test("without previews a notice says neither who nor what", () => {
  const { state, shown, notifier } = desk();
  state.choices = readNoticeChoices({ preview: false }, true);
  notifier.tell(NEWS);
  assert.deepEqual([shown[0]?.title, shown[0]?.body], ["New message", ""]);
});

test("nobody is told who looks at a tab, leads none, or wants not to be disturbed until then", () => {
  const { state, shown, notifier } = desk();
  for (const change of [{ isFocused: true }, { isFocused: false, isLeader: false }]) {
    Object.assign(state, change);
    notifier.tell(NEWS);
  }
  state.isLeader = true;
  state.choices = readNoticeChoices({ quietUntil: 5_000 }, true);
  notifier.tell(NEWS);
  assert.deepEqual([state.rang, shown.length], [0, 0]);
  state.now = 5_000;
  notifier.tell(NEWS);
  assert.deepEqual([state.rang, shown.length], [1, 1]);
});

test("what was kept is read field by field, and one sound for everything becomes one for each kind", () => {
  const broken = readNoticeChoices(
    { sound: { new: "yes", mine: false }, desktop: 7, preview: 0, quietUntil: "x" },
    false,
  );
  assert.deepEqual(broken.sound, { new: false, mine: false, mention: false });
  assert.deepEqual(broken.desktop, { new: true, mine: true, mention: true });
  assert.deepEqual([broken.preview, broken.quietUntil], [true, null]);
  const store = memoryStore();
  store.set("console/prefs", '{"sound":false,"theme":"dark"}');
  const { choices } = createPreferences(store);
  assert.equal(choices.value.notices.sound.new, false);
  assert.equal(choices.value.theme, "dark");
});

/** Channels that hear each other, as tabs of one browser do. */
function hub() {
  const listeners: ((message: TabMessage) => void)[] = [];
  return (): TabChannel => {
    let own = (_: TabMessage) => {};
    return {
      post: (message) => listeners.filter((listener) => listener !== own).forEach((listener) => listener(message)),
      listen: (listener) => void listeners.push((own = listener)),
      close: () => void listeners.splice(listeners.indexOf(own), 1),
    };
  };
}

/** Opens tabs of one browser. */
function browser() {
  const [locks, join] = [memoryLocks(), hub()];
  return (id: string) => {
    let tell = (_: boolean) => {};
    const state = { hasFocus: false };
    const onFocus = (back: typeof tell) => {
      tell = back;
      return () => {};
    };
    const page = { hasFocus: () => state.hasFocus, onFocus };
    const focus = (hasFocus: boolean) => {
      state.hasFocus = hasFocus;
      tell(hasFocus);
    };
    const crash = () => void (state.hasFocus = false);
    return { tabs: joinTabs("maya", { id, locks, channel: join(), page }), focus, crash };
  };
}

test("of all tabs one leads, the next when it goes, and each knows when another is looked at", async () => {
  const tab = browser();
  const first = tab("1");
  first.focus(true);
  const second = tab("2");
  await new Promise((next) => setTimeout(next));
  assert.deepEqual([first.tabs.isLeader(), second.tabs.isLeader()], [true, false]);
  assert.equal(second.tabs.isAnyFocused(), true, "whoever comes later is told");
  first.focus(false);
  assert.deepEqual([first.tabs.isAnyFocused(), second.tabs.isAnyFocused()], [false, false]);
  second.focus(true);
  assert.equal(first.tabs.isAnyFocused(), true);
  second.focus(false);
  first.tabs.close();
  await new Promise((next) => setTimeout(next));
  assert.equal(second.tabs.isLeader(), true);
  second.tabs.close();
});

test("a tab that is looked at says so again, and one that has crashed is forgotten", ({ mock }) => {
  mock.timers.enable({ apis: ["setInterval", "Date"] });
  const tab = browser();
  const [first, second] = [tab("1"), tab("2")];
  first.focus(true);
  mock.timers.tick(600_000);
  assert.equal(second.tabs.isAnyFocused(), true);
  first.crash();
  mock.timers.tick(59_000);
  assert.equal(second.tabs.isAnyFocused(), true);
  mock.timers.tick(1_000);
  assert.equal(second.tabs.isAnyFocused(), false);
  second.tabs.close();
  first.tabs.close();
});

test("the icon counts, and says nothing where nothing waits", () => {
  assert.ok(!decodeURIComponent(iconWith(0)).includes("<text"));
  assert.ok(decodeURIComponent(iconWith(7)).includes(">7</text>"));
  assert.ok(decodeURIComponent(iconWith(240)).includes(">99+</text>"));
});

test("a browser without notifications, or one that throws, is left alone", async () => {
  const notice: DesktopNotice = { title: "t", body: "", tag: "c1", open: () => {} };
  const none: Desktop = browserDesktop(undefined, "");
  none.show(notice);
  assert.deepEqual([none.permission(), await none.ask()], ["missing", "missing"]);
  const Android = class {
    static permission = "granted";
    constructor() {
      throw new TypeError("Illegal constructor");
    }
  } as unknown as typeof Notification;
  browserDesktop(Android, "").show(notice);
});
