import { type Page, expect, test } from "@playwright/test";
import { signIn } from "./stack.ts";

// Answers and settings against the running stack. The settings are those of the other store: what `demo` greets with is other tests' matter.

const unique = (words: string) => `${words} ${Math.random().toString(36).slice(2, 8)}`;
const pane = (page: Page) => page.locator(".answer-pane");

async function write(page: Page, question: string, text: string): Promise<void> {
  await page.getByRole("link", { name: "Add" }).click();
  await page.getByLabel("Question").fill(question);
  await page.getByLabel("Answer", { exact: true }).fill(text);
  await page.getByRole("button", { name: "Add answer" }).click();
  await expect(page.getByRole("heading", { name: question })).toBeVisible();
}

test("an agent writes an answer, a lead approves and mends it, the agent finds it so", async ({ page, browser }) => {
  const question = unique("Do you engrave");
  await signIn(page, "Ines Moreau", "?page=answers");
  await write(page, question, "We do, up to ten letters.");
  await expect(pane(page).getByText("Leads can approve, edit, merge and retire answers.")).toBeVisible();
  const lead = await (await browser.newContext()).newPage();
  await signIn(lead, "Lea Lindqvist", new URL(page.url()).search);
  await expect(lead.getByRole("heading", { name: question })).toBeVisible();
  await lead.getByRole("button", { name: "Approve", exact: true }).click();
  await expect(lead.getByText("Approved by Lea Lindqvist")).toBeVisible();
  await lead.getByRole("button", { name: "Edit", exact: true }).click();
  await lead.getByLabel("Answer", { exact: true }).fill("We do, up to twelve letters.");
  await lead.getByRole("button", { name: "Save" }).click();
  await expect(lead.locator(".answer-text")).toHaveText("We do, up to twelve letters.");
  await page.getByRole("searchbox", { name: "Search answers" }).fill(question);
  await page.getByRole("link", { name: question }).click();
  await expect(page.locator(".answer-text")).toHaveText("We do, up to twelve letters.");
  await lead.context().close();
});

test("of two leads the slower sees what the faster wrote", async ({ page, browser }) => {
  const question = unique("Do you gift wrap");
  await signIn(page, "Lea Lindqvist", "?page=answers");
  await write(page, question, "We do.");
  const other = await (await browser.newContext()).newPage();
  await signIn(other, "Lea Lindqvist", new URL(page.url()).search);
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  await other.getByRole("button", { name: "Edit", exact: true }).click();
  await other.getByLabel("Answer", { exact: true }).fill("We do, for two euros.");
  await other.getByRole("button", { name: "Save" }).click();
  await expect(other.locator(".answer-text")).toHaveText("We do, for two euros.");
  await page.getByLabel("Answer", { exact: true }).fill("We do, for free.");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("alert")).toContainText("Someone saved this answer while you were editing");
  await page.getByRole("button", { name: "Keep theirs" }).click();
  await expect(page.locator(".answer-text")).toHaveText("We do, for two euros.");
  await page.getByRole("button", { name: "Retire", exact: true }).click();
  await page
    .getByRole("region", { name: "Retire this answer?" })
    .getByRole("button", { name: "Retire", exact: true })
    .click();
  await expect(page.getByText("It’s no longer suggested.")).toBeVisible();
  await other.context().close();
});

test("an imported FAQ is there, and a second time it is known", async ({ page }) => {
  test.setTimeout(60_000);
  const mark = unique("").trim();
  const csv = [
    "question;answer",
    ...Array.from({ length: 30 }, (_, index) => `"How about ${mark} ${index}?";"Like this, ${index}."`),
  ].join("\n");
  const file = { name: "faq.csv", mimeType: "text/csv", buffer: Buffer.from(csv) };
  await signIn(page, "Lea Lindqvist", "?page=answers&answer=import");
  for (const outcome of ["30 added, 0 already there", "0 added, 30 already there"]) {
    await page.getByLabel("A CSV or Markdown file").setInputFiles(file);
    await page.getByRole("button", { name: "Import 30 answers" }).click();
    await expect(page.getByText(outcome)).toBeVisible({ timeout: 20_000 });
    await page.getByRole("button", { name: "Import another file" }).click();
  }
  await page.getByRole("searchbox", { name: "Search answers" }).fill(mark);
  await expect(page.getByRole("link", { name: mark }).first()).toBeVisible();
});

test("a reply is saved as an answer, with the way back to it", async ({ page, request, baseURL }) => {
  const question = unique("Is it oven proof");
  const { api } = (await (await request.get(`${baseURL}/config.json`)).json()) as { api: string };
  const { token } = (await (await request.post(`${api}/visitors`, { data: { store: "demo" } })).json()) as {
    token: string;
  };
  const opened = await request.post(`${api}/cases`, {
    headers: { authorization: `Bearer ${token}` },
    data: { id: `e2e-${Date.now()}`, store: "demo", text: question },
  });
  const { case: asked } = (await opened.json()) as { case: string };
  await signIn(page, "Ines Moreau", `?case=${asked}`);
  await page.getByRole("textbox", { name: /^Reply to/ }).fill("Up to 220 degrees.");
  await page.getByRole("textbox", { name: /^Reply to/ }).press("Enter");
  await page.getByRole("button", { name: "Send now" }).click();
  const reply = page.locator(".log .speech:not(.pending)", { hasText: "Up to 220 degrees." });
  await reply.hover();
  await reply.getByRole("button", { name: "Save to knowledge base" }).click();
  const dialog = page.getByRole("dialog", { name: "Save to knowledge base" });
  await expect(dialog.getByLabel("Question")).toHaveValue(question);
  await dialog.getByRole("button", { name: "Save answer" }).click();
  await dialog.getByRole("link", { name: "See the answer" }).click();
  await expect(page.getByRole("heading", { name: question })).toBeVisible();
  await expect(page.getByRole("link", { name: "a reply in a conversation" })).toHaveAttribute(
    "href",
    new RegExp(asked),
  );
});

test("what a lead settles, the store's chat says", async ({ page, browser }) => {
  const greeting = unique("Hello from the north");
  await signIn(page, "Lea Lindqvist", "?page=store");
  await page.getByRole("combobox", { name: "Store" }).selectOption("north");
  await page.getByLabel(/What the chat says first/).fill(`${greeting}\nAsk about sledges.`);
  const tells = page.getByRole("checkbox", { name: "Show office hours to customers" });
  if (!(await tells.isChecked())) await tells.check();
  await page.getByLabel("Time zone").selectOption("UTC");
  // Nobody is there today: a person comes tomorrow at the earliest.
  const today = new Intl.DateTimeFormat("en-GB", { weekday: "long", timeZone: "UTC" }).format();
  for (const day of ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]) {
    await page.getByRole("checkbox", { name: day }).setChecked(day !== today);
  }
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  const visitor = await (await browser.newContext({ locale: "en-GB", timezoneId: "UTC" })).newPage();
  await visitor.goto("/widget/?site=north");
  await expect(visitor.locator(".hello")).toHaveText(greeting);
  await visitor.getByRole("button", { name: "Talk to a person" }).click();
  await expect(visitor.locator(".soon")).toHaveText(/We’re back .*09:00/);
  await visitor.context().close();
});

test("where a lead lets visitors search, they find an approved answer before they write", async ({ page, browser }) => {
  const question = unique("Do you post to Zürich");
  await signIn(page, "Lea Lindqvist", "?page=answers");
  await page.getByRole("combobox", { name: "Store" }).selectOption("north");
  await write(page, question, "We do, **twice** a week.");
  await page.goto("/console/?page=store");
  await page.getByRole("combobox", { name: "Store" }).selectOption("north");
  const offers = page.getByRole("checkbox", { name: "Let visitors search approved answers before they write" });
  if (!(await offers.isChecked())) {
    await offers.check();
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  }
  const visitor = await (await browser.newContext({ locale: "en-GB" })).newPage();
  await visitor.goto("/widget/?site=north");
  await visitor.getByRole("searchbox", { name: "Search help" }).fill("zurich");
  await visitor.getByText(question).click();
  await expect(visitor.getByText("We do, twice a week.")).toBeVisible();
  await visitor.context().close();
});

test("a question that was answered before comes with a draft, and one key sends it", async ({ page, browser }) => {
  test.setTimeout(60_000);
  const question = unique("Does the moss green glaze fade in the sun");
  await signIn(page, "Lea Lindqvist", "?page=answers");
  await write(page, question, "It does not: it is fired at 1,240 degrees.");
  const shop = await (await browser.newContext({ locale: "en-GB" })).newPage();
  await shop.goto("/");
  await shop.locator("[data-chat]").first().click();
  const chat = shop.frameLocator("iframe");
  await chat.getByRole("textbox").fill(question);
  await chat.getByRole("textbox").press("Enter");
  await page.clock.install();
  await page.goto("/console/");
  await page.locator(".row", { hasText: question }).click();
  const card = page.getByRole("region", { name: "Suggested reply" });
  await expect(card).toContainText("fired at 1,240 degrees", { timeout: 20_000 });
  await card.locator(".chip").first().click();
  await expect(card.getByText("Approved by Lea Lindqvist")).toBeVisible();
  await page.locator(".log").focus();
  // A draft that has just come is not decided on by a key: the person is taken to have read it.
  await page.clock.fastForward(1_000);
  await page.keyboard.press("a");
  await page.getByRole("button", { name: "Send now" }).click();
  await expect(page.getByText("from a suggested reply")).toBeVisible();
  await expect(chat.getByText("fired at 1,240 degrees").first()).toBeVisible();
  await shop.context().close();
});
