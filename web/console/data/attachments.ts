import type { Attachment, CustomerExport, EventView } from "../../client/index.ts";

/** The files that an event names. */
export function attachmentsOf({ body }: Pick<EventView, "body">): readonly Attachment[] {
  return "files" in body ? (body.files ?? []) : [];
}

/** The bytes of all files of an export together. */
export function bytesOfFiles({ cases }: CustomerExport): number {
  const attachments = cases.flatMap(({ events }) => events.flatMap((event) => attachmentsOf(event)));
  return attachments.reduce((sum, { size }) => sum + size, 0);
}
