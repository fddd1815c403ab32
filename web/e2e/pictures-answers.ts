import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import type { Settings } from "../client/index.ts";
import { Backend as Desk, JON, MINUTE } from "../testing/console.ts";
import { Backend as Chat } from "../testing/widget.ts";

// Pictures of what needs months of a shop's life: answers that many people have approved, and an assistant that may use them. The pages
// are the real ones; behind them stands a service made of maps.

const BOWL = "Is the large bowl safe in the dishwasher?";
const GLAZE = "Yes: the glaze takes 65 degrees. Keep it away from metal pans and it stays as it is.";
const SOURCE = {
  answer: "g1",
  question: BOWL,
  quote: "The glaze takes 65 degrees.",
  approved_by: "Ines Moreau",
  approved_at: Date.UTC(2026, 9, 12),
};
const CARE = {
  answer: "c4",
  question: "How do I keep stoneware from chipping?",
  quote: "Keep it away from metal pans.",
};

type Open = (size: { width: number; height: number }) => Promise<Page>;

/** Takes them, each under its name. */
export async function takeAnswers(
  open: Open,
  site: string,
  picture: (page: Page, name: string) => Promise<unknown>,
): Promise<void> {
  await picture(await suggestion(await open({ width: 1280, height: 720 }), site), "suggestion");
  await picture(await answers(await open({ width: 1280, height: 720 }), site), "answers");
  await picture(await assistant(await open({ width: 1120, height: 720 }), site), "assistant");
}

async function enter(page: Page, backend: Desk, site: string, at: string): Promise<Page> {
  await backend.attach(page);
  await page.goto(`${site}/console/${at}`);
  return page;
}

async function suggestion(page: Page, site: string): Promise<Page> {
  const backend = new Desk();
  const asked = backend.open("Is the big bowl OK in the dishwasher? And does it chip?", { ago: 4 * MINUTE });
  for (const [index, text] of [
    "Do you ship stoneware to Norway?",
    "One of the six plates came with a chip",
    "Can I change my address?",
  ].entries()) {
    backend.open(text, {
      by: {
        ...JON,
        role: "customer",
        id: `v_${String(index).padStart(26, "0")}`,
        name: ["Tomasz Lis", "Amira Haddad", "Sara Lind"][index]!,
      },
      ago: (3 - index) * MINUTE,
    });
  }
  const text =
    "Hello Ines, yes, it is: the glaze takes 65 degrees. [1] Away from metal pans it does not chip. [2] We have used ours every day for six years.";
  backend.suggest(
    asked,
    text,
    [SOURCE, { ...CARE, approved_by: "Jon Ek", approved_at: Date.UTC(2026, 10, 3) }],
    MINUTE,
    {
      found_by: "model",
      like: "Can the bowl go into the dishwasher?",
      approvals: 23,
      unsupported: [2],
      unsupported_ranges: [{ start: 99, end: 141 }],
    },
  );
  await enter(page, backend, site, `?case=${asked}`);
  await page.locator(".chip").first().click();
  // What comes after the first screen is part of the picture.
  await page.locator(".rail-count", { hasText: /\d/ }).first().waitFor();
  await page.getByText("Loading…").waitFor({ state: "detached" });
  return page;
}

async function answers(page: Page, site: string): Promise<Page> {
  const backend = new Desk();
  const { knowledge } = backend;
  backend.role = "lead";
  const asked = backend.open(BOWL, { ago: MINUTE });
  const approved = {
    status: "approved",
    approved_by: "Ines Moreau",
    approved_at: Date.UTC(2026, 9, 12),
    language: "en",
  } as const;
  knowledge.add(BOWL, GLAZE, { ...approved, approvals: 23, uses: 41, phrasings: 9, earned: true, updated_at: 5 });
  knowledge.add("Do you ship to Norway?", "We do, in five days, and the customs are in the price.", {
    ...approved,
    approvals: 12,
    uses: 12,
    updated_at: 4,
  });
  knowledge.add("A plate came with a chip. What now?", "Send us a picture: another one leaves us the same day.", {
    language: "en",
    updated_at: 3,
  });
  knowledge.add("Wie lange dauert eine Erstattung?", "Bis zu zehn Werktage.", {
    ...approved,
    language: "de",
    approvals: 7,
    uses: 9,
    updated_at: 2,
  });
  knowledge.add("Do you engrave?", "Not any more.", { status: "retired", language: "en", uses: 3, updated_at: 1 });
  knowledge.questions = [
    ["Is the large bowl safe in the microwave?", 12],
    ["Do you have gift cards?", 7],
    ["Can I visit the kiln?", 5],
  ].map(([text, count]) => ({
    text: String(text),
    asked: Number(count),
    last_at: Date.UTC(2026, 10, 25),
    case: asked,
  }));
  await enter(page, backend, site, "?page=answers");
  await page.locator(".questions li").first().waitFor();
  return page;
}

async function assistant(page: Page, site: string): Promise<Page> {
  const { appearance } = JSON.parse(
    readFileSync(new URL("../shop/settings.json", import.meta.url), "utf8"),
  ) as Settings;
  const backend = await Chat.attach(page.context(), site, appearance ? { appearance } : {});
  await page.goto(`${site}/`);
  await page.locator("[data-chat]").first().click();
  const chat = page.frameLocator("iframe");
  await chat.getByRole("textbox").fill(`${BOWL} I would use it every day.`);
  await chat.getByRole("textbox").press("Enter");
  await chat.getByText("Sent", { exact: true }).waitFor();
  backend.answer(
    "Yes, it is: the glaze takes **65 degrees**. [1]\n\nKeep it away from metal pans and it stays as it is. [2]",
    [SOURCE, CARE],
  );
  await chat.locator(".judge").waitFor();
  return page;
}
