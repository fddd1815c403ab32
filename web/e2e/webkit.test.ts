import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { Agent } from "./widget-agent.ts";
import { KEY, until, WebKit } from "./webkit-driver.ts";
import { shopOf } from "./widget-page.ts";

// Widget and console in Safari's engine, against a running stack. Needs WebKitGTK's driver and Xvfb.

const site = (process.env.FIRSTLINE_SITE ?? "http://127.0.0.1:4700").replace(/\/$/, "");
let browser: WebKit;

before(async () => {
  browser = await WebKit.start();
});
after(() => browser.stop());

const unique = (words: string) => `${words} ${Math.random().toString(36).slice(2, 8)}`;
const launcher = () =>
  [...document.querySelectorAll("*")]
    .flatMap((host) => host.shadowRoot ?? [])
    .map((root) => root.querySelector("button[aria-controls=panel]"))
    .find((button) => button !== null);
const heading = () => document.querySelector("h1");
/** Behind what an earlier test has left there, as a visitor's draft is kept. */
const isWritten = (text: string) =>
  document.querySelector<HTMLTextAreaElement>("#message")?.value.endsWith(text) === true;
const isSaid = (text: string) =>
  [...document.querySelectorAll(".bubble")].filter((bubble) => bubble.textContent?.includes(text)).length === 1;
const isSent = () => document.querySelector(".turn.me:last-of-type .meta")?.textContent?.includes("Sent") === true;
const composerOf = () => document.querySelector<HTMLElement>("#message");

/** A shop at another site than the chat, as every real one is. */
async function visit(): Promise<void> {
  await browser.leaveFrame();
  await browser.goto(shopOf(site));
  await browser.evaluate(() => sessionStorage.clear());
  await browser.goto(shopOf(site));
  await browser.sees(launcher);
}

beforeEach(visit);

test("what is typed right after a click on the launcher stands where one writes, and is sent", async () => {
  const question = unique("Is this mug safe?");
  await browser.click(launcher);
  await browser.type(question);
  await browser.enterFrame();
  await browser.sees(isWritten, question);
  await browser.press(KEY.enter);
  await browser.sees(isSaid, question);
  await browser.sees(isSent);
  const agent = await Agent.signIn(site);
  await agent.reply(await agent.find(question), "Yes, it is **safe**.");
  await browser.sees(isSaid, "Yes, it is safe.");
});

test("opened by the page's function, the chat gets what is typed", async () => {
  const words = unique("Hello");
  await browser.evaluate(() => window.Firstline?.("open"));
  await browser.type(words);
  await browser.enterFrame();
  await browser.sees(isWritten, words);
});

test("opened by a button of the shop, the chat gets what is typed", async () => {
  const words = unique("Hello");
  await browser.click(() => document.querySelector("[data-chat]"));
  await browser.type(words);
  await browser.enterFrame();
  await browser.sees(isWritten, words);
});

test("the field grows with what is written, and shrinks when it is sent", async () => {
  await browser.click(launcher);
  await browser.enterFrame();
  await browser.click(composerOf);
  await browser.press("a", KEY.control);
  await browser.press(KEY.backspace);
  const heightOf = () => document.querySelector<HTMLElement>("#message")?.offsetHeight ?? 0;
  const low = await browser.evaluate(heightOf);
  const text = unique("line");
  await browser.type(text);
  for (let line = 0; line < 3; line += 1) {
    await browser.press(KEY.enter, KEY.shift);
    await browser.type("more");
  }
  await browser.sees(
    (before: number) => (document.querySelector<HTMLElement>("#message")?.offsetHeight ?? 0) > before + 40,
    low,
  );
  const isCut = await browser.evaluate(() => {
    const field = document.querySelector<HTMLElement>("#message");
    return field === null || field.scrollHeight > field.clientHeight;
  });
  assert.equal(isCut, false);
  await browser.press(KEY.enter);
  await browser.sees(isSent);
  await browser.sees((before: number) => document.querySelector<HTMLElement>("#message")?.offsetHeight === before, low);
});

test("closed by Escape and opened again, what is typed goes where one writes", async () => {
  await browser.click(launcher);
  await browser.enterFrame();
  await browser.sees(heading);
  await browser.click(composerOf);
  await browser.press(KEY.escape);
  await browser.leaveFrame();
  const isClosed = () =>
    [...document.querySelectorAll("*")]
      .flatMap((host) => host.shadowRoot ?? [])
      .some((root) => root.querySelector("button[aria-expanded=false]") !== null);
  await browser.sees(isClosed);
  await browser.press(KEY.enter);
  const words = unique("again");
  await browser.type(words);
  await browser.enterFrame();
  await browser.sees(isWritten, words);
});

test("a scheme that the page sets is the launcher's too", async () => {
  const colourOf = () => {
    const button = [...document.querySelectorAll("*")]
      .flatMap((host) => host.shadowRoot ?? [])
      .map((root) => root.querySelector("button[aria-controls=panel]"))
      .find((found) => found !== null);
    return button ? getComputedStyle(button).backgroundColor : "";
  };
  await browser.evaluate(() => window.Firstline?.("set", { scheme: "light" }));
  const light = await browser.evaluate(colourOf);
  await browser.evaluate(() => window.Firstline?.("set", { scheme: "dark" }));
  assert.notEqual(await browser.evaluate(colourOf), light);
});

test("an agent signs in, opens a case and replies by the keyboard", async () => {
  const question = unique("Do you ship abroad?");
  const { api } = (await (await fetch(`${site}/config.json`)).json()) as { api: string };
  const json = { "content-type": "application/json" };
  const made = await fetch(`${api}/visitors`, {
    method: "POST",
    headers: json,
    body: JSON.stringify({ store: "demo" }),
  });
  const { token } = (await made.json()) as { token: string };
  const headers = { ...json, authorization: `Bearer ${token}` };
  const opening = JSON.stringify({ id: `wk-${crypto.randomUUID().slice(0, 20)}`, store: "demo", text: question });
  const opened = (await (await fetch(`${api}/cases`, { method: "POST", headers, body: opening })).json()) as {
    case: string;
  };
  await browser.goto(`${site}/console/?case=${opened.case}`);
  const button = (label: string) =>
    [...document.querySelectorAll("button")].find((each) => each.textContent?.includes(label));
  await browser.click(button, "Sign in");
  await browser.click(button, "Ines Moreau");
  const isShown = (text: string) => document.querySelector(".log")?.textContent?.includes(text) === true;
  await browser.sees(isShown, question);
  await browser.press("r");
  await browser.sees(() => document.activeElement?.matches("textarea") === true);
  const low = await browser.evaluate(() => (document.activeElement as HTMLElement).offsetHeight);
  await browser.type("Yes, we do.");
  for (let line = 0; line < 4; line += 1) {
    await browser.press(KEY.enter, KEY.shift);
    await browser.type("And more.");
  }
  await browser.sees((before: number) => (document.activeElement as HTMLElement).offsetHeight > before + 20, low);
  const isCut = await browser.evaluate(() => {
    const field = document.activeElement as HTMLElement;
    return field.scrollHeight > field.clientHeight;
  });
  assert.equal(isCut, false);
  await browser.press(KEY.enter);
  await browser.sees(isShown, "Yes, we do.");
  await until(async () => {
    const answer = await fetch(`${api}/cases/${opened.case}/events`, { headers });
    const { events } = (await answer.json()) as { events: { body: { text?: string } }[] };
    return events.some(({ body }) => /^Yes, we do\.\nAnd more\./.test(body.text ?? ""));
  }, "the reply in the log");
});
