import { useState } from "preact/hooks";
import { kindOf, sizeText } from "../../../client/files/media_types.ts";
import type { FileWords } from "../../../client/files/words/index.ts";
import type { Attachment } from "../../../client/index.ts";
import { fileWording } from "../../words/files.ts";
import { locale } from "../../words/index.ts";
import type { FilesPart } from "../files_part.ts";
import { saveLink } from "../saving.ts";
import { KindIcon } from "./kind-icon.tsx";
import { Picture } from "./picture.tsx";

interface Props {
  part: FilesPart;
  caseId: string;
  files: readonly Attachment[];
}

/** The files of a message: pictures as such, others as cards. */
export function Attachments({ part, caseId, files }: Props) {
  const words = fileWording();
  if (words === null) return null;
  return (
    <div class="files">
      {files.map((file) =>
        kindOf(file.media_type) === "picture" && file.width !== undefined ? (
          <Picture key={file.id} file={file} caseId={caseId} part={part} words={words} />
        ) : (
          <Card key={file.id} file={file} caseId={caseId} part={part} words={words} />
        ),
      )}
    </div>
  );
}

/** A file by its name, kind and size. It is handed over, never shown here. */
function Card(props: { file: Attachment; caseId: string; part: FilesPart; words: FileWords }) {
  const { file, caseId, part, words } = props;
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
