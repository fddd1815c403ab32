/** The client's times, all in milliseconds, and what it keeps. */
export interface Options {
  /** A socket is replaced at this age; the gateway ends it at 2 hours. */
  replaceAfter: number;
  /** How often heads are compared; the gateway ends what is idle for 10 minutes. */
  heartbeatEvery: number;
  /** How long after subscribing a case is read once more: a writer may have missed the fresh listener. */
  confirmAfter: number;
  /** How often REST is asked for news where sockets are blocked. */
  pollEvery: number;
  /** An answer that has not come by then is asked for again, on another socket. */
  answerTimeout: number;
  /** How long a push may wait for the one before it until the log is asked. */
  gapTimeout: number;
  /** After so many failed sockets REST stands in. */
  failuresBeforePolling: number;
  /** Whether cases are kept over a reload. The outbox always is. */
  keepCases: boolean;
}

export const DEFAULTS: Options = {
  replaceAfter: 110 * 60_000,
  heartbeatEvery: 4 * 60_000,
  confirmAfter: 2_000,
  pollEvery: 5_000,
  answerTimeout: 15_000,
  gapTimeout: 250,
  failuresBeforePolling: 3,
  keepCases: true,
};
