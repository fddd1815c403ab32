import { Zip, ZipDeflate, ZipPassThrough, strToU8 } from "fflate";
import type { CustomerExport, FileLinks } from "../../client/index.ts";
import { ApiProblem } from "../../client/index.ts";
import { attachmentsOf } from "./attachments.ts";

/** How often a file is tried. */
const ATTEMPTS = 3;

/** Reads a file of a case; null where it can't be had any more. */
export type FileReader = (caseId: string, file: string) => Promise<Uint8Array | null>;

/** A file of an export, and where it lies in the archive. */
interface Archived {
  caseId: string;
  id: string;
  path: string;
}

/** What a customer is handed in one piece: the document for programs, the page for people, and every file that either names. */
export interface Archive {
  zip: Blob;
  /** Files that could not be read. */
  missing: number;
}

/**
 * Packs an export with the bytes of its files. They are read one after another and kept as they are: pictures and documents
 * are compressed already. The page links to those that are there.
 */
export async function archiveOf(
  whole: CustomerExport,
  page: (pathOf: (caseId: string, file: string) => string | null) => string,
  read: FileReader,
  progress: (done: number, all: number) => void,
): Promise<Archive> {
  // The browser may keep these on disk.
  const chunks: Blob[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    chunks.push(new Blob([chunk as Uint8Array<ArrayBuffer>]));
  });
  const files = filesOf(whole);
  const there = new Map<string, string>();
  for (const [at, { caseId, id, path }] of files.entries()) {
    progress(at, files.length);
    const bytes = await read(caseId, id);
    if (bytes === null) continue;
    const entry = new ZipPassThrough(path);
    zip.add(entry);
    entry.push(bytes, true);
    there.set(`${caseId}/${id}`, path);
  }
  const texts = {
    "data.json": JSON.stringify(whole, null, 2),
    "page.html": page((caseId, file) => there.get(`${caseId}/${file}`) ?? null),
  };
  for (const [name, text] of Object.entries(texts)) {
    const entry = new ZipDeflate(name);
    zip.add(entry);
    entry.push(strToU8(text), true);
  }
  zip.end();
  return { zip: new Blob(chunks, { type: "application/zip" }), missing: files.length - there.size };
}

/** Reads the bytes behind a link; null where the service has them no more. What may pass is tried again, and rejects at last. */
export async function readFile(
  linked: () => Promise<FileLinks>,
  pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
): Promise<Uint8Array | null> {
  for (let attempt = 1; ; attempt += 1)
    try {
      const response = await fetch((await linked()).url);
      if (response.ok) return new Uint8Array(await response.arrayBuffer());
      if (isGone(response.status)) return null;
      throw new Error(`the bucket answers ${response.status}`);
    } catch (error) {
      if (error instanceof ApiProblem && isGone(error.problem.status)) return null;
      if (attempt === ATTEMPTS) throw error;
      await pause(attempt * 1_000);
    }
}

const isGone = (status: number): boolean => status === 404 || status === 410;

/** The files that messages of an export name, each once. */
function filesOf({ cases }: CustomerExport): Archived[] {
  const found = new Map<string, Archived>();
  for (const own of cases)
    for (const event of own.events)
      for (const { id, name } of attachmentsOf(event)) {
        const path = `files/${own.case}/${id}-${safeName(name)}`;
        found.set(`${own.case}/${id}`, { caseId: own.case, id, path });
      }
  return [...found.values()];
}

/** A name that every system takes for a file, and none for a folder. */
function safeName(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: no system takes those in a name
  return name.replace(/[\u0000-\u001f\u007f<>:"/\\|?*]/g, "_").replace(/[. ]+$/, "");
}
