import type { SearchWords } from "../en/search.ts";
import { plural } from "./plural.ts";

export const search: SearchWords = {
  field: "Buscar en todas las conversaciones",
  all: (words) => `Buscar «${words}» en todas las conversaciones`,
  hint: [
    "Buscar en todas las conversaciones",
    "Por palabras de mensajes y notas, el nombre de un cliente, una etiqueta o el número de una conversación.",
  ],
  nothing: ["No se encontraron conversaciones", "Prueba con menos palabras, o solo con el principio de una."],
  results: "Resultados",
  searching: "Buscando en todas las conversaciones…",
  failed: "La búsqueda no funcionó.",
  found: (count, hasMore) =>
    plural(count, "conversación encontrada", "conversaciones encontradas", hasMore ? `${count}+` : undefined),
  more: "Más resultados",
  tag: "Etiqueta",
  from: "Iniciada desde",
  until: "Iniciada hasta",
};
