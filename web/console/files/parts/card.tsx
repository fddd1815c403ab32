import { useState } from "preact/hooks";
import { kindOf, sizeText } from "../../../client/files/media_types.ts";
import type { FileWords } from "../../../client/files/words/index.ts";
import type { Attachment } from "../../../client/index.ts";
import { locale } from "../../words/index.ts";
import type { FilesPart } from "../files_part.ts";
import { saveLink } from "../saving.ts";
import { KindIcon } from "./kind-icon.tsx";

export interface FileProps {
  file: Attachment;
  caseId: string;
  part: FilesPart;
  words: FileWords;
}

/** A file by its name, kind and size. It is handed over, never shown here. */
export function Card({ file, caseId, part, words }: FileProps) {
  const [isGone, setGone] = useState(false);
  const kind = kindOf(file.media_type);
  const size = sizeText(file.size, locale());
  const save = async () => {
    try {
      const { url } = await part.links.of(caseId, file.id);
      setGone(false);
      saveLink(url, file.name);
    } catch {
      setGone(true);
    }
  };
  return (
    <button
      type="button"
      class="file"
      aria-label={`${words.download(file.name)}, ${words.kinds[kind]} · ${size}`}
      onClick={save}
    >
      <KindIcon kind={kind} />
      <span class="about">
        <bdi>{file.name}</bdi>
        {isGone ? <span role="alert">{words.gone}</span> : <span>{`${words.kinds[kind]} · ${size}`}</span>}
      </span>
    </button>
  );
}
