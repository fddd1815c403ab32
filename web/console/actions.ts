import type { Pending, RejectionReason } from "../client/index.ts";
import type { CommandId } from "./commands.ts";
import type { CaseStore } from "./case_store.ts";
import type { Drafts } from "./drafts.ts";
import type { CaseFiles } from "./files/case_files.ts";
import type { Preferences } from "./preferences.ts";
import type { Availability } from "./team/availability.ts";
import { listLocation } from "./location.ts";
import { type Colleagues, mentionsIn } from "./mentions/colleagues.ts";
import { navigationHandlers } from "./navigation.ts";
import { parseSteps, stillToDo } from "./canned/macro_steps.ts";
import { answerStart, lastReply } from "./reply_as_answer.ts";
import type { Question, Router } from "./router.ts";
import type { Bulk } from "./sorting/bulk.ts";
import { sortingHandlers } from "./sorting/handlers.ts";
import type { Selection } from "./sorting/selection.ts";
import { approval } from "./suggestion.ts";
import { scrollTo, ROW } from "./virtual_list.ts";
import { hasWords, lastHeld } from "./pending_commands.ts";
import { type List, neighbour } from "./worklist.ts";
import { wording } from "./words/index.ts";

/** What takes more than a name: words, a reason, which message. */
export interface Actions {
  /** Sends what is written in the composer, to the case it was written in. */
  submit(id: string, mode: "reply" | "note", text: string): void;
  reject(reason: RejectionReason): void;
  withdraw(seq: number): void;
  /** Offers to save a reply of the open case as an answer. */
  saveAsAnswer(seq: number): void;
  /** Puts the open case aside and goes on with the next. Null: until the customer writes. */
  snooze(until: number | null): void;
  undo(pending: Pending): void;
  /** Does all the same what somebody was faster than. */
  sendAnyway(pending: Pending): void;
  /** Moves the focus away from what was being written. */
  leave(): void;
}

export type CommandHandlers = Record<CommandId, () => void>;

export interface Dependencies {
  caseStore: CaseStore;
  router: Router;
  drafts: Drafts;
  files: CaseFiles;
  preferences: Preferences;
  availability: Availability;
  selection: Selection;
  bulk: Bulk;
  colleagues: Colleagues;
  signOut: () => void;
}

/** The actions that carry words. */
export function createActions({ caseStore, router, drafts, files, bulk, colleagues }: Dependencies): Actions {
  const undo = (pending: Pending) => {
    if (bulk.undo(pending.id)) return;
    const steps = caseStore.stepsAfter(pending.id);
    if (!caseStore.discard(pending.id)) return;
    const { command } = pending;
    files.restore(pending);
    if ((command.action === "send" || command.action === "schedule_message") && command.text !== "")
      drafts.restore(pending.case, "reply", command.text);
    if (steps !== null) drafts.write(pending.case, "macro", JSON.stringify(steps));
    if (command.action === "note") drafts.restore(pending.case, "note", command.text);
    if (command.action === "approve" && command.text !== undefined)
      drafts.write(pending.case, `edit-${command.suggestion}`, command.text);
    router.announce(wording().stopped);
    // Back to where it was given: what was undone is seen there, and the next key means that case.
    const isElsewhere = caseStore.active.value?.id !== pending.case;
    if (isElsewhere) router.go(listLocation(router.location.value.list, pending.case));
  };
  return {
    submit(id, mode, text) {
      const words = text.trim();
      if (words === "" && (mode === "note" || !files.hasAny(id))) return;
      if (mode === "note")
        caseStore.submit({ action: "note", case: id, text: words, ...mentionsIn(words, caseStore, colleagues) });
      else {
        const steps = stillToDo(parseSteps(drafts.of(id, "macro").peek()), caseStore);
        caseStore.submitHeld(
          { action: "send", case: id, text: words, answers: router.seen.value, ...files.take(id) },
          steps,
        );
        drafts.write(id, "macro", "");
      }
      drafts.write(id, mode, "");
      caseStore.typing(id, false);
    },
    reject(reason) {
      const activeCase = caseStore.active.value;
      router.isRejecting.value = false;
      if (activeCase?.suggestion)
        caseStore.submitHeld({ action: "reject", case: activeCase.id, suggestion: activeCase.suggestion.seq, reason });
    },
    withdraw(seq) {
      const activeCase = caseStore.active.value;
      if (activeCase !== null) caseStore.submitHeld({ action: "withdraw", case: activeCase.id, of: seq });
    },
    saveAsAnswer(seq) {
      const activeCase = caseStore.active.value;
      router.start.value = activeCase === null ? null : answerStart(activeCase.id, activeCase.state.events, seq);
      if (router.start.value !== null) router.elements.save?.showModal();
    },
    snooze(until) {
      const activeCase = caseStore.active.value;
      if (activeCase === null) return;
      caseStore.submit({ action: "snooze", case: activeCase.id, ...(until === null ? {} : { until }) });
      goOn({ caseStore, router }, activeCase.id);
    },
    undo,
    sendAnyway(pending) {
      if (hasWords(pending)) caseStore.retry(pending.id, { anyway: true });
      else caseStore.decideAnew(pending);
    },
    leave() {
      router.isEditing.value = false;
      router.isRejecting.value = false;
      router.elements.log?.focus();
    },
  };
}

/** The case to go on with after `id`: the next one, else the one before, else the first of a list without it. */
function following(list: List, id: string): string | null {
  return [neighbour(list, id, 1), neighbour(list, id, -1)].find((other) => other !== id) ?? null;
}

/** Opens what comes after a case that is done with. */
function goOn({ caseStore, router }: Pick<Dependencies, "caseStore" | "router">, id: string): void {
  const { list } = router.location.value;
  const whole = caseStore.lists.value[list];
  const next = following({ ...whole, shown: router.rows.value }, id);
  // A search that has nothing more to offer is over: the work goes on in the whole list.
  if (next === null) router.query.value = "";
  router.go(listLocation(list, next ?? following(whole, id)));
}

/** One deed for each command of the table. Focus moves within the deed, never later. */
export function createCommandHandlers(dependencies: Dependencies, actions: Actions): CommandHandlers {
  return {
    ...listHandlers(dependencies),
    ...draftHandlers(dependencies),
    ...caseHandlers(dependencies, actions),
    ...sortingHandlers(dependencies),
    ...pageHandlers(dependencies),
  };
}

function listHandlers({ caseStore, router }: Dependencies) {
  const list = () => router.location.value.list;
  const step = (by: number) => {
    const rows = router.rows.value;
    const next = neighbour({ ...caseStore.lists.value[list()], shown: rows }, router.cursor.value, by);
    router.elements.wantsRow = true;
    router.cursor.value = next;
    const box = router.elements.rows;
    if (next !== null && box !== null)
      box.scrollTop = scrollTo(rows.indexOf(next), box.scrollTop, box.clientHeight || ROW);
  };
  return {
    next: () => step(1),
    previous: () => step(-1),
    open() {
      if (router.cursor.value !== null) router.go(listLocation(list(), router.cursor.value));
    },
    admit: () => caseStore.admit(list()),
    search: () => router.elements.search?.focus(),
    ...navigationHandlers(router),
  };
}

function draftHandlers({ caseStore, router, drafts }: Dependencies) {
  return {
    approve() {
      const activeCase = caseStore.active.value;
      if (!activeCase?.suggestion) return;
      const purpose = `edit-${activeCase.suggestion.seq}` as const;
      const text = drafts.of(activeCase.id, purpose).value || activeCase.suggestion.text;
      // Whoever approves a draft has seen it, even where the page has not yet noted how far down they looked.
      const seen = Math.max(router.seen.value, activeCase.suggestion.seq);
      caseStore.submitHeld(approval(activeCase.id, activeCase.suggestion, text, seen));
      drafts.write(activeCase.id, purpose, "");
      router.isEditing.value = false;
      router.elements.log?.focus();
    },
    edit() {
      const { edit } = router.elements;
      router.isRejecting.value = false;
      router.isEditing.value = true;
      if (edit === null) return;
      // Shown here already: what is hidden can't take the focus.
      edit.hidden = false;
      edit.focus();
      edit.setSelectionRange(edit.value.length, edit.value.length);
    },
    reject: () => void (router.isRejecting.value = !router.isRejecting.value),
  };
}

function caseHandlers({ caseStore, router, bulk }: Dependencies, actions: Actions) {
  const write = (mode: "reply" | "note") => () => {
    router.mode.value = mode;
    router.elements.composer?.focus();
  };
  const ask = (question: Question) => () => {
    router.question.value = question;
    router.elements.ask?.showModal();
  };
  const inCase = (act: (id: string) => void) => () => {
    if (caseStore.active.value !== null) act(caseStore.active.value.id);
  };
  return {
    reply: write("reply"),
    note: write("note"),
    done: inCase((id) => {
      caseStore.submitHeld({ action: "resolve", case: id });
      goOn({ caseStore, router }, id);
    }),
    reopen: inCase((id) => caseStore.submit({ action: "reopen", case: id })),
    assign: inCase((id) => {
      const me = caseStore.me.value;
      if (me !== null) caseStore.submit({ action: "assign", case: id, agent: me.user });
    }),
    pass: ask("pass"),
    snooze: ask("snooze"),
    sendLater: ask("later"),
    promise: ask("promise"),
    wake: inCase((id) => caseStore.submit({ action: "wake", case: id })),
    unassign: inCase((id) => caseStore.submit({ action: "unassign", case: id })),
    saveAnswer() {
      const seq = lastReply(caseStore.active.value?.state.events ?? []);
      if (seq !== null) actions.saveAsAnswer(seq);
    },
    undo() {
      const held = lastHeld(caseStore.pending.value, caseStore.now.value);
      if (held !== null) actions.undo(held);
    },
    sendNow() {
      const held = lastHeld(caseStore.pending.value, caseStore.now.value);
      if (held !== null && !bulk.sendNow(held.id)) caseStore.sendNow(held);
    },
    customer() {
      const isBeside = matchMedia("(min-width: 1180px)").matches;
      const isShown = router.panel.value === "shown" || (router.panel.value === "auto" && isBeside);
      router.panel.value = !isShown ? "shown" : isBeside ? "hidden" : "auto";
    },
  };
}

function pageHandlers({ router, preferences, drafts, availability, signOut }: Dependencies) {
  return {
    async availability() {
      if (availability.takesCases.peek() === null) await availability.load();
      await availability.set(availability.takesCases.peek() === false);
    },
    commands: () => router.elements.commands?.showModal(),
    shortcuts: () => router.elements.settings?.showModal(),
    theme() {
      const { theme } = preferences.choices.value;
      const isDark = theme === "dark" || (theme === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
      preferences.choose({ theme: isDark ? "light" : "dark" });
    },
    /** Signing out deletes the drafts, which somebody else at this computer must not see: the person is asked first. */
    signOut() {
      const mustAsk = drafts.count() > 0 && !router.isSigningOut.value;
      if (!mustAsk) return signOut();
      router.isSigningOut.value = true;
      if (router.elements.settings?.open === false) router.elements.settings.showModal();
    },
  };
}
