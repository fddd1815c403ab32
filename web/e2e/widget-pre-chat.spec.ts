import { expect, type Page, test as base } from "@playwright/test";
import type { PreChatField, PreChatView, StoreView } from "../client/index.ts";
import { Backend } from "../testing/widget.ts";
import { check, dressed, LOOKS } from "./widget-looks.ts";
import { shopOf, Visitor } from "./widget-page.ts";

// What a store asks before the first message, over a service made of one case.

const German = (text: string, german: string) => ({ text, translations: [{ locale: "de", text: german }] });

function field(id: string, kind: PreChatField["kind"], label: string, required = false): PreChatField {
  return { id, kind, label: { text: label }, required, min_length: 1, max_length: 60, choices: [] };
}

const FIELDS: PreChatField[] = [
  { ...field("name", "name", "Your name", true), label: German("Your name", "Ihr Name") },
  field("email", "email", "E-mail", true),
  field("order", "order_number", "Order number"),
  {
    ...field("about", "choice", "What is it about?"),
    choices: [German("A return", "Eine Rückgabe"), { text: "Other" }],
  },
];

const CONSENT = {
  version: "0123456789abcdef",
  text: German("We keep what you write here to answer you.", "Wir speichern, was Sie schreiben."),
  contact: { text: "Write to help@shop.example or call 0123 456." },
};

const APPEARANCE = { name: null, logo: null, accent: null, starters: [], privacy: "https://shop.example/privacy" };

function asking(pre_chat: PreChatView): Partial<StoreView> {
  return { appearance: APPEARANCE, pre_chat };
}

type Fixtures = { site: string; visitor: Visitor };
const test = base.extend<Fixtures>({
  site: async ({ baseURL }, use) => use((baseURL ?? "").replace(/\/$/, "")),
  // At the chat's own origin, where the browser lets the frame keep things.
  visitor: async ({ page, site }, use) => use(new Visitor(page, `${site}/`)),
});

const start = ({ frame }: Visitor) => frame.getByRole("button", { name: "Start chat" });
const consent = ({ frame }: Visitor) => frame.getByRole("checkbox", { name: "We keep what you write here" });
const kept = (page: Page) => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("fl:")));

/** What the page has asked of the service. */
function requests(page: Page): string[] {
  const asked: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (/^\/(visitors|me|cases|stores|frames)/.test(pathname)) asked.push(`${request.method()} ${pathname}`);
  });
  page.on("websocket", () => asked.push("socket"));
  return asked;
}

async function fills(visitor: Visitor): Promise<void> {
  await visitor.frame.getByRole("textbox", { name: "Your name" }).fill("Ada");
  await visitor.frame.getByRole("textbox", { name: "E-mail" }).fill("ada@shop.example");
}

test("nothing is kept, and nobody is told of the visitor, before they agree", async ({
  page,
  context,
  visitor,
  site,
}) => {
  const backend = await Backend.attach(context, site, asking({ fields: FIELDS, consent: CONSENT }));
  await page.clock.install();
  const asked = requests(page);
  await visitor.visit();
  await visitor.open();
  await expect(visitor.frame.getByRole("textbox", { name: "Your name" })).toBeFocused();
  await expect(visitor.composer).toHaveCount(0);
  await fills(visitor);
  await page.waitForLoadState("networkidle");
  await page.clock.runFor(2_500);
  await expect(visitor.frame.locator(".notice")).toHaveText("");
  expect(asked).toEqual(["GET /stores/demo"]);
  expect(backend.connections.size).toBe(0);
  expect(await kept(page)).toEqual([]);
  await start(visitor).click();
  await expect(visitor.frame.getByText("We can’t start the chat without your consent.")).toBeVisible();
  expect(await kept(page)).toEqual([]);
  await consent(visitor).check();
  await start(visitor).click();
  await expect(visitor.composer).toBeFocused();
  await visitor.ask("Where is my parcel?");
  expect(asked).toContain("POST /visitors");
  expect(await kept(page)).toContain("fl:v:demo");
  expect(backend.events[0]?.author.name).toBe("Ada");
  expect(backend.events[0]?.body).toMatchObject({
    pre_chat: { answers: [{ value: "Ada" }, { value: "ada@shop.example" }], consent: CONSENT.version },
  });
});

test("where the browser lets the frame keep nothing, the shop's page keeps nothing for it either", async ({
  page,
  context,
  site,
}) => {
  await Backend.attach(context, site, asking({ fields: FIELDS, consent: CONSENT }));
  await context.addInitScript((chat) => {
    if (location.origin !== chat || window === window.top) return;
    const get = () => {
      throw new DOMException("Blocked.", "SecurityError");
    };
    for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(window, name, { get });
  }, site);
  const visitor = new Visitor(page, shopOf(site));
  const keptByShop = () => page.evaluate(() => [...Object.values(localStorage), ...Object.values(sessionStorage)]);
  await visitor.visit();
  await visitor.open();
  await fills(visitor);
  // That the chat is open, and nothing else.
  expect(await keptByShop()).toEqual(["1"]);
  await consent(visitor).check();
  await start(visitor).click();
  await visitor.ask("Where is my parcel?");
  await expect.poll(async () => (await keptByShop()).join()).toContain("fl:v:demo");
});

test("what is missing is said beside its field, and the first of them has the focus", async ({
  context,
  visitor,
  site,
}) => {
  const backend = await Backend.attach(context, site, asking({ fields: FIELDS, consent: null }));
  await visitor.visit();
  await visitor.open();
  await start(visitor).click();
  const name = visitor.frame.getByRole("textbox", { name: "Your name" });
  const email = visitor.frame.getByRole("textbox", { name: "E-mail" });
  await expect(name).toBeFocused();
  await expect(name).toHaveAccessibleDescription("Please fill in this field.");
  await name.fill("Ada");
  await expect(name).toHaveAccessibleDescription("");
  await email.fill("ada at shop");
  await expect(email).toHaveAccessibleDescription("Please enter an email address, such as ada@example.com.");
  // By the keyboard alone.
  await email.press("Enter");
  await expect(email).toBeFocused();
  await email.fill("ada@shop.example");
  await visitor.frame.getByRole("combobox", { name: "What is it about?" }).selectOption("A return");
  await email.press("Enter");
  await expect(visitor.composer).toBeFocused();
  await visitor.ask("hello");
  expect(backend.events[0]?.body).toMatchObject({ pre_chat: { answers: [{}, {}, { value: "A return" }] } });
});

test("what was answered and agreed to survives a reload, and the next conversation begins with it", async ({
  context,
  visitor,
  site,
}) => {
  const backend = await Backend.attach(context, site, asking({ fields: FIELDS, consent: CONSENT }));
  await visitor.visit();
  await visitor.open();
  await fills(visitor);
  await consent(visitor).check();
  await start(visitor).click();
  await visitor.composer.fill("half a qu");
  await visitor.visit();
  await visitor.open();
  await expect(visitor.composer).toHaveValue("half a qu");
  await visitor.ask("Where is my parcel?");
  backend.resolve();
  await visitor.frame.getByRole("button", { name: "New conversation" }).click();
  await expect(visitor.frame.getByRole("textbox", { name: "Your name" })).toHaveValue("Ada");
  await expect(consent(visitor)).toHaveCount(0);
  await start(visitor).click();
  await visitor.ask("And my bill?");
  expect(backend.events[0]?.body).toMatchObject({ text: "And my bill?", pre_chat: { consent: CONSENT.version } });
});

test("what was answered and not agreed to is gone after a reload", async ({ page, context, visitor, site }) => {
  await Backend.attach(context, site, asking({ fields: FIELDS, consent: CONSENT }));
  await visitor.visit();
  await visitor.open();
  await fills(visitor);
  await visitor.visit();
  await visitor.open();
  await expect(visitor.frame.getByRole("textbox", { name: "Your name" })).toHaveValue("");
  expect(await kept(page)).toEqual([]);
});

test("whoever declines is told what they can do instead, and may think again", async ({
  page,
  context,
  visitor,
  site,
}) => {
  await Backend.attach(context, site, { ...asking({ fields: [], consent: CONSENT }), help: true });
  await visitor.visit();
  await visitor.open();
  await visitor.frame.getByRole("button", { name: "Decline" }).click();
  const instead = visitor.frame.locator("#asked-declined");
  await expect(instead).toBeFocused();
  await expect(instead).toContainText("We haven’t stored anything about you.");
  await expect(instead).toContainText("You can still search our help above.");
  await expect(instead.getByRole("link", { name: "help@shop.example" })).toBeVisible();
  await expect(visitor.frame.getByRole("searchbox", { name: "Search help" })).toBeVisible();
  expect(await kept(page)).toEqual([]);
  await visitor.frame.getByRole("button", { name: "Back" }).click();
  await consent(visitor).check();
  await start(visitor).click();
  await visitor.ask("hello");
});

test("other words are agreed to anew, and nothing that was written is lost", async ({ context, visitor, site }) => {
  const backend = await Backend.attach(context, site, asking({ fields: [], consent: CONSENT }));
  await visitor.visit();
  await visitor.open();
  await consent(visitor).check();
  await start(visitor).click();
  await expect(visitor.composer).toBeFocused();
  backend.store = { ...backend.store, ...asking({ fields: [], consent: { ...CONSENT, version: "f".repeat(16) } }) };
  await visitor.write("Where is my parcel?");
  await expect(consent(visitor)).not.toBeChecked();
  await consent(visitor).check();
  await start(visitor).click();
  await expect(visitor.composer).toHaveValue("Where is my parcel?");
  await visitor.composer.press("Enter");
  await visitor.sees("Where is my parcel?", "Sent");
});

test("a form asks in the visitor's language, and answers in the store's", async ({ page, context, visitor, site }) => {
  const backend = await Backend.attach(context, site, asking({ fields: FIELDS, consent: CONSENT }));
  await visitor.visit();
  await page.evaluate(() => window.Firstline?.("set", { locale: "de" }));
  await visitor.open();
  await visitor.frame.getByRole("textbox", { name: "Ihr Name" }).fill("Ada");
  await visitor.frame.getByRole("textbox", { name: "E-mail" }).fill("ada@shop.example");
  await visitor.frame.getByRole("combobox").selectOption({ label: "Eine Rückgabe" });
  await visitor.frame.getByRole("checkbox", { name: "Wir speichern" }).check();
  await visitor.frame.getByRole("button", { name: "Chat starten" }).click();
  const composer = visitor.frame.locator("#message");
  await composer.fill("Wo ist mein Paket?");
  await composer.press("Enter");
  await expect
    .poll(() => backend.events[0]?.body)
    .toMatchObject({ pre_chat: { answers: [{}, {}, { value: "A return" }] } });
});

test("a form whose code did not come says so, and Retry brings it", async ({ context, visitor, site }) => {
  await Backend.attach(context, site, asking({ fields: FIELDS, consent: CONSENT }));
  const code = /\/assets\/pre-chat-form-[^/]+\.js$/;
  await context.route(code, (route) => route.fulfill({ status: 503, body: "no" }));
  await visitor.visit();
  await visitor.open();
  await expect(visitor.frame.locator(".notice")).toContainText("No connection.");
  await context.unroute(code);
  await visitor.frame.locator(".notice").getByRole("button", { name: "Retry" }).click();
  await expect(visitor.frame.getByRole("textbox", { name: "Your name" })).toBeVisible();
});

test("a store that asks nothing fetches nothing for it", async ({ page, context, visitor, site }) => {
  await Backend.attach(context, site);
  const fetched: string[] = [];
  page.on("request", (request) => fetched.push(new URL(request.url()).pathname));
  await visitor.visit();
  await visitor.open();
  await visitor.ask("Is anybody there?");
  expect(fetched.filter((path) => path.includes("pre-chat"))).toEqual([]);
});

for (const look of LOOKS) {
  test(`what a store asks has no accessibility fault: ${look.name}`, async ({ browser, site }) => {
    const page = await dressed(browser, look);
    await Backend.attach(page.context(), site, { ...asking({ fields: FIELDS, consent: CONSENT }), help: true });
    const visitor = new Visitor(page, shopOf(site));
    await visitor.visit();
    if (look.locale) await page.evaluate((locale) => window.Firstline?.("set", { locale }), look.locale);
    await visitor.open();
    const form = visitor.frame.locator("form.asked");
    await expect(form.locator("input").first()).toBeVisible();
    await check(page, "what is asked");
    await form.locator("button[type=submit]").click();
    await expect(form.locator(".wrong").first()).toBeVisible();
    await check(page, "what is missing");
    const frame = page.frames().find((each) => each.url().includes("/widget/"))!;
    const wide = await frame.evaluate(
      () =>
        [...document.querySelectorAll(".asked, .asked *")].filter(
          (box) => box.getBoundingClientRect().right > innerWidth + 0.5,
        ).length,
    );
    expect(wide).toBe(0);
    await form.locator(".ways .chip").click();
    await check(page, "declined");
    await page.context().close();
  });
}
