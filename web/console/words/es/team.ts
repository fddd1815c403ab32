import type { TeamWords } from "../en/team.ts";
import { plural } from "./plural.ts";

/** What the page about the team says. */
export const team: TeamWords = {
  title: "Equipo",
  leadsOnly: "Solo los responsables ven y cambian el equipo.",
  agents: "Agentes",
  noAgents: "Todavía no ha iniciado sesión nadie.",
  inviteHint:
    "Los nuevos compañeros reciben una cuenta donde inicias sesión. Aparecen aquí tras su primer inicio de sesión.",
  someone: "Una persona del equipo",
  roles: { agent: "Agente", lead: "Responsable" },
  standings: { available: "Disponible", away: "Ausente", offline: "Sin conexión", inactive: "Desactivado" },
  load: (count: number, most: number | null) =>
    most === null ? plural(count, "conversación", "conversaciones") : `${count} de ${most} conversaciones`,
  change: "Cambiar",
  changeAgent: (name: string) => `Cambiar a ${name}`,
  groups: "Grupos",
  capacity: "Conversaciones a la vez",
  capacityHint: "Vacío: sin límite. Vale para lo asignado y lo que se toma.",
  active: "Puede trabajar para esta tienda",
  activeHint: "Si no, no puede entrar ni recibir conversaciones.",
  setAway: "Marcar como ausente",
  setAvailable: "Marcar como disponible",
  saved: "Guardado",
  changedByOther: "Otra persona lo ha cambiado entretanto. Vuelve a mirarlo.",
  noGroups: "Todavía no hay grupos.",
  groupName: (name: string) => `Nombre del grupo ${name}`,
  newGroup: "Nombre de un grupo nuevo",
  addGroup: "Añadir grupo",
  closedGroup: "cerrado",
  closeGroup: "Cerrar",
  openGroup: "Abrir de nuevo",
  closeGroupNamed: (name: string) => `Cerrar el grupo ${name}`,
  openGroupNamed: (name: string) => `Abrir de nuevo el grupo ${name}`,
  routing: "Asignación",
  byTaking: "Los agentes toman las conversaciones",
  byTakingHint: "O las asignan los responsables.",
  automatic: "Automática",
  automaticHint: "A quien está disponible y tiene menos, luego por turnos. Los responsables no reciben ninguna solos.",
  grace: "Minutos hasta que vuelve lo que espera",
  graceHint: "Cuando su agente está ausente o sin conexión ese tiempo. 0: nunca.",
  changes: "Cambios",
  noChanges: "Todavía no hay cambios.",
  olderChanges: "Mostrar cambios anteriores",
  changed: {
    erased: (isCase) => (isCase ? "Se borró una conversación" : "Se borraron las conversaciones de un cliente"),
    groupAdded: (name: string) => `Se añadió el grupo ${name}`,
    groupRenamed: (before: string, after: string) => `El grupo ${before} se llama ahora ${after}`,
    groupClosed: (name: string, isClosed: boolean) =>
      isClosed ? `Se cerró el grupo ${name}` : `Se abrió de nuevo el grupo ${name}`,
    groups: (name: string, groups: string) =>
      groups === "" ? `${name} no está en ningún grupo` : `${name} está en ${groups}`,
    capacity: (name: string, most: number | null) =>
      most === null ? `${name} no tiene límite` : `${name} tiene hasta ${most} conversaciones a la vez`,
    available: (name: string, available: boolean) =>
      available ? `${name} pasó a estar disponible` : `${name} pasó a estar ausente`,
    active: (name: string, isActive: boolean) => (isActive ? `Se activó a ${name}` : `Se desactivó a ${name}`),
    cannedReply: (before, after) =>
      before === null
        ? `Se añadió la respuesta predefinida ${after}`
        : after === null
          ? `Se eliminó la respuesta predefinida ${before}`
          : before === after
            ? `Se cambió la respuesta predefinida ${after}`
            : `La respuesta predefinida ${before} ahora se llama ${after}`,
  },
};
