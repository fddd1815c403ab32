import { locale } from "../words/index.ts";
import { spokenDuration } from "./figures.ts";

/** A share as people write it; null of nothing. */
export function percentText(share: number | null): string | null {
  return share === null ? null : new Intl.NumberFormat(locale(), { style: "percent" }).format(share / 100);
}

/** A duration in few words; a dash for none. */
export function duration(seconds: number | undefined): string {
  return seconds === undefined ? "–" : spokenDuration(seconds, locale());
}

/** Customers' points with one digit behind the comma, everywhere alike; a dash for none. */
export function ratingText(mean: number | null): string {
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return mean === null ? "–" : new Intl.NumberFormat(locale(), digits).format(mean);
}
