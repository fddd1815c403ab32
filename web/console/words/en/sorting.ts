import type { BulkKind } from "../../sorting/bulk.ts";
import { plural } from "./plural.ts";

const conversations = (count: number) => plural(count, "conversation", "conversations");

/** What priority, subject and tags say, and what is done to several conversations at once. */
export const sorting = {
  subject: "Subject",
  labelTitle: "Tags, subject and priority",
  tagsHint: "Separate tags with spaces. Only the team sees them.",
  wrongTag: (tag: string) => `“${tag}” can’t be a tag. Use up to 32 letters, digits, hyphens or underscores.`,
  manyTags: (most: number) => `A conversation has at most ${most} tags.`,
  subjectHint: "Only the team sees it. If empty, the first message is shown instead.",
  save: "Save",
  selected: (count: number) => `${conversations(count)} selected`,
  assign: "Assign",
  tag: "Tag",
  close: "Close",
  cancel: "Clear",
  assignAll: (count: number) => `Assign ${conversations(count)}`,
  tagAll: (count: number) => `Tag ${conversations(count)}`,
  underWay: (done: number, all: number) => `${done} of ${all} done…`,
  finished: {
    assign: (done, all) => (done === all ? `${conversations(done)} assigned.` : `${done} of ${all} assigned.`),
    tag: (done, all) => (done === all ? `${conversations(done)} tagged.` : `${done} of ${all} tagged.`),
    close: (done, all) => (done === all ? `${conversations(done)} closed.` : `${done} of ${all} closed.`),
  } as Record<BulkKind, (done: number, all: number) => string>,
  skipped: (count: number) => `${count} already done.`,
  dismiss: "Dismiss",
};

export type SortingWords = typeof sorting;
