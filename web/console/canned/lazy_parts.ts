import { useEffect, useState } from "preact/hooks";

type Parts = typeof import("./parts/insertion-parts.tsx");

let loaded: Parts | null = null;

/** What a slash, a gap or a macro needs, fetched when somebody first has one: the conversation comes first. */
export async function loadParts(): Promise<Parts> {
  loaded ??= await import("./parts/insertion-parts.tsx");
  return loaded;
}

/** The same for a component; null as long as it is not wanted, or not there. */
export function useParts(isWanted: boolean): Parts | null {
  const [parts, setParts] = useState(loaded);
  useEffect(() => {
    if (!isWanted || parts !== null) return;
    loadParts().then(setParts, () => undefined);
  }, [isWanted]);
  return isWanted ? parts : null;
}
