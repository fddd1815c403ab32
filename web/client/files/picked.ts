import { mediaTypeOf } from "./media_types.ts";
import type { PickedFile } from "./upload.ts";

/** What browsers call a picture from the clipboard. */
const PASTED = /^image\.(png|jpe?g|gif|webp)$/;

/** The files of a choice, a paste or a drop. Folders among them are left out. */
export function pickedFiles(files: Iterable<File> | ArrayLike<File> | null | undefined, now: number): PickedFile[] {
  return Array.from(files ?? [])
    .filter((file) => file.size > 0 || file.type !== "" || file.name.includes("."))
    .map((file) => ({ name: nameOf(file, now), mediaType: mediaTypeOf(file), bytes: file }));
}

/** Several pastes get names that differ. */
function nameOf(file: File, now: number): string {
  const [, end] = PASTED.exec(file.name) ?? [];
  if (end === undefined) return file.name;
  const at = new Date(now).toISOString().slice(0, 19).replace("T", "-").replaceAll(":", "");
  return `image-${at}.${end}`;
}
