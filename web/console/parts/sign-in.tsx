import { useState } from "preact/hooks";

/** The door: one button, which leads to the issuer. */
export function SignIn({ trouble, signIn }: { trouble: string | null; signIn: () => Promise<void> }) {
  const [isLeaving, setLeaving] = useState(false);
  const go = () => {
    setLeaving(true);
    void signIn().finally(() => setLeaving(false));
  };
  return (
    <main class="sign-in">
      <div>
        <div class="emblem" aria-hidden="true">
          <p class="asked">Where is my refund?</p>
          <p class="drafted">On its way. Banks take up to ten days.</p>
          <p class="said">On its way. Banks take up to ten days.</p>
        </div>
        <div>
          <h1>Firstline</h1>
          <p class="quiet">Drafts in pencil, replies in ink.</p>
        </div>
        {trouble !== null && (
          <p class="trouble" role="alert">
            {trouble}
          </p>
        )}
        <button type="button" class="button primary" aria-disabled={isLeaving} onClick={go}>
          {isLeaving ? "One moment" : "Sign in"}
        </button>
      </div>
    </main>
  );
}
