import { useMemo, useState } from "preact/hooks";
import type { CustomerExport, ErasureSubject } from "../../../client/index.ts";
import { reasonOf } from "../../answers/answers_api.ts";
import { useAppContext } from "../../app_context.ts";
import { formatDateTime } from "../../time_format.ts";
import type { DataWords } from "../../words/data.ts";
import { wording } from "../../words/index.ts";
import { saveFile } from "../save_file.ts";
import { bytesOfFiles } from "../attachments.ts";
import { type ExportWords, type PathOf, exportPage, readExport } from "../export.ts";
import { type DataApi, createDataApi } from "../data_api.ts";
import { type Erasing, createEraser } from "../erasing.ts";

/** Milliseconds after which it is looked again how far an erasure has got. */
const AGAIN = 2_000;

/** Beyond these a plain ZIP has no place for its sizes; what is left is for the document and the page. */
const MOST_ARCHIVED = 4_000_000_000;

interface Props {
  store: string;
  customer: string;
  id: string;
  words: DataWords;
}

/** What a lead does at the wish of a customer: hands over what is held of them, or has it erased. */
export function PersonalData(props: Props) {
  return (
    <div class="personal-data">
      <Export {...props} />
      <Erase {...props} />
    </div>
  );
}

/** The customer's own data, as a document for programs and as a page for people. */
function Export({ store, customer, words }: Props) {
  const { rest } = useAppContext();
  const [said, say] = useState("");
  const [trouble, setTrouble] = useState<string | null>(null);
  const save = async (as: "page" | "json" | "zip") => {
    setTrouble(null);
    say(words.exporting);
    try {
      const api = createDataApi(rest);
      const read = (cursor: string | null) => api.exported(store, customer, cursor);
      const whole = await readExport(read, (cases) => say(words.exportedSoFar(cases)));
      const name = `${store}-${customer}`;
      if (as === "zip" && bytesOfFiles(whole) > MOST_ARCHIVED) {
        say("");
        return setTrouble(words.exportTooLarge);
      }
      const missing = as === "zip" ? await saveArchive(api, name, whole) : 0;
      if (as === "page") saveFile(`${name}.html`, "text/html", exportPage(whole, wordsOfPage(words)));
      if (as === "json") saveFile(`${name}.json`, "application/json", JSON.stringify(whole, null, 2));
      const saved = words.exported(whole.cases.length);
      say(missing === 0 ? saved : `${saved} ${words.exportedWithout(missing)}`);
    } catch (error) {
      say("");
      setTrouble(reasonOf(error));
    }
  };
  /** The same with the bytes of every file; gives how many could not be read. */
  const saveArchive = async (api: DataApi, name: string, whole: CustomerExport) => {
    const { archiveOf, readFile } = await import("../archive.ts");
    const page = (pathOf: PathOf) => exportPage(whole, wordsOfPage(words), pathOf);
    const read = (caseId: string, file: string) => readFile(() => api.links(caseId, file));
    const { zip, missing } = await archiveOf(whole, page, read, (done, all) => say(words.exportingFiles(done, all)));
    saveFile(`${name}.zip`, "application/zip", zip);
    return missing;
  };
  return (
    <>
      <p class="quiet">{words.exportHint}</p>
      <div class="button-row">
        <button type="button" class="button" onClick={() => void save("page")}>
          {words.exportPage}
        </button>
        <button type="button" class="button" onClick={() => void save("json")}>
          {words.exportJson}
        </button>
        <button type="button" class="button" onClick={() => void save("zip")}>
          {words.exportZip}
        </button>
      </div>
      <p role="status">{said}</p>
      {trouble !== null && (
        <p class="trouble" role="alert">
          {trouble}
        </p>
      )}
    </>
  );
}

function wordsOfPage(data: DataWords): ExportWords {
  const { withdrawn } = wording();
  return {
    title: data.pageTitle,
    lang: document.documentElement.lang,
    customer: data.customer,
    assistant: data.assistant,
    colleague: data.colleague,
    gone: withdrawn,
    internal: data.internal,
    rated: data.rated,
    formatDate: formatDateTime,
  };
}

function Erase({ store, customer, id, words: data }: Props) {
  const { rest, id: freshId } = useAppContext();
  const [erasing, show] = useState<Erasing>({ phase: "idle" });
  const erase = useMemo(() => {
    const later = (look: () => void) => void setTimeout(look, AGAIN);
    return createEraser({ api: createDataApi(rest), store, id: freshId, show, reasonOf, later });
  }, [store]);
  const subjects: [string, ErasureSubject][] = [
    [data.eraseCase, { kind: "case", case: id }],
    [data.eraseCustomer, { kind: "customer", customer }],
  ];
  if (erasing.phase === "asking") {
    const { subject } = erasing;
    return (
      <div class="warning" role="group" aria-labelledby="erase-title">
        <h4 id="erase-title">{subject.kind === "case" ? data.sureCase : data.sureCustomer}</h4>
        <p>{data.sureHint}</p>
        <div class="button-row">
          <button type="button" class="button" onClick={() => show({ phase: "idle" })} ref={focused}>
            {data.cancel}
          </button>
          <button type="button" class="button danger" onClick={() => void erase(subject)}>
            {data.eraseForGood}
          </button>
        </div>
      </div>
    );
  }
  return (
    <>
      <p class="quiet">{data.eraseHint}</p>
      {erasing.phase !== "erasing" && (
        <div class="button-row">
          {subjects.map(([name, subject]) => (
            <button key={name} type="button" class="button" onClick={() => show({ phase: "asking", subject })}>
              {name}
            </button>
          ))}
        </div>
      )}
      <p role="status">{saidOf(erasing, data)}</p>
      {erasing.phase === "failed" && (
        <p class="trouble" role="alert">
          {erasing.reason}{" "}
          <button type="button" class="button plain" onClick={() => void erase(erasing.subject)}>
            {data.again}
          </button>
        </p>
      )}
    </>
  );
}

function saidOf(erasing: Erasing, data: DataWords): string {
  if (erasing.phase === "erasing") return data.erasing;
  return erasing.phase === "erased" ? data.erased(erasing.cases, erasing.answers) : "";
}

/** The safe way out has the focus: Enter erases nothing. */
function focused(element: HTMLElement | null): void {
  element?.focus();
}
