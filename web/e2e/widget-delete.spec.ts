import { expect, test as base } from "@playwright/test";
import { Backend } from "../testing/widget.ts";
import { check, dressed, LOOKS } from "./widget-looks.ts";
import { shopOf, Visitor } from "./widget-page.ts";

// Messages of one's own that are taken back, over a service made of one case.

type Fixtures = { site: string; visitor: Visitor };
const test = base.extend<Fixtures>({
  site: async ({ baseURL }, use) => use((baseURL ?? "").replace(/\/$/, "")),
  visitor: async ({ page, site }, use) => use(new Visitor(page, shopOf(site))),
});
const control = ({ frame }: Visitor) => frame.getByRole("button", { name: "Delete message" });
const question = ({ frame }: Visitor) => frame.getByRole("group", { name: "Delete this message?" });
const SECRET = "My card is 4111 1111 1111 1111";

test("a visitor deletes a message by keyboard, asked once, and both sides lose its words", async ({
  context,
  visitor,
  site,
}) => {
  const backend = await Backend.attach(context, site);
  await visitor.visit();
  await visitor.open();
  await visitor.ask("Where is my mug?");
  await visitor.ask(SECRET);
  await control(visitor).nth(1).focus();
  await visitor.page.keyboard.press("Enter");
  await expect(question(visitor).getByRole("button", { name: "Delete" })).toBeFocused();
  // Whoever thinks better of it is where they were, and the chat stays open.
  await visitor.page.keyboard.press("Escape");
  await expect(question(visitor)).toHaveCount(0);
  await expect(control(visitor).nth(1)).toBeFocused();
  await visitor.page.keyboard.press("Enter");
  await visitor.page.keyboard.press("Enter");
  await expect(visitor.frame.locator(".bubble .gone")).toHaveText("You deleted this message");
  await expect(visitor.frame.getByText(SECRET)).toHaveCount(0);
  await expect(control(visitor)).toHaveCount(1);
  await expect(visitor.frame.getByRole("region", { name: "Messages" })).toBeFocused();
  expect(backend.heard.filter(({ action }) => action === "withdraw")).toMatchObject([{ of: 2 }]);
  await visitor.page.reload();
  await visitor.open();
  await expect(visitor.frame.locator(".bubble .gone")).toHaveText("You deleted this message");
});

test("what cannot be deleted stays, and says so", async ({ context, visitor, site }) => {
  const backend = await Backend.attach(context, site);
  await visitor.visit();
  await visitor.open();
  await visitor.ask("Where is my mug?");
  backend.refusals.set("withdraw", "not_allowed");
  await control(visitor).click();
  await question(visitor).getByRole("button", { name: "Delete" }).click();
  await expect(visitor.frame.getByRole("alert")).toHaveText("The message could not be deleted.");
  await visitor.sees("Where is my mug?");
  await control(visitor).click();
  await question(visitor).getByRole("button", { name: "Delete" }).click();
  await expect(visitor.frame.locator(".bubble .gone")).toHaveText("You deleted this message");
});

test("only one's own words can be deleted, and what a lead deletes says no more than that", async ({
  context,
  visitor,
  site,
}) => {
  const backend = await Backend.attach(context, site);
  await visitor.visit();
  await visitor.open();
  await visitor.ask("Where is my mug?");
  const { seq } = backend.reply("On its way.");
  await visitor.sees("On its way.");
  await expect(control(visitor)).toHaveCount(1);
  backend.happen({ kind: "withdrawn", of: seq });
  await expect(visitor.frame.locator(".person .gone")).toHaveText("Message deleted");
  backend.happen({ kind: "withdrawn", of: 1 });
  await expect(visitor.frame.locator(".me .gone")).toHaveText("Message deleted");
});

for (const look of LOOKS) {
  test(`deleting a message: ${look.name}`, async ({ browser, site }) => {
    const page = await dressed(browser, look);
    await Backend.attach(page.context(), site);
    const visitor = new Visitor(page, shopOf(site));
    await visitor.visit();
    if (look.locale) await page.evaluate((locale) => window.Firstline?.("set", { locale }), look.locale);
    await visitor.open();
    await visitor.frame.locator("#message").fill("Where is my mug?");
    await visitor.frame.locator("#message").press("Enter");
    const buttons = visitor.frame.locator("button.delete");
    await expect(buttons).toHaveCount(1);
    await buttons.focus();
    await check(page, "the control");
    await buttons.press("Enter");
    await expect(visitor.frame.locator("fieldset.deletion button").first()).toBeFocused();
    await check(page, "the question");
    await visitor.frame.locator("fieldset.deletion button").first().press("Enter");
    await expect(visitor.frame.locator(".bubble .gone")).toHaveCount(1);
    await check(page, "deleted");
    await page.context().close();
  });
}
