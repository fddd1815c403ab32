import type {
  AnswerEdit,
  AnswerImport,
  AnswerMerge,
  AnswerView,
  NewAnswer,
  OpenQuestion,
  Recipient,
  Settings,
  UnattendedFigures,
  UnattendedView,
} from "../client/index.ts";
import { exampleAnswer } from "./examples.ts";
import { type Reply, type Request, ok, problem } from "./replies.ts";

const MOST = 50;

/** A store's answers and settings, as the service keeps them, in a map. */
export class Knowledge {
  readonly answers = new Map<string, AnswerView>();
  questions: OpenQuestion[] = [];
  recipients: Recipient[] = [];
  figures: UnattendedFigures = { since: null, ways: [] };
  replies: UnattendedView[] = [];
  settings: Settings = {
    triage: "suggest",
    escalate_on: [],
    languages: [],
    greeting: null,
    hours: null,
    model_cents_a_day: 0,
  };
  /** The sizes of the imports' parts, in order. */
  readonly parts: number[] = [];
  /** The number of parts after which an import fails once. */
  breaksAfter = Infinity;

  add(question: string, text: string, more: Partial<AnswerView> = {}): AnswerView {
    const id = String(this.answers.size + 1).padStart(26, "0");
    const answer = exampleAnswer(id, { question, text, updated_at: Date.now(), ...more });
    this.answers.set(id, answer);
    return answer;
  }

  /** Changes an answer behind the page's back. */
  change(id: string, change: Partial<AnswerView>): AnswerView {
    const before = this.answers.get(id)!;
    const after = { ...before, version: before.version + 1, updated_at: Date.now(), ...change };
    this.answers.set(id, after);
    return after;
  }

  /** The answer to a request below a store's address; null for what is not of here. */
  handle({ path, query, body }: Request): Reply | null {
    const [, what, id, verb] =
      /^\/stores\/demo\/(answers|questions|settings|automatic-replies)(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(path) ?? [];
    if (what === "automatic-replies")
      return ok(id === "figures" ? this.figures : { replies: this.replies, next: null });
    if (what === "questions") return ok({ questions: this.questions });
    if (what === "settings") return ok((this.settings = { ...this.settings, ...(body as Partial<Settings> | null) }));
    if (what !== "answers") return null;
    if (id === undefined) return body === null ? ok(this.#page(query)) : ok(this.#create(body as NewAnswer), 201);
    if (id === "import") return this.#import(body as AnswerImport);
    const answer = this.answers.get(id);
    if (answer === undefined) return problem(404, "not_found", { detail: "There is no such answer or store for you." });
    if (verb === "recipients") return ok({ recipients: this.recipients, next: null });
    return body === null ? ok(answer) : this.#act(answer, verb, body as AnswerEdit & AnswerMerge);
  }

  #page(query: URLSearchParams) {
    const [words, status] = [query.get("query")?.toLowerCase() ?? "", query.get("status")];
    const found = [...this.answers.values()].filter(
      (answer) =>
        `${answer.question} ${answer.text}`.toLowerCase().includes(words) &&
        (status === null || answer.status === status),
    );
    const from = Number(query.get("cursor") ?? 0);
    const sorted = found.sort((a, b) => b.updated_at - a.updated_at);
    return { answers: sorted.slice(from, from + MOST), next: sorted.length > from + MOST ? String(from + MOST) : null };
  }

  #create({ question, text, language, from }: NewAnswer): AnswerView {
    return this.add(question, text, { language: language ?? null, from: from ?? null });
  }

  #act(answer: AnswerView, verb: string | undefined, { version, into, ...edit }: AnswerEdit & AnswerMerge): Reply {
    if (version !== answer.version)
      return problem(409, "conflict", { detail: "Someone has changed this answer meanwhile. Read it, then decide." });
    if (verb === "approve")
      return ok(this.change(answer.id, { status: "approved", approved_by: "Maya Lindqvist", approved_at: Date.now() }));
    if (verb === "retire" || verb === "merge") return ok(this.change(answer.id, { status: "retired" }));
    return ok(this.change(answer.id, edit));
  }

  #import({ answers }: AnswerImport): Reply {
    if (this.parts.length === this.breaksAfter) {
      this.breaksAfter = Infinity;
      return problem(503, "busy", { detail: "Too many at once. Try again a little later." });
    }
    this.parts.push(answers.length);
    const known = new Set([...this.answers.values()].map(({ question }) => question));
    const fresh = answers.filter(({ question }) => !known.has(question));
    for (const { question, text, language } of fresh) this.add(question, text, { language: language ?? null });
    return ok({ added: fresh.length, known: answers.length - fresh.length });
  }
}
