import { createHmac } from "node:crypto";

/** A token for the customer who is signed in. Make one for each page view: it ends after an hour. */
export function firstlineToken(secret, store, customer, name) {
  const now = Math.floor(Date.now() / 1000);
  const encode = (part) => Buffer.from(JSON.stringify(part)).toString("base64url");
  const claims = { aud: "firstline", store, sub: customer, name, iat: now, exp: now + 3600 };
  const signed = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(claims)}`;
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}

// node identity.mjs customer-17 "Ada Fontaine"
const [, , customer, name] = process.argv;
console.log(firstlineToken(process.env.FIRSTLINE_SECRET, "demo", customer, name));
