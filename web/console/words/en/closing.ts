/** What becomes of conversations without an answer. */
export const autoClose = {
  title: "Silent conversations",
  turnOn: "Close conversations that customers don’t answer",
  hint: "First a reminder, then the end. Never while the customer waits for a reply or the conversation is snoozed.",
  remindAfter: "Hours of silence before the reminder",
  reminder: "Reminder",
  usualReminder:
    "Did that help? If you need anything else, just write here. Otherwise we’ll close this conversation soon.",
  closeAfter: "Hours after the reminder before closing",
  onHint: "This counts from replies sent from now on. A customer who writes later opens the conversation again.",
};

/** What becomes of closed ones. */
export const retention = {
  title: "Closed conversations",
  turnOn: "Erase closed conversations after some time",
  hint: "Names and everything that was said are erased for good. Approved answers and the figures in the statistics stay.",
  days: "Days after closing",
  onHint: (date: string) =>
    `Runs once a day and next reaches everything closed before ${date}. A reopened conversation counts from when it was last closed.`,
};

/** Which files people may attach. */
export const files = {
  title: "Files",
  turnOn: "Let customers and agents attach files",
  hint: "Pictures, PDFs, documents, sound and video. Each is checked by its content before anybody can open it.",
  megabytes: "Largest file in MB",
};
