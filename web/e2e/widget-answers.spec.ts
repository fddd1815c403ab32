import { expect, test as base } from "@playwright/test";
import { Backend } from "../testing/widget.ts";
import { check, dressed, LOOKS } from "./widget-looks.ts";
import { shopOf, Visitor } from "./widget-page.ts";

// What the assistant says in the widget, and when a person comes, over a service made of one case.

const SOURCES = [
  { answer: "r1", question: "Returns and exchanges", quote: "Unworn shoes within 30 days." },
  { answer: "r2", question: "Refund times", quote: "Up to ten working days." },
];
const ANSWER = "Yes, unworn shoes within **30 days**. [1]";

type Fixtures = { site: string; visitor: Visitor };
const test = base.extend<Fixtures>({
  site: async ({ baseURL }, use) => use((baseURL ?? "").replace(/\/$/, "")),
  visitor: async ({ page, site }, use) => use(new Visitor(page, shopOf(site))),
});

/** A visitor who has asked and got the assistant's answer. */
async function answered({ visitor, backend }: { visitor: Visitor; backend: Backend }): Promise<void> {
  await visitor.visit();
  await visitor.open();
  await visitor.ask("Can I return shoes?");
  backend.answer(ANSWER, SOURCES);
  await visitor.sees("unworn shoes within 30 days");
}

test("an answer of the assistant says so, with its sources and whether it helped", async ({
  context,
  visitor,
  site,
}) => {
  const backend = await Backend.attach(context, site);
  await answered({ visitor, backend });
  const turn = visitor.frame.locator(".turn.assistant");
  await expect(turn.locator(".name")).toHaveText("AI assistant");
  await expect(turn.locator(".bubble")).toHaveCSS("border-top-style", "solid");
  await expect(turn.locator(".bubble")).toHaveCSS("background-color", "rgba(0, 0, 0, 0)");
  await expect(turn.getByRole("list", { name: "Sources" }).getByRole("listitem")).toHaveCount(2);
  await turn.getByText("Refund times").click();
  await expect(turn.getByText("Up to ten working days.")).toBeVisible();
  await turn.getByRole("button", { name: "Yes" }).click();
  await expect(turn.getByText("Glad that helped.")).toBeVisible();
  await expect(visitor.composer).toBeFocused();
  expect(backend.heard.filter(({ action }) => action === "helped")).toMatchObject([{ of: 2, yes: true }]);
  await expect(visitor.frame.getByRole("button", { name: "Talk to a person" })).toBeVisible();
});

test("only the newest answer is asked about, and only until a person takes over", async ({
  context,
  visitor,
  site,
}) => {
  const backend = await Backend.attach(context, site);
  await answered({ visitor, backend });
  await visitor.ask("And boots?");
  backend.answer("Boots too.");
  await visitor.sees("Boots too.");
  await expect(visitor.frame.getByText("Did this help?")).toHaveCount(1);
  await expect(visitor.frame.locator(".turn", { hasText: "Boots too." }).getByText("Did this help?")).toBeVisible();
  backend.reply("Ines here.");
  await visitor.sees("Ines here.");
  await expect(visitor.frame.getByText("Did this help?")).toHaveCount(0);
});

test("“no” calls a person and says when one comes", async ({ context, visitor, site }) => {
  // Wednesday to Monday: a weekday and a time.
  const monday = nextMonday();
  const backend = await Backend.attach(context, site, { open: false, opens_at: monday });
  await answered({ visitor, backend });
  await visitor.frame.getByRole("button", { name: "No", exact: true }).click();
  await expect(visitor.frame.locator(".line", { hasText: "We’ve asked someone from our team to reply" })).toBeVisible();
  await expect(visitor.frame.locator(".soon")).toHaveText(/We’re back .*09:00/);
  await expect(visitor.frame.getByText("Did this help?")).toHaveCount(0);
  expect(backend.heard.filter(({ action }) => action === "helped")).toMatchObject([{ of: 2, yes: false }]);
  backend.reply("Ines here.");
  await expect(visitor.frame.locator(".soon")).toHaveCount(0);
});

test("a “no” said without a connection is kept over a reload and counts once", async ({
  page,
  context,
  visitor,
  site,
}) => {
  const backend = await Backend.attach(context, site, { open: true });
  await answered({ visitor, backend });
  await backend.cut();
  await visitor.frame.getByRole("button", { name: "No", exact: true }).click();
  await expect(visitor.frame.locator(".soon")).toHaveText("Someone from our team will reply here");
  await page.reload();
  await visitor.open();
  await expect(visitor.frame.locator(".soon")).toBeVisible();
  backend.isUp = true;
  await expect
    .poll(() => backend.events.filter(({ body }) => body.kind === "escalated").length, { timeout: 20_000 })
    .toBe(1);
});

test("a person asked for by a click needs no model, and hours are told anew", async ({ context, visitor, site }) => {
  const backend = await Backend.attach(context, site, { open: true });
  await answered({ visitor, backend });
  backend.store = { ...backend.store, open: false, opens_at: nextMonday() };
  await visitor.frame.getByRole("button", { name: "Talk to a person" }).click();
  await expect(visitor.line("You asked to talk to a person")).toBeVisible();
  await expect(visitor.frame.locator(".soon")).toHaveText(/We’re back/);
});

test("the store greets in its own words, and only a store with an assistant speaks of one", async ({
  page,
  context,
  visitor,
  site,
}) => {
  const greeting = "Hi from the kiln.\nAsk about glazes, orders or returns.";
  const backend = await Backend.attach(context, site, { greeting });
  await visitor.visit();
  await visitor.open();
  await expect(visitor.frame.locator(".hello")).toHaveText("Hi from the kiln.");
  await expect(visitor.frame.getByText("Ask about glazes")).toBeVisible();
  await expect(
    visitor.frame.getByText("Our AI assistant answers first. You can ask for a person at any time."),
  ).toBeVisible();
  backend.store = { ...backend.store, greeting: null, assistant: false };
  await page.reload();
  await visitor.open();
  await expect(visitor.frame.getByText("Hi, how can we help?")).toBeVisible();
  await expect(visitor.frame.getByText("answers first")).toHaveCount(0);
});

for (const look of LOOKS) {
  test(`nothing that the assistant says has an accessibility fault: ${look.name}`, async ({ browser, site }) => {
    const page = await dressed(browser, look);
    const backend = await Backend.attach(page.context(), site, {
      greeting: "Hi.\nAsk away.",
      open: false,
      opens_at: nextMonday(),
    });
    const visitor = new Visitor(page, shopOf(site));
    await visitor.visit();
    if (look.locale) await page.evaluate((locale) => window.Firstline?.("set", { locale }), look.locale);
    await visitor.open();
    await expect(visitor.frame.locator(".hello")).toHaveText("Hi.");
    await check(page, "the store's greeting");
    await visitor.frame.locator("#message").fill("Can I return shoes?");
    await visitor.frame.locator("#message").press("Enter");
    await visitor.sees("Can I return shoes?");
    await expect.poll(() => backend.events.length).toBe(1);
    backend.answer(ANSWER, SOURCES);
    await visitor.frame.getByText("Refund times").click();
    await check(page, "an answer with its sources");
    await visitor.frame.locator(".judge button").first().click();
    await expect(visitor.frame.locator(".judge button")).toHaveCount(0);
    await check(page, "an answer that helped");
    await visitor.frame.locator(".talk").click();
    await expect(visitor.frame.locator(".soon")).toBeVisible();
    await check(page, "a person comes on Monday");
    await page.context().close();
  });
}

/** Nine o'clock next Monday, in the tests' own time zone, UTC. */
function nextMonday(): number {
  const day = new Date();
  day.setUTCHours(9, 0, 0, 0);
  day.setUTCDate(day.getUTCDate() + ((8 - day.getUTCDay()) % 7 || 7));
  return day.getTime();
}
