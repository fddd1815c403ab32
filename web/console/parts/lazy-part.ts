import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

type Load<P> = () => Promise<ComponentType<P>>;

const loaded = new Map<unknown, unknown>();

/** A part of the page that few ever want: fetched when it is. Null until it is there. `load` is the same function each time. */
export function useLazyPart<P>(load: Load<P> | null): ComponentType<P> | null {
  const [, draw] = useState({});
  useEffect(() => {
    if (load === null || loaded.has(load)) return;
    void load().then((part) => {
      loaded.set(load, part);
      draw({});
    });
  }, [load]);
  return load === null ? null : ((loaded.get(load) as ComponentType<P> | undefined) ?? null);
}
