import assert from "node:assert/strict";
import { test } from "node:test";

// What the components stand on, over as much of a page as it touches.

interface Script {
  dataset: Record<string, string>;
  src: string;
  onload: () => void;
}
type Call = [command: string, ...rest: unknown[]];
type Firstline = ((...call: Call) => void) & { q?: Call[] };

const page = globalThis as unknown as { window: { Firstline?: Firstline }; document: object; location: object };
const EXAMPLE = "./examples/firstline.js";

async function shop() {
  const scripts: Script[] = [];
  const commands: string[] = [];
  page.window = {};
  page.location = { href: "https://shop.example/" };
  page.document = {
    createElement: () => ({ dataset: {} }),
    head: { append: (script: Script) => scripts.push(script) },
  };
  const { mountFirstline } = (await import(`${EXAMPLE}?${Math.random()}`)) as {
    mountFirstline: (chat: { src: string; site: string; title?: string }) => () => void;
  };
  /** The newest script has come: it does what was commanded before, for the shop that it is for by now. */
  const come = () => {
    const script = scripts.at(-1)!;
    const { q = [] } = page.window.Firstline ?? {};
    const run = (...[command, first]: Call) => {
      commands.push(`${script.dataset.site} ${command}${first === undefined ? "" : ` ${String(first)}`}`);
      if (command === "destroy") delete page.window.Firstline;
    };
    page.window.Firstline = run;
    for (const call of q) run(...call);
    script.onload();
  };
  const mount = (site: string) => mountFirstline({ src: "https://chat.example/c.js", site });
  return { scripts, commands, come, mount, settled: () => new Promise((resolve) => setTimeout(resolve, 1)) };
}

test("another shop's chat takes the place of the one before", async () => {
  const { scripts, commands, come, mount, settled } = await shop();
  const unmount = mount("demo");
  come();
  unmount();
  mount("north");
  page.window.Firstline?.("identify", "token");
  come();
  await settled();
  assert.deepEqual(commands, ["demo destroy", "north identify token"]);
  assert.equal(scripts.length, 2);
});

test("a shop that changes before the script has come gets what was commanded for it", async () => {
  const { scripts, commands, come, mount, settled } = await shop();
  const unmount = mount("demo");
  unmount();
  mount("north");
  page.window.Firstline?.("identify", "token");
  await settled();
  come();
  assert.deepEqual([commands, scripts.length], [["north identify token"], 1]);
});

test("a remount keeps the chat, and an unmount takes it off, come the script before or after", async () => {
  for (const isLate of [false, true]) {
    const { commands, come, mount, settled } = await shop();
    const first = mount("demo");
    if (!isLate) come();
    first();
    const second = mount("demo");
    await settled();
    assert.deepEqual(commands, []);
    second();
    await settled();
    if (isLate) come();
    assert.deepEqual(commands, ["demo destroy"]);
  }
});
