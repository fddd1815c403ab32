import { useState } from "preact/hooks";
import type { CannedReplyView, Group } from "../../../client/index.ts";
import { formatDate } from "../../time_format.ts";
import { wording } from "../../words/index.ts";
import { pageWording } from "../../words/pages.ts";
import { stepWords } from "../macro_steps.ts";
import { CannedForm } from "./canned-form.tsx";

interface Props {
  store: string;
  groups: readonly Group[];
  reload: () => void;
  reply: CannedReplyView;
  mayWrite: boolean;
}

/** One canned reply: what it says and does, and, opened, the form for it. */
export function CannedRow({ mayWrite, ...shared }: Props) {
  const { reply, groups } = shared;
  const words = pageWording().canned;
  const [isOpen, setOpen] = useState(false);
  const steps = stepWords(reply, (id) => groups.find((group) => group.id === id)?.name ?? null);
  return (
    <li class="canned-row">
      <div class="canned-what">
        <p class="canned-title">
          <b dir="auto">{reply.title}</b>
          {reply.shortcut !== null && <kbd>{`/${reply.shortcut}`}</kbd>}
        </p>
        <p class="canned-text" dir="auto">
          {reply.text}
        </p>
        <p class="quiet">
          {steps !== "" && `${wording().macroThen(steps)}. `}
          {words.lastChange(formatDate(reply.updated_at), reply.personal ? null : reply.updated_by)}
        </p>
      </div>
      {mayWrite && (
        <button
          type="button"
          class="button"
          aria-expanded={isOpen}
          aria-label={words.editNamed(reply.title)}
          onClick={() => setOpen(!isOpen)}
        >
          {words.edit}
        </button>
      )}
      {isOpen && <CannedForm {...shared} isPersonal={reply.personal} close={() => setOpen(false)} />}
    </li>
  );
}
