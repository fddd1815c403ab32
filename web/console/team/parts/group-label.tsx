import { useEffect } from "preact/hooks";
import { useAppContext } from "../../app_context.ts";
import { wording } from "../../words/index.ts";

/** The group that a case was passed to, by its name; nothing while that is not known. */
export function GroupLabel({ store, group, class: className }: { store: string; group: number; class: string }) {
  const { groups } = useAppContext();
  useEffect(() => groups.want(store, group), [store, group]);
  const name = groups.nameOf(store, group);
  if (name === null) return null;
  return (
    <span class={className} dir="auto">
      {wording().forGroup(name)}
    </span>
  );
}
