import { saveFile } from "../../data/save_file.ts";
import { csvOf } from "../figures.ts";
import { pageWording } from "../../words/pages.ts";

interface Props {
  caption: string;
  head: readonly string[];
  rows: readonly (readonly (string | number)[])[];
  /** What its file is called, without the ending. */
  file: string;
}

/** A chart's figures, for those who want numbers; and as a file for a spreadsheet. */
export function FiguresTable({ caption, head, rows, file }: Props) {
  const words = pageWording().statistics;
  // With its mark a spreadsheet reads UTF-8.
  const save = () => saveFile(`${file}.csv`, "text/csv", `\uFEFF${csvOf([head, ...rows])}`);
  return (
    <div class="figures">
      <div class="figures-scroll" tabIndex={0} role="region" aria-label={caption}>
        <table>
          <caption class="unseen">{caption}</caption>
          <thead>
            <tr>
              {head.map((cell) => (
                <th key={cell} scope="col">
                  {cell}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([first, ...more]) => (
              <tr key={first}>
                <th scope="row" dir="auto">
                  {first}
                </th>
                {more.map((cell, index) => (
                  <td key={head[index + 1]}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <button type="button" class="button" onClick={save}>
        {words.saveCsv}
      </button>
    </div>
  );
}
