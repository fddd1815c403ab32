import { test as base, expect } from "@playwright/test";
import { Backend } from "../testing/widget.ts";
import { shopOf, Visitor } from "./widget-page.ts";

// A shop's customer whose JWT has ended is told so, loses no word, and goes on with the next one.

type Fixtures = { site: string; backend: Backend; visitor: Visitor };
const test = base.extend<Fixtures>({
  site: async ({ baseURL }, use) => use((baseURL ?? "").replace(/\/$/, "")),
  backend: async ({ context, site }, use) => use(await Backend.attach(context, site, { assistant: false })),
  visitor: async ({ page, site, backend: _ }, use) => use(new Visitor(page, shopOf(site))),
});

const SIGNED_OUT = "You’re signed out. Sign in again to send your messages.";

/** A JWT of the shop's customer that ends in so many seconds. */
function jwt(seconds: number, sub = "7"): string {
  const claims = { sub, store: "demo", exp: Math.floor(Date.now() / 1_000) + seconds };
  return `h.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.s${seconds}`;
}

test("who comes with a token that has ended is told so, and goes on with a fresh one", async ({
  page,
  visitor,
  backend,
}) => {
  backend.customerToken = jwt(3_600);
  await visitor.visit();
  await page.evaluate((token) => window.Firstline?.("identify", token), jwt(-60));
  await visitor.open();
  await expect(visitor.frame.getByText(SIGNED_OUT)).toBeVisible();
  await visitor.write("Where is my parcel?");
  await visitor.sees("Where is my parcel?", "Waiting to send");
  await page.evaluate((token) => window.Firstline?.("identify", token), backend.customerToken);
  await visitor.sees("Where is my parcel?", "Sent");
  await expect(visitor.frame.getByText(SIGNED_OUT)).toBeHidden();
  expect(backend.events.map(({ body }) => body.kind)).toEqual(["opened"]);
});

test("another customer who comes before the one before has said goodbye sees nothing of them", async ({
  page,
  visitor,
  backend,
}) => {
  backend.customerToken = jwt(3_600);
  await visitor.visit();
  await page.evaluate((token) => window.Firstline?.("identify", token), backend.customerToken);
  await visitor.open();
  await visitor.ask("Where is my parcel?");
  await visitor.frame.getByRole("textbox").fill("My card number is");
  const revoked = page.waitForRequest(/\/visitors\/revoke$/);
  const first = backend.customerToken;
  backend.customerToken = jwt(3_600, "8");
  await page.evaluate((token) => window.Firstline?.("identify", token), backend.customerToken);
  await expect(visitor.frame.getByText("Where is my parcel?")).toHaveCount(0);
  await expect(visitor.frame.getByRole("textbox")).toHaveValue("");
  expect((await revoked).headers().authorization).toBe(`Bearer ${first}`);
  await visitor.ask("Is it dishwasher-safe?");
  await expect(visitor.frame.getByText("Where is my parcel?")).toHaveCount(0);
  // The same customer's next token changes nothing that is in sight.
  await page.evaluate((token) => window.Firstline?.("identify", token), jwt(7_200, "8"));
  await visitor.sees("Is it dishwasher-safe?");
});

for (const [what, fails] of [
  ["has none", "null"],
  ["fails", "reject"],
  ["gives the same again", "same"],
] as const)
  test(`where the shop ${what} when its token is refused, it is asked again until it has another`, async ({
    page,
    visitor,
    backend,
  }) => {
    const first = jwt(3_600);
    backend.customerToken = first;
    await visitor.visit();
    await page.evaluate((token) => {
      Object.assign(window, { answer: token });
      window.Firstline?.("identify", () => {
        const { answer } = window as unknown as { answer: string };
        return answer === "reject"
          ? Promise.reject(new Error("no"))
          : Promise.resolve(answer === "null" ? null : answer);
      });
    }, first);
    await visitor.open();
    await visitor.ask("Where is my parcel?");
    const fresh = jwt(7_200);
    await page.evaluate((next) => next !== "same" && Object.assign(window, { answer: next }), fails);
    await backend.refuse();
    backend.customerToken = fresh;
    await expect(visitor.frame.getByText(SIGNED_OUT)).toBeVisible();
    await page.evaluate((answer) => Object.assign(window, { answer }), fresh);
    await expect(visitor.frame.getByText(SIGNED_OUT)).toBeHidden();
    await visitor.ask("Is anybody there?");
  });
