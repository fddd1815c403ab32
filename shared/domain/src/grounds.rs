//! What drafts and assistants' messages rest on, and why people are wanted or drafts are not.

use serde::{Deserialize, Serialize};

use crate::id::Invalid;
use crate::{AnswerId, Name, Timestamp};

/// An approved answer that a draft or an assistant's message rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Source {
    /// The answer in the knowledge base.
    pub answer: AnswerId,
    /// The question it answers.
    pub question: String,
    /// The passage used.
    pub quote: String,
    /// Who approved the answer last; none for the customer's eyes, and before anyone did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<Name>,
    /// When that was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_at: Option<Timestamp>,
}

impl Source {
    /// The source without what concerns the staff alone.
    #[must_use]
    pub fn for_customer(self) -> Self {
        Self { approved_by: None, approved_at: None, ..self }
    }
}

/// Why triage proposes a reply, in facts that an agent can check; never a bare percentage.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Grounds {
    /// What the answer was found by.
    pub found_by: FoundBy,
    /// The start of an earlier question that was answered so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub like: Option<String>,
    /// How often people have approved the answer.
    #[serde(default)]
    pub approvals: u32,
    /// Whether a language model has fitted the approved words to the conversation.
    #[serde(default, skip_serializing_if = "crate::is_false")]
    pub adapted: bool,
    /// By what the answer has earned to go out by itself: it would have, where the store allowed that. None for a draft that
    /// needs a person in any case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earned: Option<EarnedBy>,
    /// The sentences of the text, counted from 0, that no source supports. Kept for clients that still cut the text
    /// themselves; `unsupported_ranges` says the same without that.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unsupported: Vec<u16>,
    /// The parts of the text that no source supports, in order and apart.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unsupported_ranges: Vec<TextRange>,
}

/// By what an answer may go out to a customer without a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum EarnedBy {
    /// It was asked in the words that a person wrote or approved for this answer, and for no other.
    SameQuestion,
    /// This answer's own drafts were right so often that hardly one in twenty can be wrong.
    Answer,
    /// The store's verdicts certify that 97 of 100 answers of this confidence are right.
    Store,
}

/// A part of a text, in UTF-16 code units as JavaScript counts them: `text.slice(start, end)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct TextRange {
    /// The first unit of the part.
    pub start: u32,
    /// The unit after its last.
    pub end: u32,
}

impl TextRange {
    /// The whole text.
    pub fn whole(text: &str) -> Self {
        Self { start: 0, end: units(text) }
    }

    /// Where these sentences stand in the text that they make up, in order. A sentence that the text does not hold
    /// has no range.
    pub fn of_sentences(text: &str, sentences: &[String]) -> Vec<Option<Self>> {
        let (mut searched, mut start) = (0, 0);
        let mut range = |sentence: &String| {
            let found = searched + text[searched..].find(sentence.as_str())?;
            start += units(&text[searched..found]);
            let range = Self { start, end: start + units(sentence) };
            (searched, start) = (found + sentence.len(), range.end);
            Some(range)
        };
        sentences.iter().map(&mut range).collect()
    }
}

fn units(text: &str) -> u32 {
    text.encode_utf16().count().try_into().unwrap_or(u32::MAX)
}

impl Grounds {
    /// Marks the sentences of a text, by their places, as unsupported. Where one of them can't be found the whole text
    /// is marked: an agent checks too much rather than too little.
    #[must_use]
    pub fn marking(self, text: &str, sentences: &[String], unsupported: Vec<u16>) -> Self {
        let ranges = TextRange::of_sentences(text, sentences);
        let marked = unsupported.iter().map(|place| *ranges.get(usize::from(*place))?);
        let unsupported_ranges =
            marked.collect::<Option<Vec<_>>>().unwrap_or_else(|| vec![TextRange::whole(text)]);
        Self { unsupported, unsupported_ranges, ..self }
    }

    /// The grounds as a reader of this text gets them: rows written before ranges were kept mark the whole text.
    #[must_use]
    pub fn for_reader(mut self, text: Option<&str>) -> Self {
        let lacks_ranges = !self.unsupported.is_empty() && self.unsupported_ranges.is_empty();
        if let Some(text) = text.filter(|_| lacks_ranges) {
            self.unsupported_ranges = vec![TextRange::whole(text)];
        }
        self
    }
}

/// What triage found an answer by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum FoundBy {
    /// The same words and shapes.
    #[default]
    Words,
    /// Words and meaning (embeddings).
    Meaning,
    /// Those, and a language model's choice among the nearest.
    Model,
}

/// Why a person is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum EscalationReason {
    /// The customer asked for one.
    CustomerAsked,
    /// Someone of the staff asked for a colleague.
    StaffAsked,
    /// The assistant's answer did not help.
    NotHelped,
    /// Triage knows no answer.
    NoAnswer,
    /// The store's rules say so.
    Policy,
    /// Triage failed; a dead model means a human queue.
    Failure,
}

impl EscalationReason {
    /// Whether it is the customer who wants a person, by words, by button, or because an answer did not help.
    pub fn is_of_customer(self) -> bool {
        matches!(self, Self::CustomerAsked | Self::NotHelped)
    }
}

/// Why a suggestion was not wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum RejectionReason {
    /// It answers something else, or falsely.
    Wrong,
    /// It was right once.
    Outdated,
    /// Right, but not said like that.
    Tone,
    /// Right, but nobody asked.
    NotNeeded,
}

/// A customer's verdict, 1 to 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[cfg_attr(feature = "schema", schemars(extend("minimum" = 1, "maximum" = 5)), ts(type = "number"))]
#[serde(try_from = "u8", into = "u8")]
pub struct Score(u8);

impl TryFrom<u8> for Score {
    type Error = Invalid;
    fn try_from(value: u8) -> Result<Self, Invalid> {
        if (1..=5).contains(&value) {
            Ok(Self(value))
        } else {
            Err(Invalid { expected: "a score of 1 to 5" })
        }
    }
}

impl From<Score> for u8 {
    fn from(value: Score) -> u8 {
        value.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The parts of `text` that are marked once its sentences at `unsupported` are.
    fn marked(text: &str, sentences: &[&str], unsupported: &[u16]) -> Vec<String> {
        let sentences: Vec<String> = sentences.iter().map(|part| (*part).to_owned()).collect();
        let grounds = Grounds::default().marking(text, &sentences, unsupported.to_vec());
        let units: Vec<u16> = text.encode_utf16().collect();
        let part = |range: &TextRange| {
            String::from_utf16(&units[range.start as usize..range.end as usize]).unwrap()
        };
        grounds.unsupported_ranges.iter().map(part).collect()
    }

    #[test]
    fn the_mark_stands_on_the_sentence_that_is_unsupported() {
        let quoted = "Our policy says \"returns are free.\" You get 90 days. Bye.";
        let sentences = ["Our policy says \"returns are free.\"", "You get 90 days.", "Bye."];
        assert_eq!(marked(quoted, &sentences, &[1]), ["You get 90 days."]);
        assert_eq!(marked(quoted, &sentences, &[0, 2]), [sentences[0], sentences[2]]);
        assert_eq!(marked(quoted, &sentences, &[]), Vec::<String>::new());
    }

    #[test]
    fn ranges_are_counted_as_javascript_counts() {
        let text = "😀 Grüße! 返品できます。無料です。";
        let sentences = ["😀 Grüße!", "返品できます。", "無料です。"];
        assert_eq!(marked(text, &sentences, &[0, 2]), ["😀 Grüße!", "無料です。"]);
    }

    #[test]
    fn a_sentence_said_twice_is_marked_at_its_own_place() {
        let grounds = Grounds::default().marking(
            "Yes. No. Yes.",
            &["Yes.".to_owned(), "No.".to_owned(), "Yes.".to_owned()],
            vec![2],
        );
        assert_eq!(grounds.unsupported_ranges, [TextRange { start: 9, end: 13 }]);
    }

    #[test]
    fn what_cannot_be_found_marks_all() {
        assert_eq!(marked("One. Two.", &["Three."], &[0]), ["One. Two."]);
        assert_eq!(marked("One. Two.", &["One.", "Two."], &[7]), ["One. Two."]);
    }

    #[test]
    fn a_row_without_ranges_is_read_and_marks_the_whole_text() {
        let row = r#"{"found_by":"model","approvals":3,"unsupported":[1]}"#;
        let grounds = serde_json::from_str::<Grounds>(row).unwrap();
        let whole = [TextRange { start: 0, end: 4 }];
        assert_eq!(grounds.clone().for_reader(Some("abcd")).unsupported_ranges, whole);
        assert_eq!(grounds.for_reader(None).unsupported_ranges, []);
        assert_eq!(Grounds::default().for_reader(Some("abcd")), Grounds::default());
    }
}
