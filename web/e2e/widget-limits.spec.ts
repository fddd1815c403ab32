import { test as base, expect } from "@playwright/test";
import { Limit } from "../testing/limit.ts";
import { Backend } from "../testing/widget.ts";
import { shopOf, Visitor } from "./widget-page.ts";

// Who writes more than the service takes at once: the widget waits and sends by itself.

type Fixtures = { site: string; backend: Backend; visitor: Visitor };
const test = base.extend<Fixtures>({
  site: async ({ baseURL }, use) => use((baseURL ?? "").replace(/\/$/, "")),
  backend: async ({ context, site }, use) => use(await Backend.attach(context, site, { assistant: false })),
  visitor: async ({ page, site, backend: _ }, use) => use(new Visitor(page, shopOf(site))),
});

test("what is too much at once is sent later, in order, and never shown as failed", async ({ visitor, backend }) => {
  await visitor.visit();
  await visitor.open();
  await visitor.ask("Where is my parcel?");
  backend.messages = new Limit(1, 4_000);
  const words = ["It is a blue mug", "and a bowl", "and a plate"];
  for (const text of words) await visitor.write(text);
  // A turn has one word for its newest message; each bubble has its own look.
  const bubble = (text: string) => visitor.frame.locator(".bubble", { hasText: text });
  await expect(bubble("It is a blue mug")).toHaveClass("bubble sent");
  await expect(bubble("and a bowl")).toHaveClass("bubble sending");
  const refusals = () => backend.heard.filter((frame) => "text" in frame && frame.text === "and a bowl").length;
  await expect.poll(refusals).toBe(1);
  await expect(visitor.frame.getByText("Not sent")).toHaveCount(0);
  await visitor.sees("and a plate", "Sent");
  expect(await visitor.texts()).toEqual(["Where is my parcel?", ...words]);
  expect(refusals(), "it waited as long as it was told").toBe(2);
});
