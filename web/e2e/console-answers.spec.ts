import { type Page, expect, test } from "@playwright/test";
import { Backend, INES, MINUTE } from "../testing/console.ts";

// The page of answers over a service made of maps.

/** A console with some answers; Maya leads unless she is an agent here. */
async function desk(page: Page, { role = "lead" as "lead" | "agent", at = "" } = {}) {
  const backend = new Backend();
  const { knowledge } = backend;
  backend.role = role;
  const first = backend.open("Can I wash the mugs?", { ago: 20 * MINUTE });
  knowledge.add("How long does a refund take?", "Up to ten working days.", {
    status: "approved",
    approvals: 14,
    uses: 3,
    phrasings: 5,
    approved_by: "Jon Ek",
    approved_at: Date.UTC(2026, 10, 21),
    updated_at: 3,
  });
  knowledge.add("When will I see my money?", "Ten days at most.", { updated_at: 2 });
  knowledge.add("Do you ship to Norway?", "Not any more.", { status: "retired", updated_at: 1 });
  knowledge.questions = [
    { text: "Is the large bowl safe in the microwave?", asked: 12, last_at: Date.UTC(2026, 10, 25), case: first },
  ];
  knowledge.recipients = [{ case: first, seq: 2, customer: INES.id!, at: Date.UTC(2026, 10, 24) }];
  await backend.attach(page);
  await page.goto(`/console/${at}`);
  await expect(page.locator(at === "" ? ".row" : ".answer-row").first()).toBeVisible();
  return { backend, knowledge, first };
}

const rows = (page: Page) => page.locator(".answer-row .what");
const ANSWERS = "?page=answers";

test("G then A goes to the answers, and the search finds", async ({ page }) => {
  await desk(page);
  await page.keyboard.press("g");
  await page.keyboard.press("a");
  await expect(rows(page)).toHaveText([
    "How long does a refund take?",
    "When will I see my money?",
    "Do you ship to Norway?",
  ]);
  await page.keyboard.press("/");
  await page.keyboard.type("money");
  await expect(rows(page)).toHaveText(["When will I see my money?"]);
  await page.getByRole("searchbox").fill("");
  await page.getByRole("button", { name: "Retired" }).click();
  await expect(rows(page)).toHaveText(["Do you ship to Norway?"]);
});

test("an answer tells what it has been through", async ({ page }) => {
  await desk(page, { at: ANSWERS });
  await page.getByRole("link", { name: /How long does a refund/ }).click();
  for (const fact of ["Approved by Jon Ek on 21 Nov 2026", "14 times", "3 times"])
    await expect(page.locator(".answer-pane").getByText(fact, { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { name: "How long does a refund take?" })).toBeVisible();
});

test("an answer is added, approved and edited", async ({ page }) => {
  const { knowledge } = await desk(page, { at: ANSWERS });
  await page.getByRole("link", { name: "Add" }).click();
  await page.keyboard.type("Do you engrave?");
  await page.getByLabel("Answer", { exact: true }).fill("We do, up to ten letters.");
  await page.locator(".answer-form").getByLabel("Language").selectOption("en");
  await page.getByRole("button", { name: "Add answer" }).click();
  await expect(page.getByRole("heading", { name: "Do you engrave?" })).toBeVisible();
  await page.getByRole("button", { name: "Approve", exact: true }).click();
  await expect(page.getByText("Approved by Maya Lindqvist")).toBeVisible();
  await page.getByRole("button", { name: "Edit" }).click();
  await page.getByLabel("Answer", { exact: true }).fill("We do, up to twelve letters.");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.locator(".answer-text")).toHaveText("We do, up to twelve letters.");
  expect([...knowledge.answers.values()].at(-1)).toMatchObject({
    question: "Do you engrave?",
    language: "en",
    status: "approved",
    version: 3,
  });
});

test("who edits past somebody else sees both wordings and decides", async ({ page }) => {
  const { knowledge } = await desk(page, { at: ANSWERS });
  const id = [...knowledge.answers.keys()][0]!;
  await page.getByRole("link", { name: /How long does a refund/ }).click();
  await page.getByRole("button", { name: "Edit" }).click();
  await page.getByLabel("Answer", { exact: true }).fill("Up to five working days.");
  knowledge.change(id, { text: "Up to twelve working days." });
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("alert")).toContainText("Someone saved this answer while you were editing");
  await expect(page.locator("del")).toHaveText(["twelve"]);
  await expect(page.locator("ins")).toHaveText(["five"]);
  await page.getByRole("button", { name: "Save mine instead" }).click();
  await expect(page.locator(".answer-text")).toHaveText("Up to five working days.");
  expect(knowledge.answers.get(id)).toMatchObject({ text: "Up to five working days.", version: 3 });
});

test("a decision on an answer that has changed is not taken unseen", async ({ page }) => {
  const { knowledge } = await desk(page, { at: ANSWERS });
  const id = [...knowledge.answers.keys()][1]!;
  await page.getByRole("link", { name: /When will I see/ }).click();
  await expect(page.getByRole("button", { name: "Approve", exact: true })).toBeVisible();
  knowledge.change(id, { text: "A month at least." });
  await page.getByRole("button", { name: "Approve", exact: true }).click();
  await expect(page.getByText("Someone changed this answer in the meantime.")).toBeVisible();
  await expect(page.locator(".answer-text")).toHaveText("A month at least.");
  expect(knowledge.answers.get(id)?.status).toBe("candidate");
});

test("a wording that comes in while one reads is told and not decided on", async ({ page }) => {
  const { knowledge } = await desk(page, { at: ANSWERS });
  const id = [...knowledge.answers.keys()][1]!;
  const before = knowledge.answers.get(id)!;
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(`**/stores/demo/answers/${id}`, async (route) => {
    await held;
    await route.fallback();
  });
  await page.getByRole("link", { name: /When will I see/ }).click();
  await expect(page.getByRole("button", { name: "Approve", exact: true })).toBeVisible();
  knowledge.change(id, { text: "A month at least." });
  release();
  await expect(page.getByRole("alert")).toContainText("Someone changed this answer in the meantime.");
  await expect(page.locator(".answer-text")).toHaveText(before.text);
  await page.getByRole("button", { name: "Show the change" }).click();
  await expect(page.locator(".answer-text")).toHaveText("A month at least.");
  await expect(page.getByText("Someone changed this answer in the meantime.")).toBeHidden();
  await page.getByRole("button", { name: "Approve", exact: true }).click();
  await expect(page.getByText("Approved by Maya Lindqvist")).toBeVisible();
  expect(knowledge.answers.get(id)).toMatchObject({ text: "A month at least.", version: 3 });
});

test("who retires an answer sees every customer who got it, each with their case", async ({ page }) => {
  const { first } = await desk(page, { at: ANSWERS });
  await page.getByRole("link", { name: /How long does a refund/ }).click();
  await page.getByRole("button", { name: "Retire", exact: true }).click();
  await page
    .getByRole("region", { name: "Retire this answer?" })
    .getByRole("button", { name: "Retire", exact: true })
    .click();
  const got = page.getByRole("region", { name: "Customers who received it" });
  await expect(got.getByRole("listitem")).toHaveCount(1);
  await got.getByRole("link").click();
  await expect(page).toHaveURL(new RegExp(`case=${first}`));
  await expect(page.getByRole("heading", { name: "Can I wash the mugs?" })).toBeVisible();
});

test("two answers to one question are merged", async ({ page }) => {
  const { knowledge } = await desk(page, { at: ANSWERS });
  await page.getByRole("link", { name: /When will I see/ }).click();
  await page.getByRole("button", { name: "Merge" }).click();
  await page.getByLabel("Search for the answer to keep").fill("refund");
  await page.getByRole("radio", { name: /How long does a refund/ }).check();
  await page.getByRole("region", { name: "Merge into another answer" }).getByRole("button", { name: "Merge" }).click();
  await expect(page.getByText("It’s no longer suggested.")).toBeVisible();
  expect([...knowledge.answers.values()][1]).toMatchObject({ status: "retired" });
});

test("a question that is asked often becomes an answer", async ({ page }) => {
  await desk(page, { at: ANSWERS });
  await expect(page.getByText("Asked 12 times")).toBeVisible();
  await page.getByRole("button", { name: "Write an answer" }).click();
  await expect(page.getByLabel("Question")).toHaveValue("Is the large bowl safe in the microwave?");
});

test("by keyboard alone an answer is found, opened and approved", async ({ page }) => {
  const { knowledge } = await desk(page);
  for (const key of ["g", "a", "/"]) await page.keyboard.press(key);
  await expect(rows(page)).toHaveCount(3);
  await page.keyboard.press("/");
  await page.keyboard.type("money");
  await expect(rows(page)).toHaveCount(1);
  while (!(await page.evaluate(() => document.activeElement?.matches(".answer-row") ?? false)))
    await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "When will I see my money?" })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Approve", exact: true })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Approved by Maya Lindqvist")).toBeVisible();
  expect([...knowledge.answers.values()][1]).toMatchObject({ status: "approved" });
});

test("an agent sees and adds; a lead's verbs are not theirs", async ({ page }) => {
  await desk(page, { role: "agent", at: ANSWERS });
  await expect(page.getByRole("link", { name: "Add" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Import" })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Store" })).toHaveCount(0);
  await page.getByRole("link", { name: /When will I see/ }).click();
  await expect(page.getByText("Leads can approve, edit, merge and retire answers.")).toBeVisible();
  for (const name of ["Approve", "Edit", "Merge", "Retire"])
    await expect(page.locator(".answer-pane").getByRole("button", { name })).toHaveCount(0);
});

test("an FAQ is shown before it is taken in, part by part, and goes on after an error", async ({ page }) => {
  const { knowledge } = await desk(page, { at: `${ANSWERS}&answer=import` });
  const lines = Array.from({ length: 60 }, (_, index) => `"Question ${index}?","Answer, ${index}."`);
  const csv = ["question,answer", ...lines, "No answer?,", '"How long does a refund take?",Long.'].join("\n");
  await page
    .getByLabel("A CSV or Markdown file")
    .setInputFiles({ name: "faq.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
  await expect(page.getByText("61 questions found")).toBeVisible();
  await page.getByText("1 entry can’t be imported").click();
  await expect(page.getByText("Line 62 has no answer")).toBeVisible();
  await page.getByRole("checkbox", { name: /Question 0/ }).uncheck();
  knowledge.breaksAfter = 1;
  await page.getByRole("button", { name: "Import 60 answers" }).click();
  await expect(page.getByRole("alert")).toContainText("Stopped after 25 of 60. Too many at once.");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("59 added, 1 already there")).toBeVisible();
  expect(knowledge.parts).toEqual([25, 25, 10]);
  expect([...knowledge.answers.values()].some(({ question }) => question === "Question 0?")).toBe(false);
  await page.getByRole("link", { name: "See the answers" }).click();
  await expect(rows(page)).toHaveCount(50);
  await page.getByRole("button", { name: "More answers" }).click();
  await expect(rows(page)).toHaveCount(62);
});

test("a Markdown FAQ goes in as well", async ({ page }) => {
  const { knowledge } = await desk(page, { at: `${ANSWERS}&answer=import` });
  const markdown = "# FAQ\n\n## Can I wash it?\n\nYes, **hot**.\n\n## Is it safe?\nIt is.\n";
  await page
    .getByLabel("A CSV or Markdown file")
    .setInputFiles({ name: "faq.md", mimeType: "text/markdown", buffer: Buffer.from(markdown) });
  await page.getByRole("button", { name: "Import 2 answers" }).click();
  await expect(page.getByText("2 added, 0 already there")).toBeVisible();
  expect([...knowledge.answers.values()].at(-2)).toMatchObject({ question: "Can I wash it?", text: "Yes, **hot**." });
});

test("a file that a Western spreadsheet saved is read with its letters, and the encoding can be chosen", async ({
  page,
}) => {
  const { knowledge } = await desk(page, { at: "?page=answers&answer=import" });
  const buffer = Buffer.from("sep=;\rFrage;Antwort\rWie l\xe4uft die R\xfcckgabe?;In 30 Tagen, 9 \x80.\r", "latin1");
  await page.getByLabel("A CSV or Markdown file").setInputFiles({ name: "faq.csv", mimeType: "text/csv", buffer });
  await expect(page.getByText("Wie läuft die Rückgabe?")).toBeVisible();
  const encoding = page.getByLabel("Text encoding");
  await expect(encoding).toHaveValue("windows-1252");
  await expect(page.getByText("In 30 Tagen, 9 €.")).toBeVisible();
  await encoding.selectOption("windows-1251");
  await expect(page.getByText("Wie läuft die Rückgabe?")).toHaveCount(0);
  await encoding.selectOption("windows-1252");
  await page.getByRole("button", { name: "Import 1 answer" }).click();
  await expect(page.getByText("Finished", { exact: true })).toBeVisible();
  expect([...knowledge.answers.values()].map(({ question }) => question)).toContain("Wie läuft die Rückgabe?");
});
