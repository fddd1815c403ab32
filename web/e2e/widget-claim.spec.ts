import { test as base, expect } from "@playwright/test";
import { Backend } from "../testing/widget.ts";
import { Visitor } from "./widget-page.ts";

// A visitor signs in at the shop: their conversation goes on, in the customer's name, and nothing of the visitor is left.

type Fixtures = { site: string; backend: Backend; visitor: Visitor };
const test = base.extend<Fixtures>({
  site: async ({ baseURL }, use) => use((baseURL ?? "").replace(/\/$/, "")),
  backend: async ({ context, site }, use) => use(await Backend.attach(context, site, { assistant: false })),
  // At the chat's own origin, where the frame may keep things by itself.
  visitor: async ({ page, site, backend: _ }, use) => use(new Visitor(page, `${site}/`)),
});

/** A JWT of the shop's customer. */
function jwt(sub = "7"): string {
  const claims = { sub, store: "demo", exp: Math.floor(Date.now() / 1_000) + 3_600 };
  return `h.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.s`;
}

const QUESTION = "Where is my parcel?";

test("who signs in at the shop goes on in the conversation that they began as a visitor", async ({
  page,
  visitor,
  backend,
}) => {
  await visitor.visit();
  await visitor.open();
  await visitor.ask(QUESTION);
  backend.reply("On its way.");
  await visitor.sees("On its way.");
  const before = await page.evaluate(() => localStorage.getItem("fl:v:demo"));
  const token = jwt();
  backend.letClaim(token);
  const claimed = page.waitForRequest(/\/visitors\/claim$/);
  await page.evaluate((own) => window.Firstline?.("identify", own), token);
  const request = await claimed;
  expect(request.headers().authorization).toBe(`Bearer ${token}`);
  expect(request.postDataJSON()).toEqual({ token: (JSON.parse(before ?? "{}") as { token: string }).token });
  expect(request.url()).not.toContain("?");
  await visitor.sees(QUESTION);
  await visitor.sees("On its way.");
  await visitor.ask("It has come.");
  expect(backend.events.map(({ body }) => body.kind)).toEqual(["opened", "message", "claimed", "message"]);
  expect(backend.events.at(-1)?.author.id).toBe(backend.events[2]?.author.id);
  const left = await page.evaluate(() => Object.keys(localStorage).filter((key) => /^fl:(v|o|r:v|l:v)/.test(key)));
  expect(left).toEqual([]);
  // On the next page too, as long as the shop says who they are.
  await page.reload();
  await page.evaluate((own) => window.Firstline?.("identify", own), token);
  await visitor.open();
  await visitor.sees("It has come.", "Sent");
});

test("what the visitor had not sent yet goes out first, once, and is the customer's with the rest", async ({
  page,
  visitor,
  backend,
}) => {
  await visitor.visit();
  await visitor.open();
  await visitor.ask(QUESTION);
  await backend.cut();
  await visitor.write("And the bill?");
  await visitor.sees("And the bill?", "Waiting to send");
  const token = jwt();
  backend.letClaim(token);
  await page.evaluate((own) => window.Firstline?.("identify", own), token);
  backend.isUp = true;
  await visitor.sees("And the bill?", "Sent");
  await visitor.ask("Thank you.");
  expect(backend.events.map(({ body }) => body.kind)).toEqual(["opened", "message", "claimed", "message"]);
});

test("a visitor who is somebody else's by now is forgotten, and the customer begins anew", async ({
  page,
  visitor,
  backend,
}) => {
  await visitor.visit();
  await visitor.open();
  await visitor.ask(QUESTION);
  const token = jwt();
  backend.letClaim(token);
  backend.isSomebodyElses = true;
  const answered = page.waitForResponse(/\/visitors\/claim$/);
  await page.evaluate((own) => window.Firstline?.("identify", own), token);
  expect((await answered).status()).toBe(404);
  await expect(visitor.frame.getByText(QUESTION)).toHaveCount(0);
  await expect.poll(() => page.evaluate(() => localStorage.getItem("fl:v:demo"))).toBeNull();
});

test("a page that goes away while its visitor logs out leaves nobody whom the next page could be", async ({
  page,
  visitor,
}) => {
  await visitor.visit();
  await visitor.open();
  await visitor.ask(QUESTION);
  // As the browser leaves it: what is kept is gone, the token is still to be revoked.
  await page.evaluate(() => localStorage.setItem("fl:v:leaving", "1"));
  const first = await page.evaluate(() => JSON.parse(localStorage.getItem("fl:v:demo") ?? "{}") as { token: string });
  const revoked = page.waitForRequest(/\/visitors\/revoke$/);
  await page.reload();
  expect((await revoked).headers().authorization).toBe(`Bearer ${first.token}`);
  await expect.poll(() => page.evaluate(() => localStorage.getItem("fl:v:leaving"))).toBeNull();
});
