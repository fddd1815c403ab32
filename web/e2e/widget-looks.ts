import { type Browser, type BrowserContextOptions, expect, type Page } from "@playwright/test";
import { findings } from "./look.ts";

/** How a visitor may see the widget. */
export type Look = { name: string; scheme: "light" | "dark"; locale?: string; width?: number; forced?: true };

export const LOOKS: Look[] = [
  { name: "light", scheme: "light" },
  { name: "dark", scheme: "dark" },
  { name: "right to left", scheme: "light", locale: "ar" },
  { name: "right to left in the dark, on a phone", scheme: "dark", locale: "he", width: 390 },
  { name: "a narrow phone", scheme: "light", width: 320 },
  { name: "forced colours", scheme: "light", forced: true },
];

/** A page under one look. */
export async function dressed(
  browser: Browser,
  { scheme, width, forced }: Look,
  more: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: width ?? 1280, height: 780 },
    colorScheme: scheme,
    forcedColors: forced ? "active" : "none",
    reducedMotion: "reduce",
    locale: "en-GB",
    ...more,
  });
  return context.newPage();
}

/** Judges what is shown by axe. The shop around the chat stays the same: once is enough for it. */
export async function check(page: Page, screen: string, scope: "chat" | "with the shop" = "chat"): Promise<void> {
  const found = await findings(page, screen, scope === "chat" ? "main" : undefined);
  expect(found, screen).toEqual([]);
}
