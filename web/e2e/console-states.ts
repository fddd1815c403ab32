import { expect, type Page } from "@playwright/test";
import { Backend, INES, MINUTE } from "../testing/console.ts";
import { findings } from "./look.ts";

// The states of a case in the console, each reached from the one before.

const SOURCES = [
  {
    answer: "r4",
    question: "Refund times",
    quote: "Up to ten working days.",
    approved_by: "Jon Ek",
    approved_at: Date.UTC(2026, 10, 21),
  },
  { answer: "p1", question: "Payment record", quote: "Settled 12 November." },
];

/** A console with a case that has a draft, among others; `complaints` are what the browser itself says. */
export async function desk(page: Page, many = 4): Promise<{ backend: Backend; first: string; complaints: string[] }> {
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  const backend = new Backend();
  const first = backend.open("Refund hasn’t arrived", { ago: 600 * MINUTE });
  backend.suggest(first, "Banks take up to ten days. [1] [2] We will write tomorrow.", SOURCES, 0, {
    found_by: "model",
    like: "Where is it?",
    approvals: 3,
    unsupported: [1],
    unsupported_ranges: [{ start: 35, end: 58 }],
  });
  for (let count = 1; count < many; count += 1) {
    const by = { ...INES, id: `v_${String(count).padStart(26, "0")}`, name: `Customer ${count}` };
    backend.open(`Question ${count}`, { by, ago: Math.max(0, 500 - count / 10) * MINUTE });
  }
  await backend.attach(page);
  await page.goto("/console/");
  await expect(page.locator(".row").first()).toBeVisible();
  return { backend, first, complaints };
}

/** Each state, and how to get there from the one before. */
export const STATES: [string, (page: Page, first: string, backend: Backend) => Promise<unknown>][] = [
  ["list", async () => {}],
  [
    "case with a draft",
    async (page, first) => {
      await page.goto(`/console/?case=${first}`);
      await expect(page.locator(".suggestion")).toBeVisible();
    },
  ],
  ["source", (page) => page.locator(".chip").first().click()],
  [
    "edit",
    async (page) => {
      await page.getByRole("button", { name: "Edit", exact: true }).click();
      await page.keyboard.type("Hello. ");
    },
  ],
  [
    "reject",
    async (page) => {
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Reject" }).click();
    },
  ],
  [
    "written past",
    async (page, _first, backend) => {
      await page.keyboard.press("Escape");
      const first = [...backend.cases.keys()][0]!;
      backend.say(first, INES, { kind: "message", text: "It was order 7731.", answers: null, sources: [] });
      await expect(page.getByText("The customer wrote again")).toBeVisible();
      expect.soft(await findings(page, "written past"), "written past").toEqual([]);
      backend.suggest(first, "Banks take up to ten days. [1] [2]", SOURCES);
      await expect(page.getByText("The customer wrote again")).toHaveCount(0);
    },
  ],
  [
    "note",
    async (page) => {
      await page.keyboard.press("Escape");
      await page.keyboard.press("n");
      await page.keyboard.type("A note");
    },
  ],
  [
    "held",
    async (page) => {
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Approve" }).click();
      await expect(page.locator(".toast-card")).toBeVisible();
    },
  ],
  ["commands", (page) => page.keyboard.press("Control+k")],
  [
    "actions",
    async (page) => {
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "More actions" }).click();
      await expect(page.getByRole("dialog", { name: "More actions" })).toBeVisible();
    },
  ],
  [
    "settings",
    async (page) => {
      await page.keyboard.press("Escape");
      await page.locator(".log").focus();
      await page.keyboard.press("?");
      await expect(page.getByRole("dialog", { name: "Settings" })).toBeVisible();
    },
  ],
];
