import { useEffect, useState } from "preact/hooks";
import { hasFiles, isPasteOfFiles } from "../../client/files/dragged.ts";
import type { FileRules } from "../../client/index.ts";
import { useAppContext } from "../app_context.ts";

/** What a composer needs to take files. */
export interface Attachable {
  rules: FileRules;
  /** Whether files are dragged over the page. */
  isOver: boolean;
  attach(files: ArrayLike<File> | null | undefined): void;
}

/** Takes files by paste and drop, anywhere on the page, for the reply of this case. Null where the store takes none. */
export function useAttaching(caseId: string, store: string | null, isReply: boolean): Attachable | null {
  const { caseStore, files, router } = useAppContext();
  const rules = (store !== null && isReply && caseStore.fileRules.value[store]) || null;
  const [isOver, setOver] = useState(false);
  const attach: Attachable["attach"] = (list) => {
    // At once: the list is the browser's, and goes with the event.
    if (rules !== null && list?.length) files.attach(caseId, store!, rules, Array.from(list));
    router.elements.composer?.focus();
  };
  useEffect(() => {
    if (rules === null) return undefined;
    const listening = new AbortController();
    const { signal } = listening;
    const isBlocked = () => document.querySelector("dialog[open]") !== null;
    const pasted = (event: ClipboardEvent) => {
      if (isBlocked() || !isPasteOfFiles(event.clipboardData)) return;
      event.preventDefault();
      attach(event.clipboardData?.files);
    };
    const dragged = (event: DragEvent) => {
      if (!hasFiles(event.dataTransfer)) return;
      // Else the browser would leave the console for the file.
      event.preventDefault();
      setOver(event.type === "dragover" || (event.type === "dragleave" && event.relatedTarget !== null));
      if (event.type === "drop" && !isBlocked()) attach(event.dataTransfer?.files);
    };
    addEventListener("paste", pasted, { signal });
    for (const type of ["dragover", "dragleave", "drop"] as const) addEventListener(type, dragged, { signal });
    return () => listening.abort();
  }, [caseId, rules]);
  return rules === null ? null : { rules, isOver, attach };
}
