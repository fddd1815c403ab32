import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { strFromU8, unzipSync } from "fflate";
import { png, silence } from "./file-samples.ts";
import { signIn } from "./stack.ts";
import { Agent } from "./widget-agent.ts";
import { shopOf, Visitor } from "./widget-page.ts";

// A photo from a customer and a document from an agent, against the running stack: its bucket, its checks, its links and its policy.

test("a customer sends a photo of the broken mug, and the agent answers with a form", async ({
  page,
  browser,
  baseURL,
}) => {
  test.setTimeout(90_000);
  const site = (baseURL ?? "").replace(/\/$/, "");
  const complaints: string[] = [];
  page.on("console", (message) => /content security policy/i.test(message.text()) && complaints.push(message.text()));
  const visitor = new Visitor(page, shopOf(site));
  await visitor.visit();
  await visitor.open();
  const question = `The mug is broken ${Math.random().toString(36).slice(2, 8)}`;
  await visitor.ask(question);
  const agent = await Agent.signIn(site);
  const caseId = await agent.find(question);
  const photo = { name: "broken-mug.png", mimeType: "image/png", buffer: png(800, 600) };
  await visitor.frame.getByLabel("Attach files").setInputFiles([photo]);
  await visitor.write("Here is a photo");
  await visitor.sees("Here is a photo", "Sent");
  const own = visitor.frame.getByRole("button", { name: "Open broken-mug.png" });
  await expect(own.locator("img")).toBeVisible();
  await own.click();
  await expect(visitor.frame.getByRole("dialog").getByRole("img", { name: "broken-mug.png" })).toHaveJSProperty(
    "naturalWidth",
    800,
  );
  await page.keyboard.press("Escape");

  const desk = await (await browser.newContext()).newPage();
  desk.on("console", (message) => /content security policy/i.test(message.text()) && complaints.push(message.text()));
  await signIn(desk, "Ines Moreau", `?case=${caseId}`);
  const picture = desk.getByRole("button", { name: "Open broken-mug.png" });
  await expect(picture.locator("img")).toHaveJSProperty("complete", true);
  const box = (await picture.boundingBox())!;
  expect(box.width / box.height).toBeCloseTo(4 / 3, 1);
  await picture.click();
  await expect(desk.getByRole("dialog").getByRole("img")).toHaveJSProperty("naturalWidth", 800);
  await desk.keyboard.press("Escape");
  await desk.locator(".log").focus();
  await desk.keyboard.press("r");
  const form = { name: "return-form.pdf", mimeType: "application/pdf", buffer: PDF };
  const voice = { name: "voice.wav", mimeType: "audio/wav", buffer: silence() };
  await desk.getByLabel("Attach files").setInputFiles([form, voice]);
  await expect(desk.locator(".tray .file.ready")).toHaveCount(2);
  await desk.locator(".composer textarea").fill("Sorry! Please send it back with this form.");
  await desk.locator(".composer textarea").press("Enter");
  await desk.getByRole("button", { name: "Send now" }).click();

  await visitor.sees("Sorry! Please send it back with this form.");
  const handed = page.waitForEvent("download");
  await visitor.frame.getByRole("button", { name: /Download return-form.pdf/ }).click();
  expect((await handed).suggestedFilename()).toBe("return-form.pdf");
  for (const place of [visitor.frame, desk]) {
    await place.getByRole("button", { name: /^Play voice.wav/ }).click();
    const player = place.locator("audio");
    await expect.poll(() => player.evaluate((audio: HTMLAudioElement) => audio.currentTime)).toBeGreaterThan(0);
  }
  await desk.context().close();

  // What a lead hands over has the bytes of both.
  const lead = await (await browser.newContext()).newPage();
  lead.on("console", (message) => /content security policy/i.test(message.text()) && complaints.push(message.text()));
  await signIn(lead, "Lea Lindqvist", `?case=${caseId}`);
  await lead.getByRole("button", { name: "Personal data" }).click();
  const saved = lead.waitForEvent("download");
  await lead.getByRole("button", { name: "Save with files (ZIP)" }).click();
  const zip = unzipSync(readFileSync(await (await saved).path()));
  const bytesOf = (name: string) => Object.entries(zip).find(([path]) => path.endsWith(name))?.[1];
  expect(bytesOf("-return-form.pdf")).toEqual(new Uint8Array(PDF));
  expect(bytesOf("-broken-mug.png")?.length).toBeGreaterThan(1_000);
  expect(strFromU8(bytesOf("page.html") ?? new Uint8Array())).toContain('-return-form.pdf"');
  await expect(lead.getByText(/conversations? saved\.$/)).toBeVisible();
  expect(complaints).toEqual([]);
  await lead.context().close();
});

test("a page of markup in a picture's clothes is refused, and the message is kept", async ({ page, baseURL }) => {
  const site = (baseURL ?? "").replace(/\/$/, "");
  const visitor = new Visitor(page, shopOf(site));
  await visitor.visit();
  await visitor.open();
  await visitor.ask(`Hello ${Math.random().toString(36).slice(2, 8)}`);
  const buffer = Buffer.from("<!doctype html><script>alert(1)</script>");
  await visitor.frame.getByLabel("Attach files").setInputFiles([{ name: "mug.png", mimeType: "image/png", buffer }]);
  await visitor.write("Look");
  await expect(visitor.frame.locator(".bubble.failed")).toContainText("Look");
  await visitor.frame.getByRole("button", { name: "Edit" }).click();
  await visitor.frame.getByRole("button", { name: "Remove mug.png" }).click();
  await visitor.composer.press("Enter");
  await visitor.sees("Look", "Sent");
});

/** The smallest document that every reader takes. */
const PDF = Buffer.from(`%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj
xref
0 4
0000000000 65535 f 
0000000009 00000 n 
0000000052 00000 n 
0000000101 00000 n 
trailer<</Size 4/Root 1 0 R>>
startxref
164
%%EOF
`);
