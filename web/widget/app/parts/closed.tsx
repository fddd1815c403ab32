import { Component, type JSX } from "preact";
import type { Actions } from "../actions.ts";
import { ratingOf, type Rating } from "../standing.ts";
import type { State } from "../state.ts";

interface Props {
  state: State;
  actions: Actions;
}

interface Own {
  score: number;
  comment: string;
  /** The question stays after the score is sent: words may follow, and another score. */
  isOpen: boolean;
}

const SCORES = [1, 2, 3, 4, 5];

/** The arrow keys pass over the scores: the one on which they rest for so long is meant, in milliseconds. */
const RESTS = 1_500;

/** The end of a case: how it was, and the two ways on. */
export class Closed extends Component<Props, Own> {
  override state: Own = { score: 0, comment: "", isOpen: false };
  /** What the service was told last. */
  #sent = { score: 0, comment: "" };
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** As it was when the question was put: the visitor may be elsewhere by the time it is answered. */
  readonly #case = this.props.state.thread?.case ?? "";

  override componentWillUnmount(): void {
    this.#send();
  }

  override render({ state, actions }: Props): JSX.Element {
    const { words } = state.language;
    const rating = ratingOf(state.thread?.events ?? []);
    const isOnItsWay = (state.thread?.pending ?? []).some(({ command }) => command.action === "rate");
    const isRated = (rating !== null || isOnItsWay) && !this.state.isOpen;
    return (
      <div class="closed">
        <p class="ways">
          <strong>{words.anythingElse}</strong>
          <button type="button" class="chip" onClick={() => actions.reopen()}>
            {words.reopen}
          </button>
          <button type="button" class="chip" onClick={() => actions.go({ at: "new" })}>
            {words.newConversation}
          </button>
        </p>
        {isRated ? (
          <p class="thanks">
            {words.thanks}{" "}
            {rating !== null && !isOnItsWay && Date.now() < rating.until && (
              <button type="button" class="chip" onClick={() => this.#change(rating)}>
                {words.changeRating}
              </button>
            )}
          </p>
        ) : (
          this.#question(state, rating !== null || isOnItsWay)
        )}
      </div>
    );
  }

  #question({ language: { words } }: State, isSent: boolean): JSX.Element {
    const { score, comment } = this.state;
    return (
      <form class="rating" onSubmit={this.#submit}>
        <fieldset>
          <legend>{words.howWas}</legend>
          <div class="scores">
            {SCORES.map((n) => (
              <label key={n}>
                <input
                  type="radio"
                  name="score"
                  value={n}
                  checked={score === n}
                  aria-label={words.score(n)}
                  onClick={(event) => this.#rate(n, event.detail > 0)}
                />
                <span aria-hidden="true">{n}</span>
              </label>
            ))}
          </div>
          <p class="scale" aria-hidden="true">
            <span>{words.scale[0]}</span>
            <span>{words.scale[1]}</span>
          </p>
        </fieldset>
        {isSent && <p class="thanks">{words.thanks}</p>}
        {score > 0 && (
          <div class="field">
            <textarea
              rows={2}
              dir={comment ? "auto" : undefined}
              aria-label={words.better}
              placeholder={words.better}
              value={comment}
              onFocus={this.#send}
              onInput={(event) => this.setState({ comment: event.currentTarget.value })}
            />
            <button type="submit" class="primary">
              {words.sendRating}
            </button>
          </div>
        )}
      </form>
    );
  }

  #change({ score, comment }: Rating): void {
    this.#sent = { score, comment };
    this.setState({ score, comment, isOpen: true });
  }

  /** A touch counts at once. */
  #rate(score: number, isTouched: boolean): void {
    clearTimeout(this.#timer);
    this.setState({ score, isOpen: true }, isTouched ? this.#send : undefined);
    if (!isTouched) this.#timer = setTimeout(this.#send, RESTS);
  }

  /** Sends the score, with the words that went with the last one: half-written ones wait for their button. */
  readonly #send = (): void => this.#tell(this.#sent.comment);

  #tell(comment: string): void {
    clearTimeout(this.#timer);
    const { score } = this.state;
    if (score === 0 || (score === this.#sent.score && comment === this.#sent.comment)) return;
    this.#sent = { score, comment };
    this.props.actions.rate(this.#case, score, comment);
  }

  readonly #submit = (event: Event): void => {
    event.preventDefault();
    this.#tell(this.state.comment.trim());
    this.setState({ isOpen: false });
  };
}
