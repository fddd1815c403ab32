//! What a store's leads set by themselves, without a deployment: triage, languages, wording, hours, spend.

use serde::{Deserialize, Deserializer, Serialize};

use crate::characters::{cleaned_line, is_blank};
use crate::{
    Appearance, AutoClose, Hours, Locale, MaxFileBytes, PreChat, ProactiveGreeting, Routing,
    ServiceTargets, Text,
};

/// The most words and topics that always go to a person, and the most characters of one.
const MOST_WORDS: usize = 200;
const LONGEST_WORD: usize = 100;
/// The most languages.
const MOST_LANGUAGES: usize = 40;
/// The longest greeting, in characters: it is one line of a small window.
const LONGEST_GREETING: usize = 500;

/// The longest that resolved cases are kept by a rule: ten years.
const MOST_RETENTION_DAYS: u16 = 3_650;

/// A store's settings. What is not set is as careful as can be: triage drafts, a person sends.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// What triage may do.
    pub triage: TriageMode,
    /// Words and topics that always go to a person, compared without case; at most 200.
    #[serde(deserialize_with = "cleaned_words")]
    #[cfg_attr(feature = "schema", schemars(length(max = MOST_WORDS), inner(length(max = LONGEST_WORD))))]
    pub escalate_on: Vec<String>,
    /// The languages in which triage may speak; empty: any that an answer is written in.
    #[cfg_attr(feature = "schema", schemars(length(max = MOST_LANGUAGES)))]
    pub languages: Vec<Locale>,
    /// What the widget says before the customer has written; none: its own words.
    #[cfg_attr(feature = "schema", schemars(extend("maxLength" = LONGEST_GREETING)))]
    pub greeting: Option<Text>,
    /// How the chat looks. Left out of what is stored while nothing is set, so that earlier versions can read it.
    #[serde(skip_serializing_if = "Appearance::is_default")]
    #[cfg_attr(feature = "schema", ts(optional, as = "Option<_>"))]
    pub appearance: Appearance,
    /// What customers answer and agree to before their first message. Left out of what is stored while nothing is set, so that
    /// earlier versions can read it.
    #[serde(skip_serializing_if = "PreChat::is_default")]
    #[cfg_attr(feature = "schema", ts(optional, as = "Option<_>"))]
    pub pre_chat: PreChat,
    /// Whether visitors may look through approved answers before they write, where those may go out by themselves. Left out of
    /// what is stored while it is off, so that earlier versions can read it.
    #[serde(skip_serializing_if = "crate::is_false")]
    #[cfg_attr(feature = "schema", ts(optional, as = "Option<_>"))]
    pub help_search: bool,
    /// How cases find their agents. Left out of what is stored while nothing is set, so that earlier versions can read it.
    #[serde(skip_serializing_if = "Routing::is_default")]
    #[cfg_attr(feature = "schema", ts(optional, as = "Option<_>"))]
    pub routing: Routing,
    /// What keeps replies from going out by themselves. Left out of what is stored while nothing is set, so that earlier
    /// versions can read it.
    #[serde(skip_serializing_if = "AutomaticReplies::is_default")]
    #[cfg_attr(feature = "schema", ts(optional, as = "Option<_>"))]
    pub automatic_replies: AutomaticReplies,
    /// What becomes of cases whose customers don't answer any more. Left out of what is stored while nothing is set, so that
    /// earlier versions can read it.
    #[serde(skip_serializing_if = "AutoClose::is_default")]
    #[cfg_attr(feature = "schema", ts(optional, as = "Option<_>"))]
    pub auto_close: AutoClose,
    /// By when customers are to get what. Left out of what is stored while nothing is set, so that earlier versions can read it.
    #[serde(skip_serializing_if = "ServiceTargets::is_default")]
    #[cfg_attr(feature = "schema", ts(optional, as = "Option<_>"))]
    pub targets: ServiceTargets,
    /// After how many days without coming back a resolved case is erased, as it is where a lead asks for it; 0: never. Left out of
    /// what is stored while it is off, so that earlier versions can read it.
    #[serde(skip_serializing_if = "is_zero")]
    #[cfg_attr(feature = "schema", schemars(range(max = MOST_RETENTION_DAYS)))]
    #[cfg_attr(feature = "schema", ts(optional, as = "Option<_>"))]
    pub retention_days: u16,
    /// The most bytes of a file that people attach; 0: none may be attached. Left out of what is stored while it is as it would
    /// be anyway, so that earlier versions can read it.
    #[serde(skip_serializing_if = "MaxFileBytes::is_default")]
    #[cfg_attr(feature = "schema", ts(optional, as = "Option<_>"))]
    pub max_file_bytes: MaxFileBytes,
    /// The most megabytes that the store's files may have together; 0: as many as come. Left out of what is stored likewise.
    #[serde(skip_serializing_if = "is_none_of_them")]
    #[cfg_attr(feature = "schema", ts(optional, as = "Option<_>"))]
    pub max_stored_megabytes: u32,
    /// What a shop's page says beside the chat's button by itself; at most 5 rules, of which the first that holds speaks. Left out
    /// of what is stored while there is none, so that earlier versions can read it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(length(max = ProactiveGreeting::MOST)))]
    #[cfg_attr(feature = "schema", ts(optional, as = "Option<_>"))]
    pub proactive_greetings: Vec<ProactiveGreeting>,
    /// When people answer; none: the store promises nothing.
    pub hours: Option<Hours>,
    /// What language models may cost a day, in US cents; beyond it triage works without them.
    pub model_cents_a_day: u32,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde passes a reference
fn is_zero(days: &u16) -> bool {
    *days == 0
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde passes a reference
fn is_none_of_them(megabytes: &u32) -> bool {
    *megabytes == 0
}

/// Words as people paste them: each cleaned to one line, without those of which nothing is left to see.
fn cleaned_words<'de, D: Deserializer<'de>>(words: D) -> Result<Vec<String>, D::Error> {
    let words = Vec::<String>::deserialize(words)?;
    let clean = words.iter().map(|word| cleaned_line(word));
    Ok(clean.filter(|word| !is_blank(word)).collect())
}

impl Settings {
    /// What triage may do now: while automatic replies are paused it drafts.
    pub fn triage_now(&self) -> TriageMode {
        match self.triage {
            TriageMode::Answer if self.automatic_replies.paused => TriageMode::Suggest,
            mode => mode,
        }
    }

    /// What is wrong with these settings, a sentence each; empty where they can be kept.
    pub fn mistakes(&self) -> Vec<String> {
        let mut mistakes = Vec::new();
        let mut need = |holds: bool, sentence: String| {
            if !holds {
                mistakes.push(sentence);
            }
        };
        let is_word = |word: &String| {
            (1..=LONGEST_WORD).contains(&word.chars().count()) && word.trim() == word
        };
        need(
            self.escalate_on.len() <= MOST_WORDS,
            format!("`escalate_on` has at most {MOST_WORDS} words."),
        );
        need(
            self.escalate_on.iter().all(is_word),
            format!(
                "Each of `escalate_on` has 1 to {LONGEST_WORD} characters, no space around it."
            ),
        );
        need(
            self.languages.len() <= MOST_LANGUAGES,
            format!("`languages` has at most {MOST_LANGUAGES} entries."),
        );
        let greeting = self.greeting.as_ref().map_or(0, |text| text.as_str().chars().count());
        need(
            greeting <= LONGEST_GREETING,
            format!("`greeting` has at most {LONGEST_GREETING} characters."),
        );
        need(
            self.retention_days <= MOST_RETENTION_DAYS,
            format!("`retention_days` is at most {MOST_RETENTION_DAYS}."),
        );
        mistakes.extend(self.appearance.mistakes());
        mistakes.extend(self.pre_chat.mistakes(self.appearance.privacy.as_deref()));
        mistakes.extend(ProactiveGreeting::mistakes(&self.proactive_greetings));
        mistakes.extend(self.routing.mistakes());
        mistakes.extend(self.auto_close.mistakes());
        mistakes.extend(self.targets.mistakes());
        mistakes.extend(self.hours.as_ref().map(Hours::mistakes).unwrap_or_default());
        mistakes
    }
}

/// What keeps replies from going out to customers by themselves, in a store that lets triage answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(default, deny_unknown_fields)]
pub struct AutomaticReplies {
    /// Whether none goes out until somebody lets them go on: the store works as one that only wants drafts.
    pub paused: bool,
    /// How many go out a day (UTC) at most; what would be more is drafted. None: as many as have earned it.
    pub a_day: Option<u32>,
}

impl AutomaticReplies {
    /// Whether nothing is set.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// What triage may do in a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum TriageMode {
    /// Nothing at all.
    Off,
    /// Draft replies for people.
    #[default]
    Suggest,
    /// Answer customers with what has earned it, else draft, else call a person.
    Answer,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_has_set_is_without_mistake() {
        assert_eq!(Settings::default().mistakes(), Vec::<String>::new());
    }

    #[test]
    fn words_that_call_a_person_are_cleaned_like_every_text() {
        let raw = "{\"escalate_on\":[\" law\u{202e}yer \",\"two\\u000blines\",\"\\u200b\",\"\"]}";
        let settings: Settings = serde_json::from_str(raw).unwrap();
        assert_eq!(settings.escalate_on, ["lawyer", "two lines"]);
    }

    #[test]
    fn what_an_earlier_release_does_not_know_is_written_only_where_it_is_set() {
        let written = |settings: &Settings| serde_json::to_string(settings).unwrap();
        assert!(!written(&Settings::default()).contains("automatic_replies"));
        assert!(!written(&Settings::default()).contains("help_search"));
        assert!(!written(&Settings::default()).contains("retention_days"));
        assert!(!written(&Settings::default()).contains("pre_chat"));
        assert!(!written(&Settings::default()).contains("max_"));
        assert!(!written(&Settings::default()).contains("proactive_greetings"));
        for automatic_replies in [
            AutomaticReplies { paused: true, a_day: None },
            AutomaticReplies { paused: false, a_day: Some(0) },
        ] {
            let set = Settings { automatic_replies, ..Settings::default() };
            assert_eq!(serde_json::from_str::<Settings>(&written(&set)).unwrap(), set);
        }
        let paused: AutomaticReplies = serde_json::from_str("{\"paused\":true}").unwrap();
        assert_eq!(paused.a_day, None);
    }

    #[test]
    fn a_store_whose_automatic_replies_are_paused_works_as_one_that_only_wants_drafts() {
        use TriageMode as T;
        for (triage, paused, now) in [
            (T::Answer, false, T::Answer),
            (T::Answer, true, T::Suggest),
            (T::Suggest, true, T::Suggest),
            (T::Off, true, T::Off),
        ] {
            let automatic_replies = AutomaticReplies { paused, a_day: None };
            let settings = Settings { triage, automatic_replies, ..Settings::default() };
            assert_eq!(settings.triage_now(), now, "{triage:?}");
        }
    }

    #[test]
    fn each_mistake_has_its_sentence() {
        let wrong = Settings {
            escalate_on: vec![" lawyer".to_owned(); MOST_WORDS + 1],
            languages: vec!["de".parse().unwrap(); MOST_LANGUAGES + 1],
            greeting: Some("a".repeat(LONGEST_GREETING + 1).parse().unwrap()),
            hours: Some(Hours {
                zone: "nowhere".to_owned(),
                week: Default::default(),
                holidays: Vec::new(),
            }),
            retention_days: MOST_RETENTION_DAYS + 1,
            ..Settings::default()
        };
        assert_eq!(wrong.mistakes().len(), 6, "{:?}", wrong.mistakes());
    }
}
