export type * from "./generated/wire.ts";
export type { CaseState, Client, ClientEvents, Command, Opening, Pending, Reach, Typist, Watch } from "./client.ts";
export type { Clock, Edges, Locks, Network, Store, Transport } from "./edges.ts";
export type { Cell, Readable } from "./readable.ts";
export { cell } from "./readable.ts";
export { ApiProblem } from "./api.ts";
export type { Api } from "./api.ts";
// Coming next, with exactly these names:
//   createClient(edges: Edges, tokens: Tokens, options?: Partial<Options>): Client
//   browserEdges(origin?: string): Edges                            from the browser's own globals
//   providedTokens(next: (refused: boolean) => Promise<string | null>): Tokens   an ID token or a shop's JWT; `refused` asks for another
//   visitorTokens(edges: Edges, store: string): Tokens
//   loadConfig(edges): Promise<{ api: string; socket: string; oidc: { issuer: string; client_id: string } }>
