import type { RejectionReason } from "../client/index.ts";
import type { Bench } from "./bench.ts";
import { type Setting, commandFor } from "./shortcuts.ts";

/** Why a draft is turned down, in the order of their keys. */
export const REASONS: readonly { reason: RejectionReason; title: string }[] = [
  { reason: "wrong", title: "Wrong fact" },
  { reason: "outdated", title: "Outdated source" },
  { reason: "tone", title: "Wrong tone" },
  { reason: "not_needed", title: "Not needed" },
];

/** Within this time a second key goes with the first, in milliseconds. */
const SEQUENCE = 1_500;

/** Listens to the whole page's keys. Returns what ends that. */
export function listenToKeys(bench: Bench, page: Document): () => void {
  let last: { key: string; at: number } | null = null;
  const pressed = (event: KeyboardEvent) => {
    const setting = settingOf(event.target, bench, page);
    if (event.defaultPrevented || setting.isBlocked) return;
    const before = last !== null && event.timeStamp - last.at < SEQUENCE ? last.key : null;
    const isDone = event.key === "Escape" ? retreat(bench, page) : decide(event, setting, bench, before);
    last = isDone || setting.isTyping ? null : { key: event.key.toLowerCase(), at: event.timeStamp };
    if (isDone) event.preventDefault();
  };
  page.addEventListener("keydown", pressed);
  return () => page.removeEventListener("keydown", pressed);
}

function settingOf(target: EventTarget | null, { prefs }: Bench, page: Document): Setting {
  const isTyping = target instanceof Element && target.matches("input, textarea, select, [contenteditable]");
  return { isTyping, isBlocked: page.querySelector("dialog[open]") !== null, singleKeys: prefs.choices.value.singleKeys };
}

function decide(event: KeyboardEvent, setting: Setting, bench: Bench, before: string | null): boolean {
  if (!setting.isTyping && (pickReason(event, bench) || openRow(event, bench))) return true;
  const command = commandFor(event, setting, before);
  if (command === null || !command.fits(bench.facts.value)) return false;
  bench.run(command.id);
  return true;
}

function pickReason(event: KeyboardEvent, { stage, acts, prefs }: Bench): boolean {
  const picked = REASONS[Number(event.key) - 1];
  if (!stage.isRejecting.value || !prefs.choices.value.singleKeys || picked === undefined) return false;
  acts.reject(picked.reason);
  return true;
}

/** Enter opens the row that j and k have chosen, even where the focus has not caught up with them. */
function openRow(event: KeyboardEvent, bench: Bench): boolean {
  const isFree = event.target === document.body || (event.target instanceof Element && event.target.closest(".rows") !== null);
  const isPlain = event.key === "Enter" && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (!isFree || !isPlain || bench.stage.cursor.value === null) return false;
  bench.run("open");
  return true;
}

/** Escape undoes one thing at a time, the innermost first. */
function retreat({ stage, acts }: Bench, page: Document): boolean {
  const focused = page.activeElement;
  if (stage.isRejecting.value) stage.isRejecting.value = false;
  else if (focused === stage.elements.edit || focused === stage.elements.composer) acts.leave();
  else if (focused === stage.elements.search) leaveSearch(stage);
  else if (stage.panel.value === "shown") stage.panel.value = "auto";
  else return false;
  return true;
}

function leaveSearch(stage: Bench["stage"]): void {
  stage.query.value = "";
  stage.elements.search?.blur();
}
