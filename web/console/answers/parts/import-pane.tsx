import { useState } from "preact/hooks";
import { useAppContext } from "../../app_context.ts";
import type { AnswersStore } from "../answers_store.ts";
import { type ParsedFaq, readFaq } from "../faq.ts";
import { type Progress, importRemaining, notStarted } from "../import_batches.ts";
import { type AnswersApi, reasonOf } from "../answers_api.ts";
import { ImportProgress } from "./import-progress.tsx";
import { PaneHead } from "./pane-head.tsx";
import { Preview } from "./preview.tsx";
import { ENCODINGS, type Encoding, decode, detectEncoding, isEncoding } from "../text_encoding.ts";
import { pageWording } from "../../words/pages.ts";

/** A file that was chosen: its encoding may turn out to be another than the one detected. */
interface ChosenFile {
  name: string;
  bytes: Uint8Array;
  encoding: Encoding;
}

/** Takes in the questions and answers of a file: read here, shown, then sent part by part. */
export function ImportPane({ answersStore, answersApi }: { answersStore: AnswersStore; answersApi: AnswersApi }) {
  const [file, setFile] = useState<ChosenFile | null>(null);
  const [faq, setFaq] = useState<ParsedFaq | null>(null);
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set());
  const [progress, setProgress] = useState<Progress | null>(null);
  const { router } = useAppContext();
  const chosen = faq?.entries.filter((_, index) => !left.has(index)) ?? [];
  const read = (chosenFile: ChosenFile) => {
    setFile(chosenFile);
    setFaq(readFaq(chosenFile.name, decode(chosenFile.bytes, chosenFile.encoding)));
    setLeft(new Set());
    setProgress(null);
  };
  const take = async (picked: File | undefined) => {
    if (picked === undefined) return;
    const bytes = new Uint8Array(await picked.arrayBuffer());
    read({ name: picked.name, bytes, encoding: detectEncoding(bytes) });
  };
  const tell = (now: Progress) => {
    setProgress(now);
    if (now.state === "finished") {
      router.announce(pageWording().announced.imported(now.added));
      void answersStore.look({});
    }
  };
  const send = (part: typeof chosen) =>
    answersApi.import(answersStore.store, part).catch((error: unknown) => Promise.reject(new Error(reasonOf(error))));
  const go = (from: Progress) => void importRemaining(chosen, from, send, tell);
  return (
    <>
      <PaneHead title={pageWording().importTitle} />
      {progress === null ? (
        <Chooser take={(picked) => void take(picked)} />
      ) : (
        <ImportProgress
          progress={progress}
          goOn={() => go(progress)}
          again={() => {
            setFaq(null);
            setProgress(null);
          }}
        />
      )}
      {file !== null && faq !== null && progress === null && (
        <EncodingField encoding={file.encoding} set={(encoding) => read({ ...file, encoding })} />
      )}
      {faq !== null && progress === null && (
        <Preview
          faq={faq}
          left={left}
          leave={setLeft}
          send={() => go(notStarted(chosen.length))}
          count={chosen.length}
        />
      )}
    </>
  );
}

/** How the file's bytes are read. What comes of another choice shows at once in the preview below. */
function EncodingField({ encoding, set }: { encoding: Encoding; set: (encoding: Encoding) => void }) {
  return (
    <label class="field">
      <span>{pageWording().encoding}</span>
      <select
        value={encoding}
        onChange={(event) => isEncoding(event.currentTarget.value) && set(event.currentTarget.value)}
      >
        {Object.entries(ENCODINGS).map(([label, name]) => (
          <option key={label} value={label}>
            {name}
          </option>
        ))}
      </select>
      <span class="quiet">{pageWording().encodingHint}</span>
    </label>
  );
}

function Chooser({ take }: { take: (file: File | undefined) => void }) {
  const drop = (event: DragEvent) => {
    event.preventDefault();
    take(event.dataTransfer?.files[0]);
  };
  return (
    <div class="chooser" onDragOver={(event) => event.preventDefault()} onDrop={drop}>
      <label class="field">
        <span>{pageWording().file}</span>
        <input
          type="file"
          accept=".csv,.tsv,.md,.markdown,.txt,text/csv,text/markdown,text/plain"
          onChange={(event) => take(event.currentTarget.files?.[0])}
        />
      </label>
      <p class="quiet">{pageWording().fileHint}</p>
    </div>
  );
}
