import type { SortingWords } from "../en/sorting.ts";
import { plural } from "./plural.ts";

const conversations = (count: number) => plural(count, "conversación", "conversaciones");

export const sorting: SortingWords = {
  subject: "Asunto",
  labelTitle: "Etiquetas, asunto y prioridad",
  tagsHint: "Separa las etiquetas con espacios. Solo las ve el equipo.",
  wrongTag: (tag) => `«${tag}» no puede ser una etiqueta. Usa hasta 32 letras, cifras, guiones o guiones bajos.`,
  manyTags: (most) => `Una conversación tiene ${most} etiquetas como máximo.`,
  subjectHint: "Solo lo ve el equipo. Si está vacío, se muestra el primer mensaje.",
  save: "Guardar",
  selected: (count) => plural(count, "conversación seleccionada", "conversaciones seleccionadas"),
  assign: "Asignar",
  tag: "Etiquetar",
  close: "Cerrar",
  cancel: "Deseleccionar",
  assignAll: (count) => `Asignar ${conversations(count)}`,
  tagAll: (count) => `Etiquetar ${conversations(count)}`,
  underWay: (done, all) => `${done} de ${all} hechas…`,
  finished: {
    assign: (done, all) =>
      done === all
        ? `${plural(done, "conversación asignada", "conversaciones asignadas")}.`
        : `${done} de ${all} asignadas.`,
    tag: (done, all) =>
      done === all
        ? `${plural(done, "conversación etiquetada", "conversaciones etiquetadas")}.`
        : `${done} de ${all} etiquetadas.`,
    close: (done, all) =>
      done === all
        ? `${plural(done, "conversación cerrada", "conversaciones cerradas")}.`
        : `${done} de ${all} cerradas.`,
  },
  skipped: (count) => `En ${count} no había nada que hacer.`,
  dismiss: "Ocultar",
};
