import { type ReadonlySignal, signal } from "@preact/signals";
import type { Readable } from "../client/index.ts";

/** A readable of the client as a signal, for as long as the page lives. */
export function toSignal<T>(readable: Readable<T>): ReadonlySignal<T> {
  const value = signal(readable.get());
  readable.subscribe((next) => (value.value = next));
  return value;
}
