import type { Group } from "../../../client/index.ts";
import { pageWording } from "../../words/pages.ts";
import { type Fields, assigneeOf, choiceOf } from "../canned_fields.ts";

interface Props {
  fields: Fields;
  groups: readonly Group[];
  set: (change: Partial<Fields>) => void;
}

/** What is done after sending: that makes a macro of a canned reply. */
export function StepFields({ fields: { assign, close }, groups, set }: Props) {
  const words = pageWording().canned;
  const chosen = choiceOf(assign);
  const offered = groups.filter((group) => !group.closed);
  const isUnknown = assign?.to === "group" && offered.every(({ id }) => id !== assign.group);
  return (
    <fieldset>
      <legend>{words.afterSending}</legend>
      <label class="field">
        <span>{words.assign}</span>
        <select value={chosen} onChange={(event) => set({ assign: assigneeOf(event.currentTarget.value) })}>
          <option value="">{words.assignNobody}</option>
          <option value="me">{words.assignMe}</option>
          {isUnknown && <option value={chosen}>{words.unknownGroup}</option>}
          {offered.map(({ id, name }) => (
            <option key={id} value={String(id)}>
              {words.assignGroup(name)}
            </option>
          ))}
        </select>
      </label>
      <label class="choice">
        <input type="checkbox" checked={close} onChange={(event) => set({ close: event.currentTarget.checked })} />
        <span>{words.close}</span>
      </label>
    </fieldset>
  );
}
