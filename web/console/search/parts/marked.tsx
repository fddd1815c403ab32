import type { MarkedPart } from "../../../client/index.ts";

/** A text with what was looked for marked in it. */
export function Marked({ parts }: { parts: readonly MarkedPart[] }) {
  return <>{parts.map(({ text, is_hit }, at) => (is_hit ? <mark key={at}>{text}</mark> : text))}</>;
}
