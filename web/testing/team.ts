import type { AgentChange, AgentView, AuditEntry, AuditedChange, Group } from "../client/index.ts";
import { MAYA } from "./people.ts";
import { type Reply, type Request, ok, problem } from "./replies.ts";

/** A store's directory, as the service keeps it, in a few lists. */
export class Team {
  readonly agents: AgentView[] = [];
  readonly groups: Group[] = [];
  readonly changes: AuditEntry[] = [];
  #count = 0;

  add(user: string, name: string, more: Partial<AgentView> = {}): AgentView {
    const agent: AgentView = {
      user,
      role: "agent",
      name,
      groups: [],
      capacity: null,
      active: true,
      available: true,
      online: true,
      cases: 0,
      first_seen: Date.UTC(2026, 10, 2),
      last_seen: Date.UTC(2026, 10, 25),
      version: 0,
      ...more,
    };
    this.agents.push(agent);
    return agent;
  }

  addGroup(name: string): Group {
    const group = { id: this.groups.length + 1, name, closed: false };
    this.groups.push(group);
    this.#note({ kind: "group", before: null, after: { ...group } });
    return group;
  }

  /** What a route answers with; null where it is none of the directory. */
  handle({ path, body }: Request): Reply | null {
    const [, kind, id, verb] = /^\/stores\/demo\/(agents|groups|audit)(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(path) ?? [];
    switch (kind) {
      case "agents":
        if (id === undefined) return ok({ agents: this.agents, groups: this.groups });
        return verb === "availability"
          ? this.#setAvailable(id, body as { available: boolean })
          : this.#change(id, body as AgentChange);
      case "groups":
        if (id === undefined) return ok(this.addGroup((body as { name: string }).name), 201);
        return this.#changeGroup(Number(id), body as Partial<Group>);
      case "audit":
        return ok({ entries: [...this.changes].reverse(), next: null });
      default:
        return null;
    }
  }

  #setAvailable(id: string, { available }: { available: boolean }): Reply {
    const agent = this.agents.find(({ user }) => user === id);
    if (agent === undefined) return problem(404, "not_found");
    agent.available = available;
    return ok(agent);
  }

  #change(id: string, { version, groups, capacity, active }: AgentChange): Reply {
    const agent = this.agents.find(({ user }) => user === id);
    if (agent === undefined) return problem(404, "not_found");
    if (agent.version !== version) return problem(409, "conflict");
    const terms = () => ({ groups: [...agent.groups], capacity: agent.capacity, active: agent.active });
    const before = terms();
    Object.assign(agent, { version: version + 1, groups, active }, capacity === undefined ? {} : { capacity });
    this.#note({ kind: "agent", agent: id, name: agent.name, before, after: terms() });
    return ok(agent);
  }

  #changeGroup(id: number, { name, closed }: Partial<Group>): Reply {
    const group = this.groups.find((one) => one.id === id);
    if (group === undefined) return problem(404, "not_found");
    const before = { ...group };
    Object.assign(group, name === undefined ? {} : { name }, closed === undefined ? {} : { closed });
    this.#note({ kind: "group", before, after: { ...group } });
    return ok(group);
  }

  #note(change: AuditedChange): void {
    this.#count += 1;
    const at = Date.UTC(2026, 10, 26, 9, this.#count);
    this.changes.push({ id: `change-${this.#count}`, at, by: MAYA.id!, by_name: MAYA.name, change });
  }
}
