import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { type Frame, movingPicture } from "../testing/apng.ts";

// The README's moving picture: a question, the draft that waits for a person, what they approve, and the customer who reads it.

const QUESTION = "How do I return an item? The bowl is larger than I thought.";
const THANKS = "That was quick. Thank you!";
/** The chat as on a phone, and what of the console is shown beside it: the case. */
const CHAT = { width: 392, height: 600 };
const CONSOLE = { width: 1000, height: 600 };
const CASE = { x: 400, y: 0, width: 600, height: 600 };
const WHOLE = { width: 1036, height: 656 };
/** How often it is shown before it rests at its end. */
const TIMES = 5;

type Open = (size: { width: number; height: number }) => Promise<Page>;

/** Takes it from the running product, in which the store knows the answer. `enter` signs an agent in. */
export async function takeStory(
  open: Open,
  site: string,
  enter: (size: { width: number; height: number }) => Promise<Page>,
  folder: string,
): Promise<void> {
  const [shop, desk, sheet] = [await open(CHAT), await enter(CONSOLE), await open(WHOLE)];
  const frames: Frame[] = [];
  const take = async (customer: string, agent: string, shown: number) => {
    const [left, right] = await Promise.all([
      shop.screenshot({ animations: "disabled", caret: "initial" }),
      desk.screenshot({ animations: "disabled", clip: CASE }),
    ]);
    const [chat, console] = [left, right].map((shot) => `data:image/png;base64,${shot.toString("base64")}`);
    await sheet.setContent(`<style>
      body { margin: 0; display: grid; grid-template: 24px 600px / 392px 600px; gap: 8px 20px; padding: 12px;
        background: #dfe6e8; color: #17262e; font: 600 16px/24px system-ui; }
      img { border-radius: 8px; }
      p { margin: 0; }
    </style><p>${customer}</p><p>${agent}</p><img src="${chat}"><img src="${console}">`);
    await sheet.evaluate(() => Promise.all([...document.images].map((image) => image.decode())));
    frames.push({ png: await sheet.screenshot({ animations: "disabled" }), shown });
  };

  await shop.goto(`${site}/`);
  await shop.locator("[data-chat]").first().click();
  const chat = shop.frameLocator("iframe");
  const field = chat.getByRole("textbox");
  await field.waitFor();
  await take("A customer of the shop …", "An agent at the console", 1_600);
  await field.pressSequentially(QUESTION);
  await take("… asks a question", "An agent at the console", 1_400);
  await field.press("Enter");
  await chat.getByText("We’ve got your message").waitFor();
  await desk.getByRole("link", { name: QUESTION }).click();
  await desk.getByRole("button", { name: "Approve and send" }).waitFor();
  await take("It has arrived", "A draft waits for a person, with its source", 3_200);
  await desk.getByRole("button", { name: "Approve and send" }).click();
  await desk.locator(".toast-card").waitFor();
  await take("It has arrived", "One key approves it; for five seconds it can be undone", 1_800);
  await chat.locator(".turn:not(.me) .bubble").waitFor({ timeout: 20_000 });
  await desk.locator(".toast-card").waitFor({ state: "detached" });
  await take("The reply is there", "What was approved, and what it rests on", 2_600);
  await field.fill(THANKS);
  await field.press("Enter");
  await desk.getByText(THANKS).first().waitFor();
  await take("And the customer goes on", "The agent sees it at once", 2_600);
  writeFileSync(join(folder, "story.png"), movingPicture(frames, TIMES));
  for (const page of [shop, desk, sheet]) await page.close();
}
