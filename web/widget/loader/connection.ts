import { HELLO, type ToFrame, type ToLoader } from "../protocol.ts";
import { type Loader, store } from "./loader.ts";
import { createNotice } from "./notice.ts";

/** The first pause before the shop is asked for its JWT again, and the last, in milliseconds. */
const FIRST_PAUSE = 2_000;
const LAST_PAUSE = 300_000;

/** Speaks to the app in the frame. What is sent before it listens waits in the loader's queue. */
export function createConnection(loader: Loader, started: () => void) {
  const { origin, iframe, key } = loader;
  let port: MessagePort | null = null;
  const notice = createNotice();

  const send = (message: ToFrame): void => {
    if (port) port.postMessage(message);
    else loader.queue.push(message);
  };
  /** The token that the app has got last. */
  let given: string | null = null;
  let pause = FIRST_PAUSE;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** The shop's JWT; null where it has none, or fails to get one. */
  const fetchToken = async (identity: unknown): Promise<string | null> => {
    try {
      const token: unknown = await (typeof identity === "function" ? identity() : identity);
      return typeof token === "string" ? token : null;
    } catch {
      return null;
    }
  };
  /** `isRefused`: the token that was given is no good. Where the shop has no other now, it is asked again and again. */
  const identify = async (isRefused: boolean, isRepeated = false): Promise<void> => {
    clearTimeout(timer);
    const { identity } = loader;
    const token = await fetchToken(identity);
    if (identity !== loader.identity) return;
    const isUseless = token === null || (isRefused && token === given);
    if (!isRepeated || !isUseless) send({ type: "identify", token });
    given = token ?? given;
    if (!isUseless) pause = FIRST_PAUSE;
    if (!isUseless || typeof identity !== "function") return;
    clearTimeout(timer);
    timer = setTimeout(() => void identify(isRefused, true), pause);
    pause = Math.min(2 * pause, LAST_PAUSE);
  };
  const received = (message: ToLoader): void => {
    switch (message.type) {
      case "close":
        return loader.close();
      case "ready":
        return loader.emit("ready");
      // Not before the app has all keys that were pressed until now: what is typed next must come after them.
      case "focus":
        if (loader.isOpen && loader.isAwaited) loader.iframe.focus();
        return;
      // Without a network a frame that reloads itself is the browser's error page for good. This page's way to load it
      // has a time-out, and says what is wrong.
      case "reload":
        port = null;
        return loader.frame?.reload();
      case "token":
        return void identify(true);
      case "active":
        return void store("localStorage", key, message.isActive ? "1" : "");
      case "keep":
        return void store("sessionStorage", key, message.kept);
      case "accent":
        if (loader.appearance.accent === undefined)
          (loader.panel.getRootNode() as ShadowRoot & { host: HTMLElement }).host.style.setProperty(
            "--accent",
            message.accent,
          );
        return;
      case "unread":
        notice.update(message.n);
        loader.setUnread(message.n);
        return loader.emit("unread", { n: message.n });
    }
  };
  /** The app listens on this port. Loaded anew it knows nothing. */
  const adopt = (accepted: MessagePort): void => {
    port = accepted;
    loader.frame?.started();
    send({ type: "set", appearance: loader.appearance });
    if (loader.identity) void identify(false);
    for (const message of loader.queue.splice(0)) send(message);
    if (loader.isOpen) started();
  };
  /**
   * Only our own frame, still on our own origin, gets a port. On a busy machine it says hello more often than once, and
   * takes the first port that comes: which one that is, it says on it.
   */
  const hello = (event: MessageEvent): void => {
    if (event.source !== iframe.contentWindow || event.origin !== origin || event.data !== HELLO) return;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }: MessageEvent<ToLoader>) => {
      if (data.type === "ready") adopt(port1);
      received(data);
    };
    iframe.contentWindow?.postMessage(store("sessionStorage", key), origin, [port2]);
  };
  addEventListener("message", hello);
  return {
    send,
    identify: () => identify(false),
    destroy() {
      clearTimeout(timer);
      removeEventListener("message", hello);
      notice.destroy();
    },
  };
}
