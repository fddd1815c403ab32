import { type Page, expect, test } from "@playwright/test";
import { type Backend, INES, JON, MINUTE } from "../testing/console.ts";
import { UNDO, composer, desk } from "./console-page.ts";
import { findings } from "./look.ts";

// Canned replies put into a reply, macros, and the page on which they are written; over a service made of maps.

const choices = (page: Page) => page.getByRole("listbox", { name: "Answers to insert" });
const marks = (page: Page) => page.locator(".composer-marks");

async function shelf({ canned, knowledge, team }: Backend) {
  team.addGroup("Billing");
  knowledge.add("How long does a refund take?", "Up to ten working days.", { status: "approved" });
  canned.add({ title: "Refund times", text: "Hi {{customer.first_name}}, ten days. {{agent.name}}, {{store.name}}" });
  canned.add({ title: "Money back", shortcut: "refund", text: "It is on its way, {{customer.name}}." });
  canned.add({ title: "My way of closing", shortcut: "bye", text: "Bye!", personal: true, close: true });
  canned.add({ title: "Mine to close", shortcut: "mine", text: "Done.", assign: { to: "me" }, close: true });
  canned.add({ title: "To billing", text: "Billing will write.", assign: { to: "group", group: 1 } });
}

/** The desk with canned replies, at work on a reply. */
async function writing(page: Page) {
  const set = await desk(page, true, shelf);
  await page.keyboard.press("r");
  return set;
}

/** Types and waits until what fits is offered. */
async function look(page: Page, typed: string): Promise<void> {
  await page.keyboard.type(typed);
  await page.clock.runFor(200);
  await expect(choices(page).getByRole("option").first()).toBeVisible();
}

test("canned replies stand above answers, an exact shortcut first, and Enter fills in what is known", async ({
  page,
}) => {
  const { sent } = await writing(page);
  await look(page, "/refund");
  await expect(choices(page).getByRole("group", { name: "Canned replies" }).getByRole("option")).toHaveText([
    /Money back/,
    /Refund times/,
  ]);
  await expect(choices(page).getByRole("group", { name: "Knowledge base" }).getByRole("option")).toHaveText([
    /How long does a refund take/,
  ]);
  expect(await findings(page, "choices")).toEqual([]);
  await page.keyboard.press("Enter");
  await expect(composer(page)).toHaveValue("It is on its way, Ines Moreau.");
  await page.keyboard.press("Enter");
  await page.clock.runFor(UNDO);
  await expect.poll(() => sent("send")).toMatchObject([{ text: "It is on its way, Ines Moreau." }]);
  expect(sent("resolve")).toEqual([]);
});

test("every placeholder has its value, and the caret stands behind", async ({ page }) => {
  await writing(page);
  await look(page, "/refund times");
  await page.keyboard.press("Enter");
  await page.keyboard.type("!");
  await expect(composer(page)).toHaveValue("Hi Ines, ten days. Maya Lindqvist, Kiln & Clover!");
});

test("what is not known is a gap, which is filled before anything goes out", async ({ page }) => {
  const { backend, sent } = await desk(page, false, shelf);
  const visitor = { ...INES, id: `v_${"z".repeat(26)}`, name: null };
  const id = backend.open("Hello?", { by: visitor, ago: MINUTE });
  await page.goto(`/console/?case=${id}`);
  await expect(page.locator(".speech")).toHaveCount(1);
  await page.keyboard.press("r");
  await look(page, "/refund");
  await page.keyboard.press("Enter");
  await expect(composer(page)).toHaveValue("It is on its way, {{customer.name}}.");
  await expect(marks(page)).toContainText("Fill in before sending:");
  await expect(page.getByRole("button", { name: "Send", exact: true })).toHaveAttribute("aria-disabled", "true");
  expect(await findings(page, "a gap")).toEqual([]);
  // Somewhere else first: Enter leads back to the gap instead of sending it.
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await expect(page.locator(".toast-card")).toHaveCount(0);
  await page.keyboard.type("dear visitor");
  await expect(composer(page)).toHaveValue("It is on its way, dear visitor.");
  await expect(marks(page)).toHaveCount(0);
  await page.keyboard.press("Enter");
  await page.clock.runFor(UNDO);
  await expect.poll(() => sent("send")).toMatchObject([{ text: "It is on its way, dear visitor." }]);
});

test("a macro sends, then assigns, then closes", async ({ page }) => {
  const { backend, ids, sent } = await writing(page);
  await look(page, "/mine");
  await page.keyboard.press("Enter");
  await expect(marks(page)).toContainText("Then: assign to me, close");
  expect(await findings(page, "a macro")).toEqual([]);
  await page.keyboard.press("Enter");
  await expect(page.locator(".log .pending")).toContainText("Then: assign to me, close");
  expect(backend.heard.filter(({ action }) => action === "assign" || action === "resolve")).toEqual([]);
  await page.clock.runFor(UNDO);
  await expect.poll(() => sent("resolve")).toMatchObject([{ case: ids[0] }]);
  const done = backend.heard
    .map(({ action }) => action)
    .filter((action) => ["send", "assign", "resolve"].includes(action));
  expect(done).toEqual(["send", "assign", "resolve"]);
  await expect(page.locator(".case-title")).toContainText("Closed");
});

test("undo takes back the reply with all that would follow, and gives both back", async ({ page }) => {
  const { backend } = await writing(page);
  await look(page, "/mine");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Undo" }).first().click();
  await expect(composer(page)).toHaveValue("Done.");
  await expect(marks(page)).toContainText("Then: assign to me, close");
  await page.clock.runFor(UNDO);
  expect(backend.heard.filter(({ action }) => ["send", "assign", "resolve"].includes(action))).toEqual([]);
  await page.getByRole("button", { name: "Don’t do this after sending" }).click();
  await page.keyboard.press("Enter");
  await page.clock.runFor(UNDO);
  await expect.poll(() => backend.heard.filter(({ action }) => action === "send")).toHaveLength(1);
  expect(backend.heard.filter(({ action }) => ["assign", "resolve"].includes(action))).toEqual([]);
});

test("what is sent at once is followed all the same, also while another conversation is open", async ({ page }) => {
  const { backend, ids, sent } = await writing(page);
  await look(page, "/to bill");
  await page.keyboard.press("Enter");
  await expect(marks(page)).toContainText("Then: pass to Billing");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await page.locator(".row", { hasText: "Change my address" }).click();
  await page.getByRole("button", { name: "Send now" }).click();
  await expect.poll(() => sent("escalate")).toMatchObject([{ case: ids[0], group: 1 }]);
  expect(
    backend.cases
      .get(ids[0])!
      .events.map(({ body }) => body.kind)
      .slice(-2),
  ).toEqual(["message", "escalated"]);
});

test("a reply that somebody was faster than closes nothing until it is sent anyway", async ({ page }) => {
  const { backend, sent } = await writing(page);
  await look(page, "/bye");
  await page.keyboard.press("Enter");
  backend.refusals.set("send", "conflict");
  await page.keyboard.press("Enter");
  await page.clock.runFor(UNDO);
  await expect(page.getByText("Someone else wrote first.")).toBeVisible();
  expect(sent("resolve")).toEqual([]);
  await page.getByRole("button", { name: "Send anyway" }).click();
  await expect.poll(() => sent("resolve")).toHaveLength(1);
});

test("an assignment that a colleague was faster than ends the macro", async ({ page }) => {
  const { backend, ids, sent } = await writing(page);
  await look(page, "/mine");
  await page.keyboard.press("Enter");
  backend.refusals.set("assign", "taken");
  await page.keyboard.press("Enter");
  backend.say(ids[0], JON, { kind: "assigned", agent: JON.id!, name: JON.name });
  await page.clock.runFor(UNDO);
  await expect(page.getByRole("alert")).toContainText("Jon Ek has this conversation now.");
  expect(sent("resolve")).toEqual([]);
});

test("whoever empties the reply has no macro left, and a note does nothing but say", async ({ page }) => {
  const { sent } = await writing(page);
  await look(page, "/mine");
  await page.keyboard.press("Enter");
  await composer(page).fill("");
  await expect(marks(page)).toHaveCount(0);
  await page.keyboard.press("Escape");
  await page.keyboard.press("n");
  await look(page, "/mine");
  await page.keyboard.press("Enter");
  await expect(composer(page)).toHaveValue("Done.");
  await expect(marks(page)).toHaveCount(0);
  await page.keyboard.press("Enter");
  await expect.poll(() => sent("note")).toHaveLength(1);
  expect(sent("assign")).toEqual([]);
});

/** The page, as an agent or a lead. */
async function cannedPage(page: Page, role: "agent" | "lead" = "lead") {
  const set = await desk(page, false, async (backend) => {
    backend.role = role;
    await shelf(backend);
  });
  await page.goto("/console/?page=answers&answer=canned");
  await expect(page.locator(".canned-row")).toHaveCount(5);
  return { ...set, replies: set.backend.canned.replies };
}

const form = (page: Page) => page.locator(".canned-form");

test("a lead writes one for everyone, with placeholders and what is done after sending", async ({ page }) => {
  const { replies } = await cannedPage(page);
  await page.getByRole("button", { name: "Add for everyone" }).click();
  await page.keyboard.type("Late parcel");
  await form(page).getByLabel("Shortcut").fill("/late");
  await form(page).getByLabel("Reply", { exact: true }).fill("Dear ");
  await form(page).getByRole("button", { name: "Customer’s name" }).click();
  await page.keyboard.type(", tomorrow.");
  await form(page).getByLabel("Assignment").selectOption("Pass to Billing");
  await form(page).getByRole("checkbox", { name: "Close the conversation" }).check();
  await form(page).getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.locator(".canned-row", { hasText: "Late parcel" })).toContainText("Then: pass to Billing, close");
  expect([...replies.values()].at(-1)).toMatchObject({
    personal: false,
    shortcut: "late",
    text: "Dear {{customer.name}}, tomorrow.",
    assign: { to: "group", group: 1 },
    close: true,
  });
});

test("a misspelt placeholder is refused in words, and so is one too many", async ({ page }) => {
  const { backend, replies } = await cannedPage(page);
  await page.getByRole("button", { name: "Add for yourself" }).click();
  await page.keyboard.type("Hello");
  await form(page).getByLabel("Shortcut").fill("not one");
  await form(page).getByLabel("Reply", { exact: true }).fill("Dear {{customer}},");
  await expect(form(page).getByRole("button", { name: "Add", exact: true })).toHaveAttribute("aria-disabled", "true");
  await form(page).getByLabel("Shortcut").fill("");
  await form(page).getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("a placeholder that doesn’t exist");
  await form(page).getByLabel("Reply", { exact: true }).fill("Dear {{customer.name}},");
  backend.canned.most = 5;
  await form(page).getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("There are as many as there can be");
  backend.canned.most = 6;
  await form(page).getByRole("button", { name: "Add", exact: true }).click();
  await expect(form(page)).toHaveCount(0);
  expect([...replies.values()].at(-1)).toMatchObject({ title: "Hello", personal: true });
});

test("one is changed as a whole, deleted after a question, and who is too late is told", async ({ page }) => {
  const { backend, replies } = await cannedPage(page);
  const [, money] = [...replies.values()];
  await page.getByRole("button", { name: "Edit Money back" }).click();
  await form(page).getByLabel("Shortcut").fill("");
  await form(page).getByRole("button", { name: "Save" }).click();
  await expect(form(page)).toHaveCount(0);
  expect(replies.get(money!.id)).toMatchObject({ shortcut: null, version: 2 });
  await page.getByRole("button", { name: "Edit Money back" }).click();
  backend.canned.replies.set(money!.id, { ...replies.get(money!.id)!, title: "Refund now", version: 7 });
  await form(page).getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("alert")).toContainText("Someone else changed this meanwhile");
  await expect(page.locator(".canned-row", { hasText: "Refund now" })).toBeVisible();
  await form(page).getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByRole("group", { name: "Delete Refund now?" }).getByRole("button", { name: "Delete" }).click();
  await expect(page.locator(".canned-row")).toHaveCount(4);
  expect(replies.has(money!.id)).toBe(false);
});

test("an agent sees the store's and writes their own, and finds it behind the slash at once", async ({ page }) => {
  const { ids } = await cannedPage(page, "agent");
  await expect(page.getByRole("button", { name: "Add for everyone" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Edit Money back" })).toHaveCount(0);
  await page.getByRole("button", { name: "Add for yourself" }).click();
  await page.keyboard.type("Greeting");
  await form(page).getByLabel("Reply", { exact: true }).fill("Hi {{customer.first_name}}!");
  await form(page).getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.locator(".canned-row", { hasText: "Greeting" })).toBeVisible();
  await page.getByRole("link", { name: "Inbox" }).click();
  await page.locator(".row", { hasText: "Refund" }).click();
  await expect(page).toHaveURL(new RegExp(ids[0]));
  await page.keyboard.press("r");
  await look(page, "/greet");
  await page.keyboard.press("Enter");
  await expect(composer(page)).toHaveValue("Hi Ines!");
});

test("the page is found in the knowledge base and from the keyboard", async ({ page }) => {
  await desk(page, false, shelf);
  await page.keyboard.press("g");
  await page.keyboard.press("r");
  await expect(page.getByRole("heading", { name: "Canned replies" })).toBeVisible();
  await page.getByRole("link", { name: "Suggested questions" }).click();
  await page.getByRole("link", { name: "Canned replies" }).click();
  await expect(page.locator(".canned-row")).toHaveCount(5);
});

for (const [name, scheme, width] of [
  ["light", "light", 1280],
  ["dark, on a phone", "dark", 360],
] as const) {
  test(`axe finds nothing on the page of canned replies, and all of it fits: ${name}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    const { backend } = await cannedPage(page);
    backend.canned.add({ title: "A".repeat(40), shortcut: "b".repeat(32), text: "c".repeat(300), close: true });
    await page.reload();
    await expect(page.locator(".canned-row")).toHaveCount(6);
    expect(await findings(page, "list")).toEqual([]);
    await page.getByRole("button", { name: "Edit Money back" }).click();
    await form(page).getByRole("button", { name: "Delete", exact: true }).click();
    expect(await findings(page, "form")).toEqual([]);
    const wide = await page.evaluate(() =>
      [...document.querySelectorAll(".page *")]
        .filter((box) => box.closest(".unseen, .cut") === null && box.getBoundingClientRect().right > innerWidth + 0.5)
        .map((box) => box.outerHTML.slice(0, 100)),
    );
    expect(wide).toEqual([]);
  });
}
