import "./styles/main.css";
import { render } from "preact";
import { GATHERED_LISTS } from "../client/generated/wire.ts";
import { type Store, browserPlatform, createClient, loadConfig, externalTokens } from "../client/index.ts";
import { App, type Wiring } from "./app.tsx";
import { createFollowUps } from "./canned/follow_ups.ts";
import { createCaseStore } from "./case_store.ts";
import { createDrafts } from "./drafts.ts";
import { createCaseFiles } from "./files/case_files.ts";
import { sendOnPageHide } from "./page_lifecycle.ts";
import { createPreferences } from "./preferences.ts";
import { createRest } from "./rest.ts";
import { createSession } from "./session.ts";
import { speak, wording } from "./words/index.ts";

// Wires the console to the browser. Nothing is decided here.

const HOME = `${location.origin}/console/`;
const platform = browserPlatform();

/** What lasts as long as this tab; where the browser keeps nothing, as long as the page. */
const tab: Store = {
  get: (key) => sessionStorage.getItem(key),
  set: (key, value) => sessionStorage.setItem(key, value),
  remove: (key) => sessionStorage.removeItem(key),
  keys: (prefix) => Object.keys(sessionStorage).filter((key) => key.startsWith(prefix)),
};

const session = createSession(
  { fetch: platform.fetch, now: platform.clock.now },
  tab,
  async () => ({ ...(await loadConfig(platform)).oidc, redirect_uri: HOME }),
  (url) => location.assign(url),
);

const preferences = createPreferences(platform.storage);

const open: Wiring["open"] = () => {
  // Cases are not kept on the computer: an agent sees many, and they are other people's.
  const client = createClient(
    { ...platform, connect: (url, protocols) => platform.connect(`${url}?${GATHERED_LISTS}`, protocols) },
    externalTokens((refused) => session.next(refused)),
    { keepCases: false },
  );
  client.on("signedOut", () => session.signOut(wording().signInEnded));
  const grant = JSON.parse(tab.get("session/grant") ?? "{}") as { sub?: string };
  const person = grant.sub ?? "";
  preferences.load(person);
  const undoPeriod = () => preferences.choices.peek().undoSeconds * 1_000;
  const drafts = createDrafts(platform.storage, person);
  const restore = (id: string, words: string) => drafts.restore(id, "reply", words);
  const followUps = createFollowUps(client, platform.storage, person, restore);
  const caseStore = createCaseStore(client, platform.clock, undoPeriod, followUps);
  const files = createCaseFiles({ client, platform, person });
  const stopLifecycle = sendOnPageHide(client, files.isUploading);
  client.start();
  return {
    caseStore: {
      ...caseStore,
      close: () => {
        stopLifecycle();
        caseStore.close();
        client.stop();
      },
    },
    drafts,
    files,
    rest: createRest(client.api),
    id: platform.id,
    forget: () => {
      client.flushOnUnload();
      drafts.clear();
      files.forget();
    },
  };
};

async function start(): Promise<void> {
  // Before anything is shown: words that came later would move what stands beside them.
  await speak([preferences.choices.peek().language ?? "", ...navigator.languages]);
  const returnTo = await session.complete(new URLSearchParams(location.search));
  if (returnTo !== null) history.replaceState(null, "", returnTo.startsWith("/console/") ? returnTo : HOME);
  render(<App wiring={{ session, preferences, open }} />, document.getElementById("console")!);
}

// Not awaited: what is fetched on the way imports this very module, and would wait for its end.
void start();
