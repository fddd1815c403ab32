import type { Clock } from "../../client/index.ts";

/** The browser's timers. */
export const browserTimers: Pick<Clock, "after"> = {
  after(delay, task) {
    const timer = setTimeout(task, delay);
    return () => clearTimeout(timer);
  },
};
