// Lighthouse on the pages of a running stack (FIRSTLINE_SITE): `npm run lighthouse`, after `cargo xtask run`.
//   --runs N    how often each page is looked at; the best look is told: what a machine does besides only slows a page down
//   --only NAME one page of those below
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const folder = fileURLToPath(new URL(".", import.meta.url));
const site = process.env.FIRSTLINE_SITE ?? "http://127.0.0.1:4700";
const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
const { values } = parseArgs({
  options: { runs: { type: "string", default: "3" }, only: { type: "string" } },
});

// Weighs twice what all other packages do, so it is installed beside them when it is wanted, as its lock file says.
if (!existsSync(`${folder}node_modules/lighthouse`)) {
  const install = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: folder,
    stdio: "inherit",
    env: { ...process.env, PUPPETEER_SKIP_DOWNLOAD: "1" },
  });
  if (install.status !== 0) process.exit(install.status ?? 1);
}
const { default: lighthouse, desktopConfig } = await import("lighthouse");
const { default: puppeteer } = await import("puppeteer-core");

/** What is looked at, and what comes before that in the same tab. */
const PAGES = {
  shop: { path: "/", before: async () => {} },
  "developers' page": { path: "/embed/", before: async () => {} },
  "console, signing in": { path: "/console/", before: async () => {} },
  "console, inbox": { path: "/console/", before: signIn },
};
const CATEGORIES = ["performance", "accessibility", "best-practices"];
/** Accessibility and best practices admit of no remainder; speed is the machine's as well. */
const LEAST = { performance: 98, accessibility: 100, "best-practices": 100 };

async function signIn(page) {
  await page.goto(`${site}/console/`);
  await page.waitForSelector("button.primary");
  await Promise.all([page.waitForNavigation(), page.click("button.primary")]);
  await page.waitForSelector("button[name=person]");
  await page.click("button[name=person]");
  await page.waitForSelector(".rail");
}

/** One look: the scores, and what is the matter where one is not full. */
async function look(browser, { path, before }, config) {
  const page = await browser.newPage();
  await before(page);
  const flags = { onlyCategories: CATEGORIES, disableStorageReset: true, logLevel: "error" };
  const { lhr } = await lighthouse(site + path, flags, config, page);
  await page.close();
  const scores = CATEGORIES.map((name) => Math.round(lhr.categories[name].score * 100));
  const faults = CATEGORIES.flatMap((name) =>
    lhr.categories[name].auditRefs
      .filter(({ id, weight }) => weight > 0 && (lhr.audits[id].score ?? 1) < 0.9)
      .map(({ id }) => `${id} ${lhr.audits[id].displayValue ?? ""}`.trim()),
  );
  const { metrics } = lhr.audits;
  const { largestContentfulPaint, totalBlockingTime, cumulativeLayoutShift } = metrics?.details?.items?.[0] ?? {};
  return { scores, faults, metrics: { largestContentfulPaint, totalBlockingTime, cumulativeLayoutShift } };
}

const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-pings", "--disable-domain-reliability"];
args.push("--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1");
let isWanting = false;
console.log("| page | as | performance | accessibility | best practices | largest paint | blocked | shift |");
console.log("|---|---|---|---|---|---|---|---|");
const wanted = Object.entries(PAGES).filter(([name]) => values.only === undefined || name === values.only);
if (wanted.length === 0 || !(Number(values.runs) >= 1)) {
  console.error(`--only is one of ${Object.keys(PAGES).join(", ")}; --runs is 1 or more`);
  process.exit(2);
}
for (const [name, subject] of wanted) {
  for (const [form, config] of [
    ["a phone", undefined],
    ["a computer", desktopConfig],
  ]) {
    const looks = [];
    for (let run = 0; run < Number(values.runs); run += 1) {
      const browser = await puppeteer.launch({ executablePath, args });
      try {
        looks.push(await look(browser, subject, config));
      } finally {
        await browser.close();
      }
    }
    const total = ({ scores }) => scores.reduce((sum, score) => sum + score, 0);
    const { scores, faults, metrics } = looks.reduce((best, each) => (total(each) > total(best) ? each : best));
    const { largestContentfulPaint: paint, totalBlockingTime: blocked, cumulativeLayoutShift: shift } = metrics;
    const cells = [...scores, `${Math.round(paint)} ms`, `${Math.round(blocked)} ms`, shift.toFixed(3)];
    console.log(`| ${name} | ${form} | ${cells.join(" | ")} |`);
    if (faults.length > 0) console.log(`<!-- ${faults.join("; ")} -->`);
    isWanting ||= CATEGORIES.some((category, at) => scores[at] < LEAST[category]);
  }
}
process.exit(isWanting ? 1 : 0);
