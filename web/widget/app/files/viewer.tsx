import { Component, createRef, type TargetedKeyboardEvent } from "preact";
import { isComposing } from "../../../client/composition.ts";
import type { FileWords } from "../../../client/files/words/index.ts";
import type { Attachment, FileLinks } from "../../../client/index.ts";
import { Icon } from "../parts/icons.tsx";
import type { Language } from "../words/index.ts";
import { savePicture } from "./saving.ts";

interface Props {
  file: Attachment;
  words: FileWords;
  language: Language;
  links: () => Promise<FileLinks>;
  close: () => void;
}

/** A picture as large as there is room. Two fingers make it larger, as everywhere in the browser. */
export class Viewer extends Component<Props, { src: string | null; isGone: boolean }> {
  override state: { src: string | null; isGone: boolean } = { src: null, isGone: false };
  readonly #dialog = createRef<HTMLDialogElement>();

  override componentDidMount(): void {
    this.#dialog.current?.showModal();
    void this.props.links().then(
      ({ url }) => this.setState({ src: url }),
      () => this.setState({ isGone: true }),
    );
  }

  override render({ file, words, language, close }: Props, { src, isGone }: { src: string | null; isGone: boolean }) {
    return (
      <dialog
        ref={this.#dialog}
        class="viewer"
        aria-label={file.name}
        onClose={close}
        onKeyDown={this.#pressed}
        onClick={(event) => event.target === event.currentTarget && this.#close()}
      >
        <header>
          <bdi>{file.name}</bdi>
          <button type="button" class="chip" aria-label={words.download(file.name)} onClick={this.#save}>
            {words.save}
          </button>
          <button type="button" class="icon" aria-label={language.words.close} onClick={() => this.#close()}>
            <Icon name="close" />
          </button>
        </header>
        {isGone ? (
          <p role="alert">{words.gone}</p>
        ) : (
          src && (
            <img
              src={src}
              alt={file.name}
              width={file.width}
              height={file.height}
              onError={() => this.setState({ isGone: true })}
            />
          )
        )}
      </dialog>
    );
  }

  /** Closes the picture alone, not the chat as well. */
  readonly #pressed = (event: TargetedKeyboardEvent<HTMLDialogElement>): void => {
    if (event.key !== "Escape" || isComposing(event)) return;
    event.preventDefault();
    this.#close();
  };

  readonly #save = async (): Promise<void> => {
    const links = await this.props.links().catch(() => null);
    if (links) await savePicture(links.url, this.props.file.name);
    else this.setState({ isGone: true });
  };

  #close(): void {
    this.#dialog.current?.close();
  }
}
