import type { ConnectionState } from "../../client/index.ts";
import type { Page } from "./state.ts";

/** How long the service may be out of reach until the visitor is told, in milliseconds. */
const PATIENCE = 2_000;

/** Tells the visitor that the service is out of reach, once that has lasted. */
export class Outage {
  #patience: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly page: Page) {}

  update(connectionState: ConnectionState): void {
    const isWell = connectionState === "live" || connectionState === "polling" || connectionState === "idle";
    this.page.change(isWell ? { connectionState, isCutOff: false } : { connectionState });
    if (isWell) clearTimeout(this.#patience);
    this.#patience = isWell
      ? undefined
      : (this.#patience ?? setTimeout(() => this.page.change({ isCutOff: true }), PATIENCE));
  }

  stop(): void {
    clearTimeout(this.#patience);
  }
}
