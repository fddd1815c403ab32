import { signal } from "@preact/signals";
import { type FileWords, fileWords, onFileWords } from "../../client/files/words/index.ts";
import { locale } from "./index.ts";

const come = signal(0);
onFileWords(() => (come.value += 1));

/** What the console says of files, which comes with them; null until it has. Whoever reads it while being rendered is rendered again then. */
export function fileWording(): FileWords | null {
  void come.value;
  return fileWords({ tag: locale() });
}
