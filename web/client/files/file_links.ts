import type { Api } from "../api.ts";
import type { FileId, FileLinks } from "../generated/wire.ts";
import type { Clock } from "../platform.ts";

/** A link is good for a minute; it is asked for anew a little before, in milliseconds. */
const FRESH = 50_000;

/** Asks for the links to files, each again once it is old. */
export class LinkKeeper {
  readonly #kept = new Map<string, { at: number; links: Promise<FileLinks> }>();

  constructor(
    private readonly api: Pick<Api, "fetch">,
    private readonly clock: Pick<Clock, "now">,
  ) {}

  /** The links to a file of a case. Rejects with an `ApiProblem` where it can't be had any more. */
  of(caseId: string, id: FileId): Promise<FileLinks> {
    const now = this.clock.now();
    // An id is of one author alone: two cases may have different files of the same one.
    const key = `${caseId}/${id}`;
    const kept = this.#kept.get(key);
    if (kept && now - kept.at < FRESH) return kept.links;
    const links = this.api
      .fetch(`/cases/${caseId}/files/${id}`)
      .then((response) => response.json() as Promise<FileLinks>);
    this.#kept.set(key, { at: now, links });
    links.catch(() => this.forget(caseId, id));
    return links;
  }

  /** The link did not serve. */
  forget(caseId: string, id: FileId): void {
    this.#kept.delete(`${caseId}/${id}`);
  }
}
