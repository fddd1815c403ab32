import { percentText, sizeText } from "./media_types.ts";
import type { Upload } from "./upload.ts";
import type { FileWords } from "./words/index.ts";

/** Who can't see the bar hears of every so much of it. */
const STEP = 0.2;
/** And not more often than this, in milliseconds. */
const EVERY = 4_000;

/** Why a file was refused, as a sentence. */
export function reasonText({ reason }: Upload, mostBytes: number, words: FileWords, tag: string): string {
  const { file_too_large, ...reasons } = words.reasons;
  if (reason === "file_too_large") return file_too_large(sizeText(mostBytes, tag));
  return reasons[reason ?? "failed"];
}

/** How far a file is, as a few words beside its name. */
export function standingText(upload: Upload, mostBytes: number, words: FileWords, tag: string): string {
  switch (upload.state) {
    case "waiting":
      return words.waiting;
    case "uploading":
      return percentText(upload.progress, tag);
    case "checking":
      return words.checking;
    case "ready":
      return words.ready;
    case "refused":
      return reasonText(upload, mostBytes, words, tag);
  }
}

/** Tells in words what happens to files on their way, for who can't see it: where each begins and ends, and a little in between. */
export class UploadAnnouncer {
  readonly #told = new Map<string, { state: Upload["state"]; part: number; at: number }>();

  constructor(private readonly now: () => number) {}

  /** What is to be said after a change. */
  next(uploads: readonly Upload[], mostBytes: number, words: FileWords, tag: string): string[] {
    const said = uploads.flatMap((upload) => this.#sentence(upload, mostBytes, words, tag) ?? []);
    for (const id of this.#told.keys()) if (!uploads.some((upload) => upload.id === id)) this.#told.delete(id);
    return said;
  }

  #sentence(upload: Upload, mostBytes: number, words: FileWords, tag: string): string | null {
    const { id, name, state, progress } = upload;
    const before = this.#told.get(id);
    const now = this.now();
    const isFurther = before?.state === "uploading" && progress >= before.part + STEP && now - before.at >= EVERY;
    const isOther = before?.state !== state;
    if (!isOther && !isFurther) return null;
    this.#told.set(id, { state, part: progress, at: now });
    if (state === "uploading") return words.uploading(name, percentText(progress, tag));
    if (state === "refused") return words.refused(name, reasonText(upload, mostBytes, words, tag));
    // What a page before this one has left is no news.
    return state === "ready" && before !== undefined ? words.added(name) : null;
  }
}
