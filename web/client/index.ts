export type * from "./generated/wire.ts";
export type {
  CaseState,
  Client,
  ClientEvents,
  FileGate,
  FileStanding,
  Command,
  Opening,
  Pending,
  ConnectionState,
  Typist,
  Watch,
} from "./client.ts";
export type { Clock, Platform, Locks, Network, Store, WebSocketLike } from "./platform.ts";
export type { Cell, Readable } from "./readable.ts";
export type { Api } from "./api.ts";
export type { Config } from "./config.ts";
export type { Options } from "./options.ts";
export type { Tokens } from "./tokens.ts";
export { ApiProblem } from "./api.ts";
export { browserPlatform } from "./browser_platform.ts";
export { loadConfig } from "./config.ts";
export { cell } from "./readable.ts";
export { createClient } from "./session.ts";
export { externalTokens } from "./external_token.ts";
export { visitorTokens } from "./visitor.ts";
