/** How long the first attempt may take until the app has started, in milliseconds. Each further one gets twice as long. */
const FIRST_TIMEOUT = 8_000;
/** The longest of them, in milliseconds. */
const LONGEST_TIMEOUT = 60_000;
/** How long after the frame's `load` the app may take, in milliseconds: the browser's own error page never starts. */
const AFTER_LOAD = 1_000;

/**
 * Loads the app's frame until it starts; `panel` has the class `ready` then, `failed` while there is trouble, and none
 * while nothing is known yet.
 * `fetchScript` fetches what speaks to the app, where that is not there yet.
 */
export function createFrame(panel: HTMLElement, iframe: HTMLElement, fetchScript: () => void) {
  let timeout = FIRST_TIMEOUT;
  let timer: ReturnType<typeof setTimeout>;
  const isReady = (): boolean => panel.className === "ready";
  const fail = (): void => {
    if (!isReady()) panel.className = "failed";
  };
  /** To insert a frame again loads it anew, and leaves no entry in the history. */
  const load = (): void => {
    clearTimeout(timer);
    if (isReady()) return;
    timer = setTimeout(() => {
      fail();
      timeout = Math.min(2 * timeout, LONGEST_TIMEOUT);
      load();
    }, timeout);
    fetchScript();
    panel.append(iframe);
  };
  iframe.onload = () => setTimeout(fail, AFTER_LOAD);
  addEventListener("online", load);
  load();

  return {
    /** Loads it anew, and shows that: because the visitor, or an app that lacks a part, wants another attempt. */
    reload() {
      panel.className = "";
      load();
    },
    started() {
      panel.className = "ready";
      clearTimeout(timer);
    },
    destroy() {
      clearTimeout(timer);
      removeEventListener("online", load);
    },
  };
}
