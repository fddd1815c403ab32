import type { NoticeWords } from "../en/notices.ts";

export const es: NoticeWords = {
  heading: "Notificaciones",
  kinds: {
    new: "Mensajes nuevos en conversaciones sin asignar",
    mine: "Conversaciones asignadas a ti",
    mention: "Menciones a ti",
  },
  titles: { new: "Mensaje nuevo", mine: "Tu conversación", mention: "Te han mencionado" },
  from: (title, who) => `${title}: ${who}`,
  sound: "Sonido",
  desktop: "Notificación de escritorio",
  background: "Las recibes cuando ninguna de tus pestañas de Firstline está delante.",
  permissions: {
    default: "Las notificaciones de escritorio necesitan el permiso de tu navegador.",
    denied: "Tu navegador bloquea las notificaciones de escritorio. Permítelas en sus ajustes para este sitio.",
    missing: "Este navegador no tiene notificaciones de escritorio.",
  },
  allow: "Permitir notificaciones de escritorio",
  playSound: "Reproducir sonido",
  tryDesktop: "Mostrar una notificación de prueba",
  testBody: "Así se ve una notificación.",
  preview: "Mostrar nombres y texto de los mensajes en las notificaciones de escritorio",
  badge: "Mostrar en el icono de la pestaña cuántas conversaciones esperan",
  quiet: "No molestar",
  quietHint: "Hasta entonces no hay sonidos ni notificaciones de escritorio.",
  quietUntil: (time) => `«No molestar» está activado hasta ${time}.`,
  quietEnd: "Desactivar",
  quietFor: { hour: "Durante una hora", tomorrow: "Hasta mañana", monday: "Hasta el lunes" },
};
