import { useEffect, useRef, useState } from "preact/hooks";
import type { FileWords } from "../../../client/files/words/index.ts";
import type { Attachment, FileLinks } from "../../../client/index.ts";
import { closeDialog, onBackdropClick, onEscape } from "../../parts/dialogs.ts";
import { Icon } from "../../parts/icons.tsx";
import { wording } from "../../words/index.ts";
import { savePicture } from "../saving.ts";

interface Props {
  file: Attachment;
  words: FileWords;
  links: () => Promise<FileLinks>;
  close: () => void;
}

/** A picture as large as there is room. */
export function Viewer({ file, words, links, close }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [src, setSrc] = useState<string | null>(null);
  const [isGone, setGone] = useState(false);
  const end = () => {
    closeDialog(dialog.current);
    close();
  };
  useEffect(() => {
    dialog.current?.showModal();
    links().then(
      ({ url }) => setSrc(url),
      () => setGone(true),
    );
  }, []);
  const save = () =>
    links().then(
      ({ url }) => savePicture(url, file.name),
      () => setGone(true),
    );
  return (
    <dialog ref={dialog} class="viewer" aria-label={file.name} onKeyDown={onEscape(end)} onClick={onBackdropClick(end)}>
      <header>
        <bdi>{file.name}</bdi>
        <button type="button" class="button" aria-label={words.download(file.name)} onClick={save}>
          {words.save}
        </button>
        <button type="button" class="button plain square" aria-label={wording().close} onClick={end}>
          <Icon name="close" />
        </button>
      </header>
      {isGone ? (
        <p role="alert">{words.gone}</p>
      ) : (
        src !== null && (
          <img src={src} alt={file.name} width={file.width} height={file.height} onError={() => setGone(true)} />
        )
      )}
    </dialog>
  );
}
