import { type BrowserContext, type Page, expect, test as base } from "@playwright/test";
import { type Bucket, serveBucket } from "../testing/bucket.ts";
import { RULES } from "../testing/files.ts";
import { Backend } from "../testing/widget.ts";
import { png, silence } from "./file-samples.ts";
import { check, dressed, LOOKS } from "./widget-looks.ts";
import { shopOf, Visitor } from "./widget-page.ts";

// Files in the widget, over a service made of one case and a bucket on this machine.

// The bucket has a port of its own, which the site's policy does not know.
const test = base.extend<{ site: string }>({
  site: async ({ baseURL }, use) => use((baseURL ?? "").replace(/\/$/, "")),
  bypassCSP: true,
});

const MUG = { name: "broken-mug.png", mimeType: "image/png", buffer: png(800, 600) };
const NOTE = { name: "order.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7 order") };
/** Large enough to be on its way for a while. */
const LONG = { name: "long.png", mimeType: "image/png", buffer: png(640, 480, 6_000_000) };

interface Stage {
  visitor: Visitor;
  backend: Backend;
  bucket: Bucket;
}

/** A visitor with an open chat of a store that takes files. */
async function stage(page: Page, context: BrowserContext, site: string, at = shopOf(site)): Promise<Stage> {
  const backend = await Backend.attach(context, site, { files: RULES });
  const bucket = await serveBucket(backend.files);
  const visitor = new Visitor(page, at);
  await visitor.visit();
  await visitor.open();
  return { visitor, backend, bucket };
}

const chooser = ({ frame }: Visitor) => frame.getByLabel("Attach files");
const tray = ({ frame }: Visitor) => frame.getByRole("list", { name: "Attached files" });
const send = ({ frame }: Visitor) => frame.getByRole("button", { name: "Send" });

/** Hands files to the page as a paste or a drop does. */
async function hand({ frame }: Visitor, how: "paste" | "drop" | "dragover", files: (typeof MUG)[]): Promise<void> {
  const sent = files.map(({ name, mimeType, buffer }) => ({ name, mimeType, bytes: [...buffer] }));
  await frame.locator("#message").evaluate(
    (field, [type, contents]) => {
      const data = new DataTransfer();
      for (const { name, mimeType, bytes } of contents)
        data.items.add(new File([new Uint8Array(bytes)], name, { type: mimeType }));
      const common = { bubbles: true, cancelable: true };
      const event =
        type === "paste"
          ? new ClipboardEvent("paste", { ...common, clipboardData: data })
          : new DragEvent(type, { ...common, dataTransfer: data });
      field.dispatchEvent(event);
    },
    [how, sent] as const,
  );
}

test("a photo is chosen, shown with what becomes of it, and sent without a word", async ({ page, context, site }) => {
  const { visitor, backend } = await stage(page, context, site);
  await expect(send(visitor)).toBeDisabled();
  await chooser(visitor).setInputFiles([MUG, NOTE]);
  await expect(tray(visitor).getByRole("listitem")).toHaveCount(2);
  await expect(tray(visitor)).toContainText("broken-mug.png");
  await expect(visitor.composer).toBeFocused();
  await send(visitor).click();
  const turn = visitor.frame.locator(".turn.me");
  await expect(turn.locator(".meta")).toContainText("Sent");
  await expect(tray(visitor)).toHaveCount(0);
  const picture = turn.getByRole("button", { name: "Open broken-mug.png" });
  await expect(picture.locator("img")).toHaveJSProperty("complete", true);
  const box = (await picture.boundingBox())!;
  expect(box.width / box.height).toBeCloseTo(4 / 3, 1);
  await expect(turn.getByRole("button", { name: /Download order.pdf, PDF · 1.kB/ })).toBeVisible();
  const [opened] = backend.events;
  expect(opened?.body).toMatchObject({
    kind: "opened",
    text: null,
    files: [{ name: MUG.name, width: 800 }, { name: NOTE.name }],
  });
});

test("what was refused stays in sight when the first message goes without it", async ({ page, context, site }) => {
  const { visitor, backend } = await stage(page, context, site);
  await chooser(visitor).setInputFiles([{ ...MUG, name: "page.svg", mimeType: "image/svg+xml" }, MUG]);
  await expect(tray(visitor).getByRole("listitem")).toHaveCount(2);
  await send(visitor).click();
  await expect(visitor.frame.locator(".turn.me .meta")).toContainText("Sent");
  await expect(tray(visitor).getByRole("listitem")).toHaveCount(1);
  await expect(tray(visitor)).toContainText("page.svg");
  expect(backend.events[0]?.body).toMatchObject({ files: [{ name: MUG.name }] });
});

test("where a store asks for consent, a file says what was agreed to, and none can be attached before", async ({
  page,
  context,
  site,
}) => {
  const appearance = { name: null, logo: null, accent: null, starters: [], privacy: "https://shop.example/privacy" };
  const consent = { version: "0123456789abcdef", text: { text: "We keep what you write." }, contact: null };
  const backend = await Backend.attach(context, site, { files: RULES, appearance, pre_chat: { fields: [], consent } });
  await serveBucket(backend.files);
  const visitor = new Visitor(page, `${site}/`);
  await visitor.visit();
  await visitor.open();
  await expect(visitor.frame.getByRole("button", { name: "Start chat" })).toBeVisible();
  await expect(chooser(visitor)).toHaveCount(0);
  await visitor.frame.getByRole("checkbox", { name: "We keep what you write." }).check();
  await visitor.frame.getByRole("button", { name: "Start chat" }).click();
  await chooser(visitor).setInputFiles([MUG]);
  await send(visitor).click();
  await expect(visitor.frame.locator(".turn.me .meta")).toContainText("Sent");
  expect(backend.files.asked).toMatchObject([{ name: MUG.name, consent: consent.version }]);
});

test("sound is played where it stands, and nothing of it is fetched before", async ({ page, context, site }) => {
  const { visitor, backend } = await stage(page, context, site);
  await visitor.ask("Which noise is it?");
  const file = backend.files.put("noise.wav", "audio/wav", silence());
  backend.replyWith("This one?", [file, backend.files.put("broken.webm", "video/webm", Buffer.from("no film"))]);
  const play = visitor.frame.getByRole("button", { name: /^Play noise.wav, / });
  await expect(play).toBeVisible();
  await expect(visitor.frame.locator("audio, video")).toHaveCount(0);
  expect(backend.files.linked).toEqual([]);
  await check(page, "sound");
  await play.press("Enter");
  const player = visitor.frame.locator("audio");
  await expect(player).toBeFocused();
  await expect.poll(() => player.evaluate((audio: HTMLAudioElement) => audio.currentTime)).toBeGreaterThan(0);
  await check(page, "playing");
  await visitor.frame.getByRole("button", { name: /^Play broken.webm/ }).click();
  await expect(visitor.frame.getByRole("alert")).toHaveText("This file can’t be played here.");
  await expect(visitor.frame.getByRole("button", { name: /Download broken.webm/ })).toBeVisible();
});

test("paste and drop attach as well, and show where to", async ({ page, context, site }) => {
  const { visitor } = await stage(page, context, site);
  await expect(chooser(visitor)).toBeAttached();
  await hand(visitor, "paste", [{ ...MUG, name: "image.png" }]);
  await expect(tray(visitor)).toContainText(/image-\d{4}-\d\d-\d\d-\d{6}\.png/);
  await hand(visitor, "dragover", [NOTE]);
  await expect(visitor.frame.getByText("Drop files here to attach them")).toBeVisible();
  await hand(visitor, "drop", [NOTE]);
  await expect(visitor.frame.getByText("Drop files here to attach them")).toHaveCount(0);
  await expect(tray(visitor).getByRole("listitem")).toHaveCount(2);
});

test("a message waits for its files, tells how far they are, and can still be called off", async ({
  page,
  context,
  site,
}) => {
  const { visitor, backend, bucket } = await stage(page, context, site);
  bucket.takes = 1_000_000;
  await chooser(visitor).setInputFiles([LONG]);
  const bar = tray(visitor).getByRole("progressbar", { name: /Uploading long.png, \d+ ?%/ });
  await expect(bar).toBeVisible();
  await expect.poll(() => bar.evaluate((progress: HTMLProgressElement) => progress.value)).toBeGreaterThan(0.1);
  await expect(visitor.frame.getByRole("status").filter({ hasText: "Uploading long.png" })).toBeAttached();
  await visitor.write("Look at this");
  await visitor.sees("Look at this");
  await expect(visitor.frame.locator(".turn.me .way")).toContainText("%");
  expect(backend.events).toEqual([]);
  bucket.resume();
  await visitor.sees("Look at this", "Sent");
  expect(backend.events).toHaveLength(1);
  bucket.takes = 1_000_000;
  await chooser(visitor).setInputFiles([{ ...LONG, name: "other.png" }]);
  await expect(tray(visitor)).toContainText("%");
  await tray(visitor).getByRole("button", { name: "Remove other.png" }).click();
  await expect(tray(visitor)).toHaveCount(0);
  bucket.resume();
  await expect(send(visitor)).toBeDisabled();
});

test("a break is got over, and so is a reload in the middle of an upload", async ({ page, context, site }) => {
  // At the chat's own origin the frame may keep things.
  const { visitor, backend, bucket } = await stage(page, context, site, `${site}/`);
  bucket.takes = 1_000_000;
  await chooser(visitor).setInputFiles([LONG]);
  await expect(tray(visitor)).toContainText("%");
  bucket.cut();
  await expect(tray(visitor)).toContainText("%");
  await visitor.write("The mug");
  await visitor.sees("The mug");
  bucket.cut();
  bucket.resume();
  bucket.takes = 1_000_000;
  await visitor.visit();
  await visitor.open();
  await visitor.sees("The mug");
  bucket.resume();
  await visitor.sees("The mug", "Sent");
  expect(backend.events).toHaveLength(1);
  await expect(visitor.frame.getByRole("button", { name: "Open long.png" })).toBeVisible();
});

test("what lies beside a draft is there again after a reload", async ({ page, context, site }) => {
  const { visitor, backend } = await stage(page, context, site, `${site}/`);
  await visitor.composer.fill("It came like this");
  await chooser(visitor).setInputFiles([MUG]);
  await expect(tray(visitor)).not.toContainText("·");
  await visitor.visit();
  await visitor.open();
  await expect(tray(visitor)).toContainText("broken-mug.png");
  await expect(visitor.composer).toHaveValue("It came like this");
  await send(visitor).click();
  await visitor.sees("It came like this", "Sent");
  expect(backend.events[0]?.body).toMatchObject({ files: [{ name: "broken-mug.png" }] });
});

test("what can't be sent says why in plain words; the message and the rest are kept", async ({
  page,
  context,
  site,
}) => {
  const { visitor, backend } = await stage(page, context, site);
  backend.files.verdict = ({ view }) => (view.name === "order.pdf" ? "not_its_type" : null);
  await chooser(visitor).setInputFiles([{ ...MUG, name: "page.svg", mimeType: "image/svg+xml" }]);
  await expect(tray(visitor)).toContainText("This type of file can’t be sent");
  await expect(send(visitor)).toBeDisabled();
  await tray(visitor).getByRole("button", { name: "Remove page.svg" }).click();
  await chooser(visitor).setInputFiles([MUG, NOTE]);
  await visitor.write("Both");
  await expect(visitor.frame.locator(".bubble.failed")).toContainText("The content doesn’t match the file type");
  await check(page, "refused");
  await visitor.frame.getByRole("button", { name: "Edit" }).click();
  await expect(visitor.composer).toHaveValue("Both");
  await tray(visitor).getByRole("button", { name: "Remove order.pdf" }).click();
  await send(visitor).click();
  await visitor.sees("Both", "Sent");
  expect(backend.events[0]?.body).toMatchObject({ files: [{ name: MUG.name }] });
});

test("a full store is tried again by its button", async ({ page, context, site }) => {
  const { visitor, backend } = await stage(page, context, site);
  backend.files.refusal = "storage_full";
  await chooser(visitor).setInputFiles([MUG]);
  await expect(tray(visitor)).toContainText("There’s no space left for files");
  await tray(visitor).getByRole("button", { name: "Retry broken-mug.png" }).click();
  await expect(tray(visitor)).not.toContainText("no space");
  await expect(send(visitor)).toBeEnabled();
});

test("a picture opens large, keeps the keyboard, and Escape closes it alone", async ({ page, context, site }) => {
  const { visitor, backend } = await stage(page, context, site);
  await visitor.ask("Do you have it in blue?");
  const files = [
    backend.files.put("blue.png", "image/png", png(1200, 900)),
    backend.files.put("sizes.pdf", "application/pdf", NOTE.buffer),
  ];
  backend.replyWith("Here it is.", files);
  const picture = visitor.frame.getByRole("button", { name: "Open blue.png" });
  await picture.click();
  const dialog = visitor.frame.getByRole("dialog", { name: "blue.png" });
  await expect(dialog.getByRole("img", { name: "blue.png" })).toBeVisible();
  for (let times = 0; times < 4; times++) await page.keyboard.press("Tab");
  const saving = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Download blue.png" }).click();
  expect((await saving).suggestedFilename()).toBe("blue.png");
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(picture).toBeFocused();
  await expect(visitor.launcher).toHaveAttribute("aria-expanded", "true");
  const handed = page.waitForEvent("download");
  await visitor.frame.getByRole("button", { name: /Download sizes.pdf/ }).click();
  expect((await handed).suggestedFilename()).toBe("sizes.pdf");
});

test("a file that is gone says so", async ({ page, context, site }) => {
  const { visitor, backend } = await stage(page, context, site);
  await visitor.ask("The form?");
  const file = backend.files.put("form.pdf", "application/pdf", NOTE.buffer);
  backend.files.gone.add(file.id);
  backend.replyWith("", [file]);
  await visitor.frame.getByRole("button", { name: /Download form.pdf/ }).click();
  await expect(visitor.frame.getByText("This file is no longer available.")).toBeVisible();
});

test("links are asked for where a picture is seen, and anew once they are old", async ({ page, context, site }) => {
  const { visitor, backend } = await stage(page, context, site);
  await page.clock.install();
  await visitor.ask("Pictures?");
  const file = backend.files.put("one.png", "image/png", png(400, 300));
  const last = backend.files.put("last.png", "image/png", png(400, 300));
  backend.replyWith("First", [file]);
  for (let count = 0; count < 12; count++) backend.reply(`and more ${count}\n\nand more`);
  backend.replyWith("Last", [last]);
  await expect(visitor.frame.getByRole("button", { name: "Open last.png" }).locator("img")).toBeVisible();
  expect(backend.files.linked.filter((id) => id === last.id)).toHaveLength(1);
  await visitor.frame.getByRole("button", { name: "Open last.png" }).click();
  await page.keyboard.press("Escape");
  expect(backend.files.linked.filter((id) => id === last.id)).toHaveLength(1);
  await page.clock.fastForward(51_000);
  await visitor.frame.getByRole("button", { name: "Open last.png" }).click();
  await expect.poll(() => backend.files.linked.filter((id) => id === last.id).length).toBe(2);
});

test("what a visitor has attached is the customer's who they turn out to be", async ({ page, context, site }) => {
  const { visitor, backend, bucket } = await stage(page, context, site, `${site}/`);
  await visitor.ask("The mug is broken");
  bucket.takes = 1_000_000;
  await chooser(visitor).setInputFiles([LONG]);
  await visitor.write("Here");
  await visitor.sees("Here");
  await chooser(visitor).setInputFiles([MUG]);
  await expect(tray(visitor)).not.toContainText("·");
  const claims = { sub: "7", store: "demo", exp: Math.floor(Date.now() / 1_000) + 3_600 };
  const token = `h.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.s`;
  backend.letClaim(token);
  await page.evaluate((own) => window.Firstline?.("identify", own), token);
  bucket.resume();
  await visitor.sees("Here", "Sent");
  await expect(tray(visitor)).toContainText("broken-mug.png");
  await visitor.write("And another one");
  await visitor.sees("And another one", "Sent");
  expect(backend.events.map(({ body }) => body.kind)).toEqual(["opened", "message", "claimed", "message"]);
  expect(backend.events.at(-1)?.body).toMatchObject({ files: [{ name: "broken-mug.png" }] });
});

test("a store without files offers none", async ({ page, context, site }) => {
  const backend = await Backend.attach(context, site);
  const visitor = new Visitor(page, shopOf(site));
  await visitor.visit();
  await visitor.open();
  await visitor.ask("Hello");
  expect(backend.events).toHaveLength(1);
  await expect(chooser(visitor)).toHaveCount(0);
});

for (const look of LOOKS) {
  test(`files have no accessibility fault: ${look.name}`, async ({ browser, site }) => {
    test.setTimeout(90_000);
    const page = await dressed(browser, look, { bypassCSP: true });
    const { visitor, backend, bucket } = await stage(page, page.context(), site);
    if (look.locale) await page.evaluate((locale) => window.Firstline?.("set", { locale }), look.locale);
    const input = visitor.frame.locator(".attach input");
    const message = visitor.frame.locator("#message");
    await input.setInputFiles([MUG, NOTE]);
    await message.fill("It broke on the way");
    await message.press("Enter");
    await expect(visitor.frame.locator(".meta").last()).toBeVisible();
    await expect.poll(() => backend.events.length).toBe(1);
    backend.replyWith("Sorry! This is the form.", [
      backend.files.put("return-form-with-a-rather-long-name.pdf", "application/pdf", NOTE.buffer),
      backend.files.put("tall.png", "image/png", png(300, 900)),
    ]);
    await expect(visitor.frame.locator(".turn.person img")).toBeVisible();
    await visitor.frame.locator(".thread").evaluate((thread) => thread.scrollTo(0, 0));
    await check(page, "messages, top");
    await visitor.frame.locator(".thread").evaluate((thread) => thread.scrollTo(0, thread.scrollHeight));
    await check(page, "messages");
    bucket.takes = 2_000_000;
    await input.setInputFiles([LONG, { ...NOTE, name: "notes.html", mimeType: "text/html" }, MUG]);
    await expect(visitor.frame.locator(".lying.ready")).toHaveCount(1);
    await check(page, "tray");
    await hand(visitor, "dragover", [MUG]);
    await check(page, "drop");
    await hand(visitor, "drop", []);
    bucket.cut();
    await visitor.frame.locator(".turn.person .picture").click();
    await expect(visitor.frame.locator(".viewer img")).toBeVisible();
    await check(page, "large");
    await page.context().close();
  });
}
