import { type APIRequestContext, type Page, expect } from "@playwright/test";
import type { VisitorToken } from "../client/index.ts";

// What every journey against the running stack begins with.

/** Signs one of the demo's staff in, at a page of the console. */
export async function signIn(page: Page, name = "Ines Moreau", at = ""): Promise<void> {
  await page.goto(`/console/${at}`);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name }).click();
  await expect(page.getByRole("navigation", { name: "Lists and settings" })).toBeVisible();
}

/** Signs somebody in, and waits until the list has come. */
export async function signInToList(page: Page, name?: string): Promise<void> {
  await signIn(page, name);
  await expect(page.locator(".list-pane .count")).toHaveText(/\d/);
}

/** An id for a command that nobody else uses. */
export const commandId = () => `e2e-${Math.random().toString(36).slice(2).padEnd(10, "0")}`;

/** A visitor's question over REST: the case that it opens, and with what the visitor goes on. */
export async function ask(request: APIRequestContext, baseURL: string | undefined, text: string) {
  const { api } = (await (await request.get(`${baseURL}/config.json`)).json()) as { api: string };
  const { token } = (await (await request.post(`${api}/visitors`, { data: { store: "demo" } })).json()) as VisitorToken;
  const headers = { authorization: `Bearer ${token}` };
  const opened = await request.post(`${api}/cases`, { headers, data: { id: commandId(), store: "demo", text } });
  expect(opened.status()).toBe(201);
  const { case: caseId } = (await opened.json()) as { case: string };
  return { api, headers, caseId };
}
