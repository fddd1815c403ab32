import { Component, createRef, type ComponentChild, type JSX } from "preact";
import { countCharacters } from "../../../client/characters.ts";
import { calendarDays, latestNow } from "../../../client/time_format.ts";
import type { Actions } from "../actions.ts";
import { displayName } from "../display_name.ts";
import { comes } from "../hours.ts";
import { rows, type Bubble, type Progress, type Row } from "../rows.ts";
import { awaitsPerson, isSpoken, opinion, type Opinion } from "../standing.ts";
import type { State } from "../state.ts";
import type { Language } from "../words/index.ts";
import { Judge, Sources } from "./answer.tsx";
import { lengthLine } from "./above.tsx";
import { Attached } from "./attached.tsx";
import { Face } from "./face.tsx";
import { Promised } from "./promised.tsx";
import { Text } from "./words.tsx";

interface Props {
  state: State;
  actions: Actions;
}

/** How near the end counts as being there, in pixels. */
const NEAR = 80;

type OwnPart = typeof import("./own_message.tsx").OwnMessage;

/** The messages. It stays at the end while new ones come, unless the visitor has scrolled up to read. */
export class Thread extends Component<Props, { Own: OwnPart | null }> {
  override state: { Own: OwnPart | null } = { Own: null };
  readonly #list = createRef<HTMLDivElement>();
  #isAtEnd = true;
  /** What the list was like before the last change, to keep the place when earlier messages come in above. */
  #before = { key: "", first: 0, height: 0 };

  /** The composer grows and shrinks below: the end must stay in sight. */
  readonly #resized = new ResizeObserver(() => this.#settle());

  override componentDidMount(): void {
    this.#settle();
    if (this.#list.current) this.#resized.observe(this.#list.current);
    // What can be done with one's own messages comes behind them; without it they are there all the same.
    void import("./own_message.tsx").then(
      ({ OwnMessage }) => this.setState({ Own: OwnMessage }),
      () => undefined,
    );
  }

  override componentWillUnmount(): void {
    this.#resized.disconnect();
  }

  override componentDidUpdate(): void {
    this.#settle();
  }

  override render({ state, actions }: Props): JSX.Element {
    const { words } = state.language;
    const { thread } = state;
    return (
      <div
        class="thread"
        ref={this.#list}
        tabIndex={0}
        role="region"
        aria-label={words.messages}
        onScroll={this.#scrolled}
      >
        {thread?.hasOlder && (
          <button type="button" class="chip older" onClick={async () => (await actions.log()).older()}>
            {words.earlier}
          </button>
        )}
        {thread && (
          <button
            type="button"
            class="chip older"
            onClick={async () => (await actions.log()).save().catch(actions.lack)}
          >
            {words.save}
          </button>
        )}
        {thread?.isMissing && <p class="line">{words.missing}</p>}
        {rowsOf(state).map((row) => part(row, state, actions, this.state.Own))}
        <Received state={state} />
        <Promised state={state} actions={actions} />
        <Typing state={state} />
      </div>
    );
  }

  readonly #scrolled = (): void => {
    const list = this.#list.current;
    if (list) this.#isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR;
  };

  #settle(): void {
    const list = this.#list.current;
    const { place, thread } = this.props.state;
    if (!list) return;
    const now = {
      key: place.at === "case" ? place.key : "",
      first: thread?.events[0]?.seq ?? 0,
      height: list.scrollHeight,
    };
    const isOther = now.key !== this.#before.key;
    const grewAbove = !isOther && now.first < this.#before.first;
    if (grewAbove && !this.#isAtEnd) list.scrollTop += now.height - this.#before.height;
    else if (isOther || this.#isAtEnd) list.scrollTop = list.scrollHeight;
    this.#before = now;
  }
}

function rowsOf({ place, thread, pending, me, connectionState, language }: State): Row[] {
  const key = place.at === "case" ? place.key : "";
  const isConnected = connectionState === "live" || connectionState === "polling";
  const waiting = thread?.pending ?? pending.filter((command) => command.case === key);
  return rows(
    { me, events: thread?.events ?? [], pending: waiting, reads: thread?.reads ?? {}, isConnected },
    language.words,
  );
}

function part(row: Row, state: State, actions: Actions, own: OwnPart | null): JSX.Element {
  const { language, thread, me } = state;
  if (row.kind === "line") {
    return (
      <p key={row.key} class="line">
        {row.text}
      </p>
    );
  }
  if (row.kind === "day") {
    return (
      <p key={row.key} class="day">
        <time dateTime={new Date(row.at).toISOString()}>{dayOf(row.at, language.tag, thread?.events.at(-1)?.at)}</time>
      </p>
    );
  }
  return (
    <Turn key={row.key} turn={row} asks={thread && opinion(thread)} state={state} actions={actions}>
      {(bubble) => {
        const Own = row.side === "me" && bubble.seq > 0 ? own : null;
        if (Own && thread && me)
          return <Own bubble={bubble} thread={thread} me={me} tag={language.tag} actions={actions} />;
        return bubble.text === null && bubble.files.length === 0 && <em class="gone">{language.words.withdrawn}</em>;
      }}
    </Turn>
  );
}

interface TurnProps {
  turn: Extract<Row, { kind: "turn" }>;
  /** Which answer of the assistant is to be judged, be it in this turn or not. */
  asks: Opinion | null;
  state: State;
  actions: Actions;
  /** What stands in a message's place, or with it. */
  children: (bubble: Bubble) => ComponentChild;
}

function Turn({ turn, asks, state, actions, children }: TurnProps): JSX.Element {
  const { language } = state;
  const last = turn.bubbles.at(-1);
  return (
    <div class={`turn ${turn.side}`}>
      <p class={turn.side === "me" ? "name sr" : "name"}>
        {turn.side === "person" && <Face name={turn.name === language.words.anyPerson ? null : turn.name} />}
        <bdi>{turn.name}</bdi>
      </p>
      {turn.bubbles.map((bubble) => (
        <div key={bubble.id} class={`bubble ${bubble.progress ?? ""}`}>
          {bubble.text && <Text text={bubble.text} isOwn={turn.side === "me"} />}
          <Attached bubble={bubble} state={state} />
          {children(bubble)}
          {bubble.sources.length > 0 && <Sources sources={bubble.sources} label={language.words.sources} />}
          {bubble.progress === "failed" && <Failed bubble={bubble} language={language} actions={actions} />}
        </div>
      ))}
      {last && last.progress !== "failed" && (
        <p class="meta">
          <time dateTime={new Date(last.at).toISOString()}>{timeOf(last.at, language.tag)}</time>
          {last.progress && <span>{` · ${progressWord(last.progress, language)}`}</span>}
        </p>
      )}
      {asks && turn.bubbles.some(({ seq }) => seq === asks.of) && (
        <Judge asks={asks} words={language.words} judge={actions.judge} />
      )}
    </div>
  );
}

interface FailedProps {
  bubble: Bubble;
  language: Language;
  actions: Actions;
}

/** What can't be sent as it is says why: the same again would be refused again. */
function Failed({ bubble: { id, code, text }, language, actions }: FailedProps): JSX.Element {
  const { words } = language;
  const why =
    code === "blank_text"
      ? words.blank
      : code === "too_long"
        ? lengthLine(countCharacters(text ?? ""), language)
        : null;
  return (
    <p class="failed">
      {words.notSent}{" "}
      {why ?? (
        <button type="button" onClick={() => actions.retry(id)}>
          {words.retry}
        </button>
      )}{" "}
      <button type="button" onClick={() => actions.discard(id)}>
        {words.discard}
      </button>
    </p>
  );
}

/** After the visitor's last words: that they have come, and when someone answers, where that is known. */
function Received({ state: { thread, pending, store, language } }: { state: State }): JSX.Element | null {
  const last = thread?.events.findLast(isSpoken);
  const isOurTurn = last?.author.role === "customer" && thread?.view?.status !== "resolved" && pending.length === 0;
  // The assistant answers at once; whoever waits for a person reads when one comes beside the composer.
  const isAnsweredSoon = store?.assistant && store.open !== false;
  if (!thread || !isOurTurn || isAnsweredSoon || awaitsPerson(thread)) return null;
  return (
    <p class="line">
      {`${language.words.received} `}
      <br />
      {comes(store, language, Date.now())}
    </p>
  );
}

function Typing({ state: { thread, me, language } }: { state: State }): JSX.Element | null {
  const other = thread?.typing.find(({ user }) => user !== me);
  if (!other) return null;
  return <p class="typing">{language.words.typing(other.name ? displayName(other.name) : language.words.anyPerson)}</p>;
}

function progressWord(progress: Progress, { words }: Language): string {
  return { sending: words.sending, waits: words.waits, failed: words.notSent, sent: words.sent, read: words.read }[
    progress
  ];
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(tag: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = tag + Object.keys(options).join();
  const known = formats.get(key) ?? new Intl.DateTimeFormat(tag, options);
  formats.set(key, known);
  return known;
}

export function timeOf(at: number, tag: string): string {
  return format(tag, { timeStyle: "short" }).format(at);
}

/** `newest` is the last that is shown: where it is later than now the clock here is slow, and days count from there. */
export function dayOf(at: number, tag: string, newest?: number): string {
  const days = Math.min(0, calendarDays(latestNow(Date.now(), newest), at));
  if (days > -2) return new Intl.RelativeTimeFormat(tag, { numeric: "auto" }).format(days, "day");
  return format(tag, { weekday: "long", day: "numeric", month: "long" }).format(at);
}
