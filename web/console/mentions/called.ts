/** Somebody who can be called by name. */
export interface Colleague {
  user: string;
  name: string;
}

/** The most that a note calls. */
const MOST = 10;
/** The longest name that is looked for. */
const LONGEST = 60;

/** The colleagues whom a text calls as `@name`: of names that begin alike the longest, of equal ones everybody. */
export function calledIn(text: string, colleagues: readonly Colleague[]): string[] {
  const found = new Set<string>();
  const sorted = [...colleagues].sort((a, b) => b.name.length - a.name.length);
  for (const at of text.matchAll(/(?<![\p{L}\p{N}])@/gu)) {
    const behind = text.slice(at.index + 1);
    const fits = ({ name }: Colleague) =>
      behind.slice(0, name.length).toLowerCase() === name.toLowerCase() &&
      !/^[\p{L}\p{N}]/u.test(behind.slice(name.length));
    const longest = sorted.find(fits)?.name.toLowerCase();
    for (const { user, name } of sorted) if (name.toLowerCase() === longest) found.add(user);
  }
  return [...found].slice(0, MOST);
}

/** What was typed behind the `@` before the caret, and where that stands. */
export interface NameQuery {
  start: number;
  query: string;
}

/** The `@` that the caret stands behind, where it begins a word: an e-mail address has its own within one. */
export function nameQuery(text: string, caret: number): NameQuery | null {
  const query = /(?:^|[\s(])@([^@\n]*)$/u.exec(text.slice(0, caret))?.[1];
  if (query === undefined || query.length > LONGEST) return null;
  return { start: caret - query.length - 1, query };
}

/** Those whose name, or a word of it, begins so. */
export function matching(query: string, colleagues: readonly Colleague[]): Colleague[] {
  const wanted = query.toLowerCase();
  return colleagues.filter(({ name }) => {
    const words = name.toLowerCase();
    return words.startsWith(wanted) || words.split(/\s+/u).some((word) => word.startsWith(wanted));
  });
}
