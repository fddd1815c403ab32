import { countCharacters } from "../../../client/characters.ts";
import { Component, createRef, type JSX, type TargetedEvent, type TargetedKeyboardEvent } from "preact";
import { isComposing } from "../../../client/composition.ts";
import type { Actions } from "../actions.ts";
import type { State } from "../state.ts";
import { Icon } from "./icons.tsx";

interface Props {
  state: State;
  actions: Actions;
  isClosed: boolean;
}

/**
 * What a message needs one of: a character that leaves ink, after what the service removes. The service decides; this
 * spares a refusal.
 */
const VISIBLE =
  /[^\s\p{Cc}\p{M}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800\ufff9-\ufffc\u{1d159}]/u;

/** The longest message that the service takes, in characters. */
export const MOST = 4_000;
/** A hint that someone types is good for some seconds; one per interval is enough. In milliseconds. */
const TYPING_EVERY = 3_000;

/** The one on the page. No `ref`: a component's stays among its properties, and is never set. */
let shown: Composer | undefined;

/** Puts a text where the visitor writes, to go on with. */
export function fill(text: string): void {
  shown?.fill(text);
}

/** Takes a key that was pressed before the visitor's keys came here. */
export function type(key: string): void {
  shown?.type(key);
}

/** Whether the browser grows a field with its text by itself. */
const GROWS = CSS.supports("field-sizing", "content");

/** Where the visitor writes. The text in it belongs to the conversation in view, and survives a reload. */
export class Composer extends Component<Props, { text: string }> {
  override state = { text: this.props.actions.draft() };
  readonly #input = createRef<HTMLTextAreaElement>();
  /** How much was typed here since the chat was opened. What was typed on the page before may come after it. */
  #typed = 0;
  #typedAt = 0;
  /** Whether it stays in a closed case. */
  #stays = false;

  override componentDidMount(): void {
    shown = this;
    this.#grow();
  }

  override componentDidUpdate(before: Props): void {
    this.#grow();
    if (before.state.isOpen !== this.props.state.isOpen) this.#typed = 0;
    const isOther = before.state.place !== this.props.state.place;
    if (!isOther) return;
    this.#stays = false;
    this.setState({ text: this.props.actions.draft() });
  }

  override render({ state, actions, isClosed }: Props): JSX.Element | null {
    const { words } = state.language;
    const length = countCharacters(this.state.text.trim());
    // A case may be closed while the visitor writes: their words stay, and so does the field under their fingers.
    const isInUse = length > 0 || (this.#input.current !== null && document.activeElement === this.#input.current);
    this.#stays = isClosed && (isInUse || this.#stays);
    if (isClosed && !this.#stays) return null;
    const isTooLong = length > MOST;
    const isDisabled = !this.#mayGo(this.state.text);
    const talk = (
      <button type="button" class="chip talk" onClick={actions.talkToPerson}>
        <Icon name="person" />
        {words.talk}
      </button>
    );
    return (
      <form class="composer" onSubmit={this.#submit}>
        {state.live ? (
          <state.live.Above state={state} actions={actions} talk={talk} length={length} isClosed={isClosed} />
        ) : (
          talk
        )}
        <div class="field">
          <textarea
            ref={this.#input}
            id="message"
            rows={1}
            // Empty, it runs as the page does: so does what it says there.
            dir={length > 0 ? "auto" : undefined}
            aria-label={words.write}
            placeholder={words.write}
            aria-invalid={isTooLong}
            aria-describedby={isTooLong ? "length" : undefined}
            enterkeyhint="send"
            value={this.state.text}
            onInput={this.#changed}
            onKeyDown={this.#pressed}
            onBlur={() => actions.typing(false)}
          />
          {isClosed ? (
            <button type="submit" class="primary" disabled={isDisabled}>
              {words.reopenAndSend}
            </button>
          ) : (
            <button type="submit" class="send" aria-label={words.send} title={words.send} disabled={isDisabled}>
              <Icon name="send" turns />
            </button>
          )}
        </div>
      </form>
    );
  }

  /** Puts a text there for the visitor to go on with. */
  fill(text: string): void {
    const input = this.#input.current;
    this.#keep(text);
    // At once: what is typed before the page is drawn would undo it.
    if (input) input.value = text;
    input?.focus();
  }

  type(key: string): void {
    const text = this.props.actions.draft();
    const end = text.length - this.#typed;
    const before = text.slice(0, end);
    this.fill((key === "Backspace" ? [...before].slice(0, -1).join("") : before + key) + text.slice(end));
  }

  /** Measures the text: typed, restored, or gone after sending. */
  #grow(): void {
    const input = this.#input.current;
    if (GROWS || !input) return;
    input.style.height = "auto";
    input.style.height = `${input.scrollHeight + input.offsetHeight - input.clientHeight}px`;
  }

  readonly #changed = (event: TargetedEvent<HTMLTextAreaElement>): void => {
    const { value } = event.currentTarget;
    this.#typed = Math.max(0, this.#typed + value.length - this.state.text.length);
    this.#keep(value);
    const now = Date.now();
    if (now - this.#typedAt < TYPING_EVERY) return;
    this.#typedAt = now;
    this.props.actions.typing(true);
  };

  readonly #pressed = (event: TargetedKeyboardEvent<HTMLTextAreaElement>): void => {
    // While an input method composes, Enter chooses a word.
    const isSend = event.key === "Enter" && !event.shiftKey && !isComposing(event);
    if (isSend) this.#submit(event);
  };

  readonly #submit = (event: Event): void => {
    event.preventDefault();
    const text = this.state.text.trim();
    if (!this.#mayGo(text)) return;
    this.#typedAt = this.#typed = 0;
    this.#keep("");
    if (this.props.isClosed) this.props.actions.reopen(text);
    else this.props.actions.send(text);
    this.#input.current?.focus();
  };

  /** Whether there is something to send, be it files alone, and the service takes it. */
  #mayGo(text: string): unknown {
    return countCharacters(text.trim()) <= MOST && (VISIBLE.test(text) || this.props.state.hasFiles?.());
  }

  #keep(text: string): void {
    this.props.actions.setDraft(text);
    this.setState({ text });
  }
}
