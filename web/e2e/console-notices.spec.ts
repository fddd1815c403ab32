import { expect, type Page, test } from "@playwright/test";
import { Backend, INES, MAYA, MINUTE } from "../testing/console.ts";
import { findings } from "./look.ts";

// How an agent is told of what they do not see: by sound, by the desktop, in the tab.

interface Told {
  title: string;
  body: string;
  tag: string;
}

declare global {
  interface Window {
    isLooking: boolean;
    told: Told[];
    rang: number;
    notices: Notification[];
  }
}

/** Notes what a page shows and plays, and lets a test say whether anybody looks at it: a driven page always has the focus. */
async function watch(page: Page, permission?: NotificationPermission): Promise<void> {
  await page.addInitScript((granted) => {
    Object.assign(window, { isLooking: false, told: [], rang: 0, notices: [] });
    document.hasFocus = () => window.isLooking;
    const Real = window.Notification;
    class Noted extends EventTarget {
      static permission = granted ?? Real.permission;
      static requestPermission = async () => (Noted.permission = "granted");
      onclick: (() => void) | null = null;
      constructor(title: string, { body = "", tag = "" }: NotificationOptions) {
        super();
        // The real one takes it as well, where it may.
        if (granted === undefined) new Real(title, { body, tag }).close();
        window.told.push({ title, body, tag });
        window.notices.push(this as unknown as Notification);
      }
      close() {}
    }
    Object.assign(window, { Notification: Noted });
    const { start } = OscillatorNode.prototype;
    OscillatorNode.prototype.start = function (when) {
      window.rang += 0.5;
      start.call(this, when);
    };
  }, permission);
}

async function inbox(page: Page): Promise<{ backend: Backend; id: string }> {
  const backend = new Backend();
  const id = backend.open("Where is my refund?", { ago: 5 * MINUTE });
  await backend.attach(page);
  await page.goto("/console/");
  await expect(page.locator(".row")).toHaveCount(1);
  await expect(page.locator('link[rel="icon"]')).toHaveAttribute("href", /%3E1%3C%2Ftext/);
  return { backend, id };
}

const told = (page: Page) => page.evaluate(() => window.told);
const rang = (page: Page) => page.evaluate(() => window.rang);

test("a customer's message is heard and shown while nobody looks, and the notice opens it", async ({
  page,
  context,
}) => {
  await context.grantPermissions(["notifications"]);
  await watch(page);
  const { backend, id } = await inbox(page);
  backend.say(id, INES, { kind: "message", text: "It has been two weeks.", answers: null, sources: [] });
  await expect
    .poll(() => told(page))
    .toEqual([{ title: `New message: ${INES.name}`, body: "It has been two weeks.", tag: id }]);
  expect(await rang(page)).toBe(1);
  await expect(page).toHaveTitle("(1) Inbox · Firstline");
  await page.evaluate(() => window.notices[0]?.onclick?.(new Event("click")));
  await expect(page).toHaveURL(new RegExp(`case=${id}`));
  await expect(page.locator(".log")).toContainText("two weeks");
  await page.evaluate(() => (window.isLooking = true));
  backend.say(id, INES, { kind: "message", text: "Hello?", answers: null, sources: [] });
  await expect(page.locator(".log")).toContainText("Hello?");
  expect(await told(page)).toHaveLength(1);
});

test("of two tabs one tells, and none while the other is looked at", async ({ page, context }) => {
  await watch(page, "granted");
  const { backend, id } = await inbox(page);
  const other = await context.newPage();
  await watch(other, "granted");
  await backend.attach(other);
  await other.goto("/console/");
  await expect(other.locator('link[rel="icon"]')).toHaveAttribute("href", /%3E1%3C%2Ftext/);
  backend.say(id, INES, { kind: "message", text: "It has been two weeks.", answers: null, sources: [] });
  await expect.poll(async () => [...(await told(page)), ...(await told(other))].length).toBe(1);
  expect((await rang(page)) + (await rang(other))).toBe(1);
  const focus = (isLooking: boolean) =>
    other.evaluate((is) => {
      window.isLooking = is;
      dispatchEvent(new Event(is ? "focus" : "blur"));
    }, isLooking);
  await focus(true);
  backend.say(id, INES, { kind: "message", text: "Hello?", answers: null, sources: [] });
  // Rows show no message: what comes behind it says that it has come.
  backend.say(id, MAYA, { kind: "subject_changed", subject: "Two weeks" });
  await expect(other.locator(".row")).toContainText("Two weeks");
  await expect(page.locator(".row")).toContainText("Two weeks");
  await focus(false);
  backend.say(id, INES, { kind: "message", text: "Anybody?", answers: null, sources: [] });
  await expect
    .poll(async () => [...(await told(page)), ...(await told(other))].map(({ body }) => body))
    .toEqual(["It has been two weeks.", "Anybody?"]);
});

test("an agent allows notices by a click, chooses by kind, hides words, and is left in peace until a time", async ({
  page,
}) => {
  await watch(page, "default");
  const { backend, id } = await inbox(page);
  const say = (text: string) => backend.say(id, INES, { kind: "message", text, answers: null, sources: [] });
  say("Not allowed yet");
  await expect.poll(() => rang(page)).toBe(1);
  expect(await told(page)).toEqual([]);
  await page.keyboard.press("?");
  const unassigned = page.getByRole("group", { name: "New messages in unassigned conversations" });
  await expect(unassigned.getByLabel("Desktop notification")).toBeDisabled();
  await page.getByRole("button", { name: "Allow desktop notifications" }).click();
  await expect(unassigned.getByLabel("Desktop notification")).toBeEnabled();
  await page.getByRole("button", { name: "Show a test notification" }).click();
  await page.getByRole("button", { name: "Play sound" }).click();
  expect(await told(page)).toMatchObject([{ tag: "test" }]);
  expect(await rang(page)).toBe(2);
  await unassigned.getByLabel("Sound").uncheck();
  await page.getByLabel("Show names and message text in desktop notifications").uncheck();
  say("My card is 4111 1111 1111 1111");
  await expect.poll(() => told(page)).toMatchObject([{ tag: "test" }, { title: "New message", body: "", tag: id }]);
  expect(await rang(page)).toBe(2);
  await page.getByLabel("Show the number of waiting conversations on the tab’s icon").uncheck();
  await expect(page.locator('link[rel="icon"]')).not.toHaveAttribute("href", /text/);
  await page.getByRole("button", { name: /^For one hour/ }).click();
  await expect(page.getByText(/^Do not disturb is on until/)).toBeVisible();
  backend.say(id, MAYA, { kind: "assigned", agent: MAYA.id!, name: MAYA.name });
  say("Nobody hears this");
  await expect(page.locator(".row")).toHaveCount(1);
  await page.reload();
  await page.keyboard.press("?");
  await expect(unassigned.getByLabel("Sound")).not.toBeChecked();
  await page.getByRole("button", { name: "Turn off" }).click();
  await expect(page.getByRole("button", { name: /^For one hour/ })).toBeVisible();
  expect(await told(page)).toEqual([]);
});

for (const [name, width, colorScheme, permission] of [
  ["wide", 1280, "light", "granted"],
  ["narrow and dark", 320, "dark", "denied"],
] as const) {
  test(`the choices have no accessibility fault: ${name}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme });
    await watch(page, permission);
    await inbox(page);
    await page.keyboard.press("?");
    await page.getByRole("heading", { name: "Notifications" }).scrollIntoViewIfNeeded();
    expect(await findings(page, "notices")).toEqual([]);
    await page.getByRole("button", { name: /^For one hour/ }).click();
    await page.getByRole("button", { name: "Turn off" }).scrollIntoViewIfNeeded();
    expect(await findings(page, "not to be disturbed")).toEqual([]);
    const scrollWidth = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(scrollWidth).toBeLessThanOrEqual(width);
  });
}
