import type { ToFrame } from "../protocol.ts";
import type { Loader } from "./loader.ts";

/**
 * Forwards what the visitor types after opening the chat, until the frame has the focus: not every browser lets a frame
 * of another site take it untouched. Returns what ends it.
 */
export function forwardKeys(loader: Loader, send: (message: ToFrame) => void): () => void {
  let hasTyped = false;
  const pressed = (event: KeyboardEvent): void => {
    const { key, target, ctrlKey, metaKey, altKey } = event;
    // The frame has the focus and the page still gets a key: it was pressed while the focus went over.
    const isGoingOver = (loader.panel.getRootNode() as ShadowRoot).activeElement === loader.iframe;
    const isAwaited = loader.isAwaited || isGoingOver;
    if (!isAwaited) hasTyped = false;
    const isText = key.length === 1 && !ctrlKey && !metaKey && !altKey;
    // A space or Backspace in the first place is the page's, or presses a button.
    const isMeant = isText && key !== " " ? true : hasTyped && (isText || key === "Backspace");
    const isTaken = target instanceof Element && target.matches("input, select, textarea, [contenteditable]");
    if (!loader.isOpen || !isAwaited || !isMeant || isTaken) return;
    hasTyped = true;
    event.preventDefault();
    send({ type: "key", key });
  };
  const turned = (): void => void (loader.isAwaited = false);
  loader.keys.forEach(pressed);
  addEventListener("keydown", pressed);
  addEventListener("blur", turned);
  addEventListener("pointerdown", turned);
  return () => {
    removeEventListener("keydown", pressed);
    removeEventListener("blur", turned);
    removeEventListener("pointerdown", turned);
  };
}
