import type { NewSavedView, SavedViewChange, SavedViewEntry } from "../client/index.ts";
import { type Reply, type Request, ok, problem } from "./replies.ts";

type Written = Pick<SavedViewEntry, "name" | "filter"> & Partial<SavedViewEntry>;

/** A store's saved views and Maya's own, as the service keeps them, in a map. */
export class SavedViewShelf {
  readonly views = new Map<string, SavedViewEntry>();
  /** How many there may be. */
  most = 20;
  #count = 0;

  add({ name, filter, ...more }: Written): SavedViewEntry {
    const id = `w${(this.#count += 1)}`.padStart(26, "0");
    const view: SavedViewEntry = {
      id,
      personal: true,
      name,
      filter,
      updated_at: Date.UTC(2026, 10, 30),
      updated_by: "Maya Lindqvist",
      version: 1,
      ...more,
    };
    this.views.set(id, view);
    return view;
  }

  /** What a route answers with; null where it is none of these. */
  handle({ path, body, person }: Request): Reply | null {
    const [whole, id, verb] = /^\/stores\/demo\/saved-views(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(path) ?? [];
    if (whole === undefined) return null;
    if (id === undefined && body === null) return ok({ views: [...this.views.values()] });
    if (id === undefined) return this.#create(body as NewSavedView, person.role === "lead");
    const view = this.views.get(id);
    if (view === undefined) return problem(404, "not_found");
    if (!view.personal && person.role !== "lead") return problem(403, "not_allowed");
    const { version, name, filter } = body as SavedViewChange;
    if (view.version !== version) return problem(409, "conflict");
    if (verb !== "delete") {
      const changed = { ...view, name, filter, version: version + 1 };
      this.views.set(id, changed);
      return ok(changed);
    }
    this.views.delete(id);
    return { status: 204, json: undefined };
  }

  #create({ personal, name, filter }: NewSavedView, isLead: boolean): Reply {
    if (!personal && !isLead) return problem(403, "not_allowed");
    if (this.views.size >= this.most) return problem(409, "limit_reached");
    return ok(this.add({ personal, name, filter }), 201);
  }
}
