import { useEffect, useMemo } from "preact/hooks";
import { persistentStore } from "../../../client/storage.ts";
import { useAppContext } from "../../app_context.ts";
import { documentOf } from "../../rest.ts";
import { draftedCases, dropErased } from "../erased_drafts.ts";

/** Shows nothing: drops the drafts of cases that were erased, of the one at hand at once, of all others when the console starts. */
export function ErasedDrafts(): null {
  const { caseStore, drafts, rest } = useAppContext();
  const store = useMemo(persistentStore, []);
  const me = caseStore.me.value?.user;
  const active = caseStore.active.value;
  const events = active?.state.events;
  useEffect(() => {
    if (me !== undefined && active && events) dropErased({ store, drafts, me }, active.id, events);
  }, [me, events]);
  useEffect(() => {
    if (me === undefined) return;
    const look = async (id: string): Promise<void> => {
      const params = { path: { case: id }, query: {} };
      const page = await documentOf(rest.GET("/cases/{case}/events", { params }));
      dropErased({ store, drafts, me }, id, page.events);
    };
    // One that can't be read now is looked at when the console starts the next time.
    for (const id of draftedCases(store)) void look(id).catch(() => undefined);
  }, [me]);
  return null;
}
