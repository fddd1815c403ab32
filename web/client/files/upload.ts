import type { FileId, FileRules } from "../generated/wire.ts";

/**
 * How far a file is on its way. `waiting`: for its turn or the network. `uploading`: under way. `checking`: the service looks at it.
 * `ready`: a message may have it. `refused`: none may, see `reason`.
 */
export type UploadState = "waiting" | "uploading" | "checking" | "ready" | "refused";

/** Why no message may have a file: as the service says it, or as it is known before anybody is asked. */
export type UploadReason =
  | "file_too_large"
  | "media_type_not_allowed"
  | "storage_full"
  | "not_its_type"
  | "unreadable"
  | "flagged"
  | "expired"
  /** Nothing is in it. */
  | "empty"
  /** This browser has not kept its bytes. */
  | "lost"
  | "failed";

/** A file that somebody attaches, until a message has it. */
export interface Upload {
  id: FileId;
  /** The conversation in whose composer it lies; null: a message on its way has it. */
  place: string | null;
  name: string;
  mediaType: string;
  /** In bytes. */
  size: number;
  state: UploadState;
  /** How much of it has been sent, from 0 to 1. */
  progress: number;
  reason: UploadReason | null;
  /** What it looks like; null for what is no picture. */
  preview: Preview | null;
}

/** A small picture of a picture, and how large the whole is, in pixels. */
export interface Preview {
  url: string;
  width: number;
  height: number;
}

/** What a person picked, pasted or dropped. */
export interface PickedFile {
  name: string;
  mediaType: string;
  bytes: Blob;
}

/** Most files of one message. */
export const MOST_FILES = 10;

/** What may be tried again as it is: for the others the same would be refused again. */
const PASSING: readonly UploadReason[] = ["storage_full", "expired", "failed"];

/** Whether the same file may be taken on another attempt. */
export function mayRetry({ state, reason }: Pick<Upload, "state" | "reason">): boolean {
  return state === "refused" && reason !== null && PASSING.includes(reason);
}

/** What is known before anybody is asked. */
export function refusalOf(
  { size, mediaType }: Pick<Upload, "size" | "mediaType">,
  { max_bytes, media_types }: FileRules,
): UploadReason | null {
  if (size === 0) return "empty";
  if (size > max_bytes) return "file_too_large";
  return media_types.includes(mediaType) ? null : "media_type_not_allowed";
}
