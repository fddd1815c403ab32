import { HELLO, type ToFrame, type ToLoader } from "../protocol.ts";

const SANDBOX =
  "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads";

/** The app in its frame on another origin. What is said to it before it listens is kept. */
export class Frame {
  readonly element = document.createElement("iframe");
  #port: MessagePort | null = null;
  #waiting: ToFrame[] = [];

  constructor(
    private readonly origin: string,
    site: string,
    title: string,
    /** What the page has kept for the frame. */
    private readonly kept: () => string | null,
    private readonly received: (message: ToLoader) => void,
  ) {
    const { element } = this;
    element.title = title;
    element.setAttribute("sandbox", SANDBOX);
    element.src = `${origin}/widget/?site=${encodeURIComponent(site)}`;
    addEventListener("message", this.#hello);
  }

  say(message: ToFrame): void {
    if (this.#port) this.#port.postMessage(message);
    else this.#waiting.push(message);
  }

  focus(): void {
    this.element.focus();
  }

  /** The element is its owner's to remove. */
  close(): void {
    removeEventListener("message", this.#hello);
  }

  /** Only our own frame, still on our own origin, gets the port. It says hello again when it is loaded anew. */
  readonly #hello = (event: MessageEvent): void => {
    const isOurs = event.source === this.element.contentWindow && event.origin === this.origin && event.data === HELLO;
    if (!isOurs) return;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => this.received(data as ToLoader);
    this.element.contentWindow?.postMessage(this.kept(), this.origin, [port2]);
    this.#port = port1;
    for (const message of this.#waiting.splice(0)) this.say(message);
  };
}
