//! The languages that customers are served in, as far as words alone tell them apart.

mod facts;
mod stop;

use std::collections::BTreeMap;
use std::sync::LazyLock;

pub(crate) use facts::{is_limit, is_measure, is_negated, is_promise, number, promise_phrases};
use stop::STOP_WORDS;

use crate::text::folded_words;
use domain::Locale;

/// A language of the widget.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)] // named like their tags
pub enum Language {
    En,
    De,
    Fr,
    Es,
    It,
    Pt,
    Nl,
    Pl,
    Tr,
    Ar,
    He,
    Ja,
}

/// What a text is mostly written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Script {
    Latin,
    Arabic,
    Hebrew,
    Japanese,
    Other,
}

/// Which languages a common word belongs to, one bit each.
static COMMON: LazyLock<BTreeMap<String, u16>> = LazyLock::new(|| {
    let mut common = BTreeMap::new();
    for (tongue, list) in STOP_WORDS {
        for word in folded_words(list) {
            *common.entry(word).or_default() |= tongue.bit();
        }
    }
    common
});

impl Language {
    /// The language that a text is surely written in; none where its words leave it open.
    pub fn of(text: &str) -> Option<Self> {
        match Script::of(text)? {
            Script::Arabic => Some(Language::Ar),
            Script::Hebrew => Some(Language::He),
            Script::Japanese => Some(Language::Ja),
            Script::Latin => Self::by_common_words(text),
            Script::Other => None,
        }
    }

    /// The language of a tag such as `pt-BR`.
    pub fn of_locale(locale: &Locale) -> Option<Self> {
        let tag = locale.as_str().split('-').next().unwrap_or_default().to_ascii_lowercase();
        Some(match &*tag {
            "en" => Language::En,
            "de" => Language::De,
            "fr" => Language::Fr,
            "es" => Language::Es,
            "it" => Language::It,
            "pt" => Language::Pt,
            "nl" => Language::Nl,
            "pl" => Language::Pl,
            "tr" => Language::Tr,
            "ar" => Language::Ar,
            "he" | "iw" => Language::He,
            "ja" => Language::Ja,
            _ => return None,
        })
    }

    /// Its name in English, for a model's instructions.
    pub fn name(self) -> &'static str {
        match self {
            Language::En => "English",
            Language::De => "German",
            Language::Fr => "French",
            Language::Es => "Spanish",
            Language::It => "Italian",
            Language::Pt => "Portuguese",
            Language::Nl => "Dutch",
            Language::Pl => "Polish",
            Language::Tr => "Turkish",
            Language::Ar => "Arabic",
            Language::He => "Hebrew",
            Language::Ja => "Japanese",
        }
    }

    /// What it is written in.
    pub(crate) fn script(self) -> Script {
        match self {
            Language::Ar => Script::Arabic,
            Language::He => Script::Hebrew,
            Language::Ja => Script::Japanese,
            _ => Script::Latin,
        }
    }

    /// The language whose common words are clearly the most frequent: two at least, and more than any other's.
    fn by_common_words(text: &str) -> Option<Self> {
        let mut hits = STOP_WORDS.map(|(tongue, _)| (0_u32, tongue));
        for word in folded_words(text) {
            let owners = COMMON.get(&word).copied().unwrap_or_default();
            for (count, tongue) in &mut hits {
                // A word of one language says more than one that several share.
                *count += u32::from(owners & tongue.bit() != 0)
                    * if owners.is_power_of_two() { 3 } else { 1 };
            }
        }
        hits.sort_unstable();
        let [.., (second, _), (best, tongue)] = hits;
        (best >= 4 && best >= second + 2 && 3 * best >= 4 * second).then_some(tongue)
    }

    fn bit(self) -> u16 {
        1 << self as u16
    }
}

impl Script {
    /// The script of most letters; none in a text without any.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let mut counts = [0_usize; 5];
        let mut kana = 0;
        for c in text.chars().filter(|c| c.is_alphabetic()) {
            let script = Self::of_letter(c);
            kana += usize::from(matches!(c, '\u{3040}'..='\u{30ff}'));
            // A Japanese letter carries about what three Latin ones do.
            counts[script as usize] += if script == Script::Japanese { 3 } else { 1 };
        }
        if kana == 0 && counts[Script::Japanese as usize] > 0 {
            // Han without kana may be Chinese.
            counts.swap(Script::Japanese as usize, Script::Other as usize);
        }
        let all = [Script::Latin, Script::Arabic, Script::Hebrew, Script::Japanese, Script::Other];
        let most = all.into_iter().max_by_key(|script| counts[*script as usize])?;
        (counts[most as usize] > 0).then_some(most)
    }

    fn of_letter(c: char) -> Self {
        match c {
            '\u{0590}'..='\u{05ff}' => Script::Hebrew,
            '\u{0600}'..='\u{06ff}'
            | '\u{0750}'..='\u{077f}'
            | '\u{fb50}'..='\u{fdff}'
            | '\u{fe70}'..='\u{feff}' => Script::Arabic,
            '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' => {
                Script::Japanese
            }
            '\u{0041}'..='\u{024f}' | '\u{1e00}'..='\u{1eff}' | '\u{ff21}'..='\u{ff5a}' => {
                Script::Latin
            }
            _ => Script::Other,
        }
    }
}

/// Whether a folded word is too common to say what a text is about: in this language, or in any where it is unknown.
pub(crate) fn is_common_in(word: &str, tongue: Option<Language>) -> bool {
    let owners = COMMON.get(word).copied().unwrap_or_default();
    tongue.map_or(owners != 0, |tongue| owners & tongue.bit() != 0)
}

/// Whether a folded word is common in any language.
pub(crate) fn is_common(word: &str) -> bool {
    is_common_in(word, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_tells_its_language() {
        let table = [
            ("Where is my order? It has not arrived yet.", Language::En),
            ("Wo ist meine Bestellung? Sie ist noch nicht da.", Language::De),
            ("Où est ma commande ? Elle n'est pas encore arrivée.", Language::Fr),
            ("¿Dónde está mi pedido? Todavía no ha llegado.", Language::Es),
            ("Dov'è il mio ordine? Non è ancora arrivato.", Language::It),
            ("Onde está a minha encomenda? Ainda não chegou.", Language::Pt),
            ("Waar is mijn bestelling? Hij is nog niet aangekomen.", Language::Nl),
            ("Gdzie jest moje zamówienie? Jeszcze nie dotarło.", Language::Pl),
            ("Siparişim nerede? Henüz bana ulaşmadı, ne zaman gelir?", Language::Tr),
            ("أين طلبي؟ لم يصل بعد.", Language::Ar),
            ("איפה ההזמנה שלי? היא עדיין לא הגיעה.", Language::He),
            ("注文した商品はどこですか。まだ届きません。", Language::Ja),
        ];
        for (text, tongue) in table {
            assert_eq!(Language::of(text), Some(tongue), "{text}");
        }
    }

    #[test]
    fn where_words_leave_it_open_nothing_is_said() {
        for text in ["", "4711", "Sofa Oslo", "OK", "Где мой заказ?", "订单在哪里"]
        {
            assert_eq!(Language::of(text), None, "{text}");
        }
    }

    #[test]
    fn a_tag_names_its_language_whatever_its_region() {
        let of = |tag: &str| Language::of_locale(&tag.parse().unwrap());
        assert_eq!(
            (of("pt-BR"), of("EN"), of("sv")),
            (Some(Language::Pt), Some(Language::En), None)
        );
    }
}
