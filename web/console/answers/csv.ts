/** The rows of a CSV text: fields in quotes may hold separators, lines and doubled quotes. Empty lines are no rows. */
export function parseCsv(text: string, separator: string = separatorOf(text)): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = "";
  let isQuoted = false;
  const endRow = () => {
    row.push(field);
    field = "";
    if (row.some((cell) => cell.trim() !== "")) rows.push(row);
    row = [];
  };
  for (let at = 0; at < text.length; at += 1) {
    const c = text[at]!;
    const isDoubled = isQuoted && c === '"' && text[at + 1] === '"';
    if (isDoubled) field += text[(at += 1)]!;
    else if (c === '"' && (isQuoted || field.trim() === "")) {
      if (!isQuoted) field = "";
      isQuoted = !isQuoted;
    } else if (isQuoted) field += c;
    else if (c === separator) {
      row.push(field);
      field = "";
    } else if (c === "\n") endRow();
    else if (c !== "\r") field += c;
  }
  endRow();
  return rows;
}

const SEPARATORS = [",", ";", "\t"] as const;

/** The separator that stands most often in the first line, outside of quotes: spreadsheets in much of Europe write semicolons. */
export function separatorOf(text: string): string {
  const first = text.replace(/"(?:[^"]|"")*"/g, "").split("\n", 1)[0] ?? "";
  const count = (separator: string) => first.split(separator).length;
  return [...SEPARATORS].sort((a, b) => count(b) - count(a))[0]!;
}
