import { type Page, expect } from "@playwright/test";
import { Backend, INES, MINUTE } from "../testing/console.ts";

/** The draft of the first case, and what it rests on. */
export const DRAFT = "Hi Ines, banks can take ten days to show a refund. [1]";
export const SOURCES = [{ answer: "r4", question: "Refund times", quote: "Up to ten working days." }];
/** A little longer than a held command can be undone, in milliseconds. */
export const UNDO = 5_200;

/** A console with three waiting cases; the first has a draft. */
export async function desk(
  page: Page,
  open = true,
  prepare: (backend: Backend) => Promise<unknown> = () => Promise.resolve(),
) {
  const backend = new Backend();
  const ids = ["Refund hasn’t arrived", "Change my address", "Wrong VAT number"].map((text, index) => {
    const by = index === 0 ? INES : { ...INES, id: `v_${String(index).repeat(26)}`, name: `Customer ${index}` };
    return backend.open(text, { by, ago: (20 - index) * MINUTE });
  });
  backend.suggest(ids[0]!, DRAFT, SOURCES);
  await backend.attach(page);
  await prepare(backend);
  await page.clock.install();
  await page.goto(open ? `/console/?case=${ids[0]}` : "/console/");
  const waiting = [...backend.cases.values()].filter(({ summary }) => summary.status === "waiting");
  await expect(page.locator(".row")).toHaveCount(waiting.length);
  if (open) await expect(page.locator(".suggestion")).toBeVisible();
  return {
    backend,
    ids: ids as [string, string, string],
    sent: (action: string) => backend.heard.filter((frame) => frame.action === action),
  };
}

export const composer = (page: Page) => page.locator(".composer textarea");
export const names = (page: Page) => page.locator(".row .who").allTextContents();
