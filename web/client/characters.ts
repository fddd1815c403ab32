/** The longest text that the service takes, in characters. */
export const LONGEST_TEXT = 4_000;

/** How many characters a text has, as the service counts them: code points, so that an emoji of two halves is one. */
export function countCharacters(text: string): number {
  return [...text].length;
}

/** The first characters of a text, none of them halved. */
export function firstCharacters(text: string, most: number): string {
  return [...text].slice(0, most).join("");
}
