import { type Page, expect, test } from "@playwright/test";
import { Backend, INES, MAYA, MINUTE } from "../testing/console.ts";
import { findings } from "./look.ts";

// What the pages beside the cases must be in every state: without a finding of axe, no wider than the page, without a complaint.

const FAQ = "# FAQ\n\n## Can I wash it?\n\nYes, **hot**.\n\n## Is it safe?\nIt is.\n\n## Is it safe?\nNo.\n";

async function pages(page: Page) {
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  const backend = new Backend();
  const { knowledge } = backend;
  backend.role = "lead";
  const asked = backend.open("How long does a refund take?", { ago: 20 * MINUTE });
  backend.say(asked, MAYA, { kind: "message", text: "Up to ten working days.", answers: 1, sources: [] }, 18 * MINUTE);
  const approved = knowledge.add("How long does a refund take?", "Up to ten working days.", {
    status: "approved",
    approvals: 14,
    uses: 3,
    approved_by: "Jon Ek",
    approved_at: Date.UTC(2026, 10, 21),
    language: "en",
    from: { case: asked, seq: 2 },
  });
  knowledge.add("متى أستلم المبلغ المسترد؟", "خلال عشرة أيام عمل.", { language: "ar" });
  knowledge.add("An answer with averyveryverylongwordthatnobodywouldwritebutsomebodypastes?", "x".repeat(300), {
    status: "retired",
    uses: 1,
  });
  knowledge.questions = [
    { text: "Is the large bowl safe in the microwave?", asked: 12, last_at: Date.UTC(2026, 10, 25), case: asked },
  ];
  knowledge.recipients = [{ case: asked, seq: 2, customer: INES.id!, at: Date.UTC(2026, 10, 24) }];
  knowledge.settings = {
    ...knowledge.settings,
    greeting: "Hi.",
    hours: {
      zone: "Europe/Berlin",
      week: [
        [
          { from: 540, until: 720 },
          { from: 1_080, until: 1_560 },
        ],
        [],
        [],
        [],
        [],
        [],
        [],
      ],
      holidays: [{ date: "", shifts: [{ from: 540, until: 720 }] }],
    },
  };
  await backend.attach(page);
  return { backend, knowledge, asked, approved, complaints };
}

type Fixture = Awaited<ReturnType<typeof pages>>;

/** Each state, and how to get there from the one before. */
const STATES: [string, (page: Page, fixture: Fixture) => Promise<unknown>][] = [
  [
    "answers",
    async (page) => {
      await page.goto("/console/?page=answers");
      await expect(page.locator(".answer-row")).toHaveCount(3);
    },
  ],
  ["questions", (page) => page.getByRole("link", { name: /Suggested questions/ }).click()],
  [
    "an answer",
    async (page, { approved }) => {
      await page.goto(`/console/?page=answers&answer=${approved.id}`);
      await page.getByRole("button", { name: "Customers who received it" }).click();
      await expect(page.getByRole("region", { name: "Customers who received it" }).getByRole("listitem")).toHaveCount(
        1,
      );
    },
  ],
  ["retiring", (page) => page.getByRole("button", { name: "Retire", exact: true }).click()],
  [
    "merging",
    async (page) => {
      await page.getByRole("button", { name: "Keep it" }).click();
      await page.getByRole("button", { name: "Merge", exact: true }).click();
      await page.getByLabel("Search for the answer to keep").fill("");
      await expect(page.getByRole("radio")).toHaveCount(1);
    },
  ],
  [
    "editing",
    async (page) => {
      await page.getByRole("button", { name: "Cancel" }).click();
      await page.getByRole("button", { name: "Edit", exact: true }).click();
      await page.getByLabel("Answer", { exact: true }).fill("y".repeat(4_010));
      await expect(page.getByText("10 characters over the limit")).toBeVisible();
    },
  ],
  [
    "conflict",
    async (page, { knowledge, approved }) => {
      await page.getByLabel("Answer", { exact: true }).fill("Five days.");
      knowledge.change(approved.id, { text: "Twelve days." });
      await page.getByRole("button", { name: "Save" }).click();
      await expect(page.getByRole("alert")).toBeVisible();
    },
  ],
  [
    "a new answer",
    async (page) => {
      await page.goto("/console/?page=answers&answer=new");
      await expect(page.getByLabel("Question")).toBeVisible();
    },
  ],
  [
    "an import",
    async (page) => {
      await page.goto("/console/?page=answers&answer=import");
      await page
        .getByLabel("A CSV or Markdown file")
        .setInputFiles({ name: "faq.md", mimeType: "text/markdown", buffer: Buffer.from(FAQ) });
      await page.getByText("1 entry can’t be imported").click();
    },
  ],
  [
    "an import that stopped",
    async (page, { knowledge }) => {
      knowledge.breaksAfter = knowledge.parts.length;
      await page.getByRole("button", { name: "Import 2 answers" }).click();
      await expect(page.getByRole("alert")).toBeVisible();
    },
  ],
  [
    "an import that is done",
    async (page) => {
      await page.getByRole("button", { name: "Continue" }).click();
      await expect(page.getByText("Finished", { exact: true })).toBeVisible();
    },
  ],
  [
    "the store",
    async (page) => {
      await page.goto("/console/?page=store");
      await expect(page.getByText("A holiday has no date yet.")).toBeVisible();
    },
  ],
  [
    "saving a reply",
    async (page, { asked }) => {
      await page.goto(`/console/?case=${asked}`);
      await page.locator(".speech[data-voice=person]").hover();
      await page.getByRole("button", { name: "Save to knowledge base" }).click();
      await expect(page.getByLabel("Question")).toBeVisible();
    },
  ],
];

/** Boxes that stick out of the page, but those that scroll by themselves. */
function wide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const boxes = [...document.querySelectorAll(".page *, .save-answer[open] *")];
    return boxes
      .filter(
        (box) =>
          box.closest(".unseen, .cut") === null &&
          (box.getBoundingClientRect().right > innerWidth + 0.5 || box.getBoundingClientRect().left < -0.5),
      )
      .map((box) => box.outerHTML.slice(0, 100));
  });
}

const LOOKS = [
  { name: "light", scheme: "light", width: 1280, height: 800, forced: false, dir: "ltr" },
  { name: "dark, on a narrow phone", scheme: "dark", width: 320, height: 800, forced: false, dir: "ltr" },
  { name: "forced colours", scheme: "light", width: 1280, height: 800, forced: true, dir: "ltr" },
  { name: "a page of 1280 pixels at 400 %", scheme: "light", width: 320, height: 256, forced: false, dir: "ltr" },
  // The console speaks no such language yet; its layout must be ready for one.
  { name: "right to left", scheme: "light", width: 1280, height: 800, forced: false, dir: "rtl" },
] as const;

for (const { name, scheme, width, height, forced, dir } of LOOKS) {
  test(`axe finds nothing on the pages beside the cases, and all of it fits: ${name}`, async ({ page }) => {
    test.setTimeout(180_000);
    await page.setViewportSize({ width, height });
    await page.addInitScript(
      (dir) => addEventListener("DOMContentLoaded", () => (document.documentElement.dir = dir)),
      dir,
    );
    await page.emulateMedia({ colorScheme: scheme, forcedColors: forced ? "active" : "none", reducedMotion: "reduce" });
    const fixture = await pages(page);
    for (const [state, reach] of STATES) {
      await reach(page, fixture);
      expect.soft(await findings(page, state), state).toEqual([]);
      expect.soft(await wide(page), state).toEqual([]);
    }
    // What stopped the import on purpose, and the change that came too late, show in the browser's own log.
    expect(fixture.complaints.filter((complaint) => !/status of (409|503)/.test(complaint))).toEqual([]);
  });
}

for (const at of ["?page=answers", "?page=answers&answer=new", "?page=store"]) {
  test(`nothing moves while a page is loading, on a phone either: ${at}`, async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 800 });
    await page.addInitScript(() => {
      const moves: number[] = ((globalThis as unknown as { moves: number[] }).moves = []);
      new PerformanceObserver((list) =>
        list.getEntries().forEach((entry) => moves.push((entry as unknown as { value: number }).value)),
      ).observe({ type: "layout-shift", buffered: true });
    });
    await pages(page);
    await page.goto(`/console/${at}`);
    await expect(page.locator(":is(.answer-row, .answer-form, .store-foot):visible").first()).toBeVisible();
    await expect(page.getByRole("link", { name: "Store" })).toBeVisible();
    expect(await page.evaluate(() => (globalThis as unknown as { moves: number[] }).moves)).toEqual([]);
  });
}
