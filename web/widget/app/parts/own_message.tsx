import { Component, createRef, type JSX } from "preact";
import { isComposing } from "../../../client/composition.ts";
import type { CaseState } from "../../../client/index.ts";
import type { Actions } from "../actions.ts";
import { deletionWords } from "../deletion_words.ts";
import type { Bubble } from "../rows.ts";
import { adoptStyles } from "../styles/adopt.ts";
import css from "../styles/own_message.css?inline";
import { Icon } from "./icons.tsx";

adoptStyles(css);

interface Props {
  bubble: Bubble;
  thread: CaseState;
  me: string;
  tag: string;
  actions: Actions;
}

interface Own {
  isAsking: boolean;
  /** The command that deletes it, once given. */
  command: string | null;
}

/** What the visitor may do with a message that they have sent: delete it, after they were asked once. */
export class OwnMessage extends Component<Props, Own> {
  override state: Own = { isAsking: false, command: null };
  readonly #control = createRef<HTMLButtonElement>();
  readonly #confirm = createRef<HTMLButtonElement>();

  override componentDidUpdate(_: Props, { isAsking }: Own): void {
    if (this.state.isAsking && !isAsking) this.#confirm.current?.focus();
  }

  override render({ bubble: { text, files, seq }, thread, me, tag }: Props): JSX.Element | null {
    const words = deletionWords(tag);
    const { isAsking, command } = this.state;
    const deletion = thread.events.find(({ body }) => body.kind === "withdrawn" && body.of === seq);
    if (text === null && files.length === 0)
      return <em class="gone">{deletion?.author.id === me ? words.deleted : words.gone}</em>;
    // Words that were written before they signed in are another author's to the service.
    if (thread.events.find((event) => event.seq === seq)?.author.id !== me) return null;
    const isUnderWay = thread.pending.some(
      (pending) => pending.command.action === "withdraw" && pending.command.of === seq,
    );
    if (isUnderWay) return <p class="deletion">{words.deleting}</p>;
    if (isAsking)
      return (
        <fieldset class="deletion" onKeyDown={this.#keyed}>
          <legend>{words.question}</legend>
          <button type="button" ref={this.#confirm} onClick={this.#delete}>
            {words.confirm}
          </button>
          <button type="button" onClick={this.#cancel}>
            {words.cancel}
          </button>
        </fieldset>
      );
    return (
      <>
        <button
          type="button"
          class="delete"
          ref={this.#control}
          aria-label={words.label}
          title={words.label}
          onClick={() => this.setState({ isAsking: true, command: null })}
        >
          <Icon name="close" />
        </button>
        {command !== null && (
          <p class="deletion" role="alert">
            {words.failed}
          </p>
        )}
      </>
    );
  }

  readonly #delete = async (): Promise<void> => {
    // The buttons go away: what is read stays where it is.
    document.querySelector<HTMLElement>(".thread")?.focus();
    const { actions, bubble, thread, tag } = this.props;
    const log = await actions.log();
    const command = log.withdraw(thread.case, bubble.seq, deletionWords(tag).deleted);
    this.setState({ isAsking: false, command });
  };

  readonly #cancel = (): void => {
    this.setState({ isAsking: false }, () => this.#control.current?.focus());
  };

  readonly #keyed = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || isComposing(event)) return;
    // The chat stays open.
    event.preventDefault();
    this.#cancel();
  };
}
