import type { Pending, RejectionReason } from "../client/index.ts";
import type { CommandId } from "./commands.ts";
import type { Desk } from "./desk.ts";
import type { Drafts } from "./drafts.ts";
import type { Prefs } from "./prefs.ts";
import { inList, onPage } from "./place.ts";
import { answerStart, lastReply } from "./saving.ts";
import type { Stage } from "./stage.ts";
import { approval } from "./suggestion.ts";
import { scrollTo, ROW } from "./virtual.ts";
import { lastHeld } from "./waiting.ts";
import { neighbour } from "./worklist.ts";

/** What takes more than a name: words, a reason, which message. */
export interface Acts {
  /** Sends what is written in the composer, to the case it was written in. */
  submit(id: string, mode: "reply" | "note", text: string): void;
  reject(reason: RejectionReason): void;
  withdraw(seq: number): void;
  /** Offers to save a reply of the open case as an answer. */
  saveAsAnswer(seq: number): void;
  takeBack(pending: Pending): void;
  sendAnyway(pending: Pending): void;
  /** Moves the focus away from what was being written. */
  leave(): void;
}

export type Verbs = Record<CommandId, () => void>;

interface Needs {
  desk: Desk;
  stage: Stage;
  drafts: Drafts;
  prefs: Prefs;
  signOut: () => void;
}

/** The acts that carry words. */
export function createActs({ desk, stage, drafts }: Needs): Acts {
  const takeBack = (pending: Pending) => {
    if (!desk.takeBack(pending.id)) return;
    const { command } = pending;
    if (command.action === "send") drafts.restore(pending.case, "reply", command.text);
    if (command.action === "note") drafts.restore(pending.case, "note", command.text);
    if (command.action === "approve" && command.text !== undefined) drafts.write(pending.case, `edit-${command.suggestion}`, command.text);
    stage.spoken.value = "Stopped. Nothing was sent.";
  };
  return {
    submit(id, mode, text) {
      const words = text.trim();
      if (words === "") return;
      if (mode === "note") desk.act({ action: "note", case: id, text: words });
      else desk.actSoon({ action: "send", case: id, text: words, answers: stage.seen.value });
      drafts.write(id, mode, "");
      desk.typing(id, false);
    },
    reject(reason) {
      const room = desk.room.value;
      stage.isRejecting.value = false;
      if (room?.suggestion) desk.actSoon({ action: "reject", case: room.id, suggestion: room.suggestion.seq, reason });
    },
    withdraw(seq) {
      const room = desk.room.value;
      if (room !== null) desk.actSoon({ action: "withdraw", case: room.id, of: seq });
    },
    saveAsAnswer(seq) {
      const room = desk.room.value;
      stage.start.value = room === null ? null : answerStart(room.id, room.state.events, seq);
      if (stage.start.value !== null) stage.elements.save?.showModal();
    },
    takeBack,
    sendAnyway: (pending) => desk.retry(pending.id, { anyway: true }),
    leave() {
      stage.isEditing.value = false;
      stage.isRejecting.value = false;
      stage.elements.log?.focus();
    },
  };
}

/** One deed for each command of the table. Focus moves within the deed, never later. */
export function createVerbs(needs: Needs, acts: Acts): Verbs {
  return { ...listVerbs(needs), ...draftVerbs(needs), ...caseVerbs(needs, acts), ...pageVerbs(needs) };
}

function listVerbs({ desk, stage }: Needs) {
  const list = () => stage.place.value.list;
  const step = (by: number) => {
    const rows = stage.rows.value;
    const next = neighbour({ ...desk.lists.value[list()], shown: rows }, stage.cursor.value, by);
    stage.elements.wantsRow = true;
    stage.cursor.value = next;
    const box = stage.elements.rows;
    if (next !== null && box !== null) box.scrollTop = scrollTo(rows.indexOf(next), box.scrollTop, box.clientHeight || ROW);
  };
  return {
    next: () => step(1),
    previous: () => step(-1),
    open() {
      if (stage.cursor.value !== null) stage.go(inList(list(), stage.cursor.value));
    },
    letIn: () => desk.letIn(list()),
    search: () => stage.elements.search?.focus(),
    waiting: () => stage.go(inList("waiting")),
    opened: () => stage.go(inList("open")),
    closed: () => stage.go(inList("closed")),
    answers: () => stage.go(onPage("answers")),
    writeAnswer: () => stage.go(onPage("answers", "new")),
    store: () => stage.go(onPage("store")),
  };
}

function draftVerbs({ desk, stage, drafts }: Needs) {
  return {
    approve() {
      const room = desk.room.value;
      if (!room?.suggestion) return;
      const purpose = `edit-${room.suggestion.seq}` as const;
      const text = drafts.of(room.id, purpose).value || room.suggestion.text;
      // Whoever approves a draft has seen it, even where the page has not yet noted how far down they looked.
      const seen = Math.max(stage.seen.value, room.suggestion.seq);
      desk.actSoon(approval(room.id, room.suggestion, text, seen));
      drafts.write(room.id, purpose, "");
      stage.isEditing.value = false;
      stage.elements.log?.focus();
    },
    edit() {
      const { edit } = stage.elements;
      stage.isRejecting.value = false;
      stage.isEditing.value = true;
      if (edit === null) return;
      // Shown here already: what is hidden can't take the focus.
      edit.hidden = false;
      edit.focus();
      edit.setSelectionRange(edit.value.length, edit.value.length);
    },
    reject: () => void (stage.isRejecting.value = !stage.isRejecting.value),
  };
}

function caseVerbs({ desk, stage }: Needs, acts: Acts) {
  const write = (mode: "reply" | "note") => () => {
    stage.mode.value = mode;
    stage.elements.composer?.focus();
  };
  const inCase = (act: (id: string) => void) => () => {
    if (desk.room.value !== null) act(desk.room.value.id);
  };
  return {
    reply: write("reply"),
    note: write("note"),
    done: inCase((id) => {
      desk.actSoon({ action: "resolve", case: id });
      const { list } = stage.place.value;
      const held = { ...desk.lists.value[list], shown: stage.rows.value };
      const others = [neighbour(held, id, 1), neighbour(held, id, -1)].filter((other) => other !== id);
      const isHere = held.shown.includes(id);
      stage.go(inList(list, isHere ? (others[0] ?? null) : null));
    }),
    reopen: inCase((id) => desk.act({ action: "reopen", case: id })),
    assign: inCase((id) => {
      const me = desk.me.value;
      if (me !== null) desk.act({ action: "assign", case: id, agent: me.user });
    }),
    unassign: inCase((id) => desk.act({ action: "unassign", case: id })),
    saveAnswer() {
      const seq = lastReply(desk.room.value?.state.events ?? []);
      if (seq !== null) acts.saveAsAnswer(seq);
    },
    undo() {
      const held = lastHeld(desk.pending.value, desk.now.value);
      if (held !== null) acts.takeBack(held);
    },
    sendNow() {
      const held = lastHeld(desk.pending.value, desk.now.value);
      if (held !== null) desk.sendNow(held);
    },
    customer() {
      const isBeside = matchMedia("(min-width: 1180px)").matches;
      const isShown = stage.panel.value === "shown" || (stage.panel.value === "auto" && isBeside);
      stage.panel.value = !isShown ? "shown" : isBeside ? "hidden" : "auto";
    },
  };
}

function pageVerbs({ stage, prefs, signOut }: Needs) {
  return {
    commands: () => stage.elements.commands?.showModal(),
    shortcuts: () => stage.elements.settings?.showModal(),
    theme() {
      const { theme } = prefs.choices.value;
      const isDark = theme === "dark" || (theme === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
      prefs.choose({ theme: isDark ? "light" : "dark" });
    },
    signOut,
  };
}
