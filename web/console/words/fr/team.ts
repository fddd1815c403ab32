import type { TeamWords } from "../en/team.ts";
import { plural } from "./plural.ts";

/** What the page about the team says. */
export const team: TeamWords = {
  title: "Équipe",
  leadsOnly: "Seuls les responsables voient et modifient l’équipe.",
  agents: "Membres",
  noAgents: "Personne ne s’est encore connecté.",
  inviteHint:
    "Les nouveaux collègues reçoivent un compte là où vous vous connectez. Ils figurent ici après leur première connexion.",
  someone: "Un membre de l’équipe",
  roles: { agent: "Membre", lead: "Responsable" },
  standings: { available: "Disponible", away: "Absent", offline: "Hors ligne", inactive: "Désactivé" },
  load: (count: number, most: number | null) =>
    most === null ? plural(count, "conversation", "conversations") : `${count} sur ${most} conversations`,
  change: "Modifier",
  changeAgent: (name: string) => `Modifier ${name}`,
  groups: "Groupes",
  capacity: "Conversations à la fois",
  capacityHint: "Vide : sans limite. Vaut pour ce qui est attribué ou pris.",
  active: "Peut travailler pour cette boutique",
  activeHint: "Sinon, ni connexion ni attribution ne sont possibles.",
  setAway: "Marquer comme absent",
  setAvailable: "Marquer comme disponible",
  saved: "Enregistré",
  changedByOther: "Quelqu’un d’autre l’a modifié entre-temps. Regardez de nouveau.",
  noGroups: "Aucun groupe pour l’instant.",
  groupName: (name: string) => `Nom du groupe ${name}`,
  newGroup: "Nom d’un nouveau groupe",
  addGroup: "Ajouter le groupe",
  closedGroup: "fermé",
  closeGroup: "Fermer",
  openGroup: "Rouvrir",
  closeGroupNamed: (name: string) => `Fermer le groupe ${name}`,
  openGroupNamed: (name: string) => `Rouvrir le groupe ${name}`,
  routing: "Attribution",
  byTaking: "Les membres prennent les conversations",
  byTakingHint: "Ou les responsables les attribuent.",
  automatic: "Automatique",
  automaticHint:
    "À qui est disponible et en a le moins, puis à tour de rôle. Les responsables n’en reçoivent pas d’office.",
  grace: "Minutes avant le retour de ce qui attend",
  graceHint: "Quand le membre est absent ou hors ligne aussi longtemps. 0 : jamais.",
  changes: "Modifications",
  noChanges: "Aucune modification pour l’instant.",
  olderChanges: "Afficher les modifications plus anciennes",
  changed: {
    erased: (isCase) => (isCase ? "Une conversation a été effacée" : "Les conversations d’un client ont été effacées"),
    groupAdded: (name: string) => `Le groupe ${name} a été ajouté`,
    groupRenamed: (before: string, after: string) => `Le groupe ${before} s’appelle maintenant ${after}`,
    groupClosed: (name: string, isClosed: boolean) =>
      isClosed ? `Le groupe ${name} a été fermé` : `Le groupe ${name} a été rouvert`,
    groups: (name: string, groups: string) =>
      groups === "" ? `${name} n’est dans aucun groupe` : `${name} est dans ${groups}`,
    capacity: (name: string, most: number | null) =>
      most === null ? `${name} n’a pas de limite` : `${name} a jusqu’à ${most} conversations à la fois`,
    available: (name: string, available: boolean) =>
      available ? `${name} a été mis en statut « Disponible »` : `${name} a été mis en statut « Absent »`,
    active: (name: string, isActive: boolean) => (isActive ? `${name} a été activé` : `${name} a été désactivé`),
    cannedReply: (before, after) =>
      before === null
        ? `La réponse prédéfinie ${after} a été ajoutée`
        : after === null
          ? `La réponse prédéfinie ${before} a été supprimée`
          : before === after
            ? `La réponse prédéfinie ${after} a été modifiée`
            : `La réponse prédéfinie ${before} s’appelle maintenant ${after}`,
  },
};
