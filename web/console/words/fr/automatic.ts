import type { AutomaticWords } from "../en/automatic.ts";
import { plural } from "./plural.ts";

/** What is said of replies that were sent automatically, or would have been. */
export const automatic: AutomaticWords = {
  show: "Voir ce qui a été ou aurait été envoyé automatiquement",
  title: "Envoyées automatiquement, ou prêtes à l’être",
  none: "Rien pour l’instant. Les suggestions qui auraient pu être envoyées automatiquement apparaissent ici.",
  since: (date) => `Depuis le ${date}`,
  ways: {
    same_question: "La même question",
    answer: "Réponses éprouvées",
    store: "Suggestions sûres",
  },
  sent: (sent, objected) =>
    `${plural(sent, "réponse envoyée", "réponses envoyées")} automatiquement, dont ${objected} sans aider.`,
  held: (held, agreed, refused) =>
    `${plural(held, "réponse aurait été envoyée", "réponses auraient été envoyées")} : l’équipe en a approuvé ${agreed} et a voulu autre chose pour ${refused}.`,
  parts: {
    fine: "Envoyées, sans objection",
    objected: "Envoyées, sans aider",
    approved: "Envoyées telles quelles par l’équipe",
    edited: "Modifiées par l’équipe",
    refused: "L’équipe a voulu autre chose",
    open: "Pas encore décidé",
  },
  wasSent: "Envoyée automatiquement",
  wouldBeSent: "Aurait été envoyée",
  agentWrote: "L’équipe a écrit",
  withdrawn: "Message supprimé",
  outcomes: {
    none: "Pas encore de réaction",
    approved: "Envoyée telle quelle par l’équipe",
    edited: "Modifiée par l’équipe",
    rejected: "Refusée par l’équipe",
    not_needed: "Jugée inutile par l’équipe",
    own_words: "L’équipe a écrit sa propre réponse",
    not_helped: "Elle n’a pas aidé",
  },
};
