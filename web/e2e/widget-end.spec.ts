import { expect, test } from "@playwright/test";
import { Backend } from "../testing/widget.ts";
import { picture } from "./look.ts";
import { shopOf, Visitor } from "./widget-page.ts";

// The end of a conversation: how it was, and when its words are gone.

async function closed(visitor: Visitor, backend: Backend): Promise<void> {
  await visitor.visit();
  await visitor.open();
  await visitor.frame.locator("#message").fill("Is this glaze safe?");
  await visitor.frame.locator("#message").press("Enter");
  await expect(visitor.frame.locator(".bubble.sent")).toHaveCount(1);
  backend.resolve();
  await expect(visitor.frame.locator(".scores")).toBeVisible();
}

const given = (backend: Backend) =>
  backend.events.flatMap(({ body }) => (body.kind === "rated" ? [[body.score, body.comment]] : []));

test("a tap sends the score and says so; words and another score may follow @mobile", async ({ page, baseURL }) => {
  const site = (baseURL ?? "").replace(/\/$/, "");
  const backend = await Backend.attach(page.context(), site, { assistant: false });
  const visitor = new Visitor(page, shopOf(site));
  await closed(visitor, backend);
  await visitor.frame.getByRole("radio", { name: "2 out of 5" }).click({ force: true });
  await expect.poll(() => given(backend)).toEqual([[2, null]]);
  await expect(visitor.frame.locator(".thanks")).toHaveText("Thanks for your feedback.");
  await picture(page, "sent");
  await visitor.frame.getByRole("radio", { name: "4 out of 5" }).click({ force: true });
  await visitor.frame.getByRole("textbox", { name: "What could we do better?" }).fill("A sturdier box");
  await visitor.frame.getByRole("button", { name: "Send feedback" }).click();
  await expect
    .poll(() => given(backend))
    .toEqual([
      [2, null],
      [4, null],
      [4, "A sturdier box"],
    ]);
  await expect(visitor.frame.getByText("You rated us 4 out of 5")).toHaveCount(1);
  await expect(visitor.frame.getByText("You rated us 2 out of 5")).toHaveCount(0);
  await visitor.frame.getByRole("button", { name: "Change feedback" }).click();
  await visitor.frame.getByRole("radio", { name: "5 out of 5" }).click({ force: true });
  // Their words stay with it.
  await expect.poll(() => given(backend).at(-1)).toEqual([5, "A sturdier box"]);
});

test("whose words were erased reads why they are gone, in the conversation and in the list", async ({
  page,
  baseURL,
}) => {
  const site = (baseURL ?? "").replace(/\/$/, "");
  const backend = await Backend.attach(page.context(), site, { assistant: false });
  const visitor = new Visitor(page, shopOf(site));
  await closed(visitor, backend);
  backend.happen({ kind: "erased" });
  const why = visitor.frame.locator(".line", { hasText: "Earlier messages were erased to protect your privacy" });
  await expect(why).toBeVisible();
  await expect(visitor.frame.locator(".bubble")).toHaveCount(0);
  await picture(page, "erased");
  await visitor.frame.locator(".header button").first().click();
  await expect(visitor.frame.locator(".cases .subject")).toHaveText(
    "Earlier messages were erased to protect your privacy",
  );
  await picture(page, "erased, in the list");
});

test("the arrow keys pass over scores: the one on which they rest is sent, once", async ({ page, baseURL }) => {
  const site = (baseURL ?? "").replace(/\/$/, "");
  const backend = await Backend.attach(page.context(), site, { assistant: false });
  const visitor = new Visitor(page, shopOf(site));
  await closed(visitor, backend);
  await visitor.frame.getByRole("radio", { name: "1 out of 5" }).focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => given(backend)).toEqual([[3, null]]);
  await page.keyboard.press("ArrowRight");
  // Whoever goes on to the words means the score.
  await page.keyboard.press("Tab");
  await page.keyboard.type("Fine");
  await expect
    .poll(() => given(backend))
    .toEqual([
      [3, null],
      [4, null],
    ]);
});
