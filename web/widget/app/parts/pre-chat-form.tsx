import { Component, createRef, type JSX } from "preact";
import type { ConsentView, GivenAnswer, PreChatField } from "../../../client/index.ts";
import type { Actions } from "../actions.ts";
import { answersThatFit, mistake, translated } from "../pre_chat_check.ts";
import { type PreChatWords, preChatWords } from "../pre_chat_words.ts";
import type { State } from "../state.ts";
import { adoptStyles } from "../styles/adopt.ts";
import css from "../styles/pre-chat.css?inline";
import { Text } from "./words.tsx";

adoptStyles(css);

interface Props {
  state: State;
  actions: Actions;
}

interface Own {
  /** By the field's id; null before something is typed. Nothing of it is kept before it is handed over. */
  values: Readonly<Record<string, string>> | null;
  /** The version of the words that the visitor has ticked. */
  agreedTo: string | null;
  /** Whether it was tried to begin: from then on each field says what is wrong. */
  isTried: boolean;
  isDeclined: boolean;
}

/** What a browser may fill in. */
const KNOWN = { name: "name", email: "email", order_number: "off" } as const;

/** What the store asks and wants agreed to before the first message. */
export class PreChatForm extends Component<Props, Own> {
  override state: Own = { values: null, agreedTo: null, isTried: false, isDeclined: false };
  readonly #box = createRef<HTMLFormElement>();

  override componentDidMount(): void {
    // Whoever opened the chat wanted to write: nobody else has the focus.
    if (this.props.state.isOpen && document.activeElement === document.body) this.#focus("input, select, textarea");
  }

  override render({ state }: Props): JSX.Element {
    const words = preChatWords(state.language.tag);
    const asked = state.store?.pre_chat;
    const consent = asked?.consent ?? null;
    if (this.state.isDeclined) return this.#declined(words, consent);
    return (
      <form class="composer asked" noValidate ref={this.#box} aria-labelledby="asked" onSubmit={this.#submit}>
        <h2 id="asked">{words.title}</h2>
        {asked?.fields.map((field) => this.#field(field, words))}
        {consent && !this.#agreedBefore && this.#consent(consent, words)}
        <div class="ways">
          <button type="submit" class="primary">
            {words.start}
          </button>
          {consent && !this.#agreedBefore && (
            <button type="button" class="chip" onClick={() => this.#decline(true)}>
              {words.decline}
            </button>
          )}
        </div>
      </form>
    );
  }

  #field(field: PreChatField, words: PreChatWords): JSX.Element {
    const { tag } = this.props.state.language;
    const value = this.#values[field.id] ?? "";
    const error = this.state.isTried ? mistake(field, value, words, tag) : null;
    const id = `asked-${field.id}`;
    const shared = {
      id,
      value,
      // Empty, it runs as the page does.
      dir: value ? ("auto" as const) : undefined,
      "aria-invalid": error !== null,
      "aria-describedby": error === null ? undefined : `${id}-error`,
      "aria-required": field.required,
      onInput: ({ currentTarget }: { currentTarget: { value: string } }) => this.#set(field.id, currentTarget.value),
    };
    return (
      <div class="question" key={field.id}>
        <label for={id}>
          <bdi>{translated(field.label, tag)}</bdi>
          {!field.required && <span class="quiet"> ({words.optional})</span>}
        </label>
        {field.kind === "choice" ? (
          <select {...shared}>
            <option value="">{words.choose}</option>
            {field.choices.map((choice) => (
              <option key={choice.text} value={choice.text}>
                {translated(choice, tag)}
              </option>
            ))}
          </select>
        ) : field.kind === "text" ? (
          <textarea {...shared} rows={2} />
        ) : (
          <input
            {...shared}
            type="text"
            inputMode={field.kind === "email" ? "email" : "text"}
            autocomplete={KNOWN[field.kind]}
          />
        )}
        {error !== null && (
          <p class="wrong" id={`${id}-error`}>
            {error}
          </p>
        )}
      </div>
    );
  }

  #consent({ text, version }: ConsentView, words: PreChatWords): JSX.Element {
    const { language, store } = this.props.state;
    const privacy = store?.appearance?.privacy;
    const isAgreed = this.state.agreedTo === version;
    const isMissing = this.state.isTried && !isAgreed;
    return (
      <div class="question">
        <label class="agree">
          <input
            type="checkbox"
            id="asked-consent"
            checked={isAgreed}
            aria-invalid={isMissing}
            aria-describedby={isMissing ? "asked-consent-error" : undefined}
            aria-required
            onChange={({ currentTarget }) => this.setState({ agreedTo: currentTarget.checked ? version : null })}
          />
          <span dir="auto">{translated(text, language.tag)}</span>
        </label>
        {privacy && (
          <p class="quiet">
            <a href={privacy} target="_blank" rel="noopener noreferrer">
              {language.words.privacy}
            </a>
          </p>
        )}
        {isMissing && (
          <p class="wrong" id="asked-consent-error">
            {words.agree}
          </p>
        )}
      </div>
    );
  }

  /** What whoever declines can do instead. */
  #declined(words: PreChatWords, consent: ConsentView | null): JSX.Element {
    const { store, language } = this.props.state;
    return (
      <div class="composer asked">
        <div id="asked-declined" tabIndex={-1}>
          <p>{words.declined}</p>
          {store?.help && <p>{words.help}</p>}
          {consent?.contact ? <Text text={translated(consent.contact, language.tag)} isOwn /> : <p>{words.contact}</p>}
        </div>
        <button type="button" class="chip" onClick={() => this.#decline(false)}>
          {words.back}
        </button>
      </div>
    );
  }

  /** Whoever has agreed to these very words is not asked for that again. */
  get #agreedBefore(): boolean {
    const { answered, store } = this.props.state;
    const version = store?.pre_chat?.consent?.version;
    return version !== undefined && answered?.consent === version;
  }

  /** What was answered last stands there until something is typed, whenever it comes. */
  get #values(): Readonly<Record<string, string>> {
    const { answered, store } = this.props.state;
    return this.state.values ?? answersThatFit(store?.pre_chat?.fields ?? [], answered?.answers ?? []);
  }

  #set(id: string, value: string): void {
    this.setState({ values: { ...this.#values, [id]: value } });
  }

  #decline(isDeclined: boolean): void {
    this.setState({ isDeclined, isTried: false }, () =>
      isDeclined ? document.getElementById("asked-declined")?.focus() : this.#focus("input, select, textarea"),
    );
  }

  #focus(selector: string): void {
    this.#box.current?.querySelector<HTMLElement>(selector)?.focus();
  }

  readonly #submit = (event: Event): void => {
    event.preventDefault();
    const { store, language } = this.props.state;
    const words = preChatWords(language.tag);
    const asked = store?.pre_chat;
    const values = this.#values;
    const isWhole = asked?.fields.every(
      (field) => mistake(field, values[field.id] ?? "", words, language.tag) === null,
    );
    const version = asked?.consent?.version;
    const isAgreed = version === undefined || this.state.agreedTo === version || this.#agreedBefore;
    if (!asked || !isWhole || !isAgreed) {
      this.setState({ isTried: true }, () => this.#focus('[aria-invalid="true"]'));
      return;
    }
    const answers: GivenAnswer[] = asked.fields.flatMap(({ id: field }) => {
      const value = (values[field] ?? "").trim();
      return value === "" ? [] : [{ field, value }];
    });
    this.props.state.answer?.({ answers, ...(version === undefined ? {} : { consent: version }) });
  };
}
