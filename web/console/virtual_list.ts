/** The height of a row of the case list, in pixels. The style sheet has the same. */
export const ROW = 112;
/** Rows drawn beyond each edge, so that a quick turn of the wheel meets rows and not paper. */
const SPARE = 6;

/** The rows to draw: from `first` up to, not including, `end`. */
export function rowsInView(scrolled: number, height: number, count: number): { first: number; end: number } {
  const first = Math.max(0, Math.floor(scrolled / ROW) - SPARE);
  const end = Math.min(count, Math.ceil((scrolled + height) / ROW) + SPARE);
  return { first: Math.min(first, end), end };
}

/** Where to scroll so that a row can be seen whole; where it already can, nowhere. */
export function scrollTo(row: number, scrolled: number, height: number): number {
  const [top, bottom] = [row * ROW, (row + 1) * ROW];
  if (top < scrolled) return top;
  return bottom > scrolled + height ? bottom - height : scrolled;
}
