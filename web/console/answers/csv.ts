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

/** So many rows tell how a file is split. */
const SAMPLE = 50;

/**
 * The separator that gives as many rows as possible the width of the first one: spreadsheets in much of Europe write
 * semicolons. Where several do, the one that stands most often outside of quotes; a comma before a space or between
 * digits is a sentence's, unless there are no others.
 */
export function separatorOf(text: string): string {
  const bare = text.replace(/"(?:[^"]|"")*"/g, "");
  const count = (separator: string) => bare.split(separator).length - 1;
  const countTight = (separator: string) =>
    bare.replace(/(?<=\d),(?=\d)/g, "").split(separator).length - bare.split(`${separator} `).length;
  const rank = (separator: string) => [fitOf(text, separator), countTight(separator), count(separator)];
  return [...SEPARATORS].sort((one, other) => compare(rank(other), rank(one)))[0] ?? ",";
}

/** How many rows are as wide as the first one, which has cells. */
function fitOf(text: string, delimiter: string): number {
  const { data } = Papa.parse<string[]>(text.replace(/\r\n?/g, "\n"), { delimiter, newline: "\n", preview: SAMPLE });
  const width = data[0]?.length ?? 0;
  return width < 2 ? 0 : data.filter((cells) => cells.length === width).length;
}

/** Compares by the first number that differs. */
function compare(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((value, index) => value !== other[index]);
  return at < 0 ? 0 : (one[at] ?? 0) - (other[at] ?? 0);
}
