import { isPlayable } from "../../../client/files/media_player.ts";
import { kindOf } from "../../../client/files/media_types.ts";
import type { Attachment } from "../../../client/index.ts";
import { fileWording } from "../../words/files.ts";
import type { FilesPart } from "../files_part.ts";
import { Card } from "./card.tsx";
import { Picture } from "./picture.tsx";
import { Player } from "./player.tsx";

interface Props {
  part: FilesPart;
  caseId: string;
  files: readonly Attachment[];
}

/** The files of a message: pictures as such, sound and films with a player, others as cards. */
export function Attachments({ part, caseId, files }: Props) {
  const words = fileWording();
  if (words === null) return null;
  return (
    <div class="files">
      {files.map((file) => {
        const View = viewOf(file);
        return <View key={file.id} file={file} caseId={caseId} part={part} words={words} />;
      })}
    </div>
  );
}

function viewOf({ media_type, width }: Attachment) {
  if (kindOf(media_type) === "picture" && width !== undefined) return Picture;
  return isPlayable(media_type, document) ? Player : Card;
}
