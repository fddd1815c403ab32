import type { ComponentChildren, JSX } from "preact";
import { type Block, type Inline, parseBlocks, parsePlain } from "../../client/markdown.ts";

/** What shows a text without marks. It is asked in the order in which people read. */
type Leaf = (text: string) => ComponentChildren;

const asItIs: Leaf = (text) => text;

/** A message as the customer sees it: with links, bold and lists. The customer's own words stay as written, but for links. */
export function MessageText({ text, isPlain = false }: { text: string; isPlain?: boolean }): JSX.Element {
  return <Formatted class="bubble" blocks={isPlain ? parsePlain(text) : parseBlocks(text)} />;
}

/** Parsed text. */
export function Formatted(props: { class: string; blocks: readonly Block[]; leaf?: Leaf }): JSX.Element {
  const { blocks, leaf = asItIs } = props;
  return (
    <div class={`${props.class} formatted`} dir="auto">
      {blocks.map((block) => renderBlock(block, leaf))}
    </div>
  );
}

function renderBlock(block: Block, leaf: Leaf): JSX.Element {
  if (block.kind === "p")
    return <p>{block.lines.map((line, index) => [index > 0 && <br />, renderInline(line, leaf)])}</p>;
  const items = block.items.map((item) => <li>{renderInline(item, leaf)}</li>);
  return block.kind === "ul" ? <ul>{items}</ul> : <ol start={block.start}>{items}</ol>;
}

function renderInline(parts: readonly Inline[], leaf: Leaf): ComponentChildren {
  return parts.map((part) => {
    if (typeof part === "string") return leaf(part);
    switch (part.kind) {
      case "code":
        return <code>{leaf(part.text)}</code>;
      case "em":
        return <em>{renderInline(part.parts, leaf)}</em>;
      case "strong":
        return <strong>{renderInline(part.parts, leaf)}</strong>;
      case "link":
        return (
          <a href={part.href} target="_blank" rel="noopener noreferrer">
            {renderInline(part.parts, leaf)}
          </a>
        );
    }
  });
}
