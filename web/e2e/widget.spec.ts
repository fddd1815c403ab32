import { expect, test as base } from "@playwright/test";
import { Agent } from "./widget-agent.ts";
import { Outage, shopOf, Visitor } from "./widget-page.ts";

type Fixtures = { storage: "blocked" | "allowed"; site: string; shop: string; visitor: Visitor; agent: Agent };

const test = base.extend<Fixtures>({
  storage: ["blocked", { option: true }],
  site: async ({ baseURL }, use) => use((baseURL ?? "").replace(/\/$/, "")),
  shop: async ({ site, storage }, use) => use(storage === "blocked" ? shopOf(site) : `${site}/`),
  visitor: async ({ page, shop }, use) => use(new Visitor(page, shop)),
  agent: async ({ site }, use) => use(await Agent.signIn(site)),
});

/** Words that no other run has used. */
function unique(text: string): string {
  return `${text} ${Math.random().toString(36).slice(2, 8)}`;
}

test("nothing but the loader is fetched until someone shows interest", async ({ page, visitor, site }) => {
  const fetched: string[] = [];
  page.on("request", (request) => {
    if (request.url().startsWith(`${site}/`)) fetched.push(new URL(request.url()).pathname);
  });
  await visitor.visit();
  // Half a second without a request.
  await page.waitForLoadState("networkidle");
  expect(fetched).toEqual(["/c.js"]);
  await visitor.launcher.hover();
  await expect(visitor.page.locator("iframe")).toBeAttached();
});

test("the panel opens with the composer focused, Escape closes it, and the focus returns", async ({
  page,
  visitor,
}) => {
  await visitor.visit();
  await visitor.launcher.focus();
  await page.keyboard.press("Enter");
  await expect(visitor.composer).toBeFocused();
  await expect(visitor.launcher).toHaveAttribute("aria-expanded", "true");
  await page.keyboard.press("Escape");
  await expect(page.locator("#panel")).toBeHidden();
  await expect(visitor.launcher).toBeFocused();
});

test("a question to begin with is put where one writes, to go on with", async ({ visitor }) => {
  await visitor.visit();
  await visitor.open();
  await visitor.frame.getByRole("button", { name: "Where is my order?" }).click();
  await expect(visitor.composer).toHaveValue("Where is my order?");
  await expect(visitor.composer).toBeFocused();
});

for (const storage of ["blocked", "allowed"] as const) {
  test.describe(`where a frame's storage is ${storage}`, () => {
    test.use({ storage });

    test("a message reaches the agents, the reply comes back, and reloading loses and doubles nothing", async ({
      page,
      visitor,
      agent,
    }) => {
      const question = unique("Where is my parcel?");
      await visitor.visit();
      await visitor.open();
      await visitor.ask(question);
      const caseId = await agent.find(question);
      await agent.reply(caseId, "It left us **this morning**.");
      await visitor.sees("It left us this morning.");
      await expect(visitor.frame.getByRole("heading", { level: 1 })).toHaveText("Ines Moreau");
      await visitor.ask("Thank you");
      for (let time = 0; time < 2; time++) {
        await page.reload();
        await visitor.open();
        await visitor.sees("Thank you", "Sent");
        expect(await visitor.texts()).toEqual([question, "It left us this morning.", "Thank you"]);
      }
      expect(await agent.texts(caseId)).toEqual([question, "It left us **this morning**.", "Thank you"]);
    });

    test("what is written while cut off survives a reload and is sent once", async ({
      page,
      context,
      visitor,
      agent,
      site,
    }) => {
      const outage = await Outage.prepare(context, site);
      const question = unique("Do you ship to Norway?");
      await visitor.visit();
      await visitor.open();
      await visitor.ask(question);
      const caseId = await agent.find(question);
      await outage.begin();
      await visitor.write("And to Iceland?");
      await visitor.write("By sea?");
      await visitor.sees("By sea?", "Waiting to send");
      await expect(visitor.frame.getByText("No connection. We’ll send this when you’re back online.")).toBeVisible();
      await page.reload();
      await visitor.open();
      await visitor.sees("And to Iceland?");
      await visitor.sees("By sea?", "Waiting to send");
      expect(await agent.texts(caseId)).toEqual([question]);
      outage.end();
      await visitor.sees("By sea?", "Sent");
      expect(await visitor.texts()).toEqual([question, "And to Iceland?", "By sea?"]);
      expect(await agent.texts(caseId)).toEqual([question, "And to Iceland?", "By sea?"]);
    });

    test("a first message written while cut off opens its case once, after a reload", async ({
      page,
      context,
      visitor,
      agent,
      site,
    }) => {
      const outage = await Outage.prepare(context, site);
      const question = unique("Is anybody there?");
      await visitor.visit();
      await visitor.open();
      await expect(visitor.frame.getByText("Hi, how can we help?")).toBeVisible();
      // Whoever this is, is known before the line is cut.
      await outage.sawSocket();
      await outage.begin();
      await visitor.write(question);
      await visitor.sees(question, "Waiting to send");
      await page.reload();
      await visitor.open();
      await visitor.sees(question, "Waiting to send");
      outage.end();
      await visitor.sees(question, "Sent");
      expect(await agent.texts(await agent.find(question))).toEqual([question]);
    });

    test("who logs out leaves nothing behind: neither words nor a token that opens anything", async ({
      page,
      request,
      visitor,
      agent,
    }) => {
      const [question, next] = [unique("Where is my parcel?"), unique("A question by whoever comes next")];
      await visitor.visit();
      await visitor.open();
      await visitor.ask(question);
      const revoked = page.waitForResponse(
        (response) => response.url().endsWith("/visitors/revoke") && response.request().method() === "POST",
      );
      await page.evaluate(() => window.Firstline?.("logout"));
      const response = await revoked;
      expect(response.status()).toBe(204);
      await expect(visitor.frame.locator(".bubble")).toHaveCount(0);
      const headers = { authorization: response.request().headers().authorization ?? "" };
      const me = await request.get(response.url().replace("/visitors/revoke", "/me"), { headers });
      expect(me.status()).toBe(401);
      await page.reload();
      await visitor.open();
      await visitor.ask(next);
      expect(await visitor.texts()).toEqual([next]);
      expect(await agent.texts(await agent.find(next))).toEqual([next]);
    });

    test("a reply that comes while the panel is closed is counted, on the next page too", async ({
      page,
      visitor,
      agent,
    }) => {
      const question = unique("Do you engrave?");
      await visitor.visit();
      await visitor.open();
      await visitor.ask(question);
      const caseId = await agent.find(question);
      await visitor.launcher.click();
      await agent.reply(caseId, "We do.");
      await expect(visitor.launcher).toHaveAccessibleName("Support (1)");
      await page.reload();
      await expect(visitor.launcher).toHaveAccessibleName("Support (1)");
      await visitor.open();
      await visitor.sees("We do.");
      await expect(visitor.launcher).toHaveAccessibleName("Support");
    });
  });
}

test.describe("with a storage that tabs share", () => {
  test.use({ storage: "allowed" });

  test("two tabs of one visitor show the same, and neither sends twice", async ({ context, visitor, agent, shop }) => {
    const question = unique("Two tabs?");
    await visitor.visit();
    await visitor.open();
    await visitor.ask(question);
    const other = new Visitor(await context.newPage(), shop);
    await other.visit();
    await other.open();
    await other.sees(question, "Sent");
    await Promise.all([visitor.write("from the left"), other.write("from the right")]);
    for (const tab of [visitor, other]) {
      await tab.sees("from the left", "Sent");
      await tab.sees("from the right", "Sent");
    }
    const texts = await agent.texts(await agent.find(question));
    expect(texts.sort()).toEqual([question, "from the left", "from the right"].sort());
  });
});

test("the network going and coming is told, and passes", async ({ context, visitor }) => {
  await visitor.visit();
  await visitor.open();
  await visitor.ask(unique("Hello"));
  await context.setOffline(true);
  await visitor.write("Still there?");
  await visitor.sees("Still there?", "Waiting to send");
  await context.setOffline(false);
  await visitor.sees("Still there?", "Sent");
});

test("a resolved case is seen, rated and reopened", async ({ visitor, agent }) => {
  const question = unique("My mug has a chip");
  await visitor.visit();
  await visitor.open();
  await visitor.ask(question);
  const caseId = await agent.find(question);
  await agent.reply(caseId, "A new one is on its way.");
  await agent.resolve(caseId);
  await expect(visitor.frame.getByText("Need anything else?")).toBeVisible();
  await visitor.frame.getByRole("radio", { name: "4 out of 5" }).check({ force: true });
  // It counts as it is tapped; words may follow.
  await expect(visitor.frame.getByText("You rated us 4 out of 5")).toBeVisible();
  await expect(visitor.frame.locator(".thanks")).toContainText("Thanks for your feedback.");
  await visitor.frame.getByRole("textbox", { name: "What could we do better?" }).fill("A sturdier box");
  await visitor.frame.getByRole("button", { name: "Send feedback" }).click();
  await expect(visitor.frame.getByText("You rated us 4 out of 5")).toHaveCount(1);
  // For a day they may think better of it.
  await visitor.frame.getByRole("button", { name: "Change feedback" }).click();
  await expect(visitor.frame.getByRole("radio", { name: "4 out of 5" })).toBeChecked();
  await expect(visitor.frame.getByRole("textbox", { name: "What could we do better?" })).toHaveValue("A sturdier box");
  await visitor.frame.getByRole("radio", { name: "5 out of 5" }).check({ force: true });
  await visitor.frame.getByRole("button", { name: "Send feedback" }).click();
  await expect(visitor.frame.getByText("You rated us 5 out of 5")).toBeVisible();
  await visitor.frame.getByRole("button", { name: "Reopen", exact: true }).click();
  await expect(visitor.composer).toBeVisible();
  await visitor.ask("One more thing");
  const kinds = (await agent.events(caseId)).map(({ body }) => body.kind);
  expect(kinds).toEqual(["opened", "message", "resolved", "rated", "rated", "rated", "reopened", "message"]);
});

test("a second case works beside the first", async ({ visitor, agent }) => {
  const [first, second] = [unique("First matter"), unique("Second matter")];
  await visitor.visit();
  await visitor.open();
  await visitor.ask(first);
  await visitor.back();
  await visitor.frame.getByRole("button", { name: "New conversation" }).click();
  await expect(visitor.composer).toBeFocused();
  await visitor.ask(second);
  const [firstCase, secondCase] = [await agent.find(first), await agent.find(second)];
  expect(firstCase).not.toEqual(secondCase);
  await agent.reply(firstCase, "About the first");
  await visitor.back();
  const entry = visitor.frame.getByRole("button", { name: first });
  await expect(entry).toContainText("1 new message");
  await entry.click();
  await visitor.sees("About the first");
  await visitor.back();
  await expect(entry).toContainText("Replied");
  await visitor.frame.getByRole("button", { name: second }).click();
  expect(await visitor.texts()).toEqual([second]);
});

test("a person is asked for with one click, from a new conversation too", async ({ visitor, agent }) => {
  await visitor.visit();
  await visitor.open();
  await visitor.frame.getByRole("button", { name: "Talk to a person" }).click();
  await visitor.sees("I’d like to talk to a person.", "Sent");
  await expect(visitor.line("You asked to talk to a person")).toBeVisible();
  await expect(visitor.frame.locator(".soon")).toHaveText("Someone from our team will reply here");
  await expect(visitor.composer).toBeFocused();
  const caseId = await agent.find("I’d like to talk to a person.");
  await agent.reply(caseId, "Here I am.");
  await visitor.sees("Here I am.");
  await expect(visitor.frame.locator(".soon")).toHaveCount(0);
});

test("whatever someone writes stays text", async ({ page, visitor, agent }) => {
  const question = unique("<img src=x onerror=alert(1)>");
  let isFooled = false;
  page.on("dialog", () => (isFooled = true));
  await visitor.visit();
  await visitor.open();
  await visitor.ask(question);
  await agent.reply(
    await agent.find(question),
    "<script>alert(2)</script> [click](javascript:alert(3)) [ours](https://shop.example/)",
  );
  await visitor.sees("<script>alert(2)</script> [click](javascript:alert(3)) ours");
  await expect(visitor.frame.getByRole("link")).toHaveCount(1);
  expect(isFooled).toBe(false);
});

test("a strict page carries the chat: no violation, no cookie, nothing from elsewhere", async ({
  page,
  context,
  visitor,
  site,
}) => {
  const complaints: string[] = [];
  const hosts = new Set<string>();
  page.on(
    "console",
    (message) => void (["error", "warning"].includes(message.type()) && complaints.push(message.text())),
  );
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => hosts.add(new URL(request.url()).hostname));
  await visitor.visit();
  await visitor.open();
  await visitor.ask(unique("Strictly speaking"));
  expect(complaints).toEqual([]);
  expect(await context.cookies()).toEqual([]);
  expect([...hosts].sort()).toEqual([new URL(site).hostname, new URL(shopOf(site)).hostname].sort());
});

test("the page speaks to the chat by one function", async ({ page, visitor }) => {
  await visitor.visit();
  const heard = await page.evaluateHandle(() => {
    const names: string[] = [];
    for (const name of ["open", "close", "ready"]) window.Firstline?.("on", name, () => names.push(name));
    window.Firstline?.("set", { accent: "#7a1f3d", locale: "de" });
    window.Firstline?.("open");
    return names;
  });
  const message = visitor.frame.getByRole("textbox", { name: "Nachricht schreiben…" });
  await expect(message).toBeFocused();
  await message.fill("Hallo");
  const send = visitor.frame.getByRole("button", { name: "Senden" });
  await expect(send).toHaveCSS("background-color", "rgb(122, 31, 61)");
  await page.evaluate(() => window.Firstline?.("close"));
  expect(await heard.jsonValue()).toEqual(["open", "ready", "close"]);
  await page.evaluate(() => window.Firstline?.("hide"));
  await expect(visitor.launcher).toBeHidden();
  await page.evaluate(() => window.Firstline?.("destroy"));
  await expect(page.locator("iframe")).toHaveCount(0);
  expect(await page.evaluate(() => typeof window.Firstline)).toBe("undefined");
});

test("a text that is too long is not sent, and not cut either", async ({ visitor }) => {
  await visitor.visit();
  await visitor.open();
  await visitor.composer.fill("x".repeat(4_001));
  await expect(visitor.frame.getByText("4,001 of 4,000 characters")).toBeVisible();
  await expect(visitor.frame.getByRole("button", { name: "Send" })).toBeDisabled();
  await visitor.composer.press("Enter");
  await expect(visitor.composer).toHaveValue("x".repeat(4_001));
});

test("Shift and Enter make a line, and a draft survives a reload", async ({ page, visitor }) => {
  await visitor.visit();
  await visitor.open();
  await visitor.composer.pressSequentially("one");
  await visitor.composer.press("Shift+Enter");
  await visitor.composer.pressSequentially("two");
  await page.reload();
  await visitor.open();
  await expect(visitor.composer).toHaveValue("one\ntwo");
});

test("on a phone the chat fills the screen, and gives the shop back @mobile", async ({ page, visitor, isMobile }) => {
  test.skip(!isMobile, "a phone's matter");
  await visitor.visit();
  await visitor.launcher.tap();
  const panel = page.locator("#panel");
  const size = page.viewportSize();
  await expect.poll(() => panel.boundingBox()).toEqual({ x: 0, y: 0, width: size?.width, height: size?.height });
  await visitor.ask(unique("From a phone"));
  const targets = await visitor.frame
    .locator("button:visible, textarea:visible")
    .evaluateAll((all) => all.map((each) => each.getBoundingClientRect().height));
  expect(Math.min(...targets)).toBeGreaterThanOrEqual(36);
  await visitor.frame.getByRole("button", { name: "Close" }).tap();
  await expect(panel).toBeHidden();
  await expect(visitor.launcher).toBeVisible();
});
