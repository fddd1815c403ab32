import type { CaseState, CaseSummary, Client, Watch } from "../../client/index.ts";

/** Cases that are followed at the same time; older ones are read when they are opened. */
const FOLLOWED = 10;

/** The cases of which the page hears. */
export class Following {
  readonly #watches = new Map<string, Watch>();
  readonly #undo: (() => void)[] = [];

  constructor(
    private readonly client: Client,
    private readonly changed: (thread: CaseState) => void,
  ) {}

  get states(): CaseState[] {
    return [...this.#watches.values()].map(({ state }) => state.get());
  }

  /** Follows the newest of a list. */
  newest(cases: readonly CaseSummary[]): void {
    for (const { case: caseId } of cases.slice(0, FOLLOWED)) this.watch(caseId);
  }

  watch(caseId: string): Watch {
    const known = this.#watches.get(caseId);
    if (known) return known;
    const watch = this.client.watch(caseId);
    this.#watches.set(caseId, watch);
    this.#undo.push(watch.state.subscribe(this.changed));
    return watch;
  }

  /** Reads on in what was said before. What does not come now is asked for again by whoever looks for it. */
  async older(caseId: string): Promise<void> {
    await this.watch(caseId)
      .older()
      .catch(() => undefined);
  }

  stop(): void {
    for (const undo of this.#undo) undo();
  }
}
