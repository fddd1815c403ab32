import { expect, type Page, type Request, test } from "@playwright/test";
import { desk } from "./console-page.ts";
import { Backend } from "../testing/widget.ts";
import { shopOf, Visitor } from "./widget-page.ts";

// What the first sight costs: each request on a slow network is half a second, and a preflight is one more. How long it
// takes tells `npm run measure`.

/** Requests of a page, by method and path, in order; nothing that a test's own double asks. */
function follow(page: Page): { asked: string[]; of: (path: string) => Request[] } {
  const requests: Request[] = [];
  page.on("request", (request) => requests.push(request));
  const path = (request: Request) => new URL(request.url()).pathname;
  return {
    get asked() {
      return requests.map((request) => `${request.method()} ${path(request)}`);
    },
    of: (wanted) => requests.filter((request) => path(request) === wanted),
  };
}

const isSimple = (request: Request) =>
  !("authorization" in request.headers()) && !request.headers()["content-type"]?.includes("json");

test("the page of a shop fetches the loader and nothing else of the chat", async ({ page, baseURL }) => {
  const requests = follow(page);
  const site = (baseURL ?? "").replace(/\/$/, "");
  await new Visitor(page, shopOf(site)).visit();
  await page.waitForLoadState("networkidle");
  expect(requests.asked.filter((one) => /c\.js|panel|widget|config|stores|visitors/.test(one))).toEqual(["GET /c.js"]);
});

test("the chat asks for everything once, and for what it shows first without a preflight", async ({
  page,
  baseURL,
}) => {
  const site = (baseURL ?? "").replace(/\/$/, "");
  const backend = await Backend.attach(page.context(), site, { greeting: "Good to see you." });
  const visitor = new Visitor(page, shopOf(site));
  await visitor.visit();
  const requests = follow(page);
  await visitor.open();
  await expect(visitor.frame.getByText("Good to see you.")).toBeVisible();
  await expect.poll(() => requests.of("/cases").length).toBe(1);
  await page.waitForLoadState("networkidle");
  for (const path of ["/config.json", "/panel.js", "/widget/", "/visitors", "/stores/demo", "/cases"]) {
    expect(requests.of(path).length, path).toBe(1);
  }
  expect(requests.of("/me")).toEqual([]);
  for (const path of ["/visitors", "/stores/demo"]) expect(requests.of(path).every(isSimple), path).toBe(true);
  await visitor.ask("Is it safe?");
  expect(backend.heard.filter(({ action }) => action === "open")).toHaveLength(1);
});

test("the console asks for its list once, and knows all of its first screen from the document", async ({ page }) => {
  const requests = follow(page);
  await desk(page, false);
  const count = (path: string) => requests.of(path).length;
  // The page's configuration is also what a test's double asks for, by another way.
  for (const path of ["/me", "/stores/demo/cases", "/stores/demo", "/config.json"]) expect(count(path), path).toBe(1);
  const document = await page.evaluate(async () => (await fetch(location.href)).text());
  const scripts = requests.asked.filter((one) => /\/console\/assets\/.*\.(js|css)$/.test(one));
  const unknown = scripts.filter((one) => !document.includes(one.replace("GET ", "")));
  // Renewing a sign-in comes after the first screen; the list's filters and saved views, its dialogs, the search, notices and the settings come beside it.
  const beside =
    /\/(oidc|sorting-parts|settings-choices|sorting|saved_views|delete-buttons|adopt|search-parts|search|marked|notices|desktop|times)-/;
  expect(unknown.filter((one) => !beside.test(one))).toEqual([]);
});
