import type {
  CaseSummary,
  CaseView,
  ClientFrame,
  Code,
  Colleague,
  EventView,
  FileId,
  Me,
  Role,
  ServerFrame,
} from "./generated/wire.ts";
import type { Api } from "./api.ts";
import type { Readable } from "./readable.ts";

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
type Written = Exclude<ClientFrame, { action: "open" | "sync" | "heartbeat" | "read" | "typing" }>;

/** A command of a person on a case; the client adds `id` and `after`. */
export type Command = Without<Written, "id" | "after">;
/** A command that opens a case. */
export type Opening = Without<Extract<ClientFrame, { action: "open" }>, "id">;

/**
 * How the client reaches the service. `live`: the socket is open. `polling`: sockets seem blocked, REST stands in.
 * `connecting`: not there yet, without a sign of trouble. `offline`: neither works; it keeps trying.
 */
export type ConnectionState = "idle" | "connecting" | "live" | "polling" | "offline";

/** A command that is not in the log yet, as far as this client knows. */
export interface Pending {
  /** The command's id; the event in the log will have the same. */
  id: string;
  /** The case; for a command that follows an opening not yet acknowledged, the opening's id. */
  case: string;
  command: Command | Opening;
  /** When the person gave it, in milliseconds since 1970. */
  at: number;
  /** `held`: it may still be undone. `queued`: waits for its turn or the network. `sending`: under way. `failed`: refused for good, see `code`. */
  state: "held" | "queued" | "sending" | "failed";
  code: Code | null;
  /** Until when it may be undone, in milliseconds since 1970; 0 where it was never held. */
  heldUntil: number;
}

export interface Typist {
  user: string;
  role: Role;
  name: string | null;
}

/** What the client holds of one case. A new object after each change; `events` is gap-free and ascending. */
export interface CaseState {
  case: string;
  events: readonly EventView[];
  /** Own commands not yet in `events`, in the order they were given. */
  pending: readonly Pending[];
  /** Null until the server has told. */
  view: CaseView | null;
  /** The newest event held; 0 for none. */
  head: number;
  /** Whether the log has events before the first one held. */
  hasOlder: boolean;
  /** Whether the server has answered since the client started. */
  isSynced: boolean;
  /** The server says that there is no such case for this user. */
  isMissing: boolean;
  typing: readonly Typist[];
  /** By user, the seq up to which they have read. */
  reads: Readonly<Record<string, number>>;
  /** By user, when they last looked at it, in milliseconds since 1970. */
  lookedAt: Readonly<Record<string, number>>;
}

/** A case that someone looks at. While at least one watch is out, the client listens to the case. */
export interface Watch {
  state: Readable<CaseState>;
  /** Loads a page of earlier events, where there are any. */
  older(): Promise<void>;
  /** Ends the watch. */
  release(): void;
}

export interface ClientEvents {
  /** An opening has been acknowledged: `id` is the command's, `case` the case's. */
  opened: { id: string; case: string };
  /** The service refused a command for good. Its text is kept: see `Pending`. */
  failed: Pending;
  /** A command is in the log. */
  done: { id: string; case: string };
  /** Something new by someone else in a watched case. */
  event: { case: string; event: EventView };
  worklist: Extract<ServerFrame, { action: "worklist" }>;
  /** A colleague's note has called this person. */
  mentioned: Extract<ServerFrame, { action: "mentioned" }>;
  presence: Extract<ServerFrame, { action: "presence" }>;
  /** Everyone of the agent's stores who is there, themselves among them: on each new connection, and from time to time. */
  online: readonly Colleague[];
  /** The token was refused and no other could be had: the person must sign in again. */
  signedOut: { code: Code | null };
}

/** How far the files of a command are: it waits for them, and is refused where one of them can't be had. */
export type FileStanding = "ready" | "waiting" | "refused";

/** Who knows of the files that commands name. */
export interface FileGate {
  stateOf(files: readonly FileId[]): FileStanding;
  /** Calls `listener` after each change. Returns what undoes it. */
  subscribe(listener: () => void): () => void;
}

export interface Client {
  /** Starts connecting, and sends what an earlier page left behind. */
  start(): void;
  /** Closes the socket and stops every timer; what is unsent stays in storage. */
  stop(): void;
  readonly connectionState: Readable<ConnectionState>;
  /** Who the token says this is; null until known. */
  readonly me: Readable<Me | null>;
  /** A customer's own cases, newest first, brought up to date by what is watched. Call `refresh` to load. */
  readonly cases: Readable<readonly CaseSummary[]>;
  /** Loads the customer's own cases. */
  refresh(): Promise<void>;
  /** Every unacknowledged command, over all cases, openings included. */
  readonly pending: Readable<readonly Pending[]>;
  watch(caseId: string): Watch;
  /** Opens a case. Returns the command's id, which stands for the case until `opened` tells its own. */
  open(opening: Omit<Opening, "action">): string;
  /**
   * Puts a command into the outbox; `hold` milliseconds it may be undone by `discard`. `seen` is the newest event that its author
   * knows of, where that is not the newest one held: of a case that they see in a list alone. Returns its id.
   */
  submit(command: Command, hold?: number, seen?: number): string;
  /** Sends a failed command again under the same id, with what `changes` says instead. */
  retry(id: string, changes?: { anyway?: boolean; answers?: number; text?: string }): void;
  /** Lets commands with files go once `gate` has them. Until there is one they wait. */
  awaitFiles(gate: FileGate): void;
  /** Forgets a command that is held or has failed. False if it is under way: then it can't be stopped. */
  discard(id: string): boolean;
  /** Sends at once what is held. */
  flush(): void;
  /** Sends what has not been acknowledged by requests that outlive the page: for a page that is about to go. Under the same ids, so never twice. */
  flushOnUnload(): void;
  /** A hint; lost where there is no socket. */
  typing(caseId: string, isTyping: boolean): void;
  /** The person has read up to `seq`; kept until a socket takes it. */
  read(caseId: string, seq: number): void;
  on<K extends keyof ClientEvents>(name: K, listener: (event: ClientEvents[K]) => void): () => void;
  /** The REST API with this client's token. */
  readonly api: Api;
}
