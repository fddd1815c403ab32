import { useLayoutEffect, useMemo, useState } from "preact/hooks";
import { computed } from "@preact/signals";
import { LocationProvider } from "preact-iso";
import { createActs, createVerbs } from "./acts.ts";
import { type Bench, BenchContext } from "./bench.ts";
import { type CommandId, type Facts, commandOf } from "./commands.ts";
import type { Desk } from "./desk.ts";
import type { Drafts } from "./drafts.ts";
import { SignIn } from "./parts/sign-in.tsx";
import { Shell } from "./parts/shell.tsx";
import { placeOf } from "./place.ts";
import type { Prefs } from "./prefs.ts";
import { lastReply } from "./saving.ts";
import type { Session, Standing } from "./session.ts";
import { type Stage, createStage } from "./stage.ts";
import type { Suggestion } from "./suggestion.ts";
import { bound, isDeciding, lastHeld } from "./waiting.ts";

/** What the app is handed; `open` starts a desk for whoever has signed in. */
export interface Wiring {
  session: Session;
  prefs: Prefs;
  open: () => { desk: Desk; drafts: Drafts; api: Bench["api"]; id: () => string; forget: () => void };
}

/** The door or the desk, as the person is signed in or not. */
export function App({ wiring }: { wiring: Wiring }) {
  const { session, prefs } = wiring;
  const [standing, setStanding] = useState<Standing>(session.standing.get());
  useLayoutEffect(() => session.standing.subscribe(setStanding), []);
  const { theme } = prefs.choices.value;
  useLayoutEffect(() => {
    document.documentElement.dataset["theme"] = theme;
  }, [theme]);
  const here = () => location.pathname + location.search;
  if (!standing.isIn) return <SignIn trouble={standing.trouble} signIn={() => session.signIn(here())} />;
  return (
    <LocationProvider scope="/console">
      <Desked wiring={wiring} />
    </LocationProvider>
  );
}

function Desked({ wiring }: { wiring: Wiring }) {
  const { bench, stage, close } = useMemo(() => setUp(wiring), []);
  useLayoutEffect(() => close, []);
  return (
    <BenchContext.Provider value={bench}>
      <Shell session={wiring.session} onRoute={(route) => void (stage.route = route)} />
    </BenchContext.Provider>
  );
}

function setUp({ session, prefs, open }: Wiring) {
  const { desk, drafts, api, id, forget } = open();
  const stage = createStage(desk.lists, placeOf(Object.fromEntries(new URLSearchParams(location.search))));
  const facts = computed(() => factsOf(desk, stage, drafts));
  const signOut = () => {
    forget();
    session.signOut(null);
  };
  const needs = { desk, stage, drafts, prefs, signOut };
  const acts = createActs(needs);
  const verbs = createVerbs(needs, acts);
  const run = (id: CommandId) => {
    if (commandOf(id).fits(facts.peek())) verbs[id]();
  };
  const bench: Bench = { desk, stage, drafts, prefs, facts, acts, api, id, run };
  return { bench, stage, close: desk.close };
}

/** What the commands' fitness depends on, out of what is known now. */
function factsOf(desk: Desk, stage: Stage, drafts: Drafts): Facts {
  const room = desk.room.value;
  const pending = room?.state.pending ?? [];
  const draft = room?.suggestion ?? null;
  const heading = bound(pending);
  const isResolved = heading === null ? room?.state.view?.status === "resolved" : heading === "closed";
  const hasDraft = draft !== null && !isDeciding(pending, draft.seq);
  const isEdited = hasDraft && isEditedDraft(drafts, room!.id, draft);
  const assignee = room?.state.view?.assignee ?? null;
  return {
    hasCase: room !== null && !room.state.isMissing,
    isResolved,
    isMine: assignee !== null && assignee === desk.me.value?.user,
    isAssigned: assignee !== null,
    hasDraft,
    mayApprove: hasDraft && (!draft.isStale || isEdited),
    canUndo: lastHeld(desk.pending.value, desk.now.value) !== null,
    hasReply: room !== null && lastReply(room.state.events) !== null,
    isAtCases: stage.place.value.page === null,
    isLead: desk.me.value?.role === "lead",
    hasArrivals: desk.lists.value[stage.place.value.list].arrivals.size > 0,
  };
}

/** Whether the draft has got other words than it came with. */
function isEditedDraft(drafts: Drafts, id: string, { seq, text }: Suggestion): boolean {
  const words = drafts.of(id, `edit-${seq}`).value.trim();
  return words !== "" && words !== text;
}
