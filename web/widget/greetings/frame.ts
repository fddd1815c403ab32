// The rules by which a shop's page greets, fetched in a frame of our own: so the page needs no leave to speak to the service.
import { loadConfig } from "../../client/config.ts";
import { memoryStore } from "../../client/memory.ts";
import { readStore } from "../../client/store_view.ts";
import { HELLO } from "../protocol.ts";
import type { Greetings } from "./rules.ts";

const site = new URLSearchParams(location.search).get("site") ?? "demo";

async function greetings(): Promise<Greetings> {
  const config = await loadConfig({
    origin: location.origin,
    fetch: (url, init) => fetch(url, init),
    storage: memoryStore(),
  });
  const {
    proactive_greetings: rules = [],
    appearance,
    name,
  } = await readStore({ fetch: (url) => fetch(url) }, config, site);
  return { rules, accent: appearance.accent, name };
}

addEventListener("message", ({ source, ports: [port] }) => {
  if (source !== parent || !port) return;
  void greetings().then(
    (found) => port.postMessage(found),
    () => undefined,
  );
});
parent.postMessage(HELLO, "*");
