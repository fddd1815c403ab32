import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { useAppContext } from "../app_context.ts";
import type { ActiveCase } from "../case_store.ts";
import { latestNow } from "../../client/time_format.ts";
import { formatDay, dayLabel } from "../time_format.ts";
import { lastSeen, timeline } from "../timeline.ts";
import { Announcer } from "./announcer.tsx";
import { Icon } from "./icons.tsx";
import { EventItem } from "./event-item.tsx";
import { PendingItem } from "./pending-item.tsx";
import { MessageItem } from "./message-item.tsx";
import { wording } from "../words/index.ts";

/** This close to an edge, in pixels, counts as being at it. */
const EDGE = 48;
/** This close to the start, earlier events are fetched. */
const EARLY = 400;

/** The case's log. It stays at the end while the person is there, and where they are while they are not. */
export function Log({ activeCase }: { activeCase: ActiveCase }) {
  const { caseStore, router } = useAppContext();
  const { state } = activeCase;
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useFollowing(activeCase, box);
  useLooking(activeCase, isAtEnd);
  const entries = timeline(state.events, state.pending, formatDay);
  const seen = lastSeen(entries, state.view === null ? 0 : (state.reads[state.view.customer] ?? 0));
  const now = latestNow(caseStore.now.value, state.events.at(-1)?.at);
  const words = wording();
  const toEnd = () => box.current?.scrollTo({ top: box.current.scrollHeight });
  return (
    <div class="log-frame">
      <div
        class="log"
        tabIndex={0}
        role="region"
        aria-label={words.messages}
        ref={(element) => void (box.current = router.elements.log = element)}
      >
        <ol>
          {state.hasOlder && (
            <li class="line" role="status">
              {words.loadingEarlier}
            </li>
          )}
          {entries.map((entry) => {
            switch (entry.kind) {
              case "day":
                return (
                  <li key={entry.key} class="day">
                    {dayLabel(entry.at, now)}
                  </li>
                );
              case "line":
                return <EventItem key={entry.key} line={entry} activeCase={activeCase} />;
              case "speech":
                return <MessageItem key={entry.key} speech={entry} isLastSeen={entry.seq === seen} />;
              case "pending":
                return <PendingItem key={entry.key} pending={entry.pending} activeCase={activeCase} />;
            }
          })}
        </ol>
      </div>
      {!isAtEnd && (
        <div class="newer">
          <button type="button" class="button" onClick={toEnd}>
            <Icon name="down" small />
            {router.seen.value < state.head ? words.newMessages : words.toLatest}
          </button>
        </div>
      )}
      <Announcer activeCase={activeCase} />
    </div>
  );
}

/** Keeps the place: at the end while there; else what is read stays under the eyes, also when earlier events come in above it. */
function useFollowing({ state }: ActiveCase, box: { current: HTMLElement | null }): boolean {
  const { caseStore } = useAppContext();
  const [isAtEnd, setAtEnd] = useState(true);
  const before = useRef({ first: "", height: 0, isAtEnd: true });
  const isLoading = useRef(false);
  const first = state.events[0]?.id ?? "";
  const look = () => {
    const { scrollTop, clientHeight, scrollHeight } = box.current!;
    before.current = { ...before.current, isAtEnd: scrollHeight - scrollTop - clientHeight < EDGE };
    setAtEnd(before.current.isAtEnd);
    if (scrollTop > EARLY || isLoading.current) return;
    isLoading.current = true;
    void caseStore
      .loadOlder()
      .catch(() => undefined)
      .then(() => (isLoading.current = false));
  };
  useLayoutEffect(() => {
    const { current: log } = box;
    if (log === null) return;
    const hasEarlier = before.current.first !== "" && before.current.first !== first;
    if (before.current.isAtEnd) log.scrollTop = log.scrollHeight;
    else if (hasEarlier) log.scrollTop += log.scrollHeight - before.current.height;
    before.current = { ...before.current, first, height: log.scrollHeight };
  }, [first, state.events.length, state.pending.length]);
  useLayoutEffect(() => {
    const log = box.current!;
    // What is below the log grows and shrinks: the end stays in view.
    const sizes = new ResizeObserver(() => before.current.isAtEnd && (log.scrollTop = log.scrollHeight));
    sizes.observe(log);
    sizes.observe(log.firstElementChild!);
    log.addEventListener("scroll", look, { passive: true });
    return () => {
      sizes.disconnect();
      log.removeEventListener("scroll", look);
    };
  }, []);
  return isAtEnd;
}

/** Tells how far the person has read. Only what was at the end of a page that is really looked at counts. */
function useLooking({ id, state }: ActiveCase, isAtEnd: boolean): void {
  const { caseStore, router } = useAppContext();
  const told = useRef(0);
  // With the drawing, not after it: who replies at once has seen what is drawn.
  useLayoutEffect(() => {
    const look = () => {
      if (!isAtEnd || document.visibilityState !== "visible" || state.head <= told.current) return;
      told.current = state.head;
      router.seen.value = state.head;
      caseStore.read(id, state.head);
    };
    look();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [id, state.head, isAtEnd]);
}
