import type { GreetingText, ProactiveGreeting } from "../../../client/index.ts";
import { LANGUAGES, languageName } from "../../answers/languages.ts";
import { locale } from "../../words/index.ts";
import type { GreetingWords } from "../../words/greetings.ts";

/** What the service takes at most: rules, seconds, characters of a pattern and of a text, and of a cart's value. */
const MOST = { rules: 5, seconds: 3_600, pages: 200, text: 200, cart: 4_294_967_295 };
/** Seconds that are offered to whoever adds one. */
const USUAL = 20;

/** A path, or anything before one. */
const PATH = "[\\/*][!-~]*";

interface Props {
  rules: readonly ProactiveGreeting[];
  set: (rules: ProactiveGreeting[]) => void;
  words: GreetingWords;
}

/** The rules by which pages greet. The browser itself says what is missing in a field, in its own language. */
export function GreetingRules({ rules, set, words }: Props) {
  const change = (at: number, changed: Partial<ProactiveGreeting>) =>
    set(rules.map((rule, index) => (index === at ? { ...rule, ...changed } : rule)));
  const language = LANGUAGES.find((tag) => tag === locale().split("-")[0]) ?? "en";
  const fresh = { pages: "", seconds: USUAL, cart_from: null, texts: [{ language, text: words.first }] };
  return (
    <fieldset>
      <legend>{words.title}</legend>
      <p class="quiet">{words.hint}</p>
      {rules.map((rule, at) => (
        // Rules have no other name than their place.
        <Rule
          key={at}
          rule={rule}
          number={at + 1}
          change={(changed) => change(at, changed)}
          remove={() => set(rules.filter((_, index) => index !== at))}
          words={words}
        />
      ))}
      {rules.length < MOST.rules && (
        <button type="button" class="button" onClick={() => set([...rules, fresh])}>
          {words.add}
        </button>
      )}
    </fieldset>
  );
}

/** A path as addresses have it: other letters than those of ASCII are encoded there. */
function inAddress(path: string): string {
  return path.replace(/[^!-~]+/g, encodeURIComponent);
}

interface RuleProps {
  rule: ProactiveGreeting;
  number: number;
  change: (changed: Partial<ProactiveGreeting>) => void;
  remove: () => void;
  words: GreetingWords;
}

function Rule({ rule, number, change, remove, words }: RuleProps) {
  const { pages, seconds, cart_from, texts } = rule;
  return (
    <div class="greeting-rule" role="group" aria-label={words.nth(number)}>
      <label class="field">
        <span>{words.pages}</span>
        <input
          value={pages}
          maxLength={MOST.pages}
          pattern={PATH}
          placeholder={words.pagesHint}
          autocomplete="off"
          spellcheck={false}
          dir="ltr"
          onInput={(event) => change({ pages: event.currentTarget.value.trim() })}
          onChange={(event) => change({ pages: inAddress(event.currentTarget.value.trim()) })}
        />
      </label>
      <div class="greeting-numbers">
        <label class="field">
          <span>{words.seconds}</span>
          <input
            type="number"
            required
            min="0"
            max={MOST.seconds}
            step="1"
            inputMode="numeric"
            value={Number.isNaN(seconds) ? "" : seconds}
            onInput={(event) => change({ seconds: event.currentTarget.valueAsNumber })}
          />
        </label>
        <label class="field">
          <span>{words.cart}</span>
          <input
            type="number"
            min="0"
            max={MOST.cart}
            step="1"
            inputMode="numeric"
            value={cart_from ?? ""}
            onInput={({ currentTarget: { value, valueAsNumber } }) =>
              change({ cart_from: value === "" ? null : valueAsNumber })
            }
          />
        </label>
      </div>
      <p class="quiet">{words.cartHint}</p>
      <Texts texts={texts} set={(changed) => change({ texts: changed })} words={words} />
      <button type="button" class="link" onClick={remove}>
        {words.remove(number)}
      </button>
    </div>
  );
}

interface TextsProps {
  texts: readonly GreetingText[];
  set: (texts: GreetingText[]) => void;
  words: GreetingWords;
}

/** What it says, once a language. */
function Texts({ texts, set, words }: TextsProps) {
  const left = LANGUAGES.filter((tag) => texts.every(({ language }) => language !== tag));
  return (
    <>
      {texts.map(({ language, text }) => (
        <div key={language}>
          <label class="field">
            <span>{words.text(languageName(language))}</span>
            <textarea
              rows={2}
              required
              maxLength={MOST.text}
              dir="auto"
              lang={language}
              value={text}
              onInput={({ currentTarget: { value } }) =>
                set(texts.map((one) => (one.language === language ? { language, text: value } : one)))
              }
            />
          </label>
          {texts.length > 1 && (
            <button type="button" class="link" onClick={() => set(texts.filter((one) => one.language !== language))}>
              {words.removeLanguage(languageName(language))}
            </button>
          )}
        </div>
      ))}
      {left.length > 0 && (
        <select
          aria-label={words.addLanguage}
          value=""
          onChange={({ currentTarget }) => {
            set([...texts, { language: currentTarget.value, text: "" }]);
            currentTarget.value = "";
          }}
        >
          <option value="" disabled>
            {words.addLanguage}
          </option>
          {left.map((tag) => (
            <option key={tag} value={tag}>
              {languageName(tag)}
            </option>
          ))}
        </select>
      )}
    </>
  );
}
