/** What is said of saved views. */
export const en = {
  save: "Save view",
  edit: "Edit view",
  name: "Name",
  who: "Who can see it",
  onlyMe: "Only me",
  everyone: "Everyone in the store",
  store: "Store",
  sharedHint: "Everyone in the store can see this view.",
  rename: "Rename",
  delete: "Delete",
  deleteQuestion: (name: string) => `Delete ${name}?`,
  keepIt: "Keep it",
  saved: (name: string) => `View ${name} saved.`,
  renamed: (name: string) => `The view is now called ${name}.`,
  deleted: (name: string) => `View ${name} deleted.`,
  full: "There are 20 views already, the most there may be. Delete one first.",
  changedByOther: "Someone else has changed this view.",
  refused: "That could not be saved.",
  offline: "No connection. Try again.",
  view: "Saved view",
  ownView: ", saved view",
  sharedView: ", shared view",
  changed: (before: string | null, after: string | null) =>
    before === null
      ? `Saved view ${after} was added`
      : after === null
        ? `Saved view ${before} was deleted`
        : before === after
          ? `Saved view ${after} was changed`
          : `Saved view ${before} was renamed to ${after}`,
};

export type SavedViewWords = typeof en;
