import process from "node:process";
import { type Browser, type BrowserContext, chromium, type Page } from "@playwright/test";

/** Slow 4G, as Lighthouse and the browser's developer tools have it. */
export const SLOW = { latency: 562.5, downloadThroughput: (1_474_560 * 0.9) / 8, uploadThroughput: 675_000 / 8 };
const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  // One process for shop and chat: what slows the page slows the frame as well.
  "--disable-site-isolation-trials",
  "--disable-features=IsolateOrigins,site-per-process",
  "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1",
];

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium", args: ARGS });
}

/** From here on the page has a slow network, and a processor so many times slower than this machine's. */
export async function slowDown(context: BrowserContext, page: Page, rate: number): Promise<void> {
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", { offline: false, ...SLOW });
  await session.send("Emulation.setCPUThrottlingRate", { rate });
}

/** Notes when each selector first matches something that is drawn, in the page and in its frames. */
export async function watchFor(context: BrowserContext, wanted: Record<string, string>): Promise<void> {
  // The names that the compiler gives to functions.
  await context.addInitScript("globalThis.__name ??= (named) => named");
  await context.addInitScript((selectors) => {
    const seen: Record<string, number> = {};
    Object.assign(window, { seen });
    const look = () => {
      const widget = [...(document.documentElement?.children ?? [])].find(({ shadowRoot }) => shadowRoot)?.shadowRoot;
      for (const [name, selector] of Object.entries(selectors)) {
        if (name in seen || !(document.querySelector(selector) ?? widget?.querySelector(selector))) continue;
        // The frame after the next one shows it.
        seen[name] = Infinity;
        requestAnimationFrame(() => requestAnimationFrame(() => (seen[name] = Date.now())));
      }
      requestAnimationFrame(look);
    };
    look();
  }, wanted);
}

/** When that was, over all frames, in milliseconds since 1970; waits until all names were seen. */
export async function seen(page: Page, names: readonly string[]): Promise<Record<string, number>> {
  for (let tries = 0; ; tries += 1) {
    if (tries === 240) throw new Error(`never seen: ${names.join(" or ")}`);
    const found: Record<string, number> = {};
    for (const frame of page.frames()) {
      const noted = frame.evaluate(() => (window as unknown as { seen?: object }).seen ?? {});
      // A frame that is loaded anew is another one.
      Object.assign(found, await noted.catch(() => ({})));
    }
    if (names.every((name) => Number.isFinite(found[name]))) return found;
    await new Promise((later) => setTimeout(later, 250));
  }
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** How often each thing stands in a list. */
export function tally(all: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const one of all) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts].map(([what, n]) => (n > 1 ? `${n} × ${what}` : what)).join(", ");
}
