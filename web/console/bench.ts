import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { ReadonlySignal } from "@preact/signals";
import type { Api } from "../client/index.ts";
import type { Acts } from "./acts.ts";
import type { CommandId, Facts } from "./commands.ts";
import type { Desk } from "./desk.ts";
import type { Drafts } from "./drafts.ts";
import type { Prefs } from "./prefs.ts";
import type { Stage } from "./stage.ts";

/** Everything that the console's parts work with. */
export interface Bench {
  desk: Desk;
  stage: Stage;
  drafts: Drafts;
  prefs: Prefs;
  facts: ReadonlySignal<Facts>;
  acts: Acts;
  /** The store's knowledge and settings, which no socket tells of. */
  api: Pick<Api, "read" | "write">;
  /** An id for a new command. */
  id(): string;
  /** Does a command of the table, if it fits now. */
  run(id: CommandId): void;
}

export const BenchContext = createContext<Bench | null>(null);

/** The bench of the console around this part. */
export function useBench(): Bench {
  const bench = useContext(BenchContext);
  if (bench === null) throw new Error("a part outside the console");
  return bench;
}
