//! What a shop's page says beside the chat's button before anybody has opened it, by rules that a store's leads set.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{Locale, Text};

/// The longest pattern of addresses, in characters.
const LONGEST_PAGES: usize = 200;
/// The longest that a page can be looked at before it speaks, in seconds.
const LONGEST_WAIT: u16 = 3_600;
/// The most languages of one greeting, and the longest text of one, in characters: it is a few lines beside a button.
const MOST_LANGUAGES: usize = 20;
const LONGEST_TEXT: usize = 200;

/// When a page greets its visitor, and how. Each visitor sees it once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct ProactiveGreeting {
    /// On which pages: a path as addresses have it, such as `/cart`, in which `*` stands for anything; empty: on every page.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(extend("maxLength" = LONGEST_PAGES, "pattern" = "^([/*][!-~]*)?$")))]
    pub pages: String,
    /// After how many seconds on the page.
    #[cfg_attr(feature = "schema", schemars(range(max = LONGEST_WAIT)))]
    pub seconds: u16,
    /// From which value of the cart on, in the shop's own currency, as the page tells it; none: whatever is in it.
    #[serde(default)]
    pub cart_from: Option<u32>,
    /// What it says, once a language; the first stands in where the visitor's is not among them.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = MOST_LANGUAGES)))]
    pub texts: Vec<GreetingText>,
}

/// A greeting in a language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct GreetingText {
    /// The language.
    pub language: Locale,
    /// The words.
    #[cfg_attr(feature = "schema", schemars(extend("maxLength" = LONGEST_TEXT)))]
    pub text: Text,
}

impl ProactiveGreeting {
    /// The most rules of a store.
    pub const MOST: usize = 5;

    /// What is wrong with a store's rules, a sentence each.
    pub fn mistakes(rules: &[Self]) -> Vec<String> {
        let most = Self::MOST;
        let is_path = |rule: &Self| {
            let is_clean = rule.pages.bytes().all(|byte| byte.is_ascii_graphic());
            let is_short = rule.pages.len() <= LONGEST_PAGES;
            is_clean && is_short && (rule.pages.is_empty() || rule.pages.starts_with(['/', '*']))
        };
        let has_texts = |rule: &Self| {
            let languages: BTreeSet<_> =
                rule.texts.iter().map(|text| text.language.as_str().to_owned()).collect();
            (1..=MOST_LANGUAGES).contains(&rule.texts.len()) && languages.len() == rule.texts.len()
        };
        let are_short = |rule: &Self| {
            rule.texts.iter().all(|text| text.text.as_str().chars().count() <= LONGEST_TEXT)
        };
        let checks = [
            (rules.len() <= most, format!("`proactive_greetings` has at most {most} rules.")),
            (
                rules.iter().all(is_path),
                format!(
                    "Each `pages` is empty or a path of at most {LONGEST_PAGES} characters that starts with `/` or `*`."
                ),
            ),
            (
                rules.iter().all(|rule| rule.seconds <= LONGEST_WAIT),
                format!("Each `seconds` is at most {LONGEST_WAIT}."),
            ),
            (
                rules.iter().all(has_texts),
                format!("Each `texts` has 1 to {MOST_LANGUAGES} entries, one a language."),
            ),
            (
                rules.iter().all(are_short),
                format!("Each text of a greeting has at most {LONGEST_TEXT} characters."),
            ),
        ];
        checks.into_iter().filter(|(holds, _)| !holds).map(|(_, sentence)| sentence).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(pages: &str, texts: &[(&str, &str)]) -> ProactiveGreeting {
        let text = |(language, text): &(&str, &str)| GreetingText {
            language: language.parse().unwrap(),
            text: text.parse().unwrap(),
        };
        let texts = texts.iter().map(text).collect();
        ProactiveGreeting { pages: pages.to_owned(), seconds: 20, cart_from: Some(50), texts }
    }

    #[test]
    fn rules_of_every_kind_are_without_mistake() {
        let both = [("en", "Need a hand?"), ("de", "Können wir helfen?")];
        let rules = ["", "/", "/cart", "*/checkout", "/products/*"].map(|pages| rule(pages, &both));
        assert_eq!(ProactiveGreeting::mistakes(&rules), Vec::<String>::new());
        let written = serde_json::to_string(&rules[0]).unwrap();
        assert_eq!(serde_json::from_str::<ProactiveGreeting>(&written).unwrap(), rules[0]);
        let plain = r#"{"seconds":0,"texts":[{"language":"en","text":"Hi"}]}"#;
        let plain: ProactiveGreeting = serde_json::from_str(plain).unwrap();
        assert_eq!((plain.pages.as_str(), plain.cart_from), ("", None));
    }

    #[test]
    fn each_mistake_has_its_sentence() {
        let long = "x".repeat(LONGEST_TEXT + 1);
        let twice = rule("cart", &[("en", "Hi"), ("en", long.as_str())]);
        let late = ProactiveGreeting { seconds: LONGEST_WAIT + 1, ..twice };
        let rules = vec![late; ProactiveGreeting::MOST + 1];
        assert_eq!(ProactiveGreeting::mistakes(&rules).len(), 5);
        for pages in ["/a b", "/küche", "https://shop.example/"] {
            assert_eq!(ProactiveGreeting::mistakes(&[rule(pages, &[("en", "Hi")])]).len(), 1);
        }
        assert_eq!(ProactiveGreeting::mistakes(&[rule("", &[])]).len(), 1);
    }
}
