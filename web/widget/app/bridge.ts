import { HELLO, type ToFrame, type ToLoader } from "../protocol.ts";

/** How often the app says hello until it gets an answer, in milliseconds: what answers may come later than the app. */
const HELLO_EVERY = 200;

/** The line to the loader on the shop's page. Alone in a tab, the app talks to nobody and works all the same. */
export class Bridge {
  #port: MessagePort | null = null;

  constructor(
    private readonly received: (message: ToFrame) => void,
    /** The line is there; with it comes what the shop's page has kept. */
    private readonly connected: (kept: unknown) => void,
  ) {}

  /** Asks the parent for a port. Only the parent may give one, and only once. */
  open(): void {
    const accept = (event: MessageEvent): void => {
      const port = event.ports[0];
      if (event.source !== parent || !port || this.#port) return;
      removeEventListener("message", accept);
      clearInterval(timer);
      this.#port = port;
      port.onmessage = ({ data }) => this.received(data as ToFrame);
      this.connected(event.data);
      this.say({ type: "ready" });
    };
    addEventListener("message", accept);
    if (parent === window) return;
    const hello = (): void => parent.postMessage(HELLO, "*");
    const timer = setInterval(hello, HELLO_EVERY);
    hello();
  }

  /** Whether there is a loader to talk to. */
  get isConnected(): boolean {
    return this.#port !== null;
  }

  say(message: ToLoader): void {
    this.#port?.postMessage(message);
  }
}
