import { diffWords } from "../word_diff.ts";

/** What an edit takes out of a text and puts into it. */
export function WordChanges({ before, after }: { before: string; after: string }) {
  return (
    <>
      {diffWords(before, after).map(({ kind, text }, index) =>
        kind === "kept" ? text : kind === "in" ? <ins key={index}>{text}</ins> : <del key={index}>{text}</del>,
      )}
    </>
  );
}
