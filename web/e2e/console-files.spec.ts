import { type Locator, type Page, expect, test } from "@playwright/test";
import { type Bucket, serveBucket } from "../testing/bucket.ts";
import { type Backend, INES } from "../testing/console.ts";
import { RULES } from "../testing/files.ts";
import { UNDO, composer, desk } from "./console-page.ts";
import { png, silence } from "./file-samples.ts";
import { findings } from "./look.ts";

// Files in the console, over a service made of maps and a bucket on this machine.

// The bucket has a port of its own, which the site's policy does not know.
test.use({ bypassCSP: true });

const LABEL = { name: "label.png", mimeType: "image/png", buffer: png(900, 600) };
const FORM = { name: "return-form.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7 form") as Buffer };
const LONG = { name: "long.png", mimeType: "image/png", buffer: png(640, 480, 6_000_000) };

/** The desk of a store that takes files, at work on a reply; the customer has sent a photo and an order. */
async function writing(page: Page) {
  let bucket!: Bucket;
  const set = await desk(page, false, async (backend: Backend) => {
    backend.store = { ...backend.store, files: RULES };
    bucket = await serveBucket(backend.files);
  });
  const { backend } = set;
  const id = set.ids[1];
  const files = [
    backend.files.put("broken-mug.png", "image/png", png(800, 600)),
    backend.files.put("order.pdf", "application/pdf", FORM.buffer),
  ];
  await page.goto(`/console/?case=${id}`);
  await expect(page.locator(".speech")).toHaveCount(1);
  backend.say(id, INES, { kind: "message", text: "It came like this.", answers: null, sources: [], files });
  await expect(page.getByRole("button", { name: "Open broken-mug.png" })).toBeVisible();
  await page.keyboard.press("r");
  return { ...set, id, bucket };
}

const chooser = (page: Page) => page.getByLabel("Attach files");
const tray = (page: Page) => page.getByRole("list", { name: "Attached files" });
const sendButton = (page: Page) => page.getByRole("button", { name: "Send", exact: true });

/** The clock of the page stands still but for this: what the service is asked again and again comes by it. */
async function eventually(page: Page, assertion: () => Promise<void>): Promise<void> {
  await expect(async () => {
    await page.clock.runFor(400);
    await assertion();
  }).toPass();
}

const isReady = (page: Page, count = 1) =>
  eventually(page, () => expect(tray(page).locator(".file.ready")).toHaveCount(count, { timeout: 200 }));

async function hand(field: Locator, how: "paste" | "dragover" | "drop", { name, mimeType, buffer }: typeof LABEL) {
  await field.evaluate(
    (element, [type, file, mime, bytes]) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(bytes)], file, { type: mime }));
      const common = { bubbles: true, cancelable: true };
      element.dispatchEvent(
        type === "paste"
          ? new ClipboardEvent("paste", { ...common, clipboardData: data })
          : new DragEvent(type, { ...common, dataTransfer: data }),
      );
    },
    [how, name, mimeType, [...buffer]] as const,
  );
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`what customers send is seen, opened large and handed over, ${colorScheme} @mobile`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    const { backend, id } = await writing(page);
    const picture = page.getByRole("button", { name: "Open broken-mug.png" });
    await expect(picture.locator("img")).toHaveJSProperty("complete", true);
    const box = (await picture.boundingBox())!;
    expect(box.width / box.height).toBeCloseTo(4 / 3, 1);
    expect(await findings(page, "received")).toEqual([]);
    await picture.click();
    const dialog = page.getByRole("dialog", { name: "broken-mug.png" });
    await expect(dialog.getByRole("img")).toBeVisible();
    expect(await findings(page, "large")).toEqual([]);
    const saving = page.waitForEvent("download");
    await dialog.getByRole("button", { name: "Download broken-mug.png" }).click();
    expect((await saving).suggestedFilename()).toBe("broken-mug.png");
    await page.keyboard.press("Escape");
    await expect(dialog).toHaveCount(0);
    await expect(picture).toBeFocused();
    const handed = page.waitForEvent("download");
    await page.getByRole("button", { name: /Download order.pdf/ }).click();
    expect((await handed).suggestedFilename()).toBe("order.pdf");
    backend.files.gone.add(backend.events(id).flatMap(({ body }) => ("files" in body && body.files) || [])[1]!.id);
    await page.clock.fastForward(55_000);
    await page.getByRole("button", { name: /Download order.pdf/ }).click();
    await expect(page.getByText("This file is no longer available.")).toBeVisible();
  });

  test(`files lie beside the reply and go out with it, ${colorScheme} @mobile`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    const { bucket, backend, id, sent } = await writing(page);
    await chooser(page).setInputFiles([LABEL, FORM]);
    await isReady(page, 2);
    await expect(composer(page)).toBeFocused();
    bucket.takes = 2_000_000;
    await chooser(page).setInputFiles([LONG, { ...FORM, name: "page.html", mimeType: "text/html" }]);
    await expect(tray(page).getByRole("progressbar")).toBeVisible();
    await expect(tray(page)).toContainText("This type of file can’t be sent");
    expect(await findings(page, "tray")).toEqual([]);
    await page.getByRole("button", { name: "Remove long.png" }).click();
    await page.getByRole("button", { name: "Remove page.html" }).click();
    await composer(page).fill("Please use this label.");
    await sendButton(page).click();
    await expect(page.locator(".log .pending .picture")).toBeVisible();
    expect(await findings(page, "held")).toEqual([]);
    await page.clock.runFor(UNDO);
    await expect.poll(() => sent("send")).toHaveLength(1);
    await expect(page.locator(".speech:not(.pending)").getByRole("button", { name: "Open label.png" })).toBeVisible();
    expect(backend.events(id).at(-1)?.body).toMatchObject({
      text: "Please use this label.",
      files: [{ name: "label.png", width: 900, height: 600 }, { name: "return-form.pdf" }],
    });
    expect(await findings(page, "sent")).toEqual([]);
  });
}

test("sound is played where it stands, and nothing of it is fetched before @mobile", async ({ page }) => {
  const { backend, id } = await writing(page);
  const files = [
    backend.files.put("voice.wav", "audio/wav", silence()),
    backend.files.put("film.webm", "video/webm", Buffer.from("no film")),
    backend.files.put("old.avi", "video/x-msvideo", silence()),
  ];
  backend.say(id, INES, { kind: "message", text: "Listen.", answers: null, sources: [], files });
  const play = page.getByRole("button", { name: /^Play voice.wav, / });
  await expect(play).toBeVisible();
  await expect(page.getByRole("button", { name: /Play old/ })).toHaveCount(0);
  await expect(page.locator("audio, video")).toHaveCount(0);
  expect(backend.files.linked).not.toContain(files[0]!.id);
  expect(await findings(page, "sound")).toEqual([]);
  await play.press("Enter");
  const player = page.locator("audio");
  await expect(player).toBeFocused();
  await expect.poll(() => player.evaluate((audio: HTMLAudioElement) => audio.currentTime)).toBeGreaterThan(0);
  await expect(play).toHaveCount(0);
  expect(await findings(page, "playing")).toEqual([]);
  // What says that it is a film and is none.
  await page.getByRole("button", { name: /^Play film.webm/ }).click();
  await expect(page.getByRole("alert")).toHaveText("This file can’t be played here.");
  const handed = page.waitForEvent("download");
  await page.getByRole("button", { name: /Download film.webm/ }).click();
  expect((await handed).suggestedFilename()).toBe("film.webm");
});

test("a sound that can't be loaded now is tried again, and its player takes no focus from what is written", async ({
  page,
}) => {
  const { backend, id } = await writing(page);
  const file = backend.files.put("voice.wav", "audio/wav", silence());
  backend.say(id, INES, { kind: "message", text: "Listen.", answers: null, sources: [], files: [file] });
  const link = `**/cases/*/files/${file.id}`;
  const play = page.getByRole("button", { name: /^Play voice.wav, / });
  await page.route(link, (route) => route.abort(), { times: 1 });
  await play.click();
  await expect(page.getByRole("alert")).toHaveText("Couldn’t be loaded. Try again.");
  let goOn = () => {};
  const held = new Promise<void>((resolve) => (goOn = resolve));
  await page.route(link, (route) => held.then(() => route.fallback()), { times: 1 });
  await play.click();
  await composer(page).focus();
  goOn();
  await expect(page.locator("audio")).toBeVisible();
  await expect(page.getByRole("alert")).toHaveCount(0);
  await expect(composer(page)).toBeFocused();
});

test("a reply of files alone goes out, and undo gives the files back", async ({ page }) => {
  const { sent } = await writing(page);
  await chooser(page).setInputFiles([FORM]);
  await isReady(page);
  await composer(page).press("Enter");
  await expect(page.locator(".log .pending .file")).toContainText("return-form.pdf");
  await page.getByRole("button", { name: "Undo" }).first().click();
  await expect(tray(page).getByRole("listitem")).toHaveCount(1);
  await page.clock.runFor(UNDO);
  expect(sent("send")).toEqual([]);
  await composer(page).press("Enter");
  await page.clock.runFor(UNDO);
  await expect.poll(() => sent("send")).toMatchObject([{ text: "", files: [expect.any(String)] }]);
});

test("paste and drop attach to the reply, and never to a note", async ({ page }) => {
  await writing(page);
  await hand(composer(page), "paste", { ...LABEL, name: "image.png" });
  await expect(tray(page)).toContainText(/image-.+\.png/);
  await hand(page.locator(".log"), "dragover", FORM);
  await expect(page.locator(".composer .drop")).toBeVisible();
  expect(await findings(page, "drop")).toEqual([]);
  await hand(page.locator(".log"), "drop", FORM);
  await expect(page.locator(".composer .drop")).toHaveCount(0);
  await expect(tray(page).getByRole("listitem")).toHaveCount(2);
  await page.getByRole("button", { name: /Note/ }).click();
  await expect(chooser(page)).toHaveCount(0);
  await expect(tray(page)).toHaveCount(0);
});

test("a reply waits for its files over a reload in the middle of an upload, and goes once", async ({ page }) => {
  const { bucket, backend, id, sent } = await writing(page);
  bucket.takes = 1_000_000;
  await chooser(page).setInputFiles([LONG]);
  await expect(tray(page)).toContainText("%");
  await composer(page).fill("The whole picture");
  await composer(page).press("Enter");
  await page.clock.runFor(UNDO);
  await expect(page.locator(".log .pending .way")).toContainText("%");
  page.on("dialog", (dialog) => void dialog.accept());
  bucket.cut();
  await page.reload();
  await expect(page.locator(".log .pending")).toContainText("The whole picture");
  bucket.resume();
  await eventually(page, () => expect(page.locator(".log .pending")).toHaveCount(0, { timeout: 200 }));
  expect(sent("send")).toHaveLength(1);
  expect(backend.events(id).at(-1)?.body).toMatchObject({ files: [{ name: "long.png" }] });
});

test("files of one case never lie beside the reply to another", async ({ page }) => {
  const { id, ids } = await writing(page);
  await chooser(page).setInputFiles([FORM]);
  await isReady(page);
  await page.goto(`/console/?case=${ids[2]}`);
  await expect(page.locator(".speech")).toHaveCount(1);
  await expect(tray(page)).toHaveCount(0);
  await page.goto(`/console/?case=${id}`);
  await expect(tray(page)).toContainText("return-form.pdf");
});

test("a file that turns out to be something else is named, and the rest can go", async ({ page }) => {
  const { backend, sent } = await writing(page);
  backend.files.verdict = ({ view }) => (view.name === FORM.name ? "not_its_type" : null);
  await chooser(page).setInputFiles([LABEL, FORM]);
  await composer(page).fill("Both");
  await composer(page).press("Enter");
  await eventually(page, () => expect(page.locator(".log .failed")).toBeVisible({ timeout: 200 }));
  await expect(page.locator(".log .failed")).toContainText("An attached file couldn’t be sent.");
  await expect(page.locator(".log .failed")).toContainText("The content doesn’t match the file type");
  expect(await findings(page, "refused")).toEqual([]);
  await page.locator(".log .failed").getByRole("button", { name: "Edit" }).click();
  await expect(composer(page)).toHaveValue("Both");
  await page.getByRole("button", { name: "Remove return-form.pdf" }).click();
  await composer(page).press("Enter");
  await page.clock.runFor(UNDO);
  await expect.poll(() => sent("send")).toMatchObject([{ text: "Both", files: [expect.any(String)] }]);
});

test("a store without files offers none", async ({ page }) => {
  await desk(page);
  await page.keyboard.press("r");
  await expect(chooser(page)).toHaveCount(0);
});
