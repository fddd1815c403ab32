/** Pages that are read at a time: an agent may see nothing of what is on one. */
const PAGES = 5;

/** Some of what a list of the service has, and where the rest begins; null where there is none. */
export interface Read<T> {
  found: T[];
  next: string | null;
}

/** Reads page by page until there is more than enough, or for a few pages. */
export async function readPages<T>(
  read: (cursor: string | null) => Promise<Read<T>>,
  enough: number,
  from: string | null = null,
): Promise<Read<T>> {
  const found: T[] = [];
  let cursor = from;
  for (let page = 0; page < PAGES; page += 1) {
    const next = await read(cursor);
    found.push(...next.found);
    cursor = next.next;
    if (cursor === null || found.length > enough) break;
  }
  return { found, next: cursor };
}
