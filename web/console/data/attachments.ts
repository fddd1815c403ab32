import type { Attachment, EventView } from "../../client/index.ts";

/** The files that an event names. */
export function attachmentsOf({ body }: Pick<EventView, "body">): readonly Attachment[] {
  return "files" in body ? (body.files ?? []) : [];
}
