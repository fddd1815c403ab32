import {
  type BrowserContext,
  expect,
  type FrameLocator,
  type Locator,
  type Page,
  type WebSocketRoute,
} from "@playwright/test";

/** A visitor at the shop, with the chat on another origin as it is for a real shop. */
export class Visitor {
  readonly launcher: Locator;
  readonly frame: FrameLocator;
  readonly composer: Locator;

  constructor(
    readonly page: Page,
    /** Where the shop is. */
    private readonly shop: string,
  ) {
    this.launcher = page.locator("button[aria-controls=panel]");
    this.frame = page.frameLocator("iframe");
    this.composer = this.frame.getByRole("textbox", { name: "Write a message…" });
  }

  async visit(): Promise<void> {
    await this.page.goto(this.shop);
    // A panel that is still open from the page before may cover it.
    await expect(this.launcher).toBeAttached();
  }

  /** Opens the chat, where it is not open still from the page before. */
  async open(): Promise<void> {
    const isOpen = (await this.launcher.getAttribute("aria-expanded")) === "true";
    if (!isOpen) await this.launcher.click();
    await expect(this.frame.getByRole("heading", { level: 1 })).toBeVisible();
  }

  async write(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press("Enter");
  }

  /** Writes what opens a case, and waits until it is one. */
  async ask(text: string): Promise<void> {
    await this.write(text);
    await this.sees(text, "Sent");
  }

  /** The message with this text is there, once, and has come so far. */
  async sees(text: string, progress?: string): Promise<void> {
    const bubble = this.frame.locator(".bubble", { hasText: text });
    await expect(bubble).toHaveCount(1);
    if (progress) await expect(this.frame.locator(".turn", { has: bubble }).locator(".meta")).toContainText(progress);
  }

  /** What the message list says of an event: that a person was asked for, say. */
  line(text: string | RegExp): Locator {
    return this.frame.locator(".line", { hasText: text });
  }

  /** All that was said, from top to bottom. */
  texts(): Promise<string[]> {
    return this.frame.locator(".bubble .text").allInnerTexts();
  }

  async back(): Promise<void> {
    await this.frame.getByRole("button", { name: "Your conversations" }).click();
  }
}

/**
 * The shop's page at another site than the chat. A test's browser blocks storage for frames of other sites, as private
 * windows do; at the chat's own origin (`site`) the frame has it.
 */
export function shopOf(site: string): string {
  return `${site.replace("127.0.0.1", "localhost")}/`;
}

/** A service that can be cut off while the site stays: only its sockets and its API fail. */
export class Outage {
  #isOn = false;
  readonly #sockets = new Set<WebSocketRoute>();

  static async prepare(context: BrowserContext, site: string): Promise<Outage> {
    const outage = new Outage();
    const { api, socket } = (await (await fetch(`${site}/config.json`)).json()) as { api: string; socket: string };
    await context.routeWebSocket(socket, (route) => outage.#route(route));
    await context.route(`${api}/**`, (route) =>
      outage.#isOn ? route.abort("internetdisconnected") : route.continue(),
    );
    return outage;
  }

  /** A page has opened a socket: it knows who the visitor is. */
  async sawSocket(): Promise<void> {
    await expect.poll(() => this.#sockets.size).toBeGreaterThan(0);
  }

  async begin(): Promise<void> {
    this.#isOn = true;
    for (const socket of this.#sockets) await socket.close({ code: 4000 });
    this.#sockets.clear();
  }

  end(): void {
    this.#isOn = false;
  }

  #route(route: WebSocketRoute): void {
    if (this.#isOn) return void route.close({ code: 4000 });
    route.connectToServer();
    this.#sockets.add(route);
  }
}
