import { defineConfig } from "@playwright/test";
import base from "./playwright.config.ts";

/** The same journeys in Firefox: the stock browser, over WebDriver BiDi. See `cargo xtask test --browsers`. */
export default defineConfig({
  ...base,
  // Half as fast as Chromium there; two at a time run into the limits.
  workers: 1,
  use: {
    ...base.use,
    browserName: "firefox",
    channel: "moz-firefox",
    launchOptions: {
      executablePath: process.env.FIREFOX_PATH ?? "/usr/bin/firefox-esr",
      firefoxUserPrefs: {
        // In a process of their own, frames of another site get neither keys nor clicks: the driver's limit.
        "fission.webContentIsolationStrategy": 0,
        "ui.prefersReducedMotion": 1,
      },
    },
    contextOptions: {},
  },
  projects: [
    {
      name: "firefox",
      testMatch: /(widget(-broken)?|console(-(search|sorting))?(-stack)?)\.spec\.ts/,
      // A module's request that was held by the driver is continued by it only in Chromium.
      grepInvert: /before the search has come/,
      use: { viewport: { width: 1280, height: 800 } },
    },
  ],
});
