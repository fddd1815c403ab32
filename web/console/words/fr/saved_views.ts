import type { SavedViewWords } from "../en/saved_views.ts";

/** What is said of saved views. */
export const fr: SavedViewWords = {
  save: "Enregistrer la vue",
  edit: "Modifier la vue",
  name: "Nom",
  who: "Qui peut la voir",
  onlyMe: "Moi seulement",
  everyone: "Toute la boutique",
  store: "Boutique",
  sharedHint: "Toute la boutique peut voir cette vue.",
  rename: "Renommer",
  delete: "Supprimer",
  deleteQuestion: (name) => `Supprimer ${name} ?`,
  keepIt: "Garder",
  saved: (name) => `Vue ${name} enregistrée.`,
  renamed: (name) => `La vue s’appelle maintenant ${name}.`,
  deleted: (name) => `Vue ${name} supprimée.`,
  full: "Il y a déjà 20 vues, le maximum. Supprimez-en une d’abord.",
  changedByOther: "Quelqu’un d’autre a modifié cette vue.",
  refused: "Impossible d’enregistrer.",
  offline: "Pas de connexion. Réessayez.",
  view: "Vue enregistrée",
  ownView: ", vue enregistrée",
  sharedView: ", vue partagée",
  changed: (before, after) =>
    before === null
      ? `La vue ${after} a été ajoutée`
      : after === null
        ? `La vue ${before} a été supprimée`
        : before === after
          ? `La vue ${after} a été modifiée`
          : `La vue ${before} s’appelle maintenant ${after}`,
};
