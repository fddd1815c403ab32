import { useMemo, useState } from "preact/hooks";
import type { ErasureSubject } from "../../../client/index.ts";
import { reasonOf } from "../../answers/answers_api.ts";
import { useAppContext } from "../../app_context.ts";
import type { DataWords } from "../../words/data.ts";
import { createDataApi } from "../data_api.ts";
import { type Erasing, createEraser } from "../erasing.ts";

/** Milliseconds after which it is looked again how far an erasure has got. */
const AGAIN = 2_000;

interface Props {
  store: string;
  customer: string;
  id: string;
  words: DataWords;
}

/** What a lead does at the wish of a customer: their words and names are erased. */
export function PersonalData(props: Props) {
  return (
    <div class="personal-data">
      <Erase {...props} />
    </div>
  );
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
