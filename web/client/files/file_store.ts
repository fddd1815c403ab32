import type { FileId } from "../generated/wire.ts";

/** A file as it is kept over a reload, without its bytes. */
export interface StoredFile {
  id: FileId;
  /** Whose it is, as the outbox calls them. */
  scope: string;
  /** The tab that uploads it. */
  owner: string;
  store: string;
  place: string | null;
  name: string;
  mediaType: string;
  size: number;
  /** When it was attached, in milliseconds since 1970. */
  at: number;
  /** Whether the service has it and takes it. */
  isReady: boolean;
}

/** Keeps files until a message has them. None of these rejects: where nothing can be kept, it lasts as long as the page. */
export interface FileStore {
  /** Those of this scope; without one those of everybody. */
  all(scope?: string): Promise<StoredFile[]>;
  bytes(id: FileId): Promise<Blob | null>;
  /** Keeps a file, with its bytes where they are new. */
  put(file: StoredFile, bytes?: Blob): Promise<void>;
  remove(id: FileId): Promise<void>;
}

/** A store that lasts as long as the page. */
export function memoryFiles(): FileStore {
  const files = new Map<FileId, StoredFile>();
  const contents = new Map<FileId, Blob>();
  return {
    all: async (scope) => [...files.values()].filter((file) => isOf(file, scope)),
    bytes: async (id) => contents.get(id) ?? null,
    async put(file, bytes) {
      files.set(file.id, file);
      if (bytes) contents.set(file.id, bytes);
    },
    async remove(id) {
      files.delete(id);
      contents.delete(id);
    },
  };
}

const FILES = "files";
/** Apart, so that a change of a file's standing does not write megabytes. */
const BYTES = "file_bytes";

/** The browser's database of this name; blocked or full, memory stands in. */
export function indexedFiles(factory: IDBFactory | undefined, name: string): FileStore {
  const spare = memoryFiles();
  const opening = open(factory, name);
  const within = async <T>(act: (database: IDBDatabase) => Promise<T>, otherwise: () => Promise<T>): Promise<T> => {
    try {
      return await act(await opening);
    } catch {
      return otherwise();
    }
  };
  // Nobody may have asked yet.
  opening.catch(() => undefined);
  return {
    async all(scope) {
      const kept = await within(
        async (database) => answerOf<StoredFile[]>(reading(database, FILES).getAll()),
        async () => [],
      );
      return [...kept.filter((file) => isOf(file, scope)), ...(await spare.all(scope))];
    },
    bytes: async (id) =>
      (await spare.bytes(id)) ??
      within(
        async (database) => (await answerOf<Blob | undefined>(reading(database, BYTES).get(id))) ?? null,
        async () => null,
      ),
    put: (file, bytes) =>
      within(
        async (database) => {
          const writing = database.transaction([FILES, BYTES], "readwrite");
          writing.objectStore(FILES).put(file, file.id);
          if (bytes) writing.objectStore(BYTES).put(bytes, file.id);
          await endOf(writing);
        },
        () => spare.put(file, bytes),
      ),
    async remove(id) {
      await spare.remove(id);
      const remove = async (database: IDBDatabase) => {
        const writing = database.transaction([FILES, BYTES], "readwrite");
        for (const name of [FILES, BYTES]) writing.objectStore(name).delete(id);
        await endOf(writing);
      };
      await within(remove, async () => undefined);
    },
  };
}

/** Removes whatever files are kept under this name, whosever they are: somebody else may use this browser. */
export function forgetFiles(factory: IDBFactory | undefined, name: string): void {
  try {
    factory?.deleteDatabase(name);
  } catch {
    // Where the database is blocked there is nothing in it.
  }
}

function isOf(file: StoredFile, scope: string | undefined): boolean {
  return scope === undefined || file.scope === scope;
}

function open(factory: IDBFactory | undefined, name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    if (!factory) return reject(new Error("no database"));
    const request = factory.open(name, 1);
    request.onupgradeneeded = () => {
      for (const name of [FILES, BYTES]) request.result.createObjectStore(name);
    };
    request.onsuccess = () => {
      // Another tab forgets all of it: this one must not stand in its way.
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });
}

function reading(database: IDBDatabase, name: string): IDBObjectStore {
  return database.transaction(name, "readonly").objectStore(name);
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function endOf(writing: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    writing.oncomplete = () => resolve();
    writing.onerror = writing.onabort = () => reject(writing.error);
  });
}
