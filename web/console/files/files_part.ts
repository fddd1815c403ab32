import { type ReadonlySignal, signal } from "@preact/signals";
import { UploadAnnouncer } from "../../client/files/announcements.ts";
import { LinkKeeper } from "../../client/files/file_links.ts";
import { forgetFiles, indexedFiles } from "../../client/files/file_store.ts";
import { pickedFiles } from "../../client/files/picked.ts";
import { postByRequest } from "../../client/files/posting.ts";
import { previewOf } from "../../client/files/preview.ts";
import { MOST_FILES, type Upload } from "../../client/files/upload.ts";
import { UploadQueue, filesOf } from "../../client/files/upload_queue.ts";
import type { FileRules } from "../../client/index.ts";
import { attempt } from "../../client/storage.ts";
import css from "../styles/files.css?inline";
import { adoptStyles } from "../styles/adopt.ts";
import { locale } from "../words/index.ts";
import { fileWording } from "../words/files.ts";
import { type CaseFilesPorts, flagOf } from "./case_files.ts";
import { Attachments } from "./parts/attachments.tsx";
import { OnItsWay } from "./parts/on-its-way.tsx";
import { Tray } from "./parts/tray.tsx";

adoptStyles(css);

/** Under which name the browser keeps files. */
const DATABASE = "firstline-console";

/** What the console has of files once it has any. */
export interface FilesPart {
  Attachments: typeof Attachments;
  OnItsWay: typeof OnItsWay;
  Tray: typeof Tray;
  queue: UploadQueue;
  links: LinkKeeper;
  /** All that are on their way. */
  uploads: ReadonlySignal<readonly Upload[]>;
  /** How large a file may be that was attached last, in bytes. */
  mostBytes: ReadonlySignal<number>;
  attach(caseId: string, store: string, rules: FileRules, files: readonly File[]): void;
  forget(): void;
}

/** Opens what this computer keeps for whoever is signed in. */
export async function startFiles(
  { client, platform, person }: CaseFilesPorts,
  say: (words: string) => void,
): Promise<FilesPart> {
  const { storage, clock } = platform;
  const flag = flagOf(person);
  // What somebody who has signed out kept here is nobody's.
  if (storage.get(flag) === null) forgetFiles(database(), DATABASE);
  const store = indexedFiles(database(), DATABASE);
  const { api, pending } = client;
  const scope = `a:${person}`;
  const queue = new UploadQueue({ platform, api, pending, store, scope, post: postByRequest, preview: previewOf });
  const uploads = signal(queue.uploads.get());
  const mostBytes = signal(0);
  const announcer = new UploadAnnouncer(() => clock.now());
  queue.uploads.subscribe((next) => {
    uploads.value = next;
    if (next.length > 0) storage.set(flag, "1");
    else void store.all(scope).then((kept) => kept.length === 0 && storage.remove(flag));
    const words = fileWording();
    if (words) announcer.next(next, mostBytes.peek(), words, locale()).forEach(say);
  });
  client.on("failed", ({ code, command }) => code === "file_not_ready" && queue.recheck(filesOf(command)));
  client.awaitFiles(queue);
  return {
    ...{ Attachments, OnItsWay, Tray, queue, uploads, mostBytes },
    links: new LinkKeeper(api, clock),
    attach(caseId, storeId, rules, files) {
      mostBytes.value = rules.max_bytes;
      const room = MOST_FILES - queue.of(caseId).length;
      const picked = pickedFiles(files, clock.now());
      for (const file of picked.slice(0, room)) queue.add(caseId, storeId, rules, file);
      const words = fileWording();
      if (picked.length > room && words) say(words.tooMany(MOST_FILES));
    },
    forget() {
      queue.close();
      forgetFiles(database(), DATABASE);
    },
  };
}

function database(): IDBFactory | undefined {
  return attempt(() => indexedDB, undefined);
}
