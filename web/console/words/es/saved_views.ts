import type { SavedViewWords } from "../en/saved_views.ts";

/** What is said of saved views. */
export const es: SavedViewWords = {
  save: "Guardar vista",
  edit: "Editar vista",
  name: "Nombre",
  who: "Quién puede verla",
  onlyMe: "Solo yo",
  everyone: "Todos en la tienda",
  store: "Tienda",
  sharedHint: "Todos en la tienda pueden ver esta vista.",
  rename: "Cambiar nombre",
  delete: "Eliminar",
  deleteQuestion: (name) => `¿Eliminar ${name}?`,
  keepIt: "Conservar",
  saved: (name) => `Vista ${name} guardada.`,
  renamed: (name) => `La vista ahora se llama ${name}.`,
  deleted: (name) => `Vista ${name} eliminada.`,
  full: "Ya hay 20 vistas, el máximo. Elimina una primero.",
  changedByOther: "Otra persona ha cambiado esta vista.",
  refused: "No se pudo guardar.",
  offline: "Sin conexión. Inténtalo de nuevo.",
  view: "Vista guardada",
  ownView: ", vista guardada",
  sharedView: ", vista compartida",
  changed: (before, after) =>
    before === null
      ? `Se añadió la vista ${after}`
      : after === null
        ? `Se eliminó la vista ${before}`
        : before === after
          ? `Se cambió la vista ${after}`
          : `La vista ${before} ahora se llama ${after}`,
};
