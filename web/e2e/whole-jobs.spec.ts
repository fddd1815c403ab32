import { expect, test } from "@playwright/test";
import { INES, JON } from "../testing/console.ts";
import { Backend } from "../testing/widget.ts";
import { UNDO, desk } from "./console-page.ts";
import { ScreenReader } from "./screen-reader.ts";

// Whole jobs from the first key to the last, by people who use the keyboard and hear what the page is.

test("a customer asks, calls a person, hears the reply, and rates the help", async ({ page, context, baseURL }) => {
  const site = (baseURL ?? "").replace(/\/$/, "");
  const backend = await Backend.attach(context, site, { assistant: false });
  // Shop and chat of one site: the browser then tells both in one tree.
  await page.goto(`${site}/`);
  const reader = await ScreenReader.of(page);
  await reader.press("button", "Support");
  await reader.goTo("textbox", /Write a message/);
  await page.keyboard.type("Is this glaze safe?");
  await page.keyboard.press("Enter");
  await reader.hears(/Sent|We’ve got your message/);
  await reader.press("button", "Talk to a person");
  await reader.hears(/person|team/i);
  backend.join();
  backend.reply("Yes, it has no lead.");
  await reader.hears(/Yes, it has no lead\./);
  await reader.goTo("textbox", /Write a message/);
  await page.keyboard.type("Thank you");
  await reader.press("button", "Send");
  await expect.poll(() => backend.events.at(-1)?.body).toMatchObject({ text: "Thank you" });
  backend.resolve();
  await reader.hears(/closed/i);
  await reader.goTo("radio", /./);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await reader.press("button", /Send/);
  await expect.poll(() => backend.events.at(-1)?.body.kind).toBe("rated");
  await page.keyboard.press("Escape");
  await expect.poll(async () => (await reader.focus())?.name).toBe("Support");
});

test("an agent decides on a draft, answers the next customer, and ends the case", async ({ page }) => {
  const { backend, ids, sent } = await desk(page, false);
  const reader = await ScreenReader.of(page);
  await reader.press("link", /Refund hasn’t arrived/);
  await reader.finds("heading", "Refund hasn’t arrived");
  await reader.finds("region", /Suggested reply/);
  await reader.finds("StaticText", /banks can take ten days/);
  await reader.press("button", /^Approve and send/);
  await reader.hears(/Sending/);
  await page.clock.runFor(UNDO);
  await expect.poll(() => sent("approve")).toHaveLength(1);
  backend.say(ids[0], INES, { kind: "message", text: "It was order 7731.", answers: null, sources: [] });
  await reader.hears(/Ines Moreau: It was order 7731\./);
  await reader.goTo("textbox", /^Reply to/);
  await page.keyboard.type("Then it comes on Monday.");
  await page.keyboard.press("Enter");
  await reader.hears(/Sending/);
  await page.clock.runFor(UNDO);
  await expect.poll(() => sent("send")).toMatchObject([{ text: "Then it comes on Monday." }]);
  await reader.press("button", /^Done/);
  await reader.hears(/Closing|Closed|closing/);
  await page.clock.runFor(UNDO);
  await expect.poll(() => sent("resolve")).toHaveLength(1);
});

test("an agent calls a colleague in a note, and finds the keys", async ({ page }) => {
  const { sent } = await desk(page, false, (backend) => Promise.resolve(void backend.team.add(JON.id!, JON.name!)));
  const reader = await ScreenReader.of(page);
  await reader.press("link", /Change my address/);
  await reader.press("button", /^Note/);
  await reader.goTo("textbox", /note/i);
  await page.keyboard.type("Please look, @jo");
  await reader.finds("option", JON.name!);
  await page.keyboard.press("Enter");
  await page.keyboard.type("today.");
  await page.keyboard.press("Enter");
  await expect
    .poll(() => sent("note"))
    .toMatchObject([{ text: `Please look, @${JON.name} today.`, mentions: [JON.id] }]);
  await reader.press("button", "Settings");
  await reader.finds("dialog", "Settings and shortcuts");
  await reader.finds("StaticText", /^Approve/);
  await reader.goTo("button", "Close settings");
  await page.keyboard.press("Escape");
  await expect.poll(() => reader.focus()).toEqual({ role: "button", name: "Settings" });
});
