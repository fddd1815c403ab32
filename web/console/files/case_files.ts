import type { Client, FileRules, Pending, Platform } from "../../client/index.ts";
import { type Lazy, lazy } from "../lazy.ts";
import type { FilesPart } from "./files_part.ts";

/** The files beside the cases: those that lie in composers, and those that messages have. */
export interface CaseFiles {
  /** What shows them and knows them. It comes with the first file, whether it is attached here, received, or left by another page. */
  readonly part: Lazy<FilesPart>;
  /** Puts files beside the reply that is being written. */
  attach(caseId: string, store: string, rules: FileRules, files: readonly File[]): void;
  /** Whether files that can be sent lie beside the reply. */
  hasAny(caseId: string): boolean;
  /** What goes with a reply. */
  take(caseId: string): { files?: string[] };
  /** A reply was undone: its files lie beside the reply again. */
  restore(pending: Pending): void;
  /** Whether this computer still sends some. */
  isUploading(): boolean;
  /** Who tells in words how far they are. */
  announceBy(say: (words: string) => void): void;
  /** Nothing of them stays on this computer. */
  forget(): void;
}

export interface CaseFilesPorts {
  client: Client;
  platform: Platform;
  /** Who is signed in. */
  person: string;
}

/** Creates them. Their code is fetched when there is something to do for it. */
export function createCaseFiles(ports: CaseFilesPorts): CaseFiles {
  const { client, platform, person } = ports;
  let say = (_: string) => {};
  const part = lazy(async () => (await import("./files_part.ts")).startFiles(ports, (words) => say(words)));
  const queue = () => part.part.peek()?.queue;
  const need = (pending: readonly Pending[]) => pending.some(({ command }) => "files" in command) && part.load();
  client.pending.subscribe(need);
  need(client.pending.get());
  if (platform.storage.get(flagOf(person)) !== null) part.load();
  return {
    part,
    attach(caseId, store, rules, files) {
      part.load();
      void part.ready.then((loaded) => loaded.attach(caseId, store, rules, files));
    },
    hasAny: (caseId) => (part.part.value?.uploads.value ?? []).some(isSendableAt(caseId)),
    take(caseId) {
      const files = queue()?.take(caseId) ?? [];
      return files.length > 0 ? { files } : {};
    },
    restore({ case: caseId, command }) {
      if ("files" in command) queue()?.restore(command.files ?? [], caseId);
    },
    isUploading: () =>
      (part.part.peek()?.uploads.peek() ?? []).some(({ state }) => state !== "ready" && state !== "refused"),
    announceBy: (announce) => void (say = announce),
    forget() {
      platform.storage.remove(flagOf(person));
      part.part.peek()?.forget();
    },
  };
}

/** Stands in the storage while files of this person wait to be sent from this computer. */
export function flagOf(person: string): string {
  return `files/${person}`;
}

function isSendableAt(caseId: string) {
  return ({ place, state }: { place: string | null; state: string }) => place === caseId && state !== "refused";
}
