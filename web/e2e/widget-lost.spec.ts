import { test as base, expect } from "@playwright/test";
import { picture } from "./look.ts";
import { Backend } from "../testing/widget.ts";
import { shopOf, Visitor } from "./widget-page.ts";

// What a visitor has written is never lost: not with their token, not with their storage, not with their case.

type Fixtures = { site: string; storage: "blocked" | "allowed"; backend: Backend; visitor: Visitor };
const test = base.extend<Fixtures>({
  storage: ["blocked", { option: true }],
  site: async ({ baseURL }, use) => use((baseURL ?? "").replace(/\/$/, "")),
  backend: async ({ context, site }, use) => use(await Backend.attach(context, site, { assistant: false })),
  visitor: async ({ page, site, storage, backend: _ }, use) =>
    use(new Visitor(page, storage === "blocked" ? shopOf(site) : `${site}/`)),
});

const ANEW = "Your earlier conversation is no longer available. We’ve started a new one.";

// On a phone there is the least room for what went wrong.
test.use({ viewport: { width: 390, height: 844 } });

test.describe("a visitor whose token is refused", () => {
  test("starts anew with the words that they had typed, and is told so", async ({ page, visitor, backend }) => {
    await visitor.visit();
    await visitor.open();
    await visitor.ask("Where is my parcel?");
    await visitor.composer.fill("It is a blue");
    await backend.refuse();
    await page.reload();
    await expect(visitor.frame.getByText(ANEW).first()).toBeVisible();
    await expect(visitor.composer).toHaveValue("It is a blue");
    await picture(page, "started anew");
    await visitor.ask("It is a blue mug");
    expect(await visitor.texts()).toEqual(["It is a blue mug"]);
    expect(backend.events.map(({ body }) => body.kind)).toEqual(["opened"]);
  });

  test("finds what was on its way in the new conversation, in order", async ({ page, visitor, backend }) => {
    await visitor.visit();
    await visitor.open();
    await visitor.ask("Where is my parcel?");
    await backend.cut();
    await visitor.write("The blue mug");
    await visitor.write("and the bowl");
    await visitor.sees("and the bowl", "Waiting");
    await backend.refuse();
    await page.reload();
    backend.isUp = true;
    await visitor.sees("and the bowl", "Sent");
    expect(await visitor.texts()).toEqual(["The blue mug", "and the bowl"]);
    await expect(visitor.frame.getByText(ANEW).first()).toBeVisible();
    await picture(page, "what was on its way");
  });

  test("still gets a person with one click", async ({ visitor, backend }) => {
    await visitor.visit();
    await visitor.open();
    await visitor.ask("Where is my parcel?");
    await backend.refuse();
    await visitor.frame.getByRole("button", { name: "Talk to a person" }).click();
    await expect.poll(() => backend.events.map(({ body }) => body.kind)).toEqual(["opened", "escalated"]);
    await expect(visitor.frame.locator(".soon")).toBeVisible();
  });
});

test("a case closed while the customer writes keeps their words, and opens again with them", async ({
  page,
  visitor,
  backend,
}) => {
  await visitor.visit();
  await visitor.open();
  await visitor.ask("Where is my parcel?");
  await visitor.composer.pressSequentially("One more th");
  backend.resolve();
  await expect(visitor.frame.getByText("Need anything else?")).toBeVisible();
  await expect(visitor.composer).toBeFocused();
  await page.keyboard.type("ing");
  await expect(visitor.composer).toHaveValue("One more thing");
  await picture(page, "closed while typing");
  await page.reload();
  await expect(visitor.composer).toHaveValue("One more thing");
  await visitor.frame.getByRole("button", { name: "Reopen and send" }).click();
  await visitor.sees("One more thing", "Sent");
  expect(backend.events.map(({ body }) => body.kind)).toEqual(["opened", "resolved", "reopened", "message"]);
  await expect(visitor.frame.getByText("Need anything else?")).toBeHidden();
});

test("a case that is opened again has the focus where one writes", async ({ visitor, backend }) => {
  await visitor.visit();
  await visitor.open();
  await visitor.ask("Where is my parcel?");
  await visitor.frame.getByRole("heading", { level: 1 }).click();
  backend.resolve();
  await expect(visitor.composer).toBeHidden();
  await visitor.frame.getByRole("button", { name: "Reopen", exact: true }).click();
  await expect(visitor.composer).toBeFocused();
});

test.describe("whatever stands in the frame's storage", () => {
  test.use({ storage: "allowed" });

  for (const garbage of ["{", "null", "[]", "{}", "7", '"x"', '{"events":[{}],"reads":3}', '[{"case":1}]']) {
    test(`${garbage} under every name breaks nothing`, async ({ page, visitor, backend }) => {
      await visitor.visit();
      await visitor.open();
      await visitor.ask("Where is my parcel?");
      await page.evaluate((text) => {
        for (const key of Object.keys(localStorage)) if (key.startsWith("fl:")) localStorage.setItem(key, text);
        localStorage.setItem("fl:o:v:demo:x", text);
        sessionStorage.setItem("firstline:demo", text);
      }, garbage);
      // With the token goes the visitor.
      await backend.refuse();
      await page.reload();
      await expect(visitor.composer).toBeVisible();
      await visitor.frame.locator("#message").fill("");
      await visitor.write("And the bowl?");
      await visitor.sees("And the bowl?", "Sent");
      await expect(visitor.frame.locator(".notice p")).toHaveCount(0);
    });
  }

  for (const broken of ["throws at every touch", "is full"]) {
    test(`a storage that ${broken} loses nothing over a reload`, async ({ page, context, visitor, backend }) => {
      await context.addInitScript((kind) => {
        if (!location.pathname.startsWith("/widget/")) return;
        const refuse = () => {
          throw new DOMException("no", "QuotaExceededError");
        };
        const names = kind === "is full" ? ["setItem"] : ["getItem", "setItem", "removeItem", "key", "clear"];
        for (const name of names) Object.defineProperty(Storage.prototype, name, { value: refuse });
      }, broken);
      await visitor.visit();
      await visitor.open();
      await visitor.ask("Where is my parcel?");
      await backend.cut();
      await visitor.write("And the bowl?");
      await visitor.sees("And the bowl?", "Waiting");
      await visitor.composer.fill("Half a se");
      await page.reload();
      await visitor.open();
      await visitor.sees("And the bowl?");
      await expect(visitor.composer).toHaveValue("Half a se");
      await picture(page, "after a reload");
      backend.isUp = true;
      await visitor.sees("And the bowl?", "Sent");
      expect(backend.events.map(({ body }) => body.kind)).toEqual(["opened", "message"]);
    });
  }
});

test("after sending one reads that it has come, and when someone answers", async ({ visitor, backend }) => {
  const tomorrow = Date.now() + 24 * 3600_000;
  backend.store = { ...backend.store, open: false, opens_at: tomorrow };
  await visitor.visit();
  await visitor.open();
  await visitor.ask("Where is my parcel?");
  await expect(visitor.frame.locator(".line")).toHaveText(/We’ve got your message\. We’re back \w+/);
  backend.reply("Ines here.");
  await visitor.sees("Ines here.");
  await expect(visitor.frame.locator(".line")).toHaveCount(0);
});

test("what happens is read out once: sent, a person asked for and joined, closed, opened again", async ({
  page,
  visitor,
  backend,
}) => {
  await visitor.visit();
  await visitor.open();
  await expect(visitor.composer).toBeVisible();
  const frame = page.frames().find((each) => each.url().includes("/widget/"))!;
  await frame.evaluate(() => {
    const said: string[] = [];
    Object.assign(window, { said });
    const region = document.querySelector(".sr[role=status]")!;
    new MutationObserver(() => {
      const text = region.textContent;
      if (text) said.push(text);
    }).observe(region, { childList: true, subtree: true, characterData: true });
  });
  const said = () => frame.evaluate(() => (window as unknown as { said: string[] }).said);
  await visitor.ask("Where is my parcel?");
  await expect.poll(said).toEqual(["Sending…", "Sent"]);
  await visitor.frame.getByRole("button", { name: "Talk to a person" }).click();
  await expect.poll(said).toEqual(["Sending…", "Sent", "You asked to talk to a person"]);
  backend.join();
  await expect.poll(said).toContain("Ines Moreau joined");
  backend.resolve();
  await expect.poll(said).toContain("Conversation closed");
  await visitor.frame.getByRole("button", { name: "Reopen", exact: true }).click();
  await expect.poll(said).toContain("Conversation reopened");
  const all = await said();
  expect(all.length, JSON.stringify(all)).toBe(6);
});
