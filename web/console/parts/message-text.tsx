import type { ComponentChildren, JSX } from "preact";
import { type Block, type Inline, parseBlocks, parsePlain } from "../../client/markdown.ts";

/** A message as the customer sees it: with links, bold and lists. The customer's own words stay as written, but for links. */
export function MessageText({ text, isPlain = false }: { text: string; isPlain?: boolean }): JSX.Element {
  return (
    <div class="bubble" dir="auto">
      {(isPlain ? parsePlain(text) : parseBlocks(text)).map(renderBlock)}
    </div>
  );
}

function renderBlock(block: Block): JSX.Element {
  if (block.kind === "p") return <p>{block.lines.map((line, index) => [index > 0 && <br />, renderInline(line)])}</p>;
  const items = block.items.map((item) => <li>{renderInline(item)}</li>);
  return block.kind === "ul" ? <ul>{items}</ul> : <ol start={block.start}>{items}</ol>;
}

function renderInline(parts: readonly Inline[]): ComponentChildren {
  return parts.map((part) => {
    if (typeof part === "string") return part;
    switch (part.kind) {
      case "code":
        return <code>{part.text}</code>;
      case "em":
        return <em>{renderInline(part.parts)}</em>;
      case "strong":
        return <strong>{renderInline(part.parts)}</strong>;
      case "link":
        return (
          <a href={part.href} target="_blank" rel="noopener noreferrer">
            {renderInline(part.parts)}
          </a>
        );
    }
  });
}
