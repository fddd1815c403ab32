import type { UploadForm } from "../generated/wire.ts";

/** Bytes on their way to the bucket. */
export interface Posting {
  /** The status of the answer; 0 where there was none. */
  done: Promise<number>;
  abort(): void;
}

/** Sends a file to the bucket, and says how much of it has gone, from 0 to 1. */
export type Post = (upload: UploadForm, bytes: Blob, progress: (part: number) => void) => Posting;

/** Nothing has moved for this long: the line is dead, though nobody has said so. In milliseconds. */
const STALLED = 60_000;

/** By `XMLHttpRequest`, which alone tells how much has been sent. */
export const postByRequest: Post = ({ url, fields }, bytes, progress) => {
  const request = new XMLHttpRequest();
  let stalled: ReturnType<typeof setTimeout>;
  const moved = (): void => {
    clearTimeout(stalled);
    stalled = setTimeout(() => request.abort(), STALLED);
  };
  const done = new Promise<number>((resolve) => {
    request.upload.onprogress = ({ loaded, total }) => {
      moved();
      progress(total > 0 ? loaded / total : 0);
    };
    request.onloadend = () => {
      clearTimeout(stalled);
      resolve(request.status);
    };
  });
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  form.append("file", bytes);
  request.open("POST", url);
  moved();
  request.send(form);
  return { done, abort: () => request.abort() };
};
