import { standingText } from "../../../client/files/announcements.ts";
import { kindOf, percentText, sizeText } from "../../../client/files/media_types.ts";
import { mayRetry, type Upload } from "../../../client/files/upload.ts";
import type { FileWords } from "../../../client/files/words/index.ts";
import { useAppContext } from "../../app_context.ts";
import { Icon } from "../../parts/icons.tsx";
import { fileWording } from "../../words/files.ts";
import { locale, wording } from "../../words/index.ts";
import type { FilesPart } from "../files_part.ts";
import { KindIcon } from "./kind-icon.tsx";

/** What lies beside the reply that is being written. */
export function Tray({ part, id }: { part: FilesPart; id: string }) {
  const words = fileWording();
  const uploads = part.uploads.value.filter(({ place }) => place === id);
  if (words === null || uploads.length === 0) return null;
  return (
    <ul class="tray" aria-label={words.attached}>
      {uploads.map((upload) => (
        <Item key={upload.id} upload={upload} part={part} words={words} />
      ))}
    </ul>
  );
}

function Item({ upload, part, words }: { upload: Upload; part: FilesPart; words: FileWords }) {
  const { router } = useAppContext();
  const { id, name, mediaType, size, preview, progress, state } = upload;
  const tag = locale();
  const remove = () => {
    part.queue.remove(id);
    router.elements.composer?.focus();
  };
  return (
    <li class={`file ${state}`}>
      {preview !== null ? <img src={preview.url} alt="" /> : <KindIcon kind={kindOf(mediaType)} />}
      <span class="about">
        <bdi>{name}</bdi>
        <span>
          <bdi>{sizeText(size, tag)}</bdi>
          {state !== "ready" && ` · ${standingText(upload, part.mostBytes.value, words, tag)}`}
        </span>
        {state === "uploading" && (
          <progress value={progress} max={1} aria-label={words.uploading(name, percentText(progress, tag))} />
        )}
      </span>
      {mayRetry(upload) && (
        <button type="button" class="link" aria-label={words.retry(name)} onClick={() => part.queue.retry(id)}>
          {wording().retry}
        </button>
      )}
      <button
        type="button"
        class="button plain square"
        aria-label={words.remove(name)}
        title={words.remove(name)}
        onClick={remove}
      >
        <Icon name="close" small />
      </button>
    </li>
  );
}
