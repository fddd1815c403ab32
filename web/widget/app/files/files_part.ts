import type { LinkKeeper } from "../../../client/files/file_links.ts";
import type { Upload } from "../../../client/files/upload.ts";
import type { UploadQueue } from "../../../client/files/upload_queue.ts";

/** What the page has of files once it has any: what shows them, and what knows them. */
export interface FilesPart {
  Tray: typeof import("./tray.tsx").Tray;
  Attachments: typeof import("./attachments.tsx").Attachments;
  queue: UploadQueue;
  links: LinkKeeper;
  /** All that are on their way. */
  uploads: readonly Upload[];
  /** Takes back a message that was not sent, to be written anew. */
  edit(id: string): void;
}
