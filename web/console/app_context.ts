import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { ReadonlySignal } from "@preact/signals";
import type { Actions } from "./actions.ts";
import type { CommandId, CommandState } from "./commands.ts";
import type { CaseStore } from "./case_store.ts";
import type { CaseFiles } from "./files/case_files.ts";
import type { Drafts } from "./drafts.ts";
import type { Colleagues } from "./mentions/colleagues.ts";
import type { Mentions } from "./mentions/mentions.ts";
import type { Preferences } from "./preferences.ts";
import type { Rest } from "./rest.ts";
import type { Router } from "./router.ts";
import type { Bulk } from "./sorting/bulk.ts";
import type { Selection } from "./sorting/selection.ts";
import type { Availability } from "./team/availability.ts";
import type { Groups } from "./team/groups.ts";

/** What the console's components share. */
export interface AppContext {
  caseStore: CaseStore;
  router: Router;
  drafts: Drafts;
  /** What is attached. */
  files: CaseFiles;
  preferences: Preferences;
  availability: Availability;
  groups: Groups;
  /** The notes that have called the person. */
  mentions: Mentions;
  /** Whom they may call themselves. */
  colleagues: Colleagues;
  /** The rows that the person has selected. */
  selection: Selection;
  /** What is done to several cases at once. */
  bulk: Bulk;
  commandState: ReadonlySignal<CommandState>;
  actions: Actions;
  /** The REST API, for the knowledge base and the settings: the socket pushes neither. */
  rest: Rest;
  /** Returns an id for a new command. */
  id(): string;
  /** Runs a command of the table if it is available now. */
  run(id: CommandId): void;
}

const Context = createContext<AppContext | null>(null);

export const AppContextProvider = Context.Provider;

/** Returns the context of the console that this component is rendered in. */
export function useAppContext(): AppContext {
  const context = useContext(Context);
  if (context === null) throw new Error("rendered outside the console");
  return context;
}
