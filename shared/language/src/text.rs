//! Words as they are compared: without case, accents and the marks that writers leave out.

use domain::is_invisible;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A run of letters and digits, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// Its first byte.
    pub(crate) start: usize,
    /// The byte after its last.
    pub(crate) end: usize,
    /// How it is compared.
    pub(crate) folded: String,
}

/// The words of a text in their order. Scripts without spaces give whole runs.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, is_part_of_word(c)) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                let folded = fold(&text[from..at]);
                found.push(Word { start: from, end: at, folded });
                start = None;
            }
            _ => {}
        }
    }
    found
}

/// The words of a text as a search compares them: folded, in their order. Scripts without spaces give whole runs. The widget's
/// search does the same; `tests/search_words.json` holds both to it.
pub fn folded_words(text: &str) -> Vec<String> {
    words(text).into_iter().map(|word| word.folded).collect()
}

/// One spelling for what readers take for the same: NFKC, lower case, no accents, no vowel points, no tatweel.
pub(crate) fn fold(text: &str) -> String {
    // What most messages are written in has nothing to decompose.
    if text.is_ascii() {
        let lower = text.chars().map(|c| if c == '`' { '\'' } else { c.to_ascii_lowercase() });
        return lower.collect();
    }
    let lower = text.chars().flat_map(char::to_lowercase).collect::<String>();
    let bare: String = lower.nfkd().filter(|c| !is_left_out(*c)).nfc().collect();
    let mut folded = String::with_capacity(bare.len());
    for c in bare.chars() {
        match c {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ł' => folded.push('l'),
            'ø' => folded.push('o'),
            'đ' => folded.push('d'),
            'ı' => folded.push('i'),
            'ى' => folded.push('ي'),
            'ة' => folded.push('ه'),
            '’' | 'ʼ' | '`' | '´' => folded.push('\''),
            _ => folded.push(c),
        }
    }
    folded
}

/// Whether words of this character's script stand without spaces between them.
pub fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{0e00}'..='\u{0e7f}')
}

fn is_part_of_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c) || is_invisible(c)
}

/// Kana keep their voicing marks: they are letters of their own.
fn is_left_out(c: char) -> bool {
    let is_voicing = matches!(c, '\u{3099}' | '\u{309a}');
    (is_combining_mark(c) && !is_voicing) || c == 'ـ' || is_invisible(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_that_readers_take_for_the_same_fold_to_one() {
        let table = [
            ("Straße", "strasse"),
            ("ZOË", "zoe"),
            ("Łódź", "lodz"),
            ("İstanbul", "istanbul"),
            ("Ｆｕｌｌ", "full"),
            ("مُوَظَّف", "موظف"),
            ("أريد", "اريد"),
            ("שָׁלוֹם", "שלום"),
            ("が", "が"),
            ("hu\u{200b}man", "human"),
            ("I`ll ask \u{0}A\tHUMAN'S", "i'll ask \u{0}a\thuman's"),
        ];
        for (text, expected) in table {
            assert_eq!(fold(text), expected);
        }
    }

    #[test]
    fn a_search_compares_words_as_the_shared_table_says() {
        let table = include_str!("../tests/search_words.json");
        let table: Vec<(String, Vec<String>)> = serde_json::from_str(table).unwrap();
        for (text, expected) in table {
            assert_eq!(folded_words(&text), expected, "{text}");
        }
    }

    #[test]
    fn words_know_where_they_stand() {
        let text = "Où est-il ?";
        let found = words(text);
        let back: Vec<&str> = found.iter().map(|word| &text[word.start..word.end]).collect();
        assert_eq!(back, ["Où", "est", "il"]);
        assert_eq!(found[0].folded, "ou");
    }
}
