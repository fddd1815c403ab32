import type { ErasureSubject, ErasureView } from "../../client/index.ts";
import type { DataApi } from "./data_api.ts";

/** How an erasure stands, as far as the person who asked for it is told. */
export type Erasing =
  | { phase: "idle" }
  /** It is asked whether it is meant. */
  | { phase: "asking"; subject: ErasureSubject }
  | { phase: "erasing" }
  | { phase: "erased"; cases: number; answers: number }
  /** Nothing is known of it: the same may be asked for again. */
  | { phase: "failed"; subject: ErasureSubject; reason: string };

interface Edges {
  api: DataApi;
  store: string;
  id: () => string;
  show: (erasing: Erasing) => void;
  reasonOf: (error: unknown) => string;
  later: (look: () => void) => void;
}

/** Asks for an erasure, and looks until the words are gone. What fails may be asked for again, under the same id. */
export function createEraser({ api, store, id, show, reasonOf, later }: Edges) {
  let asked: { subject: ErasureSubject; id: string } | null = null;
  const told = (found: ErasureView): boolean => {
    if (found.step === "erasing") return false;
    show({ phase: "erased", cases: found.cases, answers: found.answers });
    return true;
  };
  const look = (own: string): void => {
    api.erasures(store).then(
      ({ erasures }) => {
        const found = erasures.find((erasure) => erasure.id === own);
        if (found === undefined || !told(found)) later(() => look(own));
      },
      () => later(() => look(own)),
    );
  };
  return async (subject: ErasureSubject): Promise<void> => {
    if (asked === null || JSON.stringify(asked.subject) !== JSON.stringify(subject)) asked = { subject, id: id() };
    const own = asked.id;
    show({ phase: "erasing" });
    try {
      if (!told(await api.erase(store, own, subject))) later(() => look(own));
      asked = null;
    } catch (error) {
      show({ phase: "failed", subject, reason: reasonOf(error) });
    }
  };
}
