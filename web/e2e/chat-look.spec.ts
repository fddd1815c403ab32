import { expect, test } from "@playwright/test";
import { Backend as Console, MINUTE } from "../testing/console.ts";
import { findings } from "./look.ts";
import { Backend } from "../testing/widget.ts";
import { Visitor, shopOf } from "./widget-page.ts";

// How a store's chat looks: settled in the console, seen in the widget.

/** A red square of one pixel. */
const LOGO =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";

for (const [name, width, scheme] of [
  ["wide", 1280, "light"],
  ["narrow and dark", 320, "dark"],
] as const) {
  test(`a lead settles how the chat looks, and the preview follows: ${name}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme: scheme });
    const backend = new Console();
    backend.role = "lead";
    backend.open("Hello", { ago: MINUTE });
    await backend.attach(page);
    await page.goto("/console/?page=store");
    const preview = page.getByRole("img", { name: "Preview" });
    await page.getByLabel(/Name at the top/).fill("Kiln & Clay");
    await page
      .getByLabel(/^Logo/)
      .setInputFiles({ name: "logo.png", mimeType: "image/png", buffer: Buffer.from(LOGO.split(",")[1]!, "base64") });
    await page.getByRole("checkbox", { name: "Use the shop’s colour" }).check();
    await page.getByLabel(/^Colour/).fill("#ffd400");
    await expect(page.getByText(/Text on it is black, contrast 1\d\.\d:1/)).toBeVisible();
    await page.getByLabel(/Questions to begin with/).fill("Where is my mug?\n\nCan it go in the oven?");
    const privacy = page.getByLabel("Address of the privacy notice");
    await privacy.fill("http://kiln.example");
    await expect(page.getByText("needs an address that starts with https://")).toBeVisible();
    await privacy.fill("https://kiln.example/privacy");
    await expect(preview).toContainText("Kiln & Clay");
    await expect(preview).toContainText("Can it go in the oven?");
    await expect(preview.locator(".chat-own")).toHaveCSS("background-color", "rgb(255, 212, 0)");
    await expect(preview.locator(".chat-own")).toHaveCSS("color", "rgb(0, 0, 0)");
    await preview.scrollIntoViewIfNeeded();
    expect(await findings(page, "look of the chat")).toEqual([]);
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Saved", { exact: true })).toBeVisible();
    expect(backend.knowledge.settings.appearance).toMatchObject({
      name: "Kiln & Clay",
      accent: "#ffd400",
      starters: ["Where is my mug?", "Can it go in the oven?"],
      privacy: "https://kiln.example/privacy",
    });
    expect(backend.knowledge.settings.appearance?.logo).toMatch(/^data:image\/png;base64,/);
  });
}

test("the widget wears its store's look, unless the page has a colour of its own", async ({
  page,
  context,
  baseURL,
}) => {
  const site = (baseURL ?? "").replace(/\/$/, "");
  const visitor = new Visitor(page, shopOf(site));
  const appearance = {
    name: "Kiln & Clay",
    logo: LOGO,
    accent: "#ffd400",
    starters: ["Where is my mug?"],
    privacy: "https://kiln.example/privacy",
  };
  await Backend.attach(context, site, { appearance });
  await visitor.visit();
  await visitor.open();
  await expect(visitor.frame.getByRole("heading", { name: "Kiln & Clay" })).toBeVisible();
  await expect(visitor.frame.locator(".logo")).toHaveJSProperty("naturalWidth", 1);
  await expect(visitor.frame.locator(".starters button")).toHaveText(["Where is my mug?"]);
  await expect(visitor.frame.getByRole("link", { name: "Privacy" })).toHaveAttribute("href", appearance.privacy);
  const send = visitor.frame.locator(".send");
  await visitor.frame.locator("#message").fill("Hello");
  await expect(send).toHaveCSS("background-color", "rgb(255, 212, 0)");
  await expect(send).toHaveCSS("color", "rgb(0, 0, 0)");
  await page.evaluate(() => window.Firstline?.("set", { accent: "#7a1f3d" }));
  await expect(send).toHaveCSS("background-color", "rgb(122, 31, 61)");
  await expect(send).toHaveCSS("color", "rgb(255, 255, 255)");
});
