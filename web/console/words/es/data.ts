import type { DataWords } from "../en/data.ts";
import { plural } from "./plural.ts";

export const data: DataWords = {
  exportHint: "Lo que se guarda de este cliente, incluidas las notas del equipo, se le puede entregar.",
  exportPage: "Guardar como página",
  exportJson: "Guardar como JSON",
  exportZip: "Guardar con archivos (ZIP)",
  exporting: "Leyendo…",
  exportedSoFar: (cases) => `Leyendo… ${plural(cases, "conversación", "conversaciones")} por ahora`,
  exported: (cases) => `${plural(cases, "conversación guardada", "conversaciones guardadas")}.`,
  exportingFiles: (done, all) => `Leyendo archivos… ${done} de ${all}`,
  exportedWithout: (files) =>
    `No se ${files === 1 ? "pudo" : "pudieron"} leer ${plural(files, "archivo", "archivos")}.`,
  exportTooLarge:
    "Los archivos suman más de 4 GB, lo que no cabe en un archivo comprimido. Guarda la página, y los archivos desde las conversaciones.",
  pageTitle: "Sus conversaciones con nosotros",
  customer: "Cliente",
  assistant: "Asistente (IA)",
  colleague: "Equipo",
  internal: "nota interna",
  rated: (score) => `Valoración: ${score} de 5`,
  eraseHint: "A petición del cliente se puede borrar para siempre todo lo que escribió, junto con su nombre.",
  eraseCase: "Borrar esta conversación…",
  eraseCustomer: "Borrar todas las conversaciones de este cliente…",
  sureCase: "¿Borrar esta conversación?",
  sureCustomer: "¿Borrar todas las conversaciones de este cliente?",
  sureHint:
    "Todos los mensajes, notas y nombres desaparecen para todos, también para el cliente. Las respuestas de la base de conocimientos que se guardaron de ella palabra por palabra también se eliminan: reformule antes las que quiera conservar. Esto no se puede deshacer.",
  eraseForGood: "Borrar para siempre",
  erasing: "Borrando… Tarda alrededor de un minuto. Puede cerrar esta página.",
  erased: (cases, answers) =>
    `${plural(cases, "conversación borrada", "conversaciones borradas")}${answers > 0 ? `, y con ello ${plural(answers, "respuesta", "respuestas")}` : ""}.`,
  cancel: "Cancelar",
  again: "Intentar de nuevo",
};
