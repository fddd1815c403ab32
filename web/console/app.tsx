import { gapsIn } from "./canned/placeholders.ts";
import { useLayoutEffect, useMemo, useState } from "preact/hooks";
import { computed } from "@preact/signals";
import { LocationProvider } from "preact-iso";
import { LONGEST_TEXT, countCharacters } from "../client/characters.ts";
import { createActions, createCommandHandlers } from "./actions.ts";
import { type AppContext, AppContextProvider } from "./app_context.ts";
import { type CommandId, type CommandState, commandOf } from "./commands.ts";
import type { CaseStore } from "./case_store.ts";
import type { Drafts } from "./drafts.ts";
import type { CaseFiles } from "./files/case_files.ts";
import { SignIn } from "./parts/sign-in.tsx";
import { Shell } from "./parts/shell.tsx";
import { createColleagues } from "./mentions/colleagues.ts";
import { createMentions } from "./mentions/mentions.ts";
import { parseLocation } from "./location.ts";
import type { Preferences } from "./preferences.ts";
import { lastReply } from "./reply_as_answer.ts";
import type { Session, SignInState } from "./session.ts";
import { type Router, createRouter } from "./router.ts";
import type { Suggestion } from "./suggestion.ts";
import { pendingOutcome, isDeciding, lastHeld } from "./pending_commands.ts";
import { createAvailability } from "./team/availability.ts";
import { createBulk } from "./sorting/bulk.ts";
import { createSelection } from "./sorting/selection.ts";
import { createGroups } from "./team/groups.ts";
import { speak } from "./words/index.ts";

/** What the app is handed; `open` creates the case store of the person who has signed in. */
export interface Wiring {
  session: Session;
  preferences: Preferences;
  open: () => {
    caseStore: CaseStore;
    drafts: Drafts;
    files: CaseFiles;
    rest: AppContext["rest"];
    id: () => string;
    forget: () => void;
  };
}

/** Shows the sign-in page or the console. */
export function App({ wiring }: { wiring: Wiring }) {
  const { session, preferences } = wiring;
  const [standing, setStanding] = useState<SignInState>(session.standing.get());
  useLayoutEffect(() => session.standing.subscribe(setStanding), []);
  const { theme, language } = preferences.choices.value;
  useLayoutEffect(() => {
    void speak([language ?? "", ...navigator.languages]).then((tag) => (document.documentElement.lang = tag));
  }, [language]);
  useLayoutEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  const here = () => location.pathname + location.search;
  if (!standing.isIn) return <SignIn trouble={standing.trouble} signIn={() => session.signIn(here())} />;
  return (
    <LocationProvider scope="/console">
      <SignedIn wiring={wiring} />
    </LocationProvider>
  );
}

function SignedIn({ wiring }: { wiring: Wiring }) {
  const { context, router, close } = useMemo(() => setUp(wiring), []);
  useLayoutEffect(() => close, []);
  return (
    <AppContextProvider value={context}>
      <Shell session={wiring.session} onRoute={(route) => void (router.route = route)} />
    </AppContextProvider>
  );
}

function setUp({ session, preferences, open }: Wiring) {
  const { caseStore, drafts, files, rest, id, forget } = open();
  const router = createRouter(caseStore.lists, parseLocation(Object.fromEntries(new URLSearchParams(location.search))));
  files.announceBy(router.announce);
  const selection = createSelection(router.rows);
  const bulk = createBulk(caseStore, router.announce);
  const commandState = computed(() => ({
    ...commandStateOf(caseStore, router, drafts),
    selected: selection.chosen.value.length,
  }));
  const signOut = () => {
    forget();
    session.signOut(null);
  };
  const groups = createGroups(rest);
  const mentions = createMentions(rest, () => caseStore.me.peek()?.stores ?? []);
  const colleagues = createColleagues(rest, () => caseStore.me.peek()?.user ?? null);
  const availability = createAvailability(rest, caseStore.me, groups.learn);
  const shared = { preferences, availability, selection, bulk, colleagues, signOut };
  const dependencies = { caseStore, router, drafts, files, ...shared };
  const actions = createActions(dependencies);
  const handlers = createCommandHandlers(dependencies, actions);
  const run = (id: CommandId) => {
    if (commandOf(id).isAvailable(commandState.peek())) handlers[id]();
  };
  const context: AppContext = {
    caseStore,
    router,
    drafts,
    files,
    preferences,
    availability,
    groups,
    mentions,
    colleagues,
    selection,
    bulk,
    commandState,
    actions,
    rest,
    id,
    run,
  };
  return { context, router, close: caseStore.close };
}

/** What the commands' availability depends on, out of what is known now. */
function commandStateOf(caseStore: CaseStore, router: Router, drafts: Drafts): Omit<CommandState, "selected"> {
  const activeCase = caseStore.active.value;
  const pending = activeCase?.state.pending ?? [];
  const draft = activeCase?.suggestion ?? null;
  const heading = pendingOutcome(pending);
  const isResolved = heading === null ? activeCase?.state.view?.status === "resolved" : heading === "closed";
  const hasDraft = draft !== null && !isDeciding(pending, draft.seq);
  const isEdited = hasDraft && isEditedDraft(drafts, activeCase!.id, draft);
  const assignee = activeCase?.state.view?.assignee ?? null;
  return {
    hasCase: activeCase !== null && !activeCase.state.isMissing,
    isResolved,
    isMine: assignee !== null && assignee === caseStore.me.value?.user,
    isAssigned: assignee !== null,
    hasReplyDraft: activeCase !== null && isSendable(drafts.of(activeCase.id, "reply").value),
    isSnoozed: activeCase?.state.view?.snoozed !== undefined,
    hasDraft,
    mayApprove: hasDraft && (!draft.isStale || isEdited),
    canUndo: lastHeld(caseStore.pending.value, caseStore.now.value) !== null,
    hasReply: activeCase !== null && lastReply(activeCase.state.events) !== null,
    isAtCases: router.location.value.page === null,
    isLead: caseStore.me.value?.role === "lead",
    priority: activeCase?.state.view?.priority ?? null,
    hasArrivals: caseStore.lists.value[router.location.value.list].arrivals.size > 0,
  };
}

/** Whether the service would take these words. */
function isSendable(text: string): boolean {
  const words = text.trim();
  return words !== "" && countCharacters(words) <= LONGEST_TEXT && gapsIn(words).length === 0;
}

/** Whether the draft has got other words than it came with. */
function isEditedDraft(drafts: Drafts, id: string, { seq, text }: Suggestion): boolean {
  const words = drafts.of(id, `edit-${seq}`).value.trim();
  return words !== "" && words !== text;
}
