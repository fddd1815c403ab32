import Papa from "papaparse";

const SEPARATORS = [",", ";", "\t", "|"] as const;

/** A first line by which a spreadsheet names the separator. */
const DECLARATION = /^("?)sep=(.)\1\r?\n?/i;

/** A character that one sees. */
const VISIBLE = /[^\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u;

/** A row with the line of the file that it begins on: cells may hold line breaks, and empty lines are no rows. */
export interface CsvRow {
  cells: string[];
  line: number;
}

/**
 * The rows of a CSV text. Cells in quotes may hold separators, line breaks and doubled quotes; lines end by any of the three
 * conventions. Empty lines are no rows.
 */
export function parseCsv(text: string, separator?: string): CsvRow[] {
  const declared = DECLARATION.exec(text);
  const rest = declared === null ? text : text.slice(declared[0].length);
  const delimiter = separator ?? declared?.[2] ?? separatorOf(rest);
  const { data } = Papa.parse<string[]>(rest.replace(/\r\n?/g, "\n"), {
    delimiter,
    newline: "\n",
  });
  let line = declared === null ? 1 : 2;
  const rows = data.map((cells) => {
    const row = { cells, line };
    line += cells.join("").split("\n").length;
    return row;
  });
  return rows.filter(({ cells }) => cells.some((cell) => VISIBLE.test(cell)));
}

/**
 * The separator that stands most often in the first line, outside of quotes: spreadsheets in much of Europe write
 * semicolons. One with a space behind it is a sentence's comma, unless all of them have one.
 */
export function separatorOf(text: string): string {
  const first = text.replace(/"(?:[^"]|"")*"/g, "").split(/[\r\n]/, 1)[0] ?? "";
  const count = (separator: string) => first.split(separator).length - 1;
  const countTight = (separator: string) => count(separator) - first.split(`${separator} `).length + 1;
  const most = (counted: (separator: string) => number) => [...SEPARATORS].sort((a, b) => counted(b) - counted(a))[0];
  const tight = most(countTight) ?? ",";
  return countTight(tight) > 0 ? tight : (most(count) ?? ",");
}
