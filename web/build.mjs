// Builds every page on its own, so that each one's weight is its own: no chunk is shared between widget and console.
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const root = dirname(fileURLToPath(import.meta.url));
const dist = join(root, "dist");
const shared = {
  root,
  base: "/",
  configFile: false,
  publicDir: false,
  logLevel: "warn",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
};
const output = {
  outDir: dist,
  emptyOutDir: false,
  target: "es2022",
  // `light-dark()` and `oklch()` as they are written: the polyfill doubles the weight of every colour.
  cssTarget: ["chrome125", "edge125", "firefox128", "safari17.5"],
  // Chunks are few and are fetched where they are wanted; the helper weighs more than it saves.
  modulePreload: false,
  assetsInlineLimit: 0,
  reportCompressedSize: false,
};

/** A dynamic import as Vite wraps it for its helper, in the two forms that it has. */
const WRAPPED = [
  /[\w$]+\(async\(\)=>\{let\{([^{}]*)\}=await (import\([^()]*\));return\{\1\}\},\[\]\)/g,
  /[\w$]+\(\(\)=>(import\([^()]*\)(?:\.then\([\w$]+=>[\w$.]+\))?),\[\]\)/g,
];

/**
 * Replaces Vite's helper for dynamic imports, which comes along even where preloading is off, and what it wraps around each
 * of them. Without it a chunk's stylesheet would be missing, so a page with a second stylesheet fails to build.
 */
const plainImports = {
  name: "plain-imports",
  enforce: "pre",
  load: (id) => (id === "\0vite/preload-helper.js" ? "export const __vitePreload = (load) => load();" : null),
  generateBundle(_, bundle) {
    const styles = Object.keys(bundle).filter((file) => file.endsWith(".css"));
    if (styles.length > 1) this.error(`loaded by nobody: one of ${styles.join(", ")}`);
  },
  // Not earlier: until then the code is not minified.
  writeBundle(_, bundle) {
    for (const name of Object.keys(bundle).filter((file) => file.endsWith(".js"))) {
      const file = join(dist, name);
      const code = readFileSync(file, "utf8");
      writeFileSync(file, code.replace(WRAPPED[0], "$2").replace(WRAPPED[1], "$1"));
    }
  },
};

/** Asks at once for what the entry imports: else a browser knows of it when it has read the entry. */
const preloads = {
  name: "preloads",
  transformIndexHtml: {
    order: "post",
    handler: (_, { chunk }) =>
      (chunk?.imports ?? []).map((file) => ({
        tag: "link",
        attrs: { rel: "modulepreload", crossorigin: true, href: `/${file}` },
        injectTo: "head",
      })),
  },
};

/** Puts the examples' files into the page that shows them: what is read there is what the tests run. */
const examples = {
  name: "examples",
  transformIndexHtml: {
    order: "pre",
    handler: (html) =>
      html.replace(/(<pre data-example="(.+?)">)/g, (_, start, file) => {
        const text = readFileSync(join(root, "embed/examples", file), "utf8").trimEnd();
        return start + text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
      }),
  },
};

/** What the console's first screen needs comes in one piece: in small ones it would weigh more. */
const inOnePiece = { codeSplitting: { groups: [{ name: "shared", tags: ["$initial"] }] } };

/** The widget comes in two halves, whatever else its later parts share with them: small pieces would each be a request before one can write. */
const inTwoHalves = {
  codeSplitting: {
    groups: [
      { name: "index", tags: ["$initial"], priority: 3 },
      { name: "markdown", test: /client[\\/](markdown|links)\.ts$/, priority: 2 },
      { name: "live", test: /widget[\\/]app[\\/]live\.ts$/, priority: 1 },
    ],
  },
};

const GROUPS = { console: inOnePiece, widget: inTwoHalves };

/** A page with its own hashed assets below its own folder. */
const page = (name) =>
  build({
    ...shared,
    plugins: [plainImports, preloads, examples],
    build: {
      ...output,
      assetsDir: `${name}/assets`,
      rolldownOptions: {
        input: join(root, name, "index.html"),
        output: GROUPS[name] ?? {},
      },
    },
  });

/** A classic script under a name that never changes. */
const script = (source, name) =>
  build({
    ...shared,
    build: {
      ...output,
      rolldownOptions: { input: join(root, source), output: { format: "iife", entryFileNames: name } },
    },
  });

rmSync(dist, { recursive: true, force: true });
for (const name of ["widget", "widget/greetings", "shop", "console", "embed"]) {
  if (existsSync(join(root, name, "index.html"))) await page(name);
}
await script("widget/loader/c.ts", "c.js");
await script("widget/loader/panel.ts", "panel.js");
await script("widget/loader/screen.ts", "screen.js");
await script("widget/greetings/page.ts", "greetings.js");
// The shop is the site's front page.
renameSync(join(dist, "shop/index.html"), join(dist, "index.html"));
