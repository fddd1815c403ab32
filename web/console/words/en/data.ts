import { plural } from "./plural.ts";

/** What is said of a customer's personal data. */
export const data = {
  exportHint: "What is held of this customer, the team’s notes included, can be handed over to them.",
  exportPage: "Save as a page",
  exportJson: "Save as JSON",
  exportZip: "Save with files (ZIP)",
  exporting: "Reading…",
  exportedSoFar: (cases: number) => `Reading… ${plural(cases, "conversation", "conversations")} so far`,
  exported: (cases: number) => `${plural(cases, "conversation", "conversations")} saved.`,
  exportingFiles: (done: number, all: number) => `Reading files… ${done} of ${all}`,
  exportedWithout: (files: number) => `${plural(files, "file", "files")} could not be read.`,
  exportTooLarge:
    "The files have more than 4 GB together, which one archive can’t hold. Save the page, and the files from the conversations.",
  pageTitle: "Your conversations with us",
  customer: "Customer",
  assistant: "Assistant (AI)",
  colleague: "Team",
  internal: "internal note",
  rated: (score: number) => `Rating: ${score} out of 5`,
  eraseHint: "At the customer’s request, everything they wrote and their name can be erased for good.",
  eraseCase: "Erase this conversation…",
  eraseCustomer: "Erase all conversations of this customer…",
  sureCase: "Erase this conversation?",
  sureCustomer: "Erase all conversations of this customer?",
  sureHint:
    "All messages, notes and names in it disappear for everyone, the customer included. Answers in the knowledge base that were saved from it word for word are removed too: rewrite those you want to keep first. This can’t be undone.",
  eraseForGood: "Erase for good",
  erasing: "Erasing… This takes about a minute. You can close this page.",
  erased: (cases: number, answers: number) =>
    `${plural(cases, "conversation", "conversations")} erased${answers > 0 ? `, and ${plural(answers, "answer", "answers")} with it` : ""}.`,
  cancel: "Cancel",
  again: "Try again",
};

export type DataWords = typeof data;
