import type { JSX } from "preact";
import { reasonText, standingText } from "../../../client/files/announcements.ts";
import { isPlayable } from "../../../client/files/media_player.ts";
import { kindOf, sizeText } from "../../../client/files/media_types.ts";
import type { Upload } from "../../../client/files/upload.ts";
import { fileWords } from "../../../client/files/words/index.ts";
import type { Attachment } from "../../../client/index.ts";
import type { Bubble } from "../rows.ts";
import type { State } from "../state.ts";
import { Card } from "./card.tsx";
import { KindIcon } from "./kind_icon.tsx";
import { PendingPicture, Picture } from "./picture.tsx";
import { Player } from "./player.tsx";

/** The files of a message: pictures as such, sound and films with a player, others as cards; those on their way with how far they are. */
export function Attachments({ bubble, state }: { bubble: Bubble; state: State }): JSX.Element | null {
  const words = fileWords(state.language);
  const { files, place, thread } = state;
  if (!words || !files) return null;
  const uploads = files.queue.named(bubble.naming ?? bubble.files.map(({ id }) => id));
  const caseId = thread?.case ?? (place.at === "case" ? place.key : "");
  const isStuck = bubble.code === "file_not_ready";
  return (
    <div class="files">
      {bubble.files.map((file) => {
        const preview = uploads.find(({ id }) => id === file.id)?.preview ?? null;
        const shared = { file, caseId, words, files, language: state.language };
        if (isPicture(file)) return <Picture key={file.id} {...shared} preview={preview} />;
        return isPlayable(file.media_type, document) ? (
          <Player key={file.id} {...shared} />
        ) : (
          <Card key={file.id} {...shared} />
        );
      })}
      {bubble.naming && uploads.map((upload) => <OnItsWay key={upload.id} upload={upload} state={state} />)}
      {isStuck && (
        <p class="stuck">
          {uploads.length === 0 && `${words.reasons.lost} `}
          <button type="button" onClick={() => files.edit(bubble.id)}>
            {words.edit}
          </button>
        </p>
      )}
    </div>
  );
}

/** A picture whose size is known, so that its place is. */
function isPicture({ media_type, width, height }: Attachment): boolean {
  return kindOf(media_type) === "picture" && width !== undefined && height !== undefined;
}

function OnItsWay({ upload, state: { language, store } }: { upload: Upload; state: State }): JSX.Element | null {
  const words = fileWords(language);
  const { name, size, mediaType, preview } = upload;
  const most = store?.files?.max_bytes ?? 0;
  if (!words) return null;
  const line =
    upload.state === "refused"
      ? reasonText(upload, most, words, language.tag)
      : upload.state === "ready"
        ? sizeText(size, language.tag)
        : standingText(upload, most, words, language.tag);
  if (preview && upload.state !== "refused") return <PendingPicture upload={upload} preview={preview} line={line} />;
  return (
    <div class={`card ${upload.state}`}>
      <KindIcon kind={kindOf(mediaType)} />
      <span class="about">
        <bdi>{name}</bdi>
        <span>{line}</span>
      </span>
    </div>
  );
}
