import { type CDPSession, type Page, expect } from "@playwright/test";

/** What Chromium hands to screen readers of one thing on a page. */
interface Heard {
  nodeId: string;
  ignored: boolean;
  role?: { value?: string };
  name?: { value?: string };
  value?: { value?: string };
  properties?: { name: string; value: { value?: unknown } }[];
  childIds?: string[];
}

/** The most keys on the way to something: whatever takes more is lost to who can't see it. */
const FAR = 45;

/**
 * Somebody who uses a page by the keyboard, and knows of it what Chromium's accessibility tree says: never where something is,
 * how it looks, or what it is called in the code.
 */
export class ScreenReader {
  private constructor(
    private readonly page: Page,
    private readonly line: CDPSession,
  ) {}

  static async of(page: Page): Promise<ScreenReader> {
    const line = await page.context().newCDPSession(page);
    await line.send("Accessibility.enable");
    return new ScreenReader(page, line);
  }

  /** Presses Tab until the focus is on something of a role and a name. */
  async goTo(role: string, name: string | RegExp, key = "Tab"): Promise<void> {
    const way: string[] = [];
    for (let step = 0; step <= FAR; step += 1) {
      const at = await this.focus();
      if (at?.role === role && matches(at.name, name)) return;
      way.push(at === null ? "nothing" : `${at.role} «${at.name}»`);
      await this.page.keyboard.press(key);
    }
    throw new Error(`no ${role} «${name}» by ${key}, only ${way.join(", ")}`);
  }

  /** Goes to a control and presses it, as screen readers do it for whoever asks for that. */
  async press(role: string, name: string | RegExp, key = "Enter"): Promise<void> {
    await this.goTo(role, name);
    await this.page.keyboard.press(key);
  }

  /** A status or an alert says it by itself. */
  async hears(words: string | RegExp): Promise<void> {
    await expect
      .poll(async () => (await this.#texts(["status", "alert", "log"])).some((said) => matches(said, words)), {
        message: `nothing says «${words}»`,
      })
      .toBe(true);
  }

  /** It is there for whoever reads on. */
  async finds(role: string, name: string | RegExp): Promise<void> {
    const isThere = async () =>
      (await this.#trees())
        .flat()
        .some((node) => !node.ignored && node.role?.value === role && matches(node.name?.value ?? "", name));
    await expect.poll(isThere, { message: `there is no ${role} «${name}»` }).toBe(true);
  }

  /** What has the focus, in the page or in a frame of it. */
  async focus(): Promise<{ role: string; name: string } | null> {
    // A frame that holds the focus has it in the page's own tree as well: the innermost counts.
    for (const tree of (await this.#trees()).reverse()) {
      const node = tree.find(
        ({ properties, role }) =>
          role?.value !== "RootWebArea" &&
          role?.value !== "Iframe" &&
          properties?.some((property) => property.name === "focused" && property.value.value === true),
      );
      if (node) return { role: node.role?.value ?? "", name: node.name?.value ?? "" };
    }
    return null;
  }

  /** The texts of all things of some roles. */
  async #texts(roles: readonly string[]): Promise<string[]> {
    return (await this.#trees()).flatMap((tree) => {
      const byId = new Map(tree.map((node) => [node.nodeId, node]));
      const textOf = (node: Heard): string =>
        node.role?.value === "StaticText"
          ? (node.name?.value ?? "")
          : (node.childIds ?? [])
              .flatMap((id) => byId.get(id) ?? [])
              .map(textOf)
              .join("");
      return tree.filter(({ role }) => roles.includes(role?.value ?? "")).map(textOf);
    });
  }

  /** The page's tree, and those of its frames on the same site. */
  async #trees(): Promise<Heard[][]> {
    const { frameTree } = (await this.line.send("Page.getFrameTree")) as { frameTree: FrameTree };
    const ids = idsOf(frameTree);
    const trees = ids.map((frameId) =>
      this.line.send("Accessibility.getFullAXTree", { frameId }).then(
        ({ nodes }) => nodes as unknown as Heard[],
        // A frame that is just being loaded has none yet.
        () => [],
      ),
    );
    return Promise.all(trees);
  }
}

interface FrameTree {
  frame: { id: string };
  childFrames?: FrameTree[];
}

function idsOf({ frame, childFrames = [] }: FrameTree): string[] {
  return [frame.id, ...childFrames.flatMap(idsOf)];
}

function matches(text: string, wanted: string | RegExp): boolean {
  return typeof wanted === "string" ? text === wanted : wanted.test(text);
}
