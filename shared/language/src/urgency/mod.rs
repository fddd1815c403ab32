//! Whether a customer says that it is urgent, in any of the widget's languages. The words lie beside this, a file a
//! language and a word or phrase a line.

use std::sync::LazyLock;

use crate::Language;
use crate::detection::is_negated;
use crate::human_request::{EscalateWords, FoldedText};

const TABLES: [(Language, &str); 12] = word_tables!(Ja "words/ja.txt");

static LEXICONS: LazyLock<Vec<(Language, EscalateWords)>> = LazyLock::new(|| {
    TABLES.iter().map(|(language, table)| (*language, EscalateWords::new(table.lines()))).collect()
});

/// Whether the text says that it is urgent: in some clause of it, and without a negation there. Languages share words, so a
/// negation counts in each that has the word.
pub fn is_urgent(text: &str) -> bool {
    clauses(text).any(|clause| {
        let folded = FoldedText::of(clause);
        let mut saying =
            LEXICONS.iter().filter(|(_, words)| words.match_folded(&folded)).peekable();
        saying.peek().is_some() && saying.all(|(language, _)| !is_negated(clause, Some(*language)))
    })
}

fn clauses(text: &str) -> impl Iterator<Item = &str> {
    text.split([
        '.', ',', ';', '!', '?', ':', '\n', '。', '、', '！', '？', '،', '؛', '؟', '–', '—',
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urgent_words_are_found_in_each_language() {
        for text in [
            "This is URGENT!",
            "I need it as soon as possible",
            "It did not arrive, please help right away",
            "Es ist dringend, ich reise morgen ab",
            "Bitte schnellstmöglich",
            "C'est urgent",
            "Répondez-moi dès que possible",
            "¡Es urgente!",
            "Lo necesito cuanto antes",
            "È urgente",
            "Preciso disso o mais rápido possível",
            "Het is dringend",
            "To pilne",
            "Bu acil",
            "الأمر عاجل",
            "זה דחוף",
            "至急お願いします",
        ] {
            assert!(is_urgent(text), "{text}");
        }
    }

    #[test]
    fn what_is_denied_and_what_only_looks_alike_is_not() {
        for text in [
            "Where is my order?",
            "It is not urgent",
            "Es ist nicht dringend",
            "Ce n'est pas urgent",
            "No es urgente",
            "An emergent issue",
            "Wo ist meine Bestellung?",
            "",
        ] {
            assert!(!is_urgent(text), "{text}");
        }
    }

    #[test]
    fn no_line_of_a_table_is_empty_or_there_twice() {
        for (language, table) in TABLES {
            let mut lines: Vec<_> = table.lines().collect();
            assert!(lines.iter().all(|line| !line.trim().is_empty()), "{language:?}");
            let count = lines.len();
            lines.sort_unstable();
            lines.dedup();
            assert_eq!(lines.len(), count, "{language:?}");
        }
    }
}
