import { expect, type Page, test } from "@playwright/test";
import { en } from "../widget/app/words/en.ts";
import { Backend } from "../testing/widget.ts";
import { shopOf, Visitor } from "./widget-page.ts";
import "../widget/app/words/en_more.ts";

// A language made of English, half as long again and in brackets: what is not in brackets is not translated, and what
// does not fit will not fit in Finnish either.

const OPEN = "⟦";
const CLOSE = "⟧";

/** The source of a chunk of words in which every sentence is stretched and set in brackets. */
function pseudoChunk(name: string): string {
  const entries = Object.entries(en as Record<string, unknown>).map(
    ([key, word]) => `${key}: ${typeof word === "function" ? word.toString() : JSON.stringify(word)}`,
  );
  return `
    const accents = { a: "å", e: "ë", i: "î", o: "ø", u: "ü", c: "ç", n: "ñ", s: "š" };
    const stretch = (text) => "${OPEN}" + text.replace(/[aeioucns]/g, (letter) => accents[letter]) + "~".repeat(Math.ceil(text.length / 2)) + "${CLOSE}";
    const pseudo = (word) =>
      typeof word === "function" ? (...given) => stretch(word(...given))
      : typeof word === "string" ? stretch(word)
      : Array.isArray(word) ? word.map(pseudo)
      : Object.fromEntries(Object.entries(word).map(([key, inner]) => [key, pseudo(inner)]));
    export const ${name} = pseudo({ ${entries.join(",\n")} });`;
}

/** Texts of the page that stand outside of the brackets: what no translator would get to see. */
function untranslated(page: Page, known: readonly string[]): Promise<string[]> {
  const frame = page.frames().find((each) => each.url().includes("/widget/"))!;
  return frame.evaluate((data) => {
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) found.push(node.textContent ?? "");
    for (const each of document.querySelectorAll("[aria-label], [placeholder], [title]")) {
      found.push(...["aria-label", "placeholder", "title"].map((name) => each.getAttribute(name) ?? ""));
    }
    // Sentences stand in sentences: the innermost goes first.
    const bare = (text: string): string => (/⟦[^⟦⟧]*⟧/.test(text) ? bare(text.replace(/⟦[^⟦⟧]*⟧/g, "")) : text.trim());
    return found.map(bare).filter((text) => /\p{L}{2}/u.test(text) && !data.includes(text));
  }, known);
}

/** Boxes that stick out of the page; the heading is cut with dots, and what nobody sees may be as wide as it likes. */
function wide(page: Page): Promise<string[]> {
  const frame = page.frames().find((each) => each.url().includes("/widget/"))!;
  return frame.evaluate(() =>
    [...document.querySelectorAll("body *")]
      .filter((box) => box.closest(".sr, .who") === null && box.getBoundingClientRect().right > innerWidth + 0.5)
      .map((box) => box.outerHTML.slice(0, 120)),
  );
}

test("in a language half as long again everything is translated, and fits into 320 pixels", async ({
  page,
  context,
  baseURL,
}) => {
  const site = (baseURL ?? "").replace(/\/$/, "");
  await page.setViewportSize({ width: 320, height: 640 });
  const backend = await Backend.attach(context, site, { open: true });
  await context.route(/\/widget\/assets\/de-[^/]*\.js$/, (route) =>
    route.fulfill({ contentType: "text/javascript", body: pseudoChunk("de") }),
  );
  const visitor = new Visitor(page, shopOf(site));
  const data = [
    "Kiln & Clover",
    "Can I return it?",
    "Yes, within 30 days.",
    "Returns",
    "Unworn only.",
    "Ines Moreau",
    "today",
    "heute",
    "Heute",
    "Question",
    // Comes with its own words, not with the language that is stretched here.
    "Nachricht löschen",
  ];
  const judge = async (screen: string) => {
    expect(await untranslated(page, data), screen).toEqual([]);
    expect(await wide(page), screen).toEqual([]);
  };
  const enter = async () => {
    await visitor.visit();
    await page.evaluate(() => window.Firstline?.("set", { locale: "de" }));
    await visitor.open();
  };
  await enter();
  await expect(visitor.frame.locator(".hello")).toContainText(OPEN);
  await judge("greeting");
  await visitor.frame.locator("#message").fill("Can I return it?");
  await visitor.frame.locator("#message").press("Enter");
  await expect.poll(() => backend.events.length).toBe(1);
  backend.answer("Yes, within 30 days.", [{ answer: "r1", question: "Returns", quote: "Unworn only." }]);
  await expect(visitor.frame.locator(".judge")).toBeVisible();
  await judge("an answer");
  await visitor.frame.locator(".judge button").last().click();
  await expect(visitor.frame.locator(".soon")).toBeVisible();
  await judge("a person is called");
  await backend.cut();
  await visitor.frame.locator("#message").fill("x".repeat(3_700));
  await expect(visitor.frame.locator(".notice p")).toBeVisible();
  await judge("cut off");
  backend.isUp = true;
  await enter();
  // The way back comes with the conversations; before that the first button closes.
  await expect(visitor.frame.locator(".header button")).toHaveCount(2);
  await visitor.frame.locator(".header button").first().click();
  await expect(visitor.frame.locator(".cases li")).toHaveCount(1);
  await judge("list");
});
