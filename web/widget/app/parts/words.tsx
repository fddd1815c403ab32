import type { ComponentChildren, JSX } from "preact";
import { parseBlocks, parsePlain, type Block, type Inline } from "../../../client/markdown.ts";

/** A message's text as nodes. The visitor's own words stay as they wrote them, but for links. */
export function Text({ text, isOwn }: { text: string; isOwn: boolean }): JSX.Element {
  const blocks = isOwn ? parsePlain(text) : parseBlocks(text);
  return (
    <div class="text" dir="auto">
      {blocks.map(block)}
    </div>
  );
}

function block(found: Block): JSX.Element {
  if (found.kind === "p") return <p>{found.lines.map((line, index) => [index > 0 && <br />, inline(line)])}</p>;
  const items = found.items.map((item) => <li>{inline(item)}</li>);
  return found.kind === "ul" ? <ul>{items}</ul> : <ol start={found.start}>{items}</ol>;
}

function inline(parts: readonly Inline[]): ComponentChildren {
  return parts.map((part) => {
    if (typeof part === "string") return part;
    if (part.kind === "code") return <code>{part.text}</code>;
    if (part.kind !== "link")
      return part.kind === "em" ? <em>{inline(part.parts)}</em> : <strong>{inline(part.parts)}</strong>;
    return (
      <a href={part.href} target="_blank" rel="noopener noreferrer">
        {inline(part.parts)}
      </a>
    );
  });
}
