/** The sign's shapes, as in `icon.svg`. */
const SIGN =
  '<rect width="32" height="32" rx="8" fill="#005a72"/><path d="M8 9h16v11H15l-4 4v-4H8z" fill="none" stroke="#fff" stroke-width="2" stroke-linejoin="round"/>';

/** The console's icon with a number in its corner; without one where nothing is counted. */
export function iconWith(count: number): string {
  const text = count > 99 ? "99+" : String(count);
  const width = 10 + 7 * text.length;
  const badge =
    count <= 0
      ? ""
      : `<rect x="${32 - width}" y="15" width="${width}" height="17" rx="8.5" fill="#b3261e"/><text x="${32 - width / 2}" y="28" fill="#fff" font-family="sans-serif" font-size="13" font-weight="700" text-anchor="middle">${text}</text>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${SIGN}${badge}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

/** Shows a count in the page's icon. Browsers look again only at a link that is new. */
export function showCount(page: Document, count: number): void {
  const before = page.querySelector<HTMLLinkElement>('link[rel="icon"]');
  const href = iconWith(count);
  if (before === null || before.href === href) return;
  const link = before.cloneNode() as HTMLLinkElement;
  link.href = href;
  before.replaceWith(link);
}
