import type { Tokens } from "../../client/tokens.ts";
import { claim, externalTokens } from "../../client/external_token.ts";
import type { Kept } from "./kept.ts";

/** Whom the shop's page has named, by the tokens that it gives. */
export interface ShopCustomer {
  token: string | null;
  /** The last token that there was: it says who. */
  last: string;
  awaiting: ((token: string | null) => void)[];
}

/** A customer's tokens, and whose they are. */
export interface CustomerTokens extends Tokens {
  owner: string;
}

/** Whom a shop's token is for: another one of the same customer says the same. */
export function customerOf(token: string): string {
  return `${claim(token, "store")}:${claim(token, "sub")}`;
}

/** Lets what is kept be this customer's. What was begun before they were known goes with them. */
export function hand(kept: Kept, site: string, owner: string): void {
  const begun = kept.draft(site);
  kept.setDraft(site, "");
  kept.own(owner);
  const drafts = [kept.draft(site), begun].filter((text) => text.trim() !== "");
  kept.setDraft(site, drafts.join("\n"));
}

/** The identity that the shop vouches for; `ask` asks its page for another token. A chunk of its own: most visitors are nobody in particular. */
export function identified(customer: ShopCustomer, ask: () => void): CustomerTokens {
  const tokens = externalTokens((wantsAnother) => {
    if (!wantsAnother) return Promise.resolve(customer.token);
    return new Promise((resolve) => {
      customer.awaiting.push(resolve);
      ask();
    });
  });
  return { ...tokens, owner: customerOf(customer.last) };
}
