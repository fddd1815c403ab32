import type { JSX } from "preact";
import { standingText } from "../../../client/files/announcements.ts";
import { kindOf, percentText, sizeText } from "../../../client/files/media_types.ts";
import { mayRetry, type Upload } from "../../../client/files/upload.ts";
import { type FileWords, fileWords } from "../../../client/files/words/index.ts";
import { Icon } from "../parts/icons.tsx";
import type { State } from "../state.ts";
import { KindIcon } from "./kind_icon.tsx";

/** What lies beside the message that is being written. */
export function Tray({ state }: { state: State }): JSX.Element | null {
  const words = fileWords(state.language);
  if (!words) return null;
  const { place, store } = state;
  const key = place.at === "case" ? place.key : (store?.id ?? "");
  const uploads = state.files?.uploads.filter((upload) => upload.place === key) ?? [];
  if (uploads.length === 0) return null;
  return (
    <ul class="tray" aria-label={words.attached}>
      {uploads.map((upload) => (
        <Item key={upload.id} upload={upload} words={words} state={state} />
      ))}
    </ul>
  );
}

interface ItemProps {
  state: State;
  upload: Upload;
  words: FileWords;
}

function Item({ upload, words, state: { language, store, files } }: ItemProps): JSX.Element {
  const { id, name, mediaType, size, preview, progress } = upload;
  const most = store?.files?.max_bytes ?? 0;
  const remove = () => {
    files?.queue.remove(id);
    document.getElementById("message")?.focus();
  };
  return (
    <li class={`lying ${upload.state}`}>
      {preview ? <img src={preview.url} alt="" /> : <KindIcon kind={kindOf(mediaType)} />}
      <span class="about">
        <bdi>{name}</bdi>
        <span>
          <bdi>{sizeText(size, language.tag)}</bdi>
          {upload.state !== "ready" && ` · ${standingText(upload, most, words, language.tag)}`}
        </span>
        {upload.state === "uploading" && (
          <progress value={progress} max={1} aria-label={words.uploading(name, percentText(progress, language.tag))} />
        )}
      </span>
      {mayRetry(upload) && (
        <button type="button" class="again" aria-label={words.retry(name)} onClick={() => files?.queue.retry(id)}>
          {language.words.retry}
        </button>
      )}
      <button type="button" class="icon" aria-label={words.remove(name)} title={words.remove(name)} onClick={remove}>
        <Icon name="close" />
      </button>
    </li>
  );
}
