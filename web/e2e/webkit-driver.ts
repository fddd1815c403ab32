import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

const BROWSER = process.env.WEBKIT_PATH ?? "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";
const DRIVER = process.env.WEBKIT_DRIVER_PATH ?? "/usr/bin/WebKitWebDriver";
/** How long something may take until it is so, in milliseconds: patience, not a measure. */
const PATIENCE = 20_000;
const BETWEEN_TRIES = 50;
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

type Key = { type: "keyDown" | "keyUp"; value: string };

/** Keys that WebDriver names by a character. */
export const KEY = {
  backspace: "\uE003",
  enter: "\uE007",
  shift: "\uE008",
  control: "\uE009",
  escape: "\uE00C",
};

/** Safari's engine: WebKitGTK's little browser, by WebDriver. Playwright does not speak to it. */
export class WebKit {
  private constructor(
    private readonly session: string,
    private readonly driver: ChildProcess,
    private readonly screen: ChildProcess,
  ) {}

  static async start(): Promise<WebKit> {
    const screen = spawn("Xvfb", ["-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    const display = await new Promise<string>((resolve, reject) => {
      screen.once("error", reject);
      screen.stdout?.once("data", (data) => resolve(String(data).trim()));
    });
    const port = await freePort();
    const env = { ...process.env, DISPLAY: `:${display}` };
    const driver = spawn(DRIVER, ["--host=127.0.0.1", `--port=${port}`], { env, stdio: "ignore" });
    const address = `http://127.0.0.1:${port}`;
    await until(() => fetch(`${address}/status`).then((answer) => answer.ok));
    const options = { binary: BROWSER, args: ["--automation"] };
    const asked = { capabilities: { alwaysMatch: { "webkitgtk:browserOptions": options } } };
    const { sessionId } = (await call("POST", `${address}/session`, asked)) as { sessionId: string };
    return new WebKit(`${address}/session/${sessionId}`, driver, screen);
  }

  async stop(): Promise<void> {
    await this.#do("DELETE", "").catch(() => undefined);
    this.driver.kill();
    this.screen.kill();
  }

  async goto(url: string): Promise<void> {
    await this.#do("POST", "/url", { url });
  }

  async reload(): Promise<void> {
    await this.#do("POST", "/refresh", {});
  }

  /** Runs a function's text in the page, or in the frame that was entered. */
  async evaluate<T>(run: (...values: never[]) => T, ...args: unknown[]): Promise<T> {
    return (await this.#do("POST", "/execute/sync", { script: `return (${run}).apply(null, arguments)`, args })) as T;
  }

  /** Enters the first frame of the page, in whose shadow it may be. */
  async enterFrame(): Promise<void> {
    await this.leaveFrame();
    const frame = await this.#element(() => {
      const roots = [document, ...[...document.querySelectorAll("*")].flatMap((host) => host.shadowRoot ?? [])];
      return roots.map((root) => root.querySelector("iframe")).find((found) => found !== null);
    });
    await this.#do("POST", "/frame", { id: frame });
  }

  async leaveFrame(): Promise<void> {
    await this.#do("POST", "/frame", { id: null });
  }

  /** Clicks by the mouse on what `find` finds. */
  async click(find: (...values: never[]) => unknown, ...values: unknown[]): Promise<void> {
    const origin = await this.#element(find, ...values);
    const actions = [
      { type: "pointerMove", duration: 0, x: 0, y: 0, origin },
      { type: "pointerDown", button: 0 },
      { type: "pointerUp", button: 0 },
    ];
    await this.#do("POST", "/actions", {
      actions: [{ type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions }],
    });
  }

  /** Types at once, without a pause, wherever the focus is. */
  async type(text: string): Promise<void> {
    await this.#press([...text].flatMap((value) => tap(value)));
  }

  async press(key: string, modifier?: string): Promise<void> {
    if (!modifier) return this.#press(tap(key));
    await this.#press([{ type: "keyDown", value: modifier }, ...tap(key), { type: "keyUp", value: modifier }]);
  }

  async #press(actions: Key[]): Promise<void> {
    await this.#do("POST", "/actions", { actions: [{ type: "key", id: "keyboard", actions }] });
  }

  /** Waits until it is so. */
  sees(isSo: (...values: never[]) => unknown, ...values: unknown[]): Promise<void> {
    return until(() => this.evaluate(isSo, ...values).then(Boolean), String(isSo));
  }

  async #element(find: (...values: never[]) => unknown, ...values: unknown[]): Promise<Record<string, string>> {
    await this.sees(find, ...values);
    return (await this.evaluate(find, ...values)) as Record<typeof ELEMENT, string>;
  }

  #do(method: string, path: string, body?: object): Promise<unknown> {
    return call(method, this.session + path, body);
  }
}

async function call(method: string, url: string, body?: object): Promise<unknown> {
  const answer = await fetch(url, { method, ...(body && { body: JSON.stringify(body) }) });
  const { value } = (await answer.json()) as { value: { error?: string; message?: string } | null };
  if (!answer.ok) throw new Error(`${method} ${url}: ${value?.error} ${value?.message}`);
  return value;
}

function tap(value: string): Key[] {
  return [
    { type: "keyDown", value },
    { type: "keyUp", value },
  ];
}

export async function until(isSo: () => Promise<boolean>, what = ""): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  let cause: unknown;
  while (Date.now() < deadline) {
    const result = await isSo().catch((error: unknown) => {
      cause = error;
      return false;
    });
    if (result) return;
    await pause(BETWEEN_TRIES);
  }
  throw new Error(`not within ${PATIENCE} ms: ${what}`, { cause });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" ? (address?.port ?? 0) : 0));
    });
  });
}
