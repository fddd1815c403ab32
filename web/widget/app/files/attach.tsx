import { Component, type JSX, type TargetedEvent } from "preact";
import { hasFiles, isPasteOfFiles } from "../../../client/files/dragged.ts";
import { fileWords, onFileWords } from "../../../client/files/words/index.ts";
import type { Actions } from "../actions.ts";
import type { State } from "../state.ts";
import { adoptStyles } from "../styles/adopt.ts";
import css from "../styles/attach.css?inline";

adoptStyles(css);

interface Props {
  state: State;
  actions: Actions;
}

/** Takes files by button, paste and drop. It lies in the end of the field, which does not move when it comes. */
export class Attach extends Component<Props, { isOver: boolean }> {
  override state = { isOver: false };
  readonly #undo = new AbortController();

  override componentDidMount(): void {
    const { signal } = this.#undo;
    addEventListener("paste", this.#pasted, { signal });
    for (const type of ["dragover", "dragleave", "drop"] as const) addEventListener(type, this.#dragged, { signal });
    signal.addEventListener(
      "abort",
      onFileWords(() => this.setState({})),
    );
  }

  override componentWillUnmount(): void {
    this.#undo.abort();
  }

  override render({ state: { store, language } }: Props, { isOver }: { isOver: boolean }): JSX.Element | null {
    const words = fileWords(language);
    if (!store?.files || !words) return null;
    return (
      <>
        <span class="icon attach" title={words.attach}>
          <input
            type="file"
            multiple
            // Named one by one: a phone then makes of its own kinds of pictures one that everybody can read.
            accept={store.files.media_types.join()}
            aria-label={words.attach}
            onChange={this.#chosen}
          />
          <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
            <path
              d="M19.5 11.5l-7.4 7.4a4.7 4.7 0 0 1-6.6-6.6l7.6-7.6a3.1 3.1 0 0 1 4.4 4.4l-7.5 7.5a1.6 1.6 0 0 1-2.2-2.2l6.9-6.9"
              fill="none"
              stroke="currentColor"
              stroke-width="1.6"
              stroke-linecap="round"
              stroke-linejoin="round"
            />
          </svg>
        </span>
        {isOver && (
          <p class="drop">
            <span>{words.drop}</span>
          </p>
        )}
      </>
    );
  }

  readonly #chosen = ({ currentTarget: input }: TargetedEvent<HTMLInputElement>): void => {
    this.#take(input.files);
    // The same file may be chosen again.
    input.value = "";
  };

  readonly #pasted = (event: ClipboardEvent): void => {
    if (!isPasteOfFiles(event.clipboardData)) return;
    event.preventDefault();
    this.#take(event.clipboardData?.files);
  };

  readonly #dragged = (event: DragEvent): void => {
    if (!hasFiles(event.dataTransfer)) return;
    // Else the browser would leave the chat for the file.
    event.preventDefault();
    const isOver = event.type === "dragover" || (event.type === "dragleave" && event.relatedTarget !== null);
    if (isOver !== this.state.isOver) this.setState({ isOver });
    if (event.type === "drop") this.#take(event.dataTransfer?.files);
  };

  #take(list: FileList | null | undefined): void {
    // At once: the list is the browser's, and goes with the event.
    const files = [...(list ?? [])];
    const { actions } = this.props;
    void actions
      .log()
      .then((chat) => chat.attach(files))
      .catch(actions.lack);
  }
}
