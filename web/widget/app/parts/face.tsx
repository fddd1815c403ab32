import type { JSX } from "preact";
import { Icon } from "./icons.tsx";

/** Who speaks, by their initials: nothing is fetched, and nobody needs a picture. The name stands beside it. */
export function Face({ name }: { name: string | null }): JSX.Element {
  return (
    <span class="face" aria-hidden="true">
      {initials(name ?? "") || <Icon name="person" />}
    </span>
  );
}

/** The first letter of the first and of the last word. */
export function initials(name: string): string {
  const firsts = [...name.matchAll(/(?<![\p{L}\p{M}'’-])\p{L}/gu)].map(([letter]) => letter);
  return [firsts[0], ...firsts.slice(1).slice(-1)].join("").toLocaleUpperCase();
}
