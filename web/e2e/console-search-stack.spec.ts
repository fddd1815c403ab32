import { type APIRequestContext, type Page, expect, test } from "@playwright/test";
import type { VisitorToken } from "../client/index.ts";

// All conversations are searched, against the running stack.

async function signIn(page: Page): Promise<void> {
  await page.goto("/console/");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Ines Moreau" }).click();
  await expect(page.locator(".list-pane .count")).toHaveText(/\d/);
}

async function ask(request: APIRequestContext, baseURL: string | undefined, text: string): Promise<string> {
  const { api } = (await (await request.get(`${baseURL}/config.json`)).json()) as { api: string };
  const { token } = (await (await request.post(`${api}/visitors`, { data: { store: "demo" } })).json()) as VisitorToken;
  const id = `e2e-${Math.random().toString(36).slice(2).padEnd(10, "0")}`;
  const headers = { authorization: `Bearer ${token}` };
  const opened = await request.post(`${api}/cases`, { headers, data: { id, store: "demo", text } });
  return ((await opened.json()) as { case: string }).case;
}

test("what a customer wrote is found by the command bar and on the page, however it is spelled", async ({
  page,
  request,
  baseURL,
}) => {
  const word = `zürich${Math.random().toString(36).slice(2, 8)}`;
  const plain = word.replace("ü", "U").toUpperCase();
  const id = await ask(request, baseURL, `Liefern Sie nach ${word}?`);
  await signIn(page);
  await expect(page.locator(".row", { hasText: word })).toBeVisible();
  await page.goto(`/console/?page=search&query=${plain}`);
  const hit = page.locator(".hit");
  await expect(async () => {
    await page.reload();
    await expect(hit).toHaveCount(1, { timeout: 2_000 });
  }).toPass();
  await expect(hit.locator("mark").first()).toHaveText(word);
  await hit.click();
  await expect(page.locator(".log .speech", { hasText: word })).toBeVisible();
  expect(page.url()).toContain(id);
  await page.keyboard.press("Control+k");
  await page.keyboard.type(`liefern ${plain.slice(0, -2)}`);
  await expect(page.locator(".bar [role=option] mark", { hasText: word })).toBeVisible();
});
