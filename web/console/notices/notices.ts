import { effect } from "@preact/signals";
import { browserPlatform } from "../../client/index.ts";
import type { AppContext } from "../app_context.ts";
import { playChime } from "../chime.ts";
import { listLocation } from "../location.ts";
import { wording } from "../words/index.ts";
import { noticeWords } from "../words/notices.ts";
import { size } from "../worklist.ts";
import { desktop } from "./desktop.ts";
import { showCount } from "./favicon.ts";
import { newsOf } from "./news.ts";
import { createNotifier } from "./notifier.ts";
import { type TabChannel, type TabMessage, type TabPage, joinTabs } from "./tabs.ts";

type Shared = Pick<AppContext, "caseStore" | "router" | "preferences" | "mentions">;

/** Tells of what happens while nobody looks, for as long as the console is shown. Returns what ends it. */
export function startNotices({ caseStore, router, preferences, mentions }: Shared, person: string): () => void {
  const platform = browserPlatform();
  const name = `firstline/notices/${person}`;
  const tabs = joinTabs(person, { id: platform.id(), locks: platform.locks, channel: channelOf(name), page });
  const choices = () => preferences.choices.peek().notices;
  const notifier = createNotifier({
    choices,
    words: noticeWords,
    now: Date.now,
    tabs,
    desktop,
    ring: playChime,
    open: ({ list, case: id }) => router.go(listLocation(list, id)),
  });
  const look = () => {
    const open = caseStore.active.value?.id;
    if (open !== undefined && document.hasFocus()) notifier.seen(open);
  };
  /** The frame says that there is something; what it is, the list does. */
  const tellMention = async ({ case: id, seq }: { case: string; seq: number }) => {
    await mentions.load();
    const mention = mentions.state.peek().items.find((item) => item.case === id && item.seq === seq);
    if (mention === undefined) return;
    const { by, text } = mention;
    notifier.tell({ kind: "mention", case: id, list: "waiting", who: by ?? wording().colleague, text });
  };
  const ends = [
    effect(() => {
      const moved = caseStore.moved.value;
      const news = moved === null ? null : newsOf(moved, caseStore.me.peek()?.user ?? null);
      if (news !== null) notifier.tell(news);
    }),
    effect(() => {
      const frame = caseStore.mentioned.value;
      if (frame !== null) void tellMention(frame);
    }),
    // What came while the line was away is counted when it is back.
    effect(() => {
      if (caseStore.connectionState.value === "live") void mentions.load();
    }),
    effect(look),
    page.onFocus(look),
    effect(() => {
      const waiting = caseStore.counts.value.waiting ?? size(caseStore.lists.value, "waiting");
      showCount(document, preferences.choices.value.notices.badge ? waiting : 0);
    }),
    tabs.close,
  ];
  return () => {
    for (const end of ends) end();
    showCount(document, 0);
  };
}

const page: TabPage = {
  hasFocus: () => document.hasFocus(),
  onFocus(listener) {
    const gained = () => listener(true);
    const lost = () => listener(false);
    addEventListener("focus", gained);
    addEventListener("blur", lost);
    addEventListener("pagehide", lost);
    return () => {
      removeEventListener("focus", gained);
      removeEventListener("blur", lost);
      removeEventListener("pagehide", lost);
    };
  },
};

function channelOf(name: string): TabChannel {
  const channel = new BroadcastChannel(name);
  return {
    post: (message) => channel.postMessage(message),
    listen: (listener) => (channel.onmessage = ({ data }: MessageEvent<TabMessage>) => listener(data)),
    close: () => channel.close(),
  };
}
