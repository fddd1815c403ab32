import { type Signal, signal } from "@preact/signals";
import type { AnswerEdit, AnswerView, NewAnswer, OpenQuestion } from "../../client/index.ts";
import { type AnswersApi, type Wanted, isConflict, reasonOf } from "./answers_api.ts";

/** How far a list has been read. */
export type Phase = "loading" | "ready" | "failed";

/** A store's answers as a page shows them: what is looked for, what was found, and the verbs. */
export interface AnswersStore {
  readonly store: string;
  readonly wanted: Signal<Wanted>;
  readonly phase: Signal<Phase>;
  readonly answers: Signal<readonly AnswerView[]>;
  readonly hasMore: Signal<boolean>;
  /** What is asked often and has no answer; null until it is known. */
  readonly questions: Signal<readonly OpenQuestion[] | null>;
  /** Looks anew, from the start. An older search that comes back later changes nothing. */
  look(wanted: Partial<Wanted>): Promise<void>;
  more(): Promise<void>;
  /** The answer with this id, read afresh; null where there is none. */
  find(id: string): Promise<AnswerView | null>;
  add(answer: NewAnswer): Promise<Outcome>;
  edit(id: string, edit: AnswerEdit): Promise<Outcome>;
  approve(answer: AnswerView): Promise<Outcome>;
  retire(answer: AnswerView): Promise<Outcome>;
  merge(answer: AnswerView, into: string): Promise<Outcome>;
  learnQuestions(): Promise<void>;
}

/** What came of a change: done, somebody was faster and theirs is this, or it failed for a reason. */
export type Outcome =
  | { kind: "done"; answer: AnswerView }
  | { kind: "conflict"; theirs: AnswerView }
  | { kind: "failed"; why: string };

/** Creates the store over the API. */
export function createAnswersStore(answersApi: AnswersApi, store: string): AnswersStore {
  const wanted = signal<Wanted>({ query: "", status: null });
  const phase = signal<Phase>("loading");
  const answers = signal<readonly AnswerView[]>([]);
  const hasMore = signal(false);
  const questions = signal<readonly OpenQuestion[] | null>(null);
  let next: string | null = null;
  let turn = 0;

  const page = async (cursor: string | undefined, before: readonly AnswerView[]) => {
    const mine = (turn += 1);
    phase.value = "loading";
    try {
      const found = await answersApi.list(store, wanted.value, cursor);
      if (mine !== turn) return;
      const known = new Set(before.map(({ id }) => id));
      answers.value = [...before, ...found.answers.filter(({ id }) => !known.has(id))];
      next = found.next;
      hasMore.value = next !== null;
      phase.value = "ready";
    } catch {
      if (mine === turn) phase.value = "failed";
    }
  };
  /** Puts an answer where it stands in the list; one that is new to it comes first, as the service lists them. */
  const hold = (answer: AnswerView) => {
    const isHere = answers.value.some(({ id }) => id === answer.id);
    answers.value = isHere
      ? answers.value.map((other) => (other.id === answer.id ? answer : other))
      : [answer, ...answers.value];
    return answer;
  };
  const change = async (id: string | null, act: () => Promise<AnswerView>): Promise<Outcome> => {
    try {
      return { kind: "done", answer: hold(await act()) };
    } catch (error) {
      if (id === null || !isConflict(error)) return { kind: "failed", why: reasonOf(error) };
      const theirs = await answersApi.one(store, id).catch(() => null);
      return theirs === null ? { kind: "failed", why: reasonOf(error) } : { kind: "conflict", theirs: hold(theirs) };
    }
  };
  return {
    store,
    wanted,
    phase,
    answers,
    hasMore,
    questions,
    look(changes) {
      wanted.value = { ...wanted.value, ...changes };
      return page(undefined, []);
    },
    more: () => (next === null || phase.value === "loading" ? Promise.resolve() : page(next, answers.value)),
    find: (id) => answersApi.one(store, id).catch(() => null),
    add: (answer) => change(null, () => answersApi.add(store, answer)),
    edit: (id, edit) => change(id, () => answersApi.edit(store, id, edit)),
    approve: ({ id, version }) => change(id, () => answersApi.approve(store, id, version)),
    retire: ({ id, version }) => change(id, () => answersApi.retire(store, id, version)),
    merge: ({ id, version }, into) => change(id, () => answersApi.merge(store, id, version, into)),
    async learnQuestions() {
      questions.value = await answersApi.questions(store).catch(() => questions.value ?? []);
    },
  };
}
