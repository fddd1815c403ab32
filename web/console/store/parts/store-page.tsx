import { useEffect, useState } from "preact/hooks";
import type { Settings } from "../../../client/index.ts";
import { reasonOf } from "../../answers/answers_api.ts";
import { readSettings, writeSettings } from "../settings_api.ts";
import { useAppContext } from "../../app_context.ts";
import { Awaited } from "../../parts/awaited.tsx";
import { LazyPart } from "../../parts/lazy-part.tsx";
import { LeadPage } from "../../parts/lead-page.tsx";
import { preChatParts } from "../../pre_chat/lazy_parts.ts";
import { changesOf, isSame, mistakes } from "../settings.ts";
import { AutomaticReplyReport } from "./automatic-replies.tsx";
import { GreetingFields } from "./greeting-fields.tsx";
import { HoursFields } from "./hours-fields.tsx";
import {
  AutomaticField,
  CostField,
  GreetingField,
  LanguageFields,
  TriageFields,
  WordsField,
} from "./setting-fields.tsx";
import { pageWording } from "../../words/pages.ts";
import { TargetFields } from "./target-fields.tsx";
import { AutoCloseFields } from "./auto-close-fields.tsx";
import { RetentionFields } from "./retention-fields.tsx";
import { FileFields } from "./file-fields.tsx";
import { AppearanceFields } from "./appearance-fields.tsx";

/** What a lead settles for a store by themselves. */
export function StorePage() {
  const { caseStore } = useAppContext();
  const words = pageWording();
  const nameOf = (store: string) => caseStore.stores.value[store] ?? words.store;
  return (
    <LeadPage title={words.store} leadsOnly={words.leadsSettings} heading={nameOf}>
      {(store) => <Loaded key={store} store={store} />}
    </LeadPage>
  );
}

function Loaded({ store }: { store: string }) {
  const { rest } = useAppContext();
  const [kept, setKept] = useState<Settings | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const load = () => {
    setTrouble(null);
    readSettings(rest, store).then(setKept, (error: unknown) => setTrouble(reasonOf(error)));
  };
  useEffect(load, []);
  if (kept !== null)
    return (
      <>
        <SettingsForm kept={kept} keep={setKept} store={store} />
        <AutomaticReplyReport store={store} />
      </>
    );
  return <Awaited trouble={trouble} retry={load} />;
}

function SettingsForm({ kept, keep, store }: { kept: Settings; keep: (settings: Settings) => void; store: string }) {
  const { rest, router } = useAppContext();
  const [settings, setSettings] = useState(kept);
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [askedMistakes, setAskedMistakes] = useState<string[]>([]);
  const set = (change: Partial<Settings>) => setSettings((now) => ({ ...now, ...change }));
  const found = [...mistakes(settings), ...askedMistakes];
  const isChanged = !isSame(settings, kept);
  const mayFollow = isChanged && found.length === 0 && !isBusy;
  const save = async (event: Event) => {
    event.preventDefault();
    if (!mayFollow) return;
    setBusy(true);
    setTrouble(null);
    await writeSettings(rest, store, changesOf(settings, kept)).then(
      (saved) => {
        keep(saved);
        setSettings(saved);
        router.announce(pageWording().announced.settings);
      },
      (error: unknown) => setTrouble(reasonOf(error)),
    );
    setBusy(false);
  };
  return (
    <form class="store-form" onSubmit={(event) => void save(event)}>
      <TriageFields settings={settings} set={set} />
      <AutomaticField settings={settings} set={set} />
      <WordsField settings={settings} set={set} />
      <LanguageFields settings={settings} set={set} />
      <GreetingField settings={settings} set={set} />
      <AppearanceFields settings={settings} set={set} />
      <LazyPart of={preChatParts()}>
        {({ PreChatFields, words }) => (
          <PreChatFields settings={settings} set={set} report={setAskedMistakes} words={words} />
        )}
      </LazyPart>
      <GreetingFields settings={settings} set={set} />
      <HoursFields settings={settings} set={set} />
      <TargetFields settings={settings} set={set} />
      <AutoCloseFields settings={settings} set={set} />
      <FileFields settings={settings} set={set} />
      <RetentionFields settings={settings} set={set} />
      <CostField settings={settings} set={set} />
      <div class="store-foot">
        {found.map((mistake) => (
          <p key={mistake} class="trouble">
            {mistake}
          </p>
        ))}
        {trouble !== null && (
          <p class="trouble" role="alert">
            {trouble}
          </p>
        )}
        <div class="button-row">
          <button type="submit" class="button primary" aria-disabled={!mayFollow}>
            {pageWording().save}
          </button>
          <button type="button" class="button" aria-disabled={!isChanged} onClick={() => setSettings(kept)}>
            {pageWording().undoChanges}
          </button>
          <span class="quiet">{isChanged ? pageWording().notSavedYet : pageWording().saved}</span>
        </div>
      </div>
    </form>
  );
}
