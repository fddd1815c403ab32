import { expect, test as base } from "@playwright/test";
import { Backend } from "../testing/widget.ts";
import { check } from "./widget-looks.ts";
import { shopOf, Visitor } from "./widget-page.ts";

// A reply that was promised by a time, as the customer sees it, over a service made of one case.

type Fixtures = { site: string; visitor: Visitor };
const test = base.extend<Fixtures>({
  site: async ({ baseURL }, use) => use((baseURL ?? "").replace(/\/$/, "")),
  visitor: async ({ page, site }, use) => use(new Visitor(page, shopOf(site))),
});

test("the customer sees who replies by when, until it is changed, kept or withdrawn", async ({
  context,
  page,
  visitor,
  site,
}) => {
  const backend = await Backend.attach(context, site);
  await visitor.visit();
  await visitor.open();
  await visitor.ask("Where is my parcel?");
  const at = new Date();
  at.setSeconds(0, 0);
  const inAnHour = at.getTime() + 60 * 60_000;
  backend.promise(inAnHour);
  const line = visitor.frame.getByText(/^Ines Moreau will reply by /);
  await expect(line).toBeVisible();
  await check(page, "a promised reply");
  backend.promise(at.getTime() + 3 * 24 * 60 * 60_000);
  await expect(line).toContainText(/day/);
  backend.promise(null);
  await expect(line).toBeHidden();
  backend.promise(inAnHour);
  await expect(line).toBeVisible();
  backend.reply("It arrives today.");
  await visitor.sees("It arrives today.");
  await expect(line).toBeHidden();
  // What is over is no promise any more.
  backend.promise(Date.now() - 60_000);
  await expect(line).toBeHidden();
});
