import type { ComponentChildren } from "preact";
import { Icon } from "../../parts/icons.tsx";
import { addressOf, onPage } from "../../place.ts";

/** What a pane is about, and on a phone the way back to the list. */
export function PaneHead({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <header class="pane-head">
      <a class="button plain square back" href={addressOf(onPage("answers"))} aria-label="Back to the answers">
        <Icon name="back" />
      </a>
      <h2 dir="auto">{title}</h2>
      {children}
    </header>
  );
}
