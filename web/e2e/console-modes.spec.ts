import { expect, type Page, test } from "@playwright/test";
import { desk, STATES } from "./console-states.ts";
import { findings } from "./look.ts";

// The states of a case in the modes beside light and dark, which `console-look.spec.ts` has.

const MODES: { name: string; width?: number; height?: number; prepare(page: Page): Promise<unknown> }[] = [
  {
    name: "forced colours",
    prepare: (page) => page.emulateMedia({ forcedColors: "active" }),
  },
  { name: "a page of 1280 pixels at 400 %", width: 320, height: 256, prepare: async () => {} },
  {
    name: "right to left",
    prepare: (page) =>
      page.addInitScript(() => {
        // The console speaks no such language yet; its layout must be ready for one.
        addEventListener("DOMContentLoaded", () => (document.documentElement.dir = "rtl"));
      }),
  },
];

for (const { name, width = 1280, height = 800, prepare } of MODES) {
  test(`axe finds nothing in any state: ${name}`, async ({ page }) => {
    test.setTimeout(180_000);
    await page.setViewportSize({ width, height });
    await prepare(page);
    const { backend, first, complaints } = await desk(page);
    for (const [state, reach] of STATES) {
      await reach(page, first, backend);
      expect.soft(await findings(page, state), state).toEqual([]);
      const scrollWidth = await page.evaluate(() => document.documentElement.scrollWidth);
      expect.soft(scrollWidth, `${state} is no wider than the page`).toBeLessThanOrEqual(width);
    }
    expect(complaints).toEqual([]);
  });
}
