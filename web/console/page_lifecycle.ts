import type { Client, ConnectionState, Pending } from "../client/index.ts";
import { isTouchKeyboard } from "./parts/text_field.ts";

/**
 * Sends what is held or under way when the page goes, so that no reply waits on this computer for the next sign-in.
 * Returns the function that stops it.
 */
export function sendOnPageHide(client: Client, isUploading: () => boolean, page: Document = document): () => void {
  const flush = () => client.flushOnUnload();
  // A phone ends a page in the background without another word; elsewhere a hidden page goes on, and Undo with it.
  const onVisibility = () => page.visibilityState === "hidden" && isTouchKeyboard() && flush();
  // Firefox may end the page's process before it has taken what is sent at `pagehide`; at this earlier moment it has time.
  const onLeave = (event: BeforeUnloadEvent) => {
    const isLeft = isWaitingForNetwork(client.connectionState.get(), client.pending.get()) || isUploading();
    if (isLeft) event.preventDefault();
    else flush();
  };
  addEventListener("pagehide", flush);
  addEventListener("beforeunload", onLeave);
  page.addEventListener("freeze", flush);
  page.addEventListener("visibilitychange", onVisibility);
  return () => {
    removeEventListener("pagehide", flush);
    removeEventListener("beforeunload", onLeave);
    page.removeEventListener("freeze", flush);
    page.removeEventListener("visibilitychange", onVisibility);
  };
}

/** Whether something would stay on this computer, unsent, until the next sign-in: then the browser asks before it leaves. */
export function isWaitingForNetwork(connection: ConnectionState, pending: readonly Pending[]): boolean {
  const isConnected = connection === "live" || connection === "polling";
  return !isConnected && pending.some(({ state }) => state !== "failed");
}
