import { defineConfig, devices } from "@playwright/test";

// No page of ours may reach another host, and neither may the browser itself.
const CHROMIUM_ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-pings",
  "--disable-domain-reliability",
  "--component-updater=url-source=http://127.0.0.1:9/",
  "--gaia-url=http://127.0.0.1:9/",
  "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1",
  // A page that a test makes up comes from no address, and may still speak to this machine.
  "--disable-features=LocalNetworkAccessChecks",
];

/** The running stack's site; see `cargo xtask run`. */
const site = process.env.FIRSTLINE_SITE ?? "http://127.0.0.1:4700";

export default defineConfig({
  testDir: ".",
  // The journeys in WebKit are for another runner: here they would run beside each worker.
  testMatch: "*.spec.ts",
  outputDir: "../test-results",
  // Patience, not a measure: a busy machine takes its time.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  fullyParallel: true,
  workers: 2,
  retries: 0,
  reporter: [["list"]],
  use: {
    baseURL: site,
    browserName: "chromium",
    headless: true,
    launchOptions: { executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium", args: CHROMIUM_ARGS },
    locale: "en-GB",
    timezoneId: "UTC",
    screenshot: "only-on-failure",
    contextOptions: { reducedMotion: "reduce" },
  },
  projects: [
    { name: "desktop", use: { viewport: { width: 1280, height: 800 } } },
    { name: "mobile", use: { ...devices["Pixel 7"], browserName: "chromium" }, grep: /@mobile/ },
  ],
});
