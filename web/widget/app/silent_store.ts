import type { StoreView } from "../../client/index.ts";

/** A store that could not be asked promises nothing. */
export function silentStore(id: string): StoreView {
  return {
    id,
    name: "",
    greeting: null,
    appearance: { name: null, logo: null, accent: null, starters: [], privacy: null },
    assistant: false,
    help: false,
    open: null,
    opens_at: null,
  };
}
