import { useLayoutEffect } from "preact/hooks";

/** Whether Enter is for a new line: on a phone's keyboard there is no other, and the button is near. */
export function isTouchKeyboard(): boolean {
  return matchMedia("(hover: none) and (pointer: coarse)").matches;
}

const growsByItself = CSS.supports("field-sizing", "content");

/** Gives a field the height of its words, in browsers that don't. */
export function autoGrow(field: HTMLTextAreaElement): void {
  if (growsByItself) return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 2}px`;
}

/** Keeps a field as high as its words, whoever puts them there: somebody who types, a kept draft, or sending, which empties it. */
export function useAutoGrow(field: () => HTMLTextAreaElement | null, ...changes: unknown[]): void {
  useLayoutEffect(() => {
    const element = field();
    if (element !== null) autoGrow(element);
  }, changes);
}

/** Gives a field the focus when it appears, and never again: for an element's `ref`. */
export function focusOnMount(element: HTMLElement | null): void {
  if (element === null || element.dataset.begun !== undefined) return;
  element.dataset.begun = "";
  element.focus();
}
