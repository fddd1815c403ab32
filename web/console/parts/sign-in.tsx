import { useState } from "preact/hooks";
import { wording } from "../words/index.ts";

/** The door: one button, which leads to the issuer. */
export function SignIn({ trouble, signIn }: { trouble: string | null; signIn: () => Promise<void> }) {
  const [isLeaving, setLeaving] = useState(false);
  const words = wording();
  const [asked, answered] = words.emblem;
  const go = () => {
    setLeaving(true);
    void signIn().finally(() => setLeaving(false));
  };
  return (
    <main class="sign-in">
      <div>
        <div class="emblem" aria-hidden="true">
          <p class="asked">{asked}</p>
          <p class="drafted">{answered}</p>
          <p class="said">{answered}</p>
        </div>
        <div>
          <h1>Firstline</h1>
          <p class="quiet">{words.tagline}</p>
        </div>
        {trouble !== null && (
          <p class="trouble" role="alert">
            {trouble}
          </p>
        )}
        <button type="button" class="button primary" aria-disabled={isLeaving} onClick={go}>
          {isLeaving ? words.oneMoment : words.signIn}
        </button>
      </div>
    </main>
  );
}
