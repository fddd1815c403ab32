import type { AutomaticWords } from "../en/automatic.ts";
import { plural } from "./plural.ts";

/** What is said of replies that were sent automatically, or would have been. */
export const automatic: AutomaticWords = {
  show: "Zeigen, was automatisch gesendet wurde oder worden wäre",
  title: "Automatisch gesendet oder reif dafür",
  none: "Noch nichts. Vorschläge, die automatisch hätten gesendet werden können, erscheinen hier.",
  since: (date) => `Seit ${date}`,
  ways: {
    same_question: "Dieselbe Frage",
    answer: "Bewährte Antworten",
    store: "Sichere Vorschläge",
  },
  sent: (sent, objected) =>
    `${plural(sent, "Antwort", "Antworten")} automatisch gesendet, davon ${objected} nicht hilfreich.`,
  held: (held, agreed, refused) =>
    `${plural(held, "Antwort wäre", "Antworten wären")} gesendet worden: Das Team fand ${agreed} richtig und wollte bei ${refused} etwas anderes.`,
  parts: {
    fine: "Gesendet, ohne Einwand",
    objected: "Gesendet, nicht hilfreich",
    approved: "Vom Team unverändert gesendet",
    edited: "Vom Team bearbeitet",
    refused: "Das Team wollte etwas anderes",
    open: "Noch nicht entschieden",
  },
  wasSent: "Automatisch gesendet",
  wouldBeSent: "Wäre gesendet worden",
  agentWrote: "Das Team schrieb",
  withdrawn: "Nachricht gelöscht",
  outcomes: {
    none: "Noch keine Reaktion",
    approved: "Vom Team unverändert gesendet",
    edited: "Vom Team bearbeitet",
    rejected: "Vom Team abgelehnt",
    not_needed: "Vom Team für unnötig befunden",
    own_words: "Das Team hat selbst geantwortet",
    not_helped: "Hat nicht geholfen",
  },
};
