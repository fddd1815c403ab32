import type { NoticeWords } from "../en/notices.ts";

export const fr: NoticeWords = {
  heading: "Notifications",
  kinds: {
    new: "Nouveaux messages dans les conversations non attribuées",
    mine: "Conversations qui vous sont attribuées",
    mention: "Mentions de vous",
  },
  titles: { new: "Nouveau message", mine: "Votre conversation", mention: "On vous a mentionné" },
  from: (title, who) => `${title} : ${who}`,
  sound: "Son",
  desktop: "Notification sur le bureau",
  background: "Vous les recevez quand aucun de vos onglets Firstline n’est au premier plan.",
  permissions: {
    default: "Les notifications sur le bureau demandent l’autorisation de votre navigateur.",
    denied: "Votre navigateur bloque les notifications sur le bureau. Autorisez-les dans ses réglages pour ce site.",
    missing: "Ce navigateur n’a pas de notifications sur le bureau.",
  },
  allow: "Autoriser les notifications sur le bureau",
  playSound: "Écouter le son",
  tryDesktop: "Afficher une notification d’essai",
  testBody: "Voici à quoi ressemble une notification.",
  preview: "Afficher les noms et le texte des messages dans les notifications sur le bureau",
  badge: "Afficher sur l’icône de l’onglet le nombre de conversations en attente",
  quiet: "Ne pas déranger",
  quietHint: "D’ici là, ni son ni notification sur le bureau.",
  quietUntil: (time) => `« Ne pas déranger » est activé jusqu’à ${time}.`,
  quietEnd: "Désactiver",
  quietFor: { hour: "Pendant une heure", tomorrow: "Jusqu’à demain", monday: "Jusqu’à lundi" },
};
