// Measures the first paint of widget and console on a slow phone: `npm run measure`, after `npm run build`.
//   --same-origin  the API below the site's own address, as a CDN can serve it: no preflights
//   --runs N       how often each is measured; the median is told
//   --cpu N        how much slower the phone's processor is; on a busy machine 1 shows what the network alone costs
import { parseArgs } from "node:util";
import type { Browser } from "@playwright/test";
import type { ApiServer } from "../../testing/http.ts";
import { Backend as Desk } from "../../testing/console.ts";
import { serveSite } from "../site.ts";
import { Backend as Chat } from "../../testing/widget.ts";
import { launch, median, seen, slowDown, tally, watchFor } from "./lab.ts";

const { values } = parseArgs({
  options: {
    "same-origin": { type: "boolean", default: false },
    runs: { type: "string", default: "3" },
    cpu: { type: "string", default: "4" },
  },
});
const RUNS = Number(values.runs);
const CPU = Number(values.cpu);
const SOCKET = "ws://127.0.0.1:9/live";
const MINUTE = 60_000;

/** The site with its API, on this origin or on another. */
async function stage(double: { serve(): Promise<ApiServer> }) {
  const api = await double.serve();
  if (!values["same-origin"]) {
    const site = await serveSite(0, { api: api.url, socket: SOCKET });
    return {
      url: site.url,
      asked: api.asked,
      site: site.asked,
      close: () => [site, api].forEach((one) => one.close()),
    };
  }
  const site = await serveSite(0, { api: "/api", socket: SOCKET }, (request, response) => {
    if (!request.url?.startsWith("/api/")) return false;
    const path = request.url.slice("/api".length);
    void fetch(api.url + path, {
      method: request.method ?? "GET",
      headers: request.headers.authorization ? { authorization: request.headers.authorization } : {},
      ...(request.method === "POST" && { body: "{}" }),
    }).then(async (answer) => {
      response.writeHead(answer.status, { "content-type": "application/json" }).end(await answer.text());
    });
    return true;
  });
  return { url: site.url, asked: api.asked, site: site.asked, close: () => [site, api].forEach((one) => one.close()) };
}

/** Someone opens the chat on a page that has been there for a while, without having hovered over the button. */
async function openChat(browser: Browser): Promise<Record<string, number> & { log?: never }> {
  const backend = new Chat();
  backend.store = { ...backend.store, greeting: "Good to see you.\nAsk away." };
  const { url, asked, site, close } = await stage(backend);
  const context = await browser.newContext({ viewport: { width: 390, height: 780 } });
  await backend.admit(context, SOCKET);
  await watchFor(context, { shown: "#panel.ready", composer: "#message", greeting: ".hello" });
  const page = await context.newPage();
  await page.goto(url.replace("127.0.0.1", "localhost"));
  await page.waitForTimeout(500);
  const before = { api: asked.length, site: site.length };
  await slowDown(context, page, CPU);
  const clicked = await page.evaluate(() => {
    const widget = [...document.documentElement.children].find(({ shadowRoot }) => shadowRoot);
    widget!.shadowRoot!.querySelector<HTMLElement>("button[aria-controls]")!.click();
    return Date.now();
  });
  const at = await seen(page, ["shown", "composer", "greeting"]);
  const shown = Math.max(at.shown!, at.composer!);
  await page.waitForTimeout(3_000);
  console.log(`  site: ${tally(site.slice(before.site))}\n  api: ${tally(asked.slice(before.api))}`);
  await context.close();
  close();
  return { composer: shown - clicked, greeting: Math.max(shown, at.greeting!) - clicked };
}

/** An agent opens the console with a full list, for the first time in a browser and once more, with an empty cache. */
async function openConsole(browser: Browser): Promise<Record<string, number>> {
  const backend = new Desk();
  for (let n = 0; n < 60; n += 1) backend.open(`Question ${n}`, { ago: (60 - n) * MINUTE });
  const { url, asked, site, close } = await stage(backend);
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  await watchFor(context, { rows: ".row" });
  const page = await context.newPage();
  await backend.admit(page, { socket: SOCKET, oidc: { issuer: `${url}/oidc`, client_id: "firstline" } });
  await slowDown(context, page, CPU);
  const open = async () => {
    const started = Date.now();
    await page.goto(`${url}/console/`, { waitUntil: "commit" });
    return (await seen(page, ["rows"])).rows! - started;
  };
  const first = await open();
  await page.waitForTimeout(3_000);
  console.log(`  site: ${tally(site)}\n  api: ${tally(asked)}`);
  const session = await context.newCDPSession(page);
  await session.send("Network.clearBrowserCache");
  const again = await open();
  await context.close();
  close();
  return { "rows, first visit": first, "rows, later": again };
}

/** Scrolls a list of 5,000 cases by a wheel's steps and tells how long frames took, in milliseconds. */
async function scroll(browser: Browser): Promise<Record<string, number>> {
  const backend = new Desk();
  for (let n = 0; n < 5_000; n += 1) backend.open(`Question ${n}`, { ago: (5_000 - n) * MINUTE });
  const { url, close } = await stage(backend);
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await backend.admit(page, { socket: SOCKET, oidc: { issuer: `${url}/oidc`, client_id: "firstline" } });
  await page.goto(`${url}/console/`);
  await page.locator(".row").first().waitFor();
  const frames = await page.evaluate(async () => {
    const list = document.querySelector(".row")!.closest<HTMLElement>("[style*=height], .rows")!;
    let scroller: HTMLElement = list;
    while (scroller.scrollHeight <= scroller.clientHeight) scroller = scroller.parentElement!;
    const taken: number[] = [];
    let last = performance.now();
    for (let n = 0; n < 300; n += 1) {
      scroller.scrollTop += 180;
      await new Promise((next) => requestAnimationFrame(next));
      const now = performance.now();
      taken.push(now - last);
      last = now;
    }
    return taken.sort((a, b) => a - b);
  });
  await context.close();
  close();
  const late = frames.filter((frame) => frame > 25).length;
  return { p50: frames[150]!, p95: frames[285]!, late: late / frames.length };
}

const browser = await launch();
for (const [name, take] of Object.entries({ chat: openChat, console: openConsole, "5,000 cases scrolled": scroll })) {
  const taken: Record<string, number>[] = [];
  for (let run = 0; run < RUNS; run += 1) taken.push(await take(browser));
  const told = Object.keys(taken[0]!).map(
    (key) => `${key} ${median(taken.map((one) => one[key]!)).toFixed(key === "late" ? 3 : 0)}`,
  );
  console.log(`${name}: ${told.join(", ")}`);
}
await browser.close();
