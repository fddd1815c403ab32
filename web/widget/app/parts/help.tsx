import { Component, type JSX } from "preact";
import type { HelpArticle } from "../../../client/index.ts";
import { findHelp } from "../find_help.ts";
import { helpWords } from "../help_words.ts";
import type { State } from "../state.ts";
import { adoptStyles } from "../styles/adopt.ts";
import css from "../styles/help.css?inline";
import { Text } from "./words.tsx";

adoptStyles(css);

interface Own {
  query: string;
  articles: readonly HelpArticle[] | null;
  isMissing: boolean;
}

/** Approved answers, found while one types: fetched once, with the first key or when the field gets the focus. */
export class Help extends Component<{ state: State }, Own> {
  override state: Own = { query: "", articles: null, isMissing: false };
  #isAsked = false;

  override render({ state: { language } }: { state: State }): JSX.Element {
    const { query, articles, isMissing } = this.state;
    const words = helpWords(language.tag);
    const found = findHelp(articles ?? [], query);
    const isAnswered = query.trim() !== "" && articles !== null;
    const count =
      found.length > 0 ? words.results(new Intl.NumberFormat(language.tag).format(found.length)) : words.none;
    return (
      <section class="help" aria-label={words.search}>
        <input
          type="search"
          dir={query ? "auto" : undefined}
          enterkeyhint="search"
          aria-label={words.search}
          placeholder={words.search}
          value={query}
          onFocus={this.#fetch}
          onInput={(event) => {
            this.#fetch();
            this.setState({ query: event.currentTarget.value });
          }}
        />
        <p class={isAnswered && found.length > 0 ? "sr" : "quiet"} role="status">
          {isAnswered ? count : isMissing && query ? language.words.offline : ""}
        </p>
        {found.map(({ id, question, text }) => (
          <details key={id}>
            <summary>
              <bdi>{question}</bdi>
            </summary>
            <Text text={text} isOwn={false} />
          </details>
        ))}
      </section>
    );
  }

  readonly #fetch = (): void => {
    if (this.#isAsked) return;
    this.#isAsked = true;
    void this.props.state.readHelp?.().then(
      ({ articles }) => this.setState({ articles, isMissing: false }),
      () => {
        // The next key asks again.
        this.#isAsked = false;
        this.setState({ isMissing: true });
      },
    );
  };
}
