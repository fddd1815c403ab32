import { expect, test as base } from "@playwright/test";
import { Backend } from "../testing/widget.ts";
import { check, dressed, LOOKS } from "./widget-looks.ts";
import { shopOf, Visitor } from "./widget-page.ts";

// Approved answers that visitors look through before they write, over a service made of one case.

const ARTICLES = [
  { id: "r1", question: "Can I return a mug?", text: "Yes, within **30 days**.", language: null },
  { id: "r2", question: "Do you deliver to Zürich?", text: "We do, twice a week.", language: null },
  {
    id: "r3",
    question: "Is the glaze safe?",
    text: "It is fired at 1,240 degrees, and every mug is tested.",
    language: null,
  },
];

type Fixtures = { site: string; visitor: Visitor };
const test = base.extend<Fixtures>({
  site: async ({ baseURL }, use) => use((baseURL ?? "").replace(/\/$/, "")),
  visitor: async ({ page, site }, use) => use(new Visitor(page, shopOf(site))),
});
const search = ({ frame }: Visitor) => frame.locator('.help input[type="search"]');

test("what a visitor types finds approved answers at once, and they read one where it stands", async ({
  context,
  visitor,
  site,
}) => {
  const backend = await Backend.attach(context, site, { help: true });
  backend.articles = ARTICLES;
  await visitor.visit();
  await visitor.open();
  await expect(visitor.composer).toBeFocused();
  await search(visitor).fill("mug");
  const found = visitor.frame.locator(".help summary");
  await expect(found).toHaveText(["Can I return a mug?", "Is the glaze safe?"]);
  await expect(visitor.frame.locator(".help").getByRole("status")).toHaveText("Results: 2");
  await found.first().click();
  await expect(visitor.frame.locator(".help strong")).toHaveText("30 days");
  await search(visitor).fill("ZURI");
  await expect(found).toHaveText(["Do you deliver to Zürich?"]);
  await search(visitor).fill("refund");
  await expect(visitor.frame.locator(".help").getByRole("status")).toHaveText("Nothing found. Write to us below.");
  await visitor.ask("How long does a refund take?");
  await expect(search(visitor)).toHaveCount(0);
});

test("a store that offers none shows no search, and fetches nothing for it", async ({
  page,
  context,
  visitor,
  site,
}) => {
  await Backend.attach(context, site);
  const fetched: string[] = [];
  page.on("request", (request) => fetched.push(new URL(request.url()).pathname));
  await visitor.visit();
  await visitor.open();
  await visitor.ask("Is anybody there?");
  await expect(search(visitor)).toHaveCount(0);
  expect(fetched.filter((path) => path.includes("/help"))).toEqual([]);
});

test("a search that can't be fetched says so, and the next key asks again", async ({ context, visitor, site }) => {
  const backend = await Backend.attach(context, site, { help: true });
  backend.articles = ARTICLES;
  await visitor.visit();
  await visitor.open();
  await expect(search(visitor)).toBeVisible();
  backend.isUp = false;
  await search(visitor).fill("mu");
  await expect(visitor.frame.locator(".help").getByRole("status")).toHaveText("No connection.");
  backend.isUp = true;
  await search(visitor).fill("mug");
  await expect(visitor.frame.locator(".help summary")).toHaveCount(2);
});

test("a search whose code did not come says so, and Retry brings it", async ({ context, visitor, site }) => {
  const backend = await Backend.attach(context, site, { help: true });
  backend.articles = ARTICLES;
  const code = /\/assets\/help-[^/]+\.js$/;
  await context.route(code, (route) => route.fulfill({ status: 503, body: "no" }));
  await visitor.visit();
  await visitor.open();
  await expect(visitor.frame.locator(".notice")).toContainText("No connection.");
  await context.unroute(code);
  await visitor.frame.locator(".notice").getByRole("button", { name: "Retry" }).click();
  await search(visitor).fill("mug");
  await expect(visitor.frame.locator(".help summary")).toHaveCount(2);
});

for (const look of LOOKS) {
  test(`the search has no accessibility fault: ${look.name}`, async ({ browser, site }) => {
    const page = await dressed(browser, look);
    const backend = await Backend.attach(page.context(), site, { help: true });
    backend.articles = ARTICLES;
    const visitor = new Visitor(page, shopOf(site));
    await visitor.visit();
    if (look.locale) await page.evaluate((locale) => window.Firstline?.("set", { locale }), look.locale);
    await visitor.open();
    await search(visitor).fill("mug");
    await visitor.frame.locator(".help summary").first().click();
    await expect(visitor.frame.locator(".help strong")).toBeVisible();
    await check(page, "help that was found");
    await search(visitor).fill("refund");
    await check(page, "no help found");
    await page.context().close();
  });
}
