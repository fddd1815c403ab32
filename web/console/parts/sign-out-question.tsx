import { useAppContext } from "../app_context.ts";
import { wording } from "../words/index.ts";

/** What is said before drafts are deleted: whoever signs out has words that were never sent. */
export function SignOutQuestion({ close }: { close: () => void }) {
  const { drafts, run } = useAppContext();
  const words = wording();
  const count = drafts.count();
  return (
    <section class="asking" role="alert" aria-label={words.unsentDrafts}>
      <p>{words.signOutQuestion(count)}</p>
      <div class="button-row">
        <button type="button" class="button" onClick={() => run("signOut")}>
          {words.deleteAndSignOut}
        </button>
        <button type="button" class="button primary" onClick={close}>
          {words.staySignedIn}
        </button>
      </div>
    </section>
  );
}
