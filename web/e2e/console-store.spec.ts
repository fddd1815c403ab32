import { type Page, expect, test } from "@playwright/test";
import { findings } from "./look.ts";
import { Backend, INES, MAYA, MINUTE } from "../testing/console.ts";

// What a lead settles for a store, and replies saved as answers, over a service made of maps.

async function lead(page: Page, at: string) {
  const backend = new Backend();
  backend.role = "lead";
  const asked = backend.open("How long does a refund take?", { ago: 20 * MINUTE });
  backend.say(asked, INES, { kind: "message", text: "It was order 7731.", answers: null, sources: [] }, 19 * MINUTE);
  backend.say(asked, MAYA, { kind: "message", text: "Up to ten working days.", answers: 2, sources: [] }, 18 * MINUTE);
  await backend.attach(page);
  await page.goto(`/console/${at.replace("CASE", asked)}`);
  return { backend, knowledge: backend.knowledge, asked };
}

test("a lead settles what the assistant may do, in plain words", async ({ page }) => {
  const { knowledge } = await lead(page, "?page=store");
  await expect(page.getByRole("radio", { name: "Suggest replies to agents" })).toBeChecked();
  const save = page.getByRole("button", { name: "Save" });
  await expect(save).toHaveAttribute("aria-disabled", "true");
  await page.getByRole("radio", { name: "Answer automatically once trusted" }).check();
  await page.getByLabel("Words and topics, one per line").fill("lawyer\n\nrefund over 500\nLawyer");
  await page.getByRole("checkbox", { name: "German" }).check();
  await page.getByLabel(/What the chat says first/).fill("Hi from the kiln.");
  await page.getByRole("checkbox", { name: "Show office hours to customers" }).check();
  await page.getByLabel("Time zone").selectOption("Europe/Berlin");
  await page.getByLabel("Monday from").fill("10:30");
  await page.getByRole("checkbox", { name: "Friday" }).uncheck();
  await page.getByLabel("Daily limit in US cents").fill("250");
  await save.click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  expect(knowledge.settings).toMatchObject({
    triage: "answer",
    escalate_on: ["lawyer", "refund over 500"],
    languages: ["de"],
    greeting: "Hi from the kiln.",
    model_cents_a_day: 250,
    hours: {
      zone: "Europe/Berlin",
      week: [
        [{ from: 630, until: 1_020 }],
        [{ from: 540, until: 1_020 }],
        [{ from: 540, until: 1_020 }],
        [{ from: 540, until: 1_020 }],
        [],
        [],
        [],
      ],
    },
  });
});

test("a lead pauses automatic replies and limits them", async ({ page }) => {
  const { knowledge } = await lead(page, "?page=store");
  await page.getByRole("checkbox", { name: "Pause automatic replies" }).check();
  await page.getByLabel("Daily limit", { exact: true }).fill("20");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  expect(knowledge.settings.automatic_replies).toEqual({ paused: true, a_day: 20 });
  await page.getByLabel("Daily limit", { exact: true }).fill("");
  await page.getByRole("button", { name: "Save" }).click();
  await expect.poll(() => knowledge.settings.automatic_replies?.a_day).toBeNull();
});

test("a lead has silent conversations closed, not without a word before", async ({ page }) => {
  const { knowledge } = await lead(page, "?page=store");
  const turnOn = page.getByRole("checkbox", { name: /^Close conversations that customers don’t answer/ });
  await turnOn.check();
  await page.getByLabel("Reminder", { exact: true }).fill("");
  await expect(page.getByText("Write a reminder: no conversation is closed without one.")).toBeVisible();
  await page.getByLabel("Reminder", { exact: true }).fill("Anything else?");
  await page.getByLabel("Hours of silence before the reminder").fill("24");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  const expected = { remind_after_hours: 24, close_after_hours: 48, reminder: "Anything else?" };
  expect(knowledge.settings.auto_close).toEqual(expected);
  expect(await findings(page, "auto-close")).toEqual([]);
  await turnOn.uncheck();
  await page.getByRole("button", { name: "Save" }).click();
  await expect.poll(() => knowledge.settings.auto_close?.remind_after_hours).toBe(0);
});

test("a lead has closed conversations erased after a time of their own", async ({ page }) => {
  const { knowledge } = await lead(page, "?page=store");
  const turnOn = page.getByRole("checkbox", { name: /^Erase closed conversations/ });
  await expect(turnOn).not.toBeChecked();
  await turnOn.check();
  const days = page.getByLabel("Days after closing");
  await expect(days).toHaveValue("365");
  await days.fill("0.5");
  await expect(page.getByText(/whole number of days from 1 to 3650/)).toBeVisible();
  await days.fill("30");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  expect(knowledge.settings.retention_days).toBe(30);
  expect(await findings(page, "retention")).toEqual([]);
  await turnOn.uncheck();
  await page.getByRole("button", { name: "Save" }).click();
  await expect.poll(() => knowledge.settings.retention_days).toBe(0);
});

test("a lead says how large files may be, or that there are none", async ({ page }) => {
  const { knowledge } = await lead(page, "?page=store");
  const turnOn = page.getByRole("checkbox", { name: /^Let customers and agents attach files/ });
  await expect(turnOn).toBeChecked();
  const megabytes = page.getByLabel("Largest file in MB");
  await expect(megabytes).toHaveValue("10");
  await megabytes.fill("26");
  await expect(page.getByText("Enter a whole number of megabytes from 1 to 25.")).toBeVisible();
  await megabytes.fill("5");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  expect(knowledge.settings.max_file_bytes).toBe(5_242_880);
  expect(await findings(page, "files")).toEqual([]);
  await turnOn.uncheck();
  await page.getByRole("button", { name: "Save" }).click();
  await expect.poll(() => knowledge.settings.max_file_bytes).toBe(0);
});

test("a lead lets pages greet by rule, in several languages, and takes it back", async ({ page }) => {
  const { knowledge } = await lead(page, "?page=store");
  await page.getByRole("button", { name: "Add a greeting" }).click();
  const rule = page.getByRole("group", { name: "Greeting 1" });
  await rule.getByLabel("Pages, such as").fill("/cart");
  await rule.getByLabel("Seconds on the page").fill("30");
  await rule.getByLabel("Cart value from").fill("50");
  await rule.getByLabel("Text in English").fill("Need a hand?");
  await rule.getByLabel("Add a language").selectOption("de");
  const german = rule.getByLabel("Text in German");
  // The browser says what is missing.
  await page.getByRole("button", { name: "Save" }).click();
  await expect(german).toBeFocused();
  expect(knowledge.settings.proactive_greetings).toBeUndefined();
  await german.fill("Können wir helfen?");
  expect(await findings(page, "greetings by rule")).toEqual([]);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  expect(knowledge.settings.proactive_greetings).toEqual([
    {
      pages: "/cart",
      seconds: 30,
      cart_from: 50,
      texts: [
        { language: "en", text: "Need a hand?" },
        { language: "de", text: "Können wir helfen?" },
      ],
    },
  ]);
  await rule.getByLabel("Pages, such as").fill("cart");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(rule.getByLabel("Pages, such as")).toBeFocused();
  for (let count = 2; count <= 5; count += 1) await page.getByRole("button", { name: "Add a greeting" }).click();
  await expect(page.getByRole("button", { name: "Add a greeting" })).toHaveCount(0);
  for (let count = 5; count >= 1; count -= 1)
    await page.getByRole("button", { name: `Remove greeting ${count}` }).click();
  await page.getByRole("button", { name: "Save" }).click();
  await expect.poll(() => knowledge.settings.proactive_greetings).toEqual([]);
});

test("a lead sees what would have been sent and what an agent wrote instead", async ({ page }) => {
  const { knowledge, asked } = await lead(page, "?page=store");
  const none = { sent: 0, objected: 0, held: 0, approved: 0, edited: 0, refused: 0 };
  knowledge.figures = {
    since: Date.now() - 3_600_000,
    ways: [
      { ...none, earned: "same_question", held: 42, approved: 38, edited: 2, refused: 1 },
      { ...none, earned: "answer", sent: 10, objected: 1 },
      { ...none, earned: "store" },
    ],
  };
  knowledge.replies = [
    {
      case: asked,
      seq: 1,
      at: Date.now() - 3_600_000,
      earned: "same_question",
      sent: false,
      outcome: "own_words",
      question: "How long does a refund take?",
      reply: "Five working days.",
      answer: null,
      written: "Up to ten working days.",
    },
  ];
  await page.getByRole("button", { name: "Show what was or would be sent automatically" }).click();
  const report = page.getByRole("region", { name: "Sent automatically, or ready to be" });
  await expect(report).toContainText(
    "42 replies would have been sent: agents agreed with 40 and wanted something else for 1.",
  );
  await expect(report).toContainText("10 replies sent automatically, 1 of them not helpful.");
  await expect(report.getByRole("heading", { name: "Certain suggestions" })).toHaveCount(0);
  await expect(report).toContainText("Five working days.");
  await expect(report).toContainText("Up to ten working days.");
});

test("a lead sets hours with a break, past midnight, and a holiday", async ({ page }) => {
  const { knowledge } = await lead(page, "?page=store");
  await page.getByRole("checkbox", { name: "Show office hours to customers" }).check();
  await page.getByLabel("Friday until").fill("13:00");
  await page.getByRole("button", { name: "Add hours on Friday" }).click();
  await page.getByLabel("Friday, hours 2, from").fill("18:00");
  await page.getByLabel("Friday, hours 2, until").fill("02:00");
  await expect(page.getByText("next day")).toHaveCount(1);
  await page.getByRole("button", { name: "Add a holiday" }).click();
  const save = page.getByRole("button", { name: "Save" });
  await expect(page.getByText("A holiday has no date yet.")).toBeVisible();
  await page.getByLabel("Date of holiday 1").fill("2026-12-25");
  await page.getByRole("button", { name: "Add a holiday" }).click();
  await page.getByLabel("Date of holiday 2").fill("2026-12-24");
  await page.getByRole("checkbox", { name: "Open on holiday 2" }).check();
  await page.getByLabel("Open on holiday 2 until").fill("12:00");
  await save.click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  expect(knowledge.settings.hours?.week[4]).toEqual([
    { from: 540, until: 780 },
    { from: 1_080, until: 1_560 },
  ]);
  expect(knowledge.settings.hours?.holidays).toEqual([
    { date: "2026-12-25", shifts: [] },
    { date: "2026-12-24", shifts: [{ from: 540, until: 720 }] },
  ]);
});

test("what the service would refuse is said before it is sent", async ({ page }) => {
  const { knowledge } = await lead(page, "?page=store");
  await page.getByRole("checkbox", { name: "Show office hours to customers" }).check();
  await page.getByRole("button", { name: "Add hours on Tuesday" }).click();
  await page.getByLabel("Tuesday, hours 2, from").fill("16:00");
  await expect(page.getByText("The hours of Tuesday overlap.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Save" })).toHaveAttribute("aria-disabled", "true");
  await page.getByLabel("Daily limit in US cents").press("Enter");
  expect(knowledge.settings.hours).toBeNull();
  await page.getByRole("button", { name: "Undo changes" }).click();
  await expect(page.getByRole("checkbox", { name: "Show office hours to customers" })).not.toBeChecked();
});

test("a good reply is saved as an answer to what the customer asked", async ({ page }) => {
  const { knowledge, asked } = await lead(page, "?case=CASE");
  const reply = page.locator(".speech[data-voice=person]");
  await reply.hover();
  await reply.getByRole("button", { name: "Save to knowledge base" }).click();
  const dialog = page.getByRole("dialog", { name: "Save to knowledge base" });
  await expect(dialog.getByLabel("Question")).toHaveValue("It was order 7731.");
  await expect(dialog.getByLabel("Question")).toBeFocused();
  await dialog.getByLabel("Question").fill("How long does a refund take?");
  await expect(dialog.getByLabel("Answer", { exact: true })).toHaveValue("Up to ten working days.");
  await expect(dialog.getByLabel("Language")).toHaveValue("en");
  await dialog.getByRole("button", { name: "Save answer" }).click();
  await expect(dialog.getByText("until a lead approves it")).toBeVisible();
  await dialog.getByRole("link", { name: "See the answer" }).click();
  await expect(page.getByRole("heading", { name: "How long does a refund take?" })).toBeVisible();
  await page.getByRole("link", { name: "a reply in a conversation" }).click();
  await expect(page).toHaveURL(new RegExp(asked));
  expect([...knowledge.answers.values()]).toMatchObject([
    {
      question: "How long does a refund take?",
      text: "Up to ten working days.",
      language: "en",
      from: { case: asked, seq: 3 },
    },
  ]);
});

test("by keyboard alone: the last reply is saved from the command bar, and the case has the keys again", async ({
  page,
}) => {
  const { knowledge } = await lead(page, "?case=CASE");
  await expect(page.locator(".speech[data-voice=person]")).toBeVisible();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("save last");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Question")).toBeFocused();
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText("until a lead approves it")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  expect(knowledge.answers.size).toBe(1);
  await page.keyboard.press("n");
  await page.keyboard.type("Saved");
  await expect(page.getByLabel("Write a note for colleagues")).toHaveValue("Saved");
});
