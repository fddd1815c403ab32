import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "../../parts/icons.tsx";
import { locationUrl, pageLocation } from "../../location.ts";
import { pageWording } from "../../words/pages.ts";

/** What a pane is about, and on a phone the way back to the list. */
export function PaneHead({ title }: { title: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    // Whoever opens an answer from the list goes on in it: by keyboard there may be fifty rows between.
    if (document.activeElement?.closest(".answer-row") != null) heading.current?.focus({ preventScroll: true });
  }, [title]);
  return (
    <header class="pane-head">
      <a
        class="button plain square back"
        href={locationUrl(pageLocation("answers"))}
        aria-label={pageWording().backToAnswers}
      >
        <Icon name="back" />
      </a>
      <h2 dir="auto" tabIndex={-1} ref={heading}>
        {title}
      </h2>
    </header>
  );
}
