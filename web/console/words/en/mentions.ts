/** What is said of notes that call colleagues. */
export const en = {
  none: "Nobody has mentioned you yet. Colleagues do so by writing @ and your name in a note.",
  more: "Show more",
  isNew: "New",
  choices: "Colleagues to mention",
  found: (count: number) =>
    count === 0 ? "No colleague of this name." : count === 1 ? "1 colleague" : `${count} colleagues`,
};

export type MentionWords = typeof en;
