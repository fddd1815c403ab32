/** What is said of deleting a message of one's own, in each of the widget's languages; it comes with the control for it. */
export interface DeletionWords {
  /** What the control does. */
  label: string;
  question: string;
  confirm: string;
  cancel: string;
  deleting: string;
  /** In the message's place, for whoever deleted it. */
  deleted: string;
  /** In its place, where somebody else did. */
  gone: string;
  failed: string;
}

export const DELETION_WORDS: Record<string, DeletionWords> = {
  ar: {
    label: "حذف الرسالة",
    question: "هل تريد حذف هذه الرسالة؟",
    confirm: "حذف",
    cancel: "إلغاء",
    deleting: "جارٍ الحذف…",
    deleted: "لقد حذفت هذه الرسالة",
    gone: "تم حذف الرسالة",
    failed: "تعذّر حذف الرسالة.",
  },
  de: {
    label: "Nachricht löschen",
    question: "Diese Nachricht löschen?",
    confirm: "Löschen",
    cancel: "Abbrechen",
    deleting: "Wird gelöscht…",
    deleted: "Du hast diese Nachricht gelöscht",
    gone: "Nachricht gelöscht",
    failed: "Die Nachricht konnte nicht gelöscht werden.",
  },
  en: {
    label: "Delete message",
    question: "Delete this message?",
    confirm: "Delete",
    cancel: "Cancel",
    deleting: "Deleting…",
    deleted: "You deleted this message",
    gone: "Message deleted",
    failed: "The message could not be deleted.",
  },
  es: {
    label: "Eliminar mensaje",
    question: "¿Eliminar este mensaje?",
    confirm: "Eliminar",
    cancel: "Cancelar",
    deleting: "Eliminando…",
    deleted: "Has eliminado este mensaje",
    gone: "Mensaje eliminado",
    failed: "No se ha podido eliminar el mensaje.",
  },
  fr: {
    label: "Supprimer le message",
    question: "Supprimer ce message ?",
    confirm: "Supprimer",
    cancel: "Annuler",
    deleting: "Suppression…",
    deleted: "Vous avez supprimé ce message",
    gone: "Message supprimé",
    failed: "Le message n’a pas pu être supprimé.",
  },
  he: {
    label: "מחיקת ההודעה",
    question: "למחוק את ההודעה?",
    confirm: "מחיקה",
    cancel: "ביטול",
    deleting: "מוחק…",
    deleted: "מחקת את ההודעה הזו",
    gone: "ההודעה נמחקה",
    failed: "לא ניתן היה למחוק את ההודעה.",
  },
  it: {
    label: "Elimina messaggio",
    question: "Eliminare questo messaggio?",
    confirm: "Elimina",
    cancel: "Annulla",
    deleting: "Eliminazione…",
    deleted: "Hai eliminato questo messaggio",
    gone: "Messaggio eliminato",
    failed: "Impossibile eliminare il messaggio.",
  },
  ja: {
    label: "メッセージを削除",
    question: "このメッセージを削除しますか？",
    confirm: "削除",
    cancel: "キャンセル",
    deleting: "削除しています…",
    deleted: "このメッセージを削除しました",
    gone: "メッセージは削除されました",
    failed: "メッセージを削除できませんでした。",
  },
  nl: {
    label: "Bericht verwijderen",
    question: "Dit bericht verwijderen?",
    confirm: "Verwijderen",
    cancel: "Annuleren",
    deleting: "Wordt verwijderd…",
    deleted: "Je hebt dit bericht verwijderd",
    gone: "Bericht verwijderd",
    failed: "Het bericht kon niet worden verwijderd.",
  },
  pl: {
    label: "Usuń wiadomość",
    question: "Usunąć tę wiadomość?",
    confirm: "Usuń",
    cancel: "Anuluj",
    deleting: "Usuwanie…",
    deleted: "Ta wiadomość została przez Ciebie usunięta",
    gone: "Wiadomość usunięta",
    failed: "Nie udało się usunąć wiadomości.",
  },
  pt: {
    label: "Eliminar mensagem",
    question: "Eliminar esta mensagem?",
    confirm: "Eliminar",
    cancel: "Cancelar",
    deleting: "A eliminar…",
    deleted: "Eliminou esta mensagem",
    gone: "Mensagem eliminada",
    failed: "Não foi possível eliminar a mensagem.",
  },
  tr: {
    label: "Mesajı sil",
    question: "Bu mesaj silinsin mi?",
    confirm: "Sil",
    cancel: "İptal",
    deleting: "Siliniyor…",
    deleted: "Bu mesajı sildiniz",
    gone: "Mesaj silindi",
    failed: "Mesaj silinemedi.",
  },
};

/** The words of a language, whatever its region; English where there are none. */
export function deletionWords(tag: string): DeletionWords {
  return DELETION_WORDS[tag.split("-")[0] ?? ""] ?? (DELETION_WORDS.en as DeletionWords);
}
