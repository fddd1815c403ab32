import type { MarkedPart } from "../../client/index.ts";

/** What stands around words to mark them, in the small Markdown of a chat: the groups before and after go, the words stay. */
const MARKS = [
  /(?<before>\[)[^\]\n]+(?<after>\]\([^\s()]*\))/g,
  /(?<before>\*{2,3})(?=\S)[^\n]*?\S(?<after>\*{2,3})/g,
  /(?<![\w*])(?<before>\*)(?=[^\s*])[^*\n]*?[^\s*](?<after>\*)(?![\w*])/g,
  /(?<before>`)[^`\n]+(?<after>`)/g,
  // An excerpt may begin or end within such words.
  /(?<before>\*{2,3})(?<after>)/g,
];

/** A text without its marks, as lists show it; what was looked for stays marked. */
export function plainParts(parts: readonly MarkedPart[]): MarkedPart[] {
  let characters = parts.flatMap(({ text, is_hit }) => text.split("").map((character) => ({ character, is_hit })));
  for (const mark of MARKS) {
    const text = characters.map(({ character }) => character).join("");
    const gone = new Set<number>();
    for (const { index, 0: whole, groups } of text.matchAll(mark)) {
      const { before = "", after = "" } = groups ?? {};
      const end = index + whole.length;
      for (let at = index; at < index + before.length; at += 1) gone.add(at);
      for (let at = end - after.length; at < end; at += 1) gone.add(at);
    }
    characters = characters.filter((_, at) => !gone.has(at));
  }
  const plain: MarkedPart[] = [];
  for (const { character, is_hit } of characters) {
    const last = plain.at(-1);
    if (last?.is_hit === is_hit) last.text += character;
    else plain.push({ text: character, is_hit });
  }
  return plain;
}
