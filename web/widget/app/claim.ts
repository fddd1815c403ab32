// Whoever signs in at the shop keeps what they began as a visitor. A chunk of its own: it comes where there is something to keep.
import { ApiProblem, createClient, visitorTokens, type Client, type Platform } from "../../client/index.ts";
import type { ClaimedCases, VisitorClaim, VisitorToken } from "../../client/index.ts";
import { has, readStored } from "../../client/stored.ts";
import { KEPT } from "./files/kept_flag.ts";
import type { Attaching } from "./attaching.ts";
import { forgetAnswers } from "./answers_kept.ts";
import type { CustomerTokens } from "./identified.ts";
import type { Kept } from "./kept.ts";
import type { Page, Place } from "./state.ts";

/** How long a claim that did not get through waits for its next attempt, in milliseconds. */
const AGAIN = [2_000, 10_000, 60_000];
/** When the customer's list is looked at until it names what was claimed: it is some moments behind. */
const LOOKS = [0, 300, 700, 1_500, 3_000, 6_000];

/** How often it is looked whether all was sent, in milliseconds. */
const LOOK_EVERY = 200;
/** How long what does not get through, though the service is there, keeps the claim waiting, in milliseconds. */
const LONGEST_WAIT = 15_000;
/** The same where files are on their way. */
const LONGEST_UPLOAD = 5 * 60_000;

export interface Claimant {
  site: string;
  platform: Platform;
  kept: Kept;
  /** The customer's own client. */
  client: Client;
  customer?: CustomerTokens | undefined;
  attaching: Attaching;
  page: Page;
  /** Whether this is the customer's chat no more. */
  isStopped: boolean;
  show(place: Place): void;
}

/** Makes the visitor's cases the customer's, who goes on where they were unless they are somewhere by now. */
export async function claimAndGoOn(by: Claimant): Promise<void> {
  const key = await claim(by);
  const isElsewhere = by.page.state.place.at === "case" || by.kept.draft(by.site) !== "";
  if (key !== null && !isElsewhere) by.show({ at: "case", key });
}

/**
 * Makes the visitor's cases the customer's. Gives the one in which they were, or another, once the customer's list names them all; null
 * where there was nothing to claim.
 */
async function claim(by: Claimant): Promise<string | null> {
  const place = by.kept.visitorCase;
  for (let attempt = 0; !by.isStopped; attempt++) {
    try {
      await sent(by);
      const token = tokenOf(by);
      if (token === null || by.isStopped) return null;
      const body: VisitorClaim = { token: token.token };
      const answer = await by.client.api.fetch("/visitors/claim", JSON.stringify(body));
      const { cases } = (await answer.json()) as ClaimedCases;
      forget(by);
      await listed(by, cases);
      return cases.find((id) => id === place) ?? cases[0] ?? null;
    } catch (error) {
      const isRefused = error instanceof ApiProblem && [403, 404].includes(error.problem.status);
      // They are somebody else's, or nobody's any more: whoever comes next at this browser must not find them.
      if (isRefused) {
        forgetAnswers(by.platform.storage, by.site, by.customer?.owner);
        by.page.change({ answered: null, reply: null });
        return forget(by);
      }
      await after(AGAIN[Math.min(attempt, AGAIN.length - 1)] ?? 0);
    }
  }
  return null;
}

function tokenOf({ platform, site }: Claimant): VisitorToken | null {
  return readStored<VisitorToken>(platform.storage, `fl:v:${site}`, (value) => has(value, "string", "token"));
}

/** What the visitor has said and nobody has acknowledged goes out in their own name first, once. */
async function sent(by: Claimant): Promise<void> {
  const { platform, site, kept } = by;
  const hasWords = platform.storage.keys(`fl:o:v:${site}:`).length > 0;
  if (!hasWords && platform.storage.get(KEPT) === null) return;
  const visitor = createClient(platform, visitorTokens(platform, site));
  visitor.start();
  // Without the code for files their messages wait, and stand in the composer in the end.
  const files = await by.attaching.ofVisitor(visitor).catch(() => null);
  // Twice: what the page before has left is taken over a moment after the service is there.
  for (
    let quiet = 0, waited = 0;
    quiet < 2 && waited < (files?.isUploading ? LONGEST_UPLOAD : LONGEST_WAIT) && !by.isStopped;
  ) {
    await after(LOOK_EVERY);
    const isThere = ["live", "polling"].includes(visitor.connectionState.get());
    quiet = isThere && visitor.pending.get().every(({ state }) => state === "failed") ? quiet + 1 : 0;
    if (isThere) waited += LOOK_EVERY;
  }
  visitor.stop();
  const { store } = by.page.state;
  if (store?.files && !by.isStopped) await files?.handOver(site, store.files);
  if (by.isStopped) return;
  for (const { case: caseId, command } of visitor.pending.get()) {
    // What was refused, or has to wait for longer, is not lost: it stands in the composer again.
    const place = command.action === "open" ? site : caseId;
    if ("text" in command && command.text) kept.setDraft(place, [kept.draft(place), command.text].join("\n").trim());
  }
  for (const key of platform.storage.keys(`fl:o:v:${site}:`)) platform.storage.remove(key);
}

/** Nothing of the visitor is left in this browser: what they wrote is read in the customer's name. */
function forget({ platform: { storage }, site }: Claimant): null {
  const keys = [`fl:v:${site}`, `fl:l:v:${site}`, `fl:me:v:${site}`, ...storage.keys(`fl:r:v:${site}:`)];
  for (const key of keys) storage.remove(key);
  return null;
}

async function listed(by: Claimant, cases: string[]): Promise<void> {
  for (const wait of LOOKS) {
    await after(wait);
    if (by.isStopped) return;
    await by.client.refresh().catch(() => undefined);
    if (cases.every((id) => by.client.cases.get().some((found) => found.case === id))) return;
  }
}

function after(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}
