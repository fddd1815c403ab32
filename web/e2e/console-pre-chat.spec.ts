import { type Page, expect, test } from "@playwright/test";
import { findings } from "./look.ts";
import { Backend, INES, MINUTE } from "../testing/console.ts";

// What a lead has customers asked before they write, and what agents see of the answers, over a service made of maps.

async function store(page: Page) {
  const backend = new Backend();
  backend.role = "lead";
  await backend.attach(page);
  await page.goto("/console/?page=store");
  await expect(page.getByRole("button", { name: "Add a question" })).toBeVisible();
  return backend.knowledge;
}

const save = (page: Page) => page.getByRole("button", { name: "Save", exact: true });

test("a lead has customers asked something, in several languages, and sees how that will look", async ({ page }) => {
  const knowledge = await store(page);
  const add = page.getByRole("button", { name: "Add a question" });
  for (let n = 0; n < 4; n += 1) await add.click();
  const first = page.getByRole("region", { name: "Question 1" });
  await expect(first.getByRole("combobox", { name: "Question 1: Type" })).toHaveValue("name");
  await first.getByRole("textbox", { name: "Question 1: Question", exact: true }).fill("What may we call you?");
  await first.getByText("Translations").click();
  await first.getByRole("textbox", { name: "Question 1: Question, German" }).fill("Wie dürfen wir Sie nennen?");
  const choice = page.getByRole("region", { name: "Question 4" });
  await choice.getByRole("textbox", { name: "Question 4: Choices, one per line", exact: true }).fill("A return");
  await expect(page.getByText("A choice needs 2 to 20 different options.")).toBeVisible();
  await expect(save(page)).toHaveAttribute("aria-disabled", "true");
  await choice
    .getByRole("textbox", { name: "Question 4: Choices, one per line", exact: true })
    .fill("A return\nSomething else");
  await page.getByRole("button", { name: "Move question 4 up" }).click();
  await page.getByRole("button", { name: "Remove question 4" }).click();
  const preview = page.getByRole("img", { name: "How the form will look" });
  await expect(preview).toContainText("What may we call you?");
  await expect(preview).toContainText("Start chat");
  expect(await findings(page, "questions")).toEqual([]);
  await save(page).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  expect(knowledge.settings.pre_chat?.fields).toMatchObject([
    {
      id: "name",
      required: true,
      label: { text: "What may we call you?", translations: [{ locale: "de", text: "Wie dürfen wir Sie nennen?" }] },
    },
    { id: "email", kind: "email" },
    { id: "choice", choices: [{ text: "A return" }, { text: "Something else" }] },
  ]);
});

test("a lead asks for consent, which links to the privacy page", async ({ page }) => {
  const knowledge = await store(page);
  await page.getByRole("checkbox", { name: /^Ask for consent first/ }).check();
  await expect(page.getByText("Enter the address of your privacy page above")).toBeVisible();
  await page.getByLabel("Privacy notice").fill("https://shop.example/privacy");
  await expect(page.getByText("Enter the address of your privacy page above")).toHaveCount(0);
  const what = page.getByRole("textbox", { name: "Before the chat: What the customer agrees to", exact: true });
  await what.fill("You may keep what I write.");
  const instead = page.getByRole("textbox", {
    name: "Before the chat: What those who decline can do instead",
    exact: true,
  });
  await instead.fill("Call 0123 456.");
  await expect(page.getByRole("img", { name: "How the form will look" })).toContainText("Decline");
  expect(await findings(page, "consent")).toEqual([]);
  await save(page).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  expect(knowledge.settings.pre_chat?.consent).toEqual({
    text: { text: "You may keep what I write." },
    contact: { text: "Call 0123 456." },
  });
  await page.getByRole("checkbox", { name: /^Ask for consent first/ }).uncheck();
  await save(page).click();
  await expect.poll(() => knowledge.settings.pre_chat?.consent).toBeNull();
});

for (const long of [false, true]) {
  test(`an agent sees what was answered, ${long ? "also of a long conversation" : "beside the conversation"}`, async ({
    page,
  }) => {
    const backend = new Backend();
    const asked = backend.open("Where is my parcel?", { ago: 200 * MINUTE });
    const opening = backend.cases.get(asked)?.events[0];
    if (opening?.body.kind !== "opened") throw new Error("not an opening");
    opening.body.pre_chat = {
      answers: [
        { field: "email", kind: "email", label: "E-mail", value: "ada@shop.example" },
        { field: "order", kind: "order_number", label: "Order number", value: "A-10457" },
      ],
      consent: "0123456789abcdef",
    };
    for (let n = 0; n < (long ? 80 : 1); n += 1)
      backend.say(asked, INES, { kind: "message", text: `And ${n}?`, answers: null, sources: [] }, 100 * MINUTE);
    await backend.attach(page);
    await page.goto(`/console/?case=${asked}`);
    const panel = page.getByRole("complementary", { name: "Customer" });
    await expect(panel.getByRole("heading", { name: "Answered before the chat" })).toBeVisible();
    await expect(panel).toContainText("ada@shop.example");
    await expect(panel).toContainText("A-10457");
    await expect(panel).toContainText("Version 012345");
    if (!long) expect(await findings(page, "answers")).toEqual([]);
  });
}
