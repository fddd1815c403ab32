//! Which characters a text may hold, by their Unicode properties.
//!
//! What people paste is cleaned, not refused: PowerPoint and PDF bring control characters that nobody sees and that
//! nobody could remove. What is left is blank where no character of it would leave ink.

use std::borrow::Cow;

use icu_properties::props::{
    BidiControl, DefaultIgnorableCodePoint, GeneralCategory, GeneralCategoryGroup,
    NoncharacterCodePoint, VariationSelector, WhiteSpace,
};
use icu_properties::{CodePointMapData, CodePointSetData};

/// The base of flags of regions; the only character that tags may follow.
const BLACK_FLAG: char = '\u{1f3f4}';
const END_OF_TAGS: char = '\u{e007f}';

/// The text with line breaks as `\n`, and without what is never meant: control characters, explicit directions,
/// noncharacters, and tags and variation selectors that belong to no character.
pub fn cleaned(raw: &str) -> Cow<'_, str> {
    let is_plain = |byte: u8| matches!(byte, b'\t' | b'\n' | b' '..=b'~');
    if raw.bytes().all(is_plain) {
        return Cow::Borrowed(raw);
    }
    let mut clean = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '\r' if rest.starts_with("\r\n") => 2,
            BLACK_FLAG => c.len_utf8() + tags_of(&rest[c.len_utf8()..]),
            _ => c.len_utf8(),
        };
        match c {
            BLACK_FLAG => clean.push_str(&rest[..length]),
            '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => clean.push('\n'),
            _ if is_dropped(c) || is_second_selector(&clean, c) => {}
            _ => clean.push(c),
        }
        rest = &rest[length..];
    }
    Cow::Owned(clean)
}

/// The text on one line, for names: no direction of its own, spaces and line breaks as single spaces.
pub(crate) fn cleaned_line(raw: &str) -> String {
    let clean = cleaned(raw);
    let undirected: String = clean.chars().filter(|c| !is_bidi_control(*c)).collect();
    undirected.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether nothing of the text would be seen: spaces, invisible characters, marks without a base.
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars().all(leaves_no_ink)
}

/// Whether readers never see this character: Unicode's `Default_Ignorable_Code_Point`.
pub fn is_invisible(c: char) -> bool {
    !c.is_ascii() && CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
}

/// Whether a character is a mark that readers see on the letter before it: an accent, a vowel sign.
pub(crate) fn is_mark(c: char) -> bool {
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    GeneralCategoryGroup::Mark.contains(category) && !is_invisible(c)
}

/// The length of a flag's tags at the start of the text; 0 where they are not a whole sequence.
fn tags_of(text: &str) -> usize {
    let is_tag = |c: &char| matches!(c, '\u{e0020}'..='\u{e007e}');
    let tags = text.chars().take_while(is_tag).count() * END_OF_TAGS.len_utf8();
    let is_whole = tags > 0 && text[tags..].starts_with(END_OF_TAGS);
    if is_whole { tags + END_OF_TAGS.len_utf8() } else { 0 }
}

fn is_dropped(c: char) -> bool {
    let is_control = c.is_control() && !matches!(c, '\n' | '\t');
    // The signs for "left to right" and its kin stay: Hebrew and Arabic need them beside Latin punctuation.
    let is_direction = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}');
    // Place holders of what was not pasted with the text, and the byte order mark.
    let is_place_holder = matches!(c, '\u{fff9}'..='\u{fffc}' | '\u{feff}');
    let is_tag = matches!(c, '\u{e0000}'..='\u{e007f}');
    is_control || is_direction || is_place_holder || is_tag || is_noncharacter(c)
}

/// A character takes one variation selector; more of them carry hidden data.
fn is_second_selector(before: &str, c: char) -> bool {
    let is_selector =
        |c: char| !c.is_ascii() && CodePointSetData::new::<VariationSelector>().contains(c);
    is_selector(c) && before.chars().next_back().is_none_or(is_selector)
}

fn is_noncharacter(c: char) -> bool {
    CodePointSetData::new::<NoncharacterCodePoint>().contains(c)
}

fn is_bidi_control(c: char) -> bool {
    CodePointSetData::new::<BidiControl>().contains(c)
}

fn leaves_no_ink(c: char) -> bool {
    // Unicode has no class for symbols that are drawn as nothing.
    let is_empty_symbol = matches!(c, '\u{2800}' | '\u{1d159}');
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    let is_mark = GeneralCategoryGroup::Mark.contains(category);
    let is_space = CodePointSetData::new::<WhiteSpace>().contains(c);
    is_space || is_invisible(c) || is_mark || is_empty_symbol || c.is_control()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(table: &[(&str, &str)]) {
        for (raw, expected) in table {
            assert_eq!(cleaned(raw), *expected, "{raw:?}");
            assert_eq!(cleaned(expected), *expected, "cleaned twice: {raw:?}");
        }
    }

    #[test]
    fn whatever_breaks_a_line_is_one_line_break() {
        check(&[
            ("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"),
            ("slide\u{b}title\u{c}page\u{85}mainframe", "slide\ntitle\npage\nmainframe"),
            ("web\u{2028}line\u{2029}paragraph", "web\nline\nparagraph"),
            ("\r\r\n\n", "\n\n\n"),
        ]);
    }

    #[test]
    fn controls_and_place_holders_go_and_the_words_stay() {
        check(&[
            ("ring\u{7} nul\0 esc\u{1b}[31m del\u{7f} c1\u{9f}", "ring nul esc[31m del c1"),
            ("\u{feff}from a file", "from a file"),
            ("dictated \u{fffc}picture\u{fff9}a\u{fffb}", "dictated picturea"),
            ("no \u{fffe}\u{fdd0}\u{1ffff}character", "no character"),
            ("tab\tstays", "tab\tstays"),
        ]);
    }

    #[test]
    fn nothing_turns_the_direction_of_what_follows() {
        check(&[
            ("receipt \u{202e}fdp.scr", "receipt fdp.scr"),
            ("\u{202a}\u{202b}\u{202d}\u{202c}\u{2066}\u{2067}\u{2068}\u{2069}x", "x"),
            ("שלום\u{200f}! \u{200e}abc", "שלום\u{200f}! \u{200e}abc"),
        ]);
    }

    #[test]
    fn tags_and_selectors_stay_only_where_they_belong_to_a_character() {
        let wales = "🏴\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}";
        check(&[
            (wales, wales),
            ("hi\u{e0069}\u{e0067}", "hi"),
            ("🏴\u{e0067} torn", "🏴 torn"),
            ("\u{e007f}", ""),
            ("❤\u{fe0f} ☎\u{fe0e}", "❤\u{fe0f} ☎\u{fe0e}"),
            ("a\u{fe0f}\u{e0101}\u{e0102}\u{fe01}b", "a\u{fe0f}b"),
            ("葛\u{e0100}飾", "葛\u{e0100}飾"),
            ("👩\u{200d}👩\u{200d}👧 می\u{200c}خواهم", "👩\u{200d}👩\u{200d}👧 می\u{200c}خواهم"),
        ]);
    }

    #[test]
    fn what_leaves_no_ink_is_blank() {
        for blank in [
            "",
            " \t\n",
            "\u{a0}\u{3000}\u{1680}\u{2007}",
            "\u{200b}\u{200d}\u{2060}",
            "\u{2800}\u{2800}",
            "\u{ad}",
            "\u{3164}",
            "\u{115f}\u{1160}\u{ffa0}",
            "\u{180e}\u{180b}",
            "\u{fe0f}",
            "\u{e0100}",
            "\u{301}\u{308}",
            "\u{34f}",
            "\u{200e}\u{61c}",
            "\u{17b4}\u{1d173}\u{1d159}",
        ] {
            assert!(is_blank(blank), "{}", blank.escape_unicode());
        }
        for seen in [".", "👍", "ㅤ가", "e\u{301}", "؀", "⠁", "\u{e000}", "🏳\u{fe0f}"] {
            assert!(!is_blank(seen), "{}", seen.escape_unicode());
        }
    }

    #[test]
    fn a_name_is_one_line_without_a_direction() {
        assert_eq!(
            cleaned_line(" Ada\u{202e} \u{200f}Lovelace\r\n\u{2067}Support "),
            "Ada Lovelace Support"
        );
    }

    proptest::proptest! {
        #[test]
        fn cleaning_settles_at_once_and_leaves_no_control(raw in "[\\PC\\pC]{0,40}") {
            let once = cleaned(&raw).into_owned();
            proptest::prop_assert_eq!(cleaned(&once), once.as_str());
            proptest::prop_assert!(once.chars().all(|c| !c.is_control() || "\n\t".contains(c)));
        }
    }
}
