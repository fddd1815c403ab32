import type {
  Attachment,
  FileId,
  FileRefusal,
  FileRules,
  UploadForm,
  FileView,
  UploadRequest,
} from "../client/index.ts";
import type { Person } from "./people.ts";
import { type Reply, type Request, ok, problem } from "./replies.ts";

/** What may be attached by default. */
export const RULES: FileRules = {
  max_bytes: 10_485_760,
  media_types: ["image/jpeg", "image/png", "image/gif", "image/webp", "application/pdf", "text/plain", "audio/mpeg"],
};

/** How long links are good, in milliseconds. */
const MINUTE = 60_000;

/** A file as the service has it. */
export interface StoredFile {
  view: FileView;
  author: string;
  /** The message that has it. */
  message: string | null;
  bytes: Uint8Array;
}

/** The files of the service, and what is asked about them. Their bytes come by `arrive`, however a test brings them. */
export class Files {
  readonly files = new Map<FileId, StoredFile>();
  /** Where forms and links lead. */
  bucket = "http://bucket";
  /** What the service finds when it looks at a file; null: it takes it. `checking`: it has not finished. */
  verdict: (file: StoredFile) => FileRefusal | "checking" | null = () => null;
  /** Refuses the next request for an upload. */
  refusal: "file_too_large" | "media_type_not_allowed" | "storage_full" | "rate_limited" | null = null;
  /** The requests for uploads, in order. */
  readonly asked: UploadRequest[] = [];
  /** The requests for links, in order. */
  readonly linked: FileId[] = [];
  /** What can't be had any more. */
  readonly gone = new Set<FileId>();

  constructor(
    private readonly now: () => number,
    private readonly mayRead: (person: Person, caseId: string) => boolean,
    /** Whether something of theirs may be kept. */
    private readonly hasAgreed: (person: Person, consent: string | undefined) => boolean,
  ) {}

  handle({ path, body, person }: Request): Reply | null {
    const [, id] = /^\/stores\/[^/]+\/files(?:\/([^/]+))?$/.exec(path) ?? [null, null];
    if (id === undefined) return this.#ask(body as UploadRequest, person);
    if (id !== null) return this.#standing(id, person);
    const [, caseId, linked] = /^\/cases\/([^/]+)\/files\/([^/]+)$/.exec(path) ?? [];
    return caseId && linked ? this.#link(caseId, linked, person) : null;
  }

  /** The bytes of a file have come. */
  arrive(id: FileId, bytes: Uint8Array): void {
    const file = this.files.get(id);
    if (file?.view.state !== "waiting") return;
    file.bytes = bytes;
    file.view = { ...file.view, state: "checking", ...dimensionsOf(bytes) };
  }

  /** The files that a command names, where it may have all of them; null: one of them is not ready. */
  attach(ids: readonly FileId[], command: string, person: Person): Attachment[] | null {
    const named = ids.map((id) => this.files.get(id));
    const isWhole = named.every(
      (file) =>
        file?.view.state === "ready" &&
        file.author === person.id &&
        (file.message === null || file.message === command),
    );
    if (!isWhole) return null;
    return named.map((file) => {
      file!.message = command;
      const { state: _, reason: __, ...attachment } = file!.view;
      return attachment;
    });
  }

  /** A file that somebody has attached by another way: a test's own customer or colleague. */
  put(name: string, mediaType: string, bytes: Uint8Array): Attachment {
    const id = `f_${this.files.size}`.padEnd(12, "_");
    const about = { id, name, media_type: mediaType, size: bytes.length };
    const view: FileView = { ...about, state: "ready", ...dimensionsOf(bytes) };
    this.files.set(id, { view, author: "", message: "theirs", bytes });
    const { state: _, ...attachment } = view;
    return attachment;
  }

  #ask({ consent, ...asked }: UploadRequest, person: Person): Reply {
    const author = person.id;
    this.asked.push({ ...asked, ...(consent && { consent }) });
    if (!this.hasAgreed(person, consent)) return problem(409, "consent_required");
    const refusal = this.refusal;
    this.refusal = null;
    if (refusal !== null) return refused(refusal);
    const known = this.files.get(asked.id);
    const isOther = known !== undefined && (known.view.name !== asked.name || known.view.size !== asked.size);
    if (isOther) return problem(409, "conflict");
    const view: FileView = { ...asked, state: "waiting", has_thumbnail: false };
    if (!known || known.view.state === "refused")
      this.files.set(asked.id, { view, author, message: null, bytes: new Uint8Array() });
    const url = `${this.bucket}/uploads/${asked.id}`;
    const fields: UploadForm["fields"] = [
      ["key", asked.id],
      ["Content-Type", asked.media_type],
      ["policy", "e30="],
    ];
    return ok({ id: asked.id, url, fields, expires_at: this.now() + 10 * MINUTE } satisfies UploadForm);
  }

  #standing(id: FileId, { id: author }: Person): Reply {
    const file = this.files.get(id);
    if (!file || file.author !== author) return problem(404, "not_found");
    if (file.view.state === "checking") {
      const reason = this.verdict(file);
      if (reason === null) file.view = { ...file.view, state: "ready" };
      else if (reason !== "checking") file.view = { ...file.view, state: "refused", reason };
    }
    return ok(file.view);
  }

  #link(caseId: string, id: FileId, person: Person): Reply {
    this.linked.push(id);
    const file = this.files.get(id);
    if (!file || file.message === null || !this.mayRead(person, caseId)) return problem(404, "not_found");
    if (this.gone.has(id)) return problem(410, "file_gone");
    const url = `${this.bucket}/files/${id}`;
    const small = file.view.has_thumbnail ? { thumbnail_url: `${url}?thumbnail` } : {};
    return ok({ url, ...small, expires_at: this.now() + MINUTE });
  }
}

function refused(code: NonNullable<Files["refusal"]>): Reply {
  const status = { file_too_large: 413, media_type_not_allowed: 415, storage_full: 507, rate_limited: 429 }[code];
  return problem(status, code, code === "rate_limited" ? { retry_after: 2 } : {});
}

/** How large a picture is: this double reads PNG alone, and makes a thumbnail of nothing else. */
function dimensionsOf(bytes: Uint8Array): Pick<FileView, "width" | "height" | "has_thumbnail"> {
  const isPng = bytes[1] === 0x50 && bytes[2] === 0x4e && bytes[3] === 0x47;
  if (!isPng) return { has_thumbnail: false };
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return { width: view.getUint32(16), height: view.getUint32(20), has_thumbnail: true };
}
