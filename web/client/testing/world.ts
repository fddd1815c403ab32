import { memoryFiles } from "../files/file_store.ts";
import { memoryStore } from "../memory.ts";
import type { Options } from "../options.ts";
import { seeded, TestClock } from "./clock.ts";
import { TestServer } from "../../testing/network.ts";
import { Tab, TestLocks, type Machine } from "./tab.ts";

/** A service and the machines that reach it, with one clock. */
export class World {
  readonly clock = new TestClock();
  readonly server: TestServer;
  readonly random: () => number;

  constructor(seed = 1, page = 200) {
    this.random = seeded(seed);
    this.server = new TestServer(this.clock, this.random, page);
  }

  machine(): Machine {
    return {
      clock: this.clock,
      server: this.server,
      random: this.random,
      storage: memoryStore(),
      files: memoryFiles(),
      locks: new TestLocks(),
    };
  }

  /** A visitor's page. */
  visitor(machine = this.machine(), options: Partial<Options> = {}): Tab {
    return new Tab(machine, { visitorOf: "demo" }, options);
  }

  agent(name = "a_1", machine = this.machine()): Tab {
    return new Tab(machine, { token: name });
  }

  /** A visitor's page with a case that has been opened and is watched. */
  async opened(machine = this.machine(), options: Partial<Options> = {}): Promise<{ tab: Tab; caseId: string }> {
    const tab = this.visitor(machine, options);
    let caseId = "";
    tab.client.on("opened", (opened) => (caseId = opened.case));
    tab.client.open({ store: "demo", text: "hello" });
    await this.clock.advance(1_000);
    tab.client.watch(caseId);
    await this.clock.advance(3_000);
    return { tab, caseId };
  }

  /** What was said in a case, in the log's order. */
  texts(caseId: string): string[] {
    return (this.server.cases.get(caseId)?.events ?? []).flatMap(({ body }) =>
      "text" in body && body.text !== null ? [body.text] : [],
    );
  }
}

/** What a page shows of a case, in order. */
export function shown(tab: Tab, caseId: string): string[] {
  return tab.client
    .watch(caseId)
    .state.get()
    .events.flatMap(({ body }) => ("text" in body && body.text !== null ? [body.text] : []));
}
