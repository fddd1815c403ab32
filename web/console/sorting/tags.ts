import { TAG_PATTERN } from "../../client/generated/wire.ts";

const TAG = new RegExp(TAG_PATTERN, "u");

/** The tags that somebody has written, each once; `wrong` are those that are none. */
export function parseTags(text: string): { tags: string[]; wrong: string[] } {
  const written = text
    .normalize("NFC")
    .toLowerCase()
    .split(/[\s,;#]+/u);
  const words = [...new Set(written.filter((word) => word !== ""))];
  return { tags: words.filter((word) => TAG.test(word)), wrong: words.filter((word) => !TAG.test(word)) };
}
