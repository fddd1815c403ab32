// Takes the README's pictures from the running product: `cargo xtask screenshots` starts it and says where it is.
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { chromium } from "@playwright/test";
import { takeAnswers } from "./pictures-answers.ts";
import { takeStory } from "./pictures-story.ts";
import { Agent } from "./widget-agent.ts";

const folder = process.argv[2];
const site = process.env.FIRSTLINE_SITE ?? "http://127.0.0.1:4700";
const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";

/** What customers write, each from a browser of their own, and what the agent answers the last of them. */
const QUESTIONS = [
  "Do you ship stoneware to Norway?",
  "One of the six plates came with a chip. Can I have another?",
  "Is the large bowl safe in the dishwasher? I would use it every day.",
];
const ANSWER =
  "Yes, it is: the glaze takes 65 degrees without trouble. Keep it away from metal pans and it stays as it is.";
const THANKS = "Lovely, then I will order two.";

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
const open = async (size, deviceScaleFactor = 1) =>
  (
    await browser.newContext({
      baseURL: site,
      viewport: size,
      deviceScaleFactor,
      locale: "en-GB",
      timezoneId: "UTC",
      reducedMotion: "reduce",
    })
  ).newPage();

/** A visitor of the shop with the chat open, and the chat itself. */
async function visitor() {
  const page = await open({ width: 1120, height: 720 });
  await page.goto(`${site}/`);
  await page.locator("[data-chat]").first().click();
  const chat = page.frameLocator("iframe");
  await chat.getByRole("textbox").waitFor();
  return { page, chat };
}

async function write(chat, text) {
  await chat.getByRole("textbox").fill(text);
  await chat.getByRole("textbox").press("Enter");
  await chat.getByText(text).first().waitFor();
}

/** An agent at the console, signed in as one of the demo's people. */
async function agent(size = { width: 1280, height: 720 }) {
  const page = await open(size);
  await page.goto(`${site}/console/`);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.locator("button[name=person]").first().click();
  await page.getByRole("navigation", { name: "Lists and settings" }).waitFor();
  return page;
}

const picture = (page, name) => page.screenshot({ path: join(folder, `${name}.png`), animations: "disabled" });

/** What the shop has settled, as `cargo xtask run` has it too. */
const demo = (file) => JSON.parse(readFileSync(new URL(`../shop/${file}.json`, import.meta.url), "utf8"));

mkdirSync(folder, { recursive: true });
const lead = await Agent.signIn(site, "lea");
await lead.take("settings", demo("settings"));
let last;
for (const question of QUESTIONS) {
  await last?.page.close();
  last = await visitor();
  await write(last.chat, question);
}
const { page: shop, chat } = last;
const desk = await agent();
await desk.getByRole("link", { name: QUESTIONS.at(-1) }).click();
const reply = desk.getByRole("textbox", { name: /^Reply to/ });
await reply.fill(ANSWER);
await reply.press("Enter");
// The agent may take a reply back for some seconds; then it goes.
await chat.getByText(ANSWER).first().waitFor({ timeout: 20_000 });
await write(chat, THANKS);
await desk.getByText(THANKS).first().waitFor();
await picture(shop, "widget");
await picture(desk, "console");

// Both side by side, as the two people see them.
const both = await open({ width: 1280, height: 397 }, 2);
const shots = await Promise.all(
  [shop, desk].map(async (page) => (await page.screenshot({ animations: "disabled" })).toString("base64")),
);
await both.setContent(`<style>body{margin:0;display:flex;gap:12px;padding:12px;background:#dfe6e8}img{height:373px;width:auto;border-radius:6px}</style>
  ${shots.map((shot) => `<img src="data:image/png;base64,${shot}">`).join("")}`);
await picture(both, "overview");
await takeAnswers(open, site, picture);
await lead.take("answers/import", demo("answers"));
await takeStory(open, site, agent, folder);
await browser.close();
console.log(`pictures are in ${folder}`);
