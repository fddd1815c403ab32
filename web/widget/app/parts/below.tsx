import { Component, type JSX } from "preact";
import type { Actions } from "../actions.ts";
import type { State } from "../state.ts";
import { Closed } from "./closed.tsx";

interface Props {
  state: State;
  actions: Actions;
}

type HelpPart = typeof import("./help.tsx").Help;

/** What stands between the messages and the composer: help before one writes, the end of a case after it. */
export class Below extends Component<Props, { Help: HelpPart | null }> {
  override state: { Help: HelpPart | null } = { Help: null };
  #isAsked = false;

  override componentDidMount(): void {
    this.#fetch();
  }

  override componentDidUpdate(): void {
    this.#fetch();
  }

  override render({ state, actions }: Props): JSX.Element | null {
    const { Help } = this.state;
    if (state.thread?.view?.status === "resolved")
      return <Closed key={state.thread.case} state={state} actions={actions} />;
    return Help && offersHelp(state) ? <Help state={state} /> : null;
  }

  /** Most stores offer none, and most visitors come back to a conversation: the code comes where it is shown. */
  #fetch(): void {
    if (this.#isAsked || !offersHelp(this.props.state)) return;
    this.#isAsked = true;
    void import("./help.tsx").then(({ Help }) => this.setState({ Help }), this.props.actions.lack);
  }
}

function offersHelp({ place, store }: State): boolean {
  return place.at === "new" && store?.help === true;
}
