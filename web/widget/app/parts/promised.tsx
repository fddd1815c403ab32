import { Component, type JSX } from "preact";
import type { Actions } from "../actions.ts";
import type { State } from "../state.ts";

interface Props {
  state: State;
  actions: Actions;
}

type PromisePart = typeof import("./promise.tsx").PromiseLine;

/** The reply that somebody has promised. Few conversations have one: the code comes where it is shown. */
export class Promised extends Component<Props, { Part: PromisePart | null }> {
  override state: { Part: PromisePart | null } = { Part: null };
  #isAsked = false;

  override componentDidMount(): void {
    this.#fetch();
  }

  override componentDidUpdate(): void {
    this.#fetch();
  }

  override render({ state }: Props): JSX.Element | null {
    const { Part } = this.state;
    return Part && <Part state={state} />;
  }

  #fetch(): void {
    const { state, actions } = this.props;
    if (this.#isAsked || !state.thread?.events.some(({ body }) => body.kind === "promised")) return;
    this.#isAsked = true;
    void import("./promise.tsx").then((part) => this.setState({ Part: part.PromiseLine }), actions.lack);
  }
}
