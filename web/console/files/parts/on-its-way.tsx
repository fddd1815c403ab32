import { standingText } from "../../../client/files/announcements.ts";
import { kindOf, sizeText } from "../../../client/files/media_types.ts";
import { boxOf } from "../../../client/files/picture_box.ts";
import type { Upload } from "../../../client/files/upload.ts";
import { fileWording } from "../../words/files.ts";
import { locale } from "../../words/index.ts";
import type { FilesPart } from "../files_part.ts";
import { MOST } from "../room.ts";
import { KindIcon } from "./kind-icon.tsx";

/** The files of a reply that is not in the log yet, and how far they are. */
export function OnItsWay({ part, ids }: { part: FilesPart; ids: readonly string[] }) {
  // Read, so that each step of theirs is drawn.
  const uploads = part.uploads.value.filter(({ id }) => ids.includes(id));
  const words = fileWording();
  if (words === null) return null;
  return (
    <div class="files">
      {uploads.map((upload) => (
        <Waiting key={upload.id} upload={upload} line={lineOf(upload, part)} />
      ))}
      {uploads.length === 0 && <p class="quiet">{words.reasons.lost}</p>}
    </div>
  );
}

function lineOf(upload: Upload, part: FilesPart): string {
  const words = fileWording();
  const size = sizeText(upload.size, locale());
  return upload.state === "ready" || words === null
    ? size
    : standingText(upload, part.mostBytes.value, words, locale());
}

function Waiting({ upload, line }: { upload: Upload; line: string }) {
  const { preview, name, mediaType, state } = upload;
  if (preview !== null && state !== "refused") {
    const { width, height } = boxOf(preview, MOST);
    return (
      <div class="picture" style={{ width: `${width}px`, aspectRatio: `${width} / ${height}` }}>
        <img src={preview.url} alt={name} />
        {state !== "ready" && <span class="way">{line}</span>}
      </div>
    );
  }
  return (
    <div class={`file ${state}`}>
      <KindIcon kind={kindOf(mediaType)} />
      <span class="about">
        <bdi>{name}</bdi>
        <span>{line}</span>
      </span>
    </div>
  );
}
