import type { FileWords } from "./en_files.ts";

export type { FileWords };

/** What widget and console say of files comes after their first sight, each language in a chunk of its own. */
const LANGUAGES: Record<string, () => Promise<FileWords>> = {
  ar: async () => (await import("./ar_files.ts")).ar,
  de: async () => (await import("./de_files.ts")).de,
  en: async () => (await import("./en_files.ts")).en,
  es: async () => (await import("./es_files.ts")).es,
  fr: async () => (await import("./fr_files.ts")).fr,
  he: async () => (await import("./he_files.ts")).he,
  it: async () => (await import("./it_files.ts")).it,
  ja: async () => (await import("./ja_files.ts")).ja,
  nl: async () => (await import("./nl_files.ts")).nl,
  pl: async () => (await import("./pl_files.ts")).pl,
  pt: async () => (await import("./pt_files.ts")).pt,
  tr: async () => (await import("./tr_files.ts")).tr,
};

/** By language; null while they are on their way. */
const known: Record<string, FileWords | null> = {};
const listeners = new Set<() => void>();

/** Calls `draw` whenever words have come that were asked for. Returns what ends that. */
export function onFileWords(draw: () => void): () => void {
  listeners.add(draw);
  return () => void listeners.delete(draw);
}

/** What is said of files in a language; null until it has come, and then the page is drawn again. */
export function fileWords({ tag }: { tag: string }): FileWords | null {
  const [code = ""] = tag.split("-");
  const load = LANGUAGES[code];
  if (!load) return fileWords({ tag: "en" });
  if (known[code] === undefined) {
    known[code] = null;
    load().then(
      (words) => {
        known[code] = words;
        for (const draw of [...listeners]) draw();
      },
      // Asked for again with the next drawing.
      () => void delete known[code],
    );
  }
  return known[code] ?? null;
}
