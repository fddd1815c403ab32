import { ApiProblem, type Api } from "../api.ts";
import type { Code, UploadForm, FileView, UploadRequest } from "../generated/wire.ts";
import type { Clock } from "../platform.ts";
import type { StoredFile } from "./file_store.ts";
import type { Post } from "./posting.ts";
import type { UploadReason } from "./upload.ts";

/** How an attempt ended. `later`: the same may work in a while, which the service may have named in seconds. */
export type Outcome =
  | { kind: "ready" }
  | { kind: "refused"; reason: UploadReason }
  | { kind: "later"; after: number | null };

export interface TransferPorts {
  platform: { clock: Clock };
  api: Pick<Api, "fetch">;
  post: Post;
  /** What the store asks to be agreed to, in the version that was; a store may ask its customers for none. */
  consent?: () => string | undefined;
}

/** What happens on the way. */
export interface Progress {
  /** So much has gone, from 0 to 1. */
  sent(part: number): void;
  /** All of it has gone. */
  checking(): void;
}

/** The first pause between two questions about a file, and the longest, in milliseconds. */
const FIRST_PAUSE = 300;
const LONGEST_PAUSE = 3_000;
/** After so many answers that nothing has come, it did not arrive. */
const PATIENCE = 12;

const REFUSALS: Partial<Record<Code, UploadReason>> = {
  file_too_large: "file_too_large",
  media_type_not_allowed: "media_type_not_allowed",
  storage_full: "storage_full",
};

const READY: Outcome = { kind: "ready" };
const LATER: Outcome = { kind: "later", after: null };

/** Brings one file to the service: asks for an upload, sends the bytes, and waits for the service's verdict. Never rejects. */
export async function transfer(
  file: StoredFile,
  bytes: Blob,
  /** Whether it may be there already. */
  isAgain: boolean,
  ports: TransferPorts,
  progress: Progress,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    const known = isAgain ? await standing(file, ports) : null;
    const isThere = known !== null && known.state !== "waiting" && known.reason !== "expired";
    if (!isThere) {
      const status = await send(await form(file, ports), bytes, ports, progress, signal);
      if (status < 200 || status >= 300) return isPassing(status) ? LATER : refused("failed");
    }
    progress.checking();
    return await verdict(file, ports, signal);
  } catch (error) {
    return error instanceof ApiProblem ? outcomeOf(error) : LATER;
  }
}

function send(
  upload: UploadForm,
  bytes: Blob,
  { post }: TransferPorts,
  progress: Progress,
  signal: AbortSignal,
): Promise<number> {
  if (signal.aborted) return Promise.resolve(0);
  const posting = post(upload, bytes, (part) => progress.sent(part));
  signal.addEventListener("abort", () => posting.abort(), { once: true });
  return posting.done;
}

/** No answer, too much at once, or a form that was too old: the next one is fresh. */
function isPassing(status: number): boolean {
  return status === 0 || status === 403 || status === 408 || status === 429 || status >= 500;
}

async function form(
  { id, store, name, mediaType, size }: StoredFile,
  { api, consent }: TransferPorts,
): Promise<UploadForm> {
  const agreed = consent?.();
  const body: UploadRequest = { id, name, media_type: mediaType, size, ...(agreed && { consent: agreed }) };
  return (await api.fetch(`/stores/${store}/files`, JSON.stringify(body))).json() as Promise<UploadForm>;
}

/** What the service knows of a file; null: nothing. */
async function standing({ id, store }: StoredFile, { api }: TransferPorts): Promise<FileView | null> {
  try {
    return (await (await api.fetch(`/stores/${store}/files/${id}`)).json()) as FileView;
  } catch (error) {
    if (error instanceof ApiProblem && error.problem.status === 404) return null;
    throw error;
  }
}

/** Asks until the service has looked at it. */
async function verdict(file: StoredFile, ports: TransferPorts, signal: AbortSignal): Promise<Outcome> {
  let pause = FIRST_PAUSE;
  for (let waiting = 0; waiting < PATIENCE && !signal.aborted; pause = Math.min(LONGEST_PAUSE, pause * 1.5)) {
    await new Promise<void>((resolve) => void ports.platform.clock.after(pause, resolve));
    if (signal.aborted) break;
    const known = await standing(file, ports);
    if (known?.state === "ready") return READY;
    if (known?.state === "refused") return refused(known.reason ?? "failed");
    if (known?.state !== "checking") waiting += 1;
  }
  return LATER;
}

function outcomeOf({ problem: { code, status, retry_after } }: ApiProblem): Outcome {
  // The store asks for consent to other words by now: it is given before the message goes.
  const isPassingBy = status === 429 || status >= 500 || code === "consent_required";
  const reason = REFUSALS[code];
  if (reason === undefined && isPassingBy) return { kind: "later", after: retry_after ?? null };
  return refused(reason ?? "failed");
}

function refused(reason: UploadReason): Outcome {
  return { kind: "refused", reason };
}
