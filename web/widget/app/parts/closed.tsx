import { Component, type JSX } from "preact";
import type { Actions } from "../actions.ts";
import { ratingOf, type Rating } from "../standing.ts";
import type { State } from "../state.ts";

interface Props {
  state: State;
  actions: Actions;
}

const SCORES = [1, 2, 3, 4, 5];

/** The end of a case: how it was, and the two ways on. */
export class Closed extends Component<Props, { score: number; comment: string; isChanging: boolean }> {
  override state = { score: 0, comment: "", isChanging: false };

  override render({ state, actions }: Props): JSX.Element {
    const { words } = state.language;
    const rating = ratingOf(state.thread?.events ?? []);
    const isOnItsWay = (state.thread?.pending ?? []).some(({ command }) => command.action === "rate");
    const isRated = (rating !== null || isOnItsWay) && !this.state.isChanging;
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
          this.#question(state)
        )}
      </div>
    );
  }

  #question({ language: { words } }: State): JSX.Element {
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
                  onChange={() => this.setState({ score: n })}
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
        {score > 0 && (
          <div class="field">
            <textarea
              rows={2}
              dir={comment ? "auto" : undefined}
              aria-label={words.better}
              placeholder={words.better}
              value={comment}
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
    this.setState({ score, comment, isChanging: true });
  }

  readonly #submit = (event: Event): void => {
    event.preventDefault();
    this.props.actions.rate(this.state.score, this.state.comment.trim());
    this.setState({ isChanging: false });
  };
}
