import type { FileId } from "../generated/wire.ts";
import type { FileStore } from "./file_store.ts";

/** What can be sent of a file: one that was changed or moved since it was picked can't be read any more, but what this browser has kept of it can. */
export async function readable(id: FileId, bytes: Blob, store: Pick<FileStore, "bytes">): Promise<Blob | null> {
  if (await isReadable(bytes)) return bytes;
  const kept = await store.bytes(id);
  return kept !== null && (await isReadable(kept)) ? kept : null;
}

async function isReadable(bytes: Blob): Promise<boolean> {
  try {
    await bytes.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
