import { useEffect, useState } from "preact/hooks";
import type { Routing } from "../../../client/index.ts";
import { reasonOf } from "../../answers/answers_api.ts";
import { useAppContext } from "../../app_context.ts";
import { readSettings, writeSettings } from "../../store/settings_api.ts";
import { pageWording } from "../../words/pages.ts";
import { USUAL_ROUTING } from "../team.ts";

/** How a store's cases find their agents. Each change is kept at once. */
export function RoutingFields({ store }: { store: string }) {
  const { rest, router } = useAppContext();
  const words = pageWording();
  const [kept, setKept] = useState<Routing | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const failed = (error: unknown) => setTrouble(reasonOf(error));
  useEffect(() => {
    readSettings(rest, store).then(({ routing }) => setKept(routing ?? USUAL_ROUTING), failed);
  }, [store]);
  const set = (change: Partial<Routing>) => {
    if (kept === null) return;
    const next = { ...kept, ...change };
    setTrouble(null);
    setKept(next);
    writeSettings(rest, store, { routing: next }).then(
      () => router.announce(words.team.saved),
      (error: unknown) => {
        setKept(kept);
        failed(error);
      },
    );
  };
  return (
    <section aria-labelledby="team-routing">
      <h2 id="team-routing">{words.team.routing}</h2>
      {kept !== null && (
        <>
          {[false, true].map((automatic) => (
            <label key={String(automatic)} class="choice">
              <input
                type="radio"
                name="routing"
                checked={kept.automatic === automatic}
                onChange={() => set({ automatic })}
              />
              <span>
                {automatic ? words.team.automatic : words.team.byTaking}
                <span class="quiet">{automatic ? words.team.automaticHint : words.team.byTakingHint}</span>
              </span>
            </label>
          ))}
          <label class="field">
            <span>{words.team.grace}</span>
            <input
              type="number"
              min={0}
              max={1440}
              value={kept.grace_minutes}
              onChange={(event) => set({ grace_minutes: Number(event.currentTarget.value) })}
            />
            <span class="quiet">{words.team.graceHint}</span>
          </label>
        </>
      )}
      {trouble !== null && (
        <p class="trouble" role="alert">
          {trouble}
        </p>
      )}
    </section>
  );
}
