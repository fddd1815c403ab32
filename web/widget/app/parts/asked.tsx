import { Component, type JSX } from "preact";
import type { Actions } from "../actions.ts";
import type { State } from "../state.ts";

interface Props {
  state: State;
  actions: Actions;
}

type FormPart = typeof import("./pre-chat-form.tsx").PreChatForm;

/** What a store asks, in place of the composer. Few do, and once: the code comes where it is shown. */
export class Asked extends Component<Props, { Form: FormPart | null }> {
  override state: { Form: FormPart | null } = { Form: null };

  override componentDidMount(): void {
    void import("./pre-chat-form.tsx").then(
      ({ PreChatForm }) => this.setState({ Form: PreChatForm }),
      this.props.actions.lack,
    );
  }

  override render({ state, actions }: Props): JSX.Element {
    const { Form } = this.state;
    return Form ? <Form state={state} actions={actions} /> : <div class="composer asked" />;
  }
}
