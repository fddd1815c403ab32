import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import type { Lazy } from "../lazy.ts";
import { wording } from "../words/index.ts";

/** The part once it is there; null before, and where it is not wanted. */
export function useLazy<T>(of: Lazy<T> | null): T | null {
  useEffect(() => void of?.load(), [of]);
  return of === null ? null : of.part.value;
}

/** A part of the page that is fetched when it is shown. Until it is there, its place says so, also where it did not come. */
export function LazyPart<T>({ of, children }: { of: Lazy<T>; children: (part: T) => ComponentChildren }) {
  const part = useLazy(of);
  return <>{part === null ? <Awaiting of={of} /> : children(part)}</>;
}

/** In the place of a part that is on its way, or did not come. */
export function Awaiting({ of }: { of: Lazy<unknown> }) {
  if (of.hasFailed.value) return <NotLoaded of={of} />;
  return (
    <p class="quiet" role="status">
      {wording().loading}
    </p>
  );
}

/**
 * Says that a part did not come, and offers to ask for it again, or for the whole page: a browser may remember a failed import,
 * and a newer deployment has other files. What was written is kept over that.
 */
export function NotLoaded({ of }: { of: Lazy<unknown> }) {
  const words = wording();
  return (
    <p class="trouble" role="alert">
      {`${words.partFailed} `}
      <LinkButton onClick={of.load}>{words.tryAgain}</LinkButton>{" "}
      <LinkButton onClick={() => location.reload()}>{words.reload}</LinkButton>
    </p>
  );
}

function LinkButton({ onClick, children }: { onClick: () => void; children: string }) {
  return (
    // The focus stays in the field that wants the part.
    <button type="button" class="link" onPointerDown={(event) => event.preventDefault()} onClick={onClick}>
      {children}
    </button>
  );
}
