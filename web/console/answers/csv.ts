import Papa from "papaparse";

const SEPARATORS = [",", ";", "\t", "|"] as const;

/** A first line by which a spreadsheet names the separator. */
const DECLARATION = /^sep=(.)\r?\n?/i;

/**
 * The rows of a CSV text. Cells in quotes may hold separators, line breaks and doubled quotes; lines end by any of the three
 * conventions. Empty lines are no rows.
 */
export function parseCsv(text: string, separator?: string): string[][] {
  const declared = DECLARATION.exec(text);
  const rest = declared === null ? text : text.slice(declared[0].length);
  const delimiter = separator ?? declared?.[1] ?? separatorOf(rest);
  const { data } = Papa.parse<string[]>(rest.replace(/\r\n?/g, "\n"), {
    delimiter,
    newline: "\n",
    skipEmptyLines: "greedy",
  });
  return data;
}

/** The separator that stands most often in the first line, outside of quotes: spreadsheets in much of Europe write semicolons. */
export function separatorOf(text: string): string {
  const first = text.replace(/"(?:[^"]|"")*"/g, "").split(/[\r\n]/, 1)[0] ?? "";
  const count = (separator: string) => first.split(separator).length;
  return [...SEPARATORS].sort((a, b) => count(b) - count(a))[0] ?? ",";
}
