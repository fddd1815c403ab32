import { Component, type CSSProperties, createRef, type JSX } from "preact";
import type { LinkKeeper } from "../../../client/files/file_links.ts";
import { boxOf } from "../../../client/files/picture_box.ts";
import type { Preview, Upload } from "../../../client/files/upload.ts";
import type { FileWords } from "../../../client/files/words/index.ts";
import type { Attachment, FileLinks } from "../../../client/index.ts";
import { MOST } from "../parts/attached.tsx";
import type { Language } from "../words/index.ts";
import { Viewer } from "./viewer.tsx";

export interface FileProps {
  file: Attachment;
  caseId: string;
  words: FileWords;
  files: { links: LinkKeeper };
  language: Language;
}

interface Props extends FileProps {
  /** What the browser that sent it still has of it. */
  preview: Preview | null;
}

interface Shown {
  src: string | null;
  hasFailed: boolean;
  isLarge: boolean;
}

/** A picture in its place, whose links are asked for when it comes into view. */
export class Picture extends Component<Props, Shown> {
  override state: Shown = { src: this.props.preview?.url ?? null, hasFailed: false, isLarge: false };
  readonly #button = createRef<HTMLButtonElement>();
  /** A link that did not serve is asked for anew, once. */
  #isAgain = false;
  readonly #seen = new IntersectionObserver(([entry]) => {
    if (!entry?.isIntersecting) return;
    this.#seen.disconnect();
    void this.#load();
  });

  override componentDidMount(): void {
    if (this.#button.current) this.#seen.observe(this.#button.current);
  }

  override componentWillUnmount(): void {
    this.#seen.disconnect();
  }

  override render({ file, words, language, caseId, files }: Props, { src, hasFailed, isLarge }: Shown): JSX.Element {
    const box = boxOf(file, MOST);
    return (
      <>
        <button
          type="button"
          ref={this.#button}
          class="picture"
          aria-label={words.open(file.name)}
          aria-haspopup="dialog"
          style={styleOf(box)}
          onClick={() => this.setState({ isLarge: true })}
        >
          {src && !hasFailed && <img src={src} alt="" onError={this.#failed} />}
          {hasFailed && <span>{words.noPreview}</span>}
        </button>
        {isLarge && (
          <Viewer
            file={file}
            words={words}
            language={language}
            links={() => files.links.of(caseId, file.id)}
            close={() => this.setState({ isLarge: false })}
          />
        )}
      </>
    );
  }

  async #load(): Promise<void> {
    const { files, caseId, file } = this.props;
    try {
      const links: FileLinks = await files.links.of(caseId, file.id);
      this.setState({ src: links.thumbnail_url ?? links.url, hasFailed: false });
    } catch {
      // What the browser still has of its own stays.
      if (this.state.src === null) this.setState({ hasFailed: true });
    }
  }

  readonly #failed = (): void => {
    if (this.#isAgain) return this.setState({ hasFailed: true });
    this.#isAgain = true;
    const { files, caseId, file } = this.props;
    files.links.forget(caseId, file.id);
    void this.#load();
  };
}

/** A picture that is on its way, as the browser that sends it has it. */
export function PendingPicture(props: { upload: Upload; preview: Preview; line: string }): JSX.Element {
  const { upload, preview, line } = props;
  return (
    <div class="picture" style={styleOf(boxOf(preview, MOST))}>
      <img src={preview.url} alt={upload.name} />
      {upload.state !== "ready" && <span class="way">{line}</span>}
    </div>
  );
}

function styleOf({ width, height }: { width: number; height: number }): CSSProperties {
  return { width: `${width}px`, aspectRatio: `${width} / ${height}` };
}
