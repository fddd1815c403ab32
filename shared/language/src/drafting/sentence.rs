//! Texts cut into sentences, and sentences into what they are about.

use crate::Language;
use crate::detection::{is_common_in, number};
use crate::text::{is_unspaced, words};

/// The sentences of a text, as the console cuts them too: each ends with its stop and what closes after it, or with its
/// line. A dot within a number or a word ends none.
pub fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut start, mut is_over) = (0, false);
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        is_over = is_stop(c) || (is_over && "\"'”’»)]".contains(c));
        let next = chars.peek().map(|(_, next)| *next);
        let is_apart = next.is_none_or(char::is_whitespace) || "。！？".contains(c);
        let goes_on = next.is_some_and(is_stop);
        if c == '\n' || (is_over && is_apart && !goes_on) {
            let end = at + c.len_utf8();
            found.push(text[start..end].trim());
            start = end;
        }
    }
    found.push(text[start..].trim());
    found.retain(|sentence| sentence.chars().any(char::is_alphanumeric));
    found
}

/// The sentences as one text that is cut into the same sentences again.
pub(super) fn joined(sentences: &[String]) -> String {
    let mut text = String::new();
    for sentence in sentences {
        let before = text.trim_end_matches(|c| "\"'”’»)]".contains(c)).chars().next_back();
        text.push_str(match before {
            None | Some('。' | '！' | '？') => "",
            Some(c) if is_stop(c) => " ",
            Some(_) => "\n",
        });
        text.push_str(sentence);
    }
    text
}

fn is_stop(c: char) -> bool {
    ".!?…؟。！？".contains(c)
}

/// The words that say what a sentence is about, folded and in order. Numbers are figures and stand elsewhere.
pub(super) fn content(text: &str, tongue: Option<Language>) -> Vec<String> {
    let is_figure = |word: &str| word.contains(char::is_numeric) || number(word, tongue).is_some();
    let mut found = Vec::new();
    for word in words(text) {
        if text[word.start..word.end].chars().any(is_unspaced) {
            found.extend(runs(&word.folded));
        } else if !is_common_in(&word.folded, tongue) && !is_figure(&word.folded) {
            found.push(word.folded);
        }
    }
    found
}

/// Runs of one script within a text without spaces. Hiragana is grammar for the most part, and left out where it is.
fn runs(text: &str) -> Vec<String> {
    #[derive(PartialEq, Clone, Copy)]
    enum Class {
        Han,
        Katakana,
        Hiragana,
        Letters,
        Nothing,
    }
    let class = |c: char| match c {
        '\u{3400}'..='\u{9fff}' => Class::Han,
        '\u{30a0}'..='\u{30ff}' => Class::Katakana,
        '\u{3040}'..='\u{309f}' => Class::Hiragana,
        c if c.is_alphabetic() => Class::Letters,
        _ => Class::Nothing,
    };
    let chars: Vec<char> = text.chars().collect();
    let runs = chars.chunk_by(|one, next| class(*one) == class(*next));
    let is_telling = |run: &&[char]| match class(run[0]) {
        Class::Nothing => false,
        Class::Hiragana => !is_grammar(run),
        _ => true,
    };
    runs.filter(is_telling).map(|run| run.iter().collect()).collect()
}

/// Particles, endings and the kana that stand behind a character: what no word of its own is written with.
fn is_grammar(run: &[char]) -> bool {
    const ENDINGS: [&str; 16] = [
        "ください",
        "できます",
        "できません",
        "できる",
        "あります",
        "ありません",
        "なります",
        "まで",
        "から",
        "です",
        "でした",
        "ます",
        "ません",
        "ました",
        "だけ",
        "ため",
    ];
    const KANA: &str = "はがをにでともへのやおごいくしてたなるりれさせきけかえうっみちまげばねよす";
    let mut rest: String = run.iter().collect();
    for ending in ENDINGS {
        rest = rest.replace(ending, "");
    }
    rest.chars().count() <= 4 && rest.chars().all(|c| KANA.contains(c))
}

/// Whether two folded words are likely forms of one, or one a part of the other: most of their letters in one piece.
pub(super) fn are_alike(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (shorter, longer) = (one.len().min(other.len()), one.len().max(other.len()));
    let shared = longest_common_run(&one, &other);
    if one.iter().copied().any(is_unspaced) {
        return shared > 0 && (shared == shorter || 5 * shared >= 3 * longer);
    }
    let least = if one.iter().all(char::is_ascii) { 4 } else { 3 };
    are_forms(&one, &other) || (shared >= least && 5 * shared >= 3 * longer)
}

/// The same for words that bind: they may differ in their endings only, for Monday is not Sunday.
pub(super) fn are_same(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    are_forms(&one, &other)
}

fn are_forms(one: &[char], other: &[char]) -> bool {
    let longer = one.len().max(other.len());
    let shared = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    shared == longer || (shared >= 3 && (shared + 2 >= longer || 10 * shared >= 7 * longer))
}

fn longest_common_run(one: &[char], other: &[char]) -> usize {
    let run = |from: usize, to: usize| {
        one[from..].iter().zip(&other[to..]).take_while(|(a, b)| a == b).count()
    };
    let starts = (0..one.len()).flat_map(|from| (0..other.len()).map(move |to| (from, to)));
    starts.map(|(from, to)| run(from, to)).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_where_readers_end_them() {
        let cut = |text| sentences(text);
        assert_eq!(cut("It costs 4.90 EUR. Really? Yes"), ["It costs 4.90 EUR.", "Really?", "Yes"]);
        assert_eq!(cut("返品できます。無料です。"), ["返品できます。", "無料です。"]);
        assert_eq!(cut("one\n- two\n\n…"), ["one", "- two"]);
        assert_eq!(cut("“Yes.” (No!) Well... then"), ["“Yes.”", "(No!)", "Well...", "then"]);
    }

    #[test]
    fn joined_sentences_are_cut_into_the_same_again() {
        let parts = ["One", "- two.", "(Three!)", "四。", "五", "six…"].map(str::to_owned);
        assert_eq!(joined(&parts), "One\n- two. (Three!) 四。五\nsix…");
        assert_eq!(sentences(&joined(&parts)), parts);
    }

    #[test]
    fn forms_of_one_word_are_alike_and_other_words_are_not() {
        for (one, other) in [
            ("return", "returns"),
            ("day", "days"),
            ("bestellung", "bestellungen"),
            ("sendung", "rucksendung"),
            ("返品", "返品可能"),
            ("טבעת", "הטבעת"),
        ] {
            assert!(are_alike(one, other), "{one} {other}");
        }
        for (one, other) in [
            ("now", "not"),
            ("monday", "friday"),
            ("day", "weeks"),
            ("refund", "return"),
            ("返品", "無料"),
        ] {
            assert!(!are_alike(one, other), "{one} {other}");
        }
    }

    #[test]
    fn words_that_bind_may_differ_in_their_endings_only() {
        for (one, other) in
            [("refund", "refunded"), ("erstattung", "erstatten"), ("mes", "meses"), ("tag", "tage")]
        {
            assert!(are_same(one, other), "{one} {other}");
        }
        for (one, other) in
            [("monday", "sunday"), ("juni", "juli"), ("monday", "month"), ("day", "week")]
        {
            assert!(!are_same(one, other), "{one} {other}");
        }
    }

    #[test]
    fn content_leaves_out_what_is_in_every_sentence() {
        assert_eq!(
            content("You can return it within 14 days.", Some(Language::En)),
            ["return", "days"]
        );
        assert_eq!(
            content("返品は14日以内に可能です", Some(Language::Ja)),
            ["返品", "日以内", "可能"]
        );
    }
}
