import { useRef, useState } from "preact/hooks";
import { ApiProblem } from "../../../client/index.ts";
import { useAppContext } from "../../app_context.ts";
import { DeleteButtons } from "../../canned/parts/delete-buttons.tsx";
import { savedViewWords } from "../../words/saved_views.ts";
import { type StoreView, filterShown, savedViewsOf, storeOfGroup } from "../saved_views.ts";

/** Characters of a name, at most. */
const LONGEST = 40;

interface Props {
  /** The view that is to be renamed or deleted; null: a new one. */
  shown: StoreView | null;
  close: () => void;
}

/** A view's name, and who finds it. */
export function ViewForm({ shown, close }: Props) {
  const { caseStore, router, rest, id, commandState } = useAppContext();
  const views = savedViewsOf(rest);
  const words = savedViewWords();
  const stores = caseStore.me.value?.stores ?? [];
  const [name, setName] = useState(shown?.view.name ?? "");
  const [isShared, setShared] = useState(false);
  const [chosen, setChosen] = useState(stores[0] ?? "");
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  /** The id of what was tried last: the same again is the same command, something else is another. */
  const tried = useRef({ key: "", id: "" });
  const commandOf = (key: string) => {
    if (tried.current.key !== key) tried.current = { key, id: id() };
    return tried.current.id;
  };
  // A group is one of its store, and so is a view that shows it.
  const store = storeOfGroup(router) ?? chosen;
  const run = async (work: Promise<void>, done: string) => {
    setBusy(true);
    setTrouble(null);
    try {
      await work;
      router.announce(done);
      close();
    } catch (error) {
      const isStale = shown !== null && isOutdated(error);
      setTrouble(isStale ? words.changedByOther : troubleOf(error));
      if (isStale) void views.load(stores);
    }
    setBusy(false);
  };
  const save = (event: Event) => {
    event.preventDefault();
    const wanted = name.trim();
    if (wanted === "" || isBusy) return;
    if (shown !== null) {
      const command = commandOf(JSON.stringify([wanted, shown.view.version]));
      void run(views.rename(shown, wanted, command), words.renamed(wanted));
      return;
    }
    const view = { personal: !isShared, name: wanted, filter: filterShown(router, store) };
    const command = commandOf(JSON.stringify([view, store]));
    void run(views.add(store, { id: command, ...view }), words.saved(wanted));
  };
  const remove = () => {
    if (shown === null || isBusy) return;
    void run(views.remove(shown, commandOf(`delete ${shown.view.version}`)), words.deleted(shown.view.name));
  };
  return (
    <form onSubmit={save}>
      <div class="field">
        <label for="view-name">{words.name}</label>
        <input
          id="view-name"
          autocomplete="off"
          dir="auto"
          maxLength={LONGEST}
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </div>
      {shown === null && commandState.value.isLead && (
        <div class="field">
          <label for="view-owner">{words.who}</label>
          <select
            id="view-owner"
            value={isShared ? "store" : "me"}
            onChange={(event) => setShared(event.currentTarget.value === "store")}
          >
            <option value="me">{words.onlyMe}</option>
            <option value="store">{words.everyone}</option>
          </select>
        </div>
      )}
      {shown === null && isShared && storeOfGroup(router) === null && stores.length > 1 && (
        <div class="field">
          <label for="view-store">{words.store}</label>
          <select id="view-store" value={chosen} onChange={(event) => setChosen(event.currentTarget.value)}>
            {stores.map((each) => (
              <option key={each} value={each}>
                {caseStore.stores.value[each] ?? each}
              </option>
            ))}
          </select>
        </div>
      )}
      {shown?.view.personal === false && <p class="quiet">{words.sharedHint}</p>}
      {trouble !== null && (
        <p class="trouble" role="alert">
          {trouble}
        </p>
      )}
      <div class="view-buttons">
        <button type="submit" class="button primary" aria-disabled={name.trim() === "" || isBusy}>
          {shown === null ? words.save : words.rename}
        </button>
        {shown !== null && <DeleteButtons title={shown.view.name} words={words} remove={remove} />}
      </div>
    </form>
  );
}

/** A colleague has changed the view, or deleted it. */
function isOutdated(error: unknown): boolean {
  return error instanceof ApiProblem && ["conflict", "not_found"].includes(error.problem.code);
}

/** Why it was not done, in a sentence. */
function troubleOf(error: unknown): string {
  const words = savedViewWords();
  if (!(error instanceof ApiProblem)) return words.offline;
  return error.problem.code === "limit_reached" ? words.full : words.refused;
}
