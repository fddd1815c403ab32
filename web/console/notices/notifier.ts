import { type NoticeChoices, isQuiet } from "./choices.ts";
import type { Desktop } from "./desktop.ts";
import type { News } from "./news.ts";
import type { Tabs } from "./tabs.ts";

/** Sounds are at least so far apart, in milliseconds: of several customers who write at once, one is enough. */
const SOUND_GAP = 3_000;

/** What a notice says, and whom. */
export interface NoticeWords {
  titles: Record<News["kind"], string>;
  from: (title: string, who: string) => string;
}

export interface NotifierEdges {
  choices: () => NoticeChoices;
  words: () => NoticeWords;
  now: () => number;
  tabs: Pick<Tabs, "isLeader" | "isAnyFocused">;
  desktop: Pick<Desktop, "show" | "close">;
  ring: () => void;
  open: (news: News) => void;
}

export interface Notifier {
  tell(news: News): void;
  /** The case is before the person's eyes. */
  seen(id: string): void;
}

/** Tells a person of news as they like it: nothing while they look at the console in any tab, and from one tab only. */
export function createNotifier({ choices, words, now, tabs, desktop, ring, open }: NotifierEdges): Notifier {
  let rangAt = -Infinity;
  return {
    tell(news) {
      const chosen = choices();
      if (isQuiet(chosen, now()) || !tabs.isLeader() || tabs.isAnyFocused()) return;
      if (chosen.sound[news.kind] && now() - rangAt >= SOUND_GAP) {
        rangAt = now();
        ring();
      }
      if (!chosen.desktop[news.kind]) return;
      const { titles, from } = words();
      const title = titles[news.kind];
      // Whoever has turned previews off shows nobody beside them who writes what.
      const [shown, body] = chosen.preview ? [from(title, news.who), news.text ?? ""] : [title, ""];
      desktop.show({ title: shown, body, tag: news.case, open: () => open(news) });
    },
    seen: (id) => desktop.close(id),
  };
}
