import { mkdirSync } from "node:fs";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { type Page, test } from "@playwright/test";

/** Where pictures of every judged screen go, for a person who looks at them; without it none are taken. */
const FOLDER = process.env["FIRSTLINE_LOOK"];

/** What axe finds on a screen, a line each. What is `besides` the matter is left out. */
export async function findings(page: Page, screen: string, besides?: string): Promise<string[]> {
  await picture(page, screen);
  const axe = new AxeBuilder({ page });
  const { violations } = await (besides === undefined ? axe : axe.exclude(besides)).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
}

/** Takes a picture of a screen, where pictures are wanted, named by its test and itself. */
export async function picture(page: Page, screen: string): Promise<void> {
  if (FOLDER === undefined) return;
  const { title, project } = test.info();
  const named = `${project.name} ${title} ${screen}`.replaceAll(/[^a-z0-9]+/gi, "-").slice(-120);
  mkdirSync(FOLDER, { recursive: true });
  await page.screenshot({ path: join(FOLDER, `${named}.png`), animations: "disabled" });
}
