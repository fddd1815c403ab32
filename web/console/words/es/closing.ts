import type { PageWords } from "../en/pages.ts";

export const autoClose: PageWords["autoClose"] = {
  title: "Conversaciones en silencio",
  turnOn: "Cerrar las conversaciones a las que el cliente no responde",
  hint: "Primero un recordatorio, después el cierre. Nunca mientras se espera una respuesta del equipo o la conversación está pospuesta.",
  remindAfter: "Horas de silencio antes del recordatorio",
  reminder: "Recordatorio",
  usualReminder: "¿Te ha servido? Si necesitas algo más, escribe aquí. Si no, cerraremos pronto esta conversación.",
  closeAfter: "Horas después del recordatorio hasta el cierre",
  onHint:
    "Cuenta para las respuestas enviadas a partir de ahora. Quien escriba después vuelve a abrir la conversación.",
};

export const retention: PageWords["retention"] = {
  title: "Conversaciones cerradas",
  turnOn: "Borrar las conversaciones cerradas pasado un tiempo",
  hint: "Los nombres y todo lo que se dijo se borran para siempre. Las respuestas aprobadas y las cifras de las estadísticas se conservan.",
  days: "Días después del cierre",
  onHint: (date) =>
    `Se hace una vez al día; la próxima vez alcanza todo lo cerrado antes del ${date}. Si una conversación se volvió a abrir, el plazo cuenta desde el último cierre.`,
};

export const files: PageWords["files"] = {
  title: "Archivos",
  turnOn: "Permitir que clientes y agentes adjunten archivos",
  hint: "Imágenes, PDF, documentos, sonido y vídeo. Se comprueba el contenido de cada uno antes de que alguien pueda abrirlo.",
  megabytes: "Archivo más grande, en MB",
};
