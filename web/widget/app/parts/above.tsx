import { Component, type JSX } from "preact";
import type { Actions } from "../actions.ts";
import type { State } from "../state.ts";
import type { Language } from "../words/index.ts";
import { MOST } from "./composer.tsx";
import { WayToPerson } from "./heading.tsx";

/** From here on the visitor sees how much is left of a message, in characters. */
const TELL_FROM = 3_600;

interface Props {
  state: State;
  actions: Actions;
  /** The button that calls a person. */
  talk: JSX.Element;
  /** How long the message is. */
  length: number;
  isClosed: boolean;
}

type AttachPart = typeof import("../files/attach.tsx").Attach;

/** What stands around the field in which the visitor writes. */
export class Above extends Component<Props, { Attach: AttachPart | null }> {
  override state: { Attach: AttachPart | null } = { Attach: null };
  #isAsked = false;

  override componentDidMount(): void {
    this.#fetch();
  }

  override componentDidUpdate(): void {
    this.#fetch();
  }

  override render({ state, actions, talk, length, isClosed }: Props): JSX.Element {
    const { Attach } = this.state;
    return (
      <>
        {state.files && <state.files.Tray state={state} />}
        {!isClosed && <WayToPerson state={state} talk={talk} />}
        {length > TELL_FROM && (
          <p id="length" class={length > MOST ? "length over" : "length"}>
            {lengthLine(length, state.language)}
          </p>
        )}
        {Attach && !isClosed && <Attach state={state} actions={actions} />}
      </>
    );
  }

  /** Not every store takes files: where one does, the code comes. Without it one can still write. */
  #fetch(): void {
    if (this.#isAsked || !this.props.state.store?.files) return;
    this.#isAsked = true;
    void import("../files/attach.tsx").then(
      ({ Attach }) => this.setState({ Attach }),
      () => undefined,
    );
  }
}

/** How long a text is, beside how long it may be. */
export function lengthLine(length: number, { words, tag }: Language): string {
  const digits = new Intl.NumberFormat(tag);
  return words.tooLong(digits.format(length), digits.format(MOST));
}
