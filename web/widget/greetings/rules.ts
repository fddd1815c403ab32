import type { ProactiveGreeting } from "../../client/index.ts";

/** What the frame tells the page. */
export interface Greetings {
  rules: readonly ProactiveGreeting[];
  /** The store's colour, `#rrggbb`; null: it has set none. */
  accent: string | null;
  /** What the store is called. */
  name: string;
}

/** How a visitor stands with the page that they see. */
export interface Visit {
  /** The path of its address. */
  path: string;
  /** For how many seconds it has been looked at. */
  seconds: number;
  /** What is in their cart, as the page says; null where it says nothing. */
  cart: number | null;
}

/** Whether a path fits a pattern, in which `*` stands for anything; an empty one fits all. */
export function isPage(pattern: string, path: string): boolean {
  if (pattern === "") return true;
  const parts = pattern.split("*");
  const last = parts.pop() ?? "";
  if (parts.length === 0) return path === last;
  // Each part where it comes first: a regular expression would try all ways, and a page would stand still meanwhile.
  let at = 0;
  const isThere = parts.every((part, n) => {
    const found = path.indexOf(part, at);
    at = found + part.length;
    return n === 0 ? found === 0 : found >= 0;
  });
  return isThere && at + last.length <= path.length && path.endsWith(last);
}

/** The first of the rules that holds now, of those that this visitor has not seen. */
export function ruleFor(
  rules: readonly ProactiveGreeting[],
  { path, seconds, cart }: Visit,
  isSeen: (rule: ProactiveGreeting) => boolean,
): ProactiveGreeting | null {
  const holds = (rule: ProactiveGreeting) =>
    isPage(rule.pages, path) && seconds >= rule.seconds && (rule.cart_from === null || (cart ?? -1) >= rule.cart_from);
  return rules.find((rule) => holds(rule) && !isSeen(rule)) ?? null;
}

/** A greeting's words in the first of these languages that it has; else its first ones. */
export function textFor(
  { texts }: ProactiveGreeting,
  languages: readonly string[],
): { text: string; language: string } {
  const base = (tag: string) => tag.toLowerCase().split("-")[0];
  for (const tag of languages) {
    const whole = texts.find(({ language }) => language.toLowerCase() === tag.toLowerCase());
    const found = whole ?? texts.find(({ language }) => base(language) === base(tag));
    if (found) return found;
  }
  return texts[0]!;
}

/** What a browser remembers a rule by: one that is changed is another one. */
export function markOf(rule: ProactiveGreeting): string {
  let hash = 5381;
  for (const character of JSON.stringify(rule)) hash = (hash * 33 + character.codePointAt(0)!) >>> 0;
  return hash.toString(36);
}
