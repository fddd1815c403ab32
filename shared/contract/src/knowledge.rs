//! The documents of a store's knowledge base: its answers, what is asked without one, and its settings.

use domain::{
    Answer, AnswerId, AnswerStatus, CaseId, CommandId, Locale, Name, Seq, Settings, StoreId, Text,
    Timestamp, UserId,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::json;
use crate::malformed::Malformed;

/// The message of a case that an answer was saved from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// Which case.
    pub case: CaseId,
    /// The reply in it.
    pub seq: Seq,
}

/// An answer as the staff sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct AnswerView {
    /// Which.
    pub id: AnswerId,
    /// Whose.
    pub store: StoreId,
    /// The question it answers.
    pub question: Text,
    /// What it says.
    pub text: Text,
    /// Its language, where that is known.
    pub language: Option<Locale>,
    /// Where it stands.
    pub status: AnswerStatus,
    /// How often people sent it as it was, or edited.
    pub approvals: u32,
    /// How often they did not want it.
    pub rejections: u32,
    /// How often customers got it.
    pub uses: u32,
    /// Ways of asking that are remembered for it.
    pub phrasings: u32,
    /// Whether it may go out by itself where the store allows that, and its verdicts certify all answers.
    pub earned: bool,
    /// Whether its own record proves it right so often that it may go out before that.
    pub proven: bool,
    /// Whether a lead has decided that it never goes out by itself.
    pub drafts_only: bool,
    /// Who approved it last.
    pub approved_by: Option<Name>,
    /// When that was.
    pub approved_at: Option<Timestamp>,
    /// Where it was saved from.
    pub from: Option<Provenance>,
    /// When it was changed last.
    pub updated_at: Timestamp,
    /// Grows with each change; an edit names the one it has seen.
    pub version: u32,
}

impl From<Answer> for AnswerView {
    fn from(answer: Answer) -> Self {
        Self {
            earned: answer.is_earned(),
            proven: answer.is_proven(),
            drafts_only: answer.drafts_only,
            id: answer.id,
            store: answer.store,
            question: answer.question,
            text: answer.text,
            language: answer.language,
            status: answer.status,
            approvals: answer.approvals,
            rejections: answer.rejections,
            uses: answer.uses,
            phrasings: answer.phrasings,
            approved_by: answer.approved_by,
            approved_at: answer.approved_at,
            from: answer.from.map(|(case, seq)| Provenance { case, seq }),
            updated_at: answer.updated_at,
            version: answer.version,
        }
    }
}

/// An approved answer as visitors may read it before they write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct HelpArticle {
    /// Which answer.
    pub id: AnswerId,
    /// The question it answers.
    pub question: Text,
    /// What it says.
    pub text: Text,
    /// Its language, where that is known.
    pub language: Option<Locale>,
}

/// What visitors may look through before they write: the whole of it, so that a search needs no further request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct HelpIndex {
    /// The articles, changed last first; at most 200, and 256 KiB of words.
    pub articles: Vec<HelpArticle>,
}

/// A page of answers, in order of their questions' last change, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct AnswerPage {
    /// The answers.
    pub answers: Vec<AnswerView>,
    /// Asks for the next page; null on the last one. Opaque.
    pub next: Option<String>,
}

/// Adds an answer, be it written afresh or saved from a reply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[cfg_attr(feature = "schema", ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub struct NewAnswer {
    /// The client's id for the command; repeating it adds nothing new.
    pub id: CommandId,
    /// The question it answers.
    pub question: Text,
    /// What it says.
    pub text: Text,
    /// Its language.
    pub language: Option<Locale>,
    /// Where it was saved from.
    pub from: Option<Provenance>,
}

/// Changes an answer; what is absent stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[cfg_attr(feature = "schema", ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub struct AnswerEdit {
    /// The version that the editor has seen.
    pub version: u32,
    /// The question it answers.
    pub question: Option<Text>,
    /// What it says.
    pub text: Option<Text>,
    /// Its language.
    pub language: Option<Locale>,
    /// Whether it may never go out by itself.
    pub drafts_only: Option<bool>,
}

/// Merges an answer into another: its ways of asking become the other's, and it is retired.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct AnswerMerge {
    /// The version that the editor has seen.
    pub version: u32,
    /// The answer that stays.
    pub into: AnswerId,
}

/// Approves or retires an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct AnswerDecision {
    /// The version that the decider has seen.
    pub version: u32,
}

/// A change of a store's settings: what is absent stays as it is, null clears.
#[derive(Debug, Clone, PartialEq)]
pub struct SettingsChange(Map<String, Value>);

impl TryFrom<Value> for SettingsChange {
    type Error = Malformed;

    fn try_from(value: Value) -> Result<Self, Malformed> {
        // Refuses fields that settings do not have, and values that are none of theirs.
        json::read_value::<Settings>(&value)?;
        match value {
            Value::Object(fields) => Ok(Self(fields)),
            _ => json::read_value::<Map<String, Value>>(&value).map(Self),
        }
    }
}

impl SettingsChange {
    /// The settings after the change.
    ///
    /// # Errors
    /// [`Malformed`]; a change that was read makes none.
    pub fn apply(&self, kept: &Settings) -> Result<Settings, Malformed> {
        let mut fields = json::fields_of(kept)?;
        fields.extend(self.0.clone());
        json::read_value(&Value::Object(fields))
    }
}

/// A customer who got an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Recipient {
    /// In which case.
    pub case: CaseId,
    /// As which message.
    pub seq: Seq,
    /// Who.
    pub customer: UserId,
    /// When.
    pub at: Timestamp,
}

/// A page of the customers who got an answer, newest first: whom to write to when it was wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct RecipientPage {
    /// The customers.
    pub recipients: Vec<Recipient>,
    /// Asks for the next page; null on the last one. Opaque.
    pub next: Option<String>,
}

/// A question with its answer, of an imported list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[cfg_attr(feature = "schema", ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub struct ImportedAnswer {
    /// The question.
    pub question: Text,
    /// The answer.
    pub text: Text,
    /// Its language.
    pub language: Option<Locale>,
}

/// Imports some of a list, at most 25 at once. Repeating it adds nothing new.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct AnswerImport {
    /// The questions with their answers.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = AnswerImport::MOST)))]
    pub answers: Vec<ImportedAnswer>,
}

impl AnswerImport {
    /// The most answers of one import.
    pub const MOST: usize = 25;
}

/// What an import came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Imported {
    /// Answers that are new.
    pub added: u32,
    /// Answers that were there, with the same text or changed since.
    pub known: u32,
}

/// A question that people asked and no stored answer fits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct OpenQuestion {
    /// The start of one of the ways in which it was asked.
    pub text: String,
    /// How often.
    pub asked: u32,
    /// When last.
    pub last_at: Timestamp,
    /// In which case last.
    pub case: CaseId,
}

/// The most repeated questions without an answer, most often asked first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct OpenQuestions {
    /// The questions.
    pub questions: Vec<OpenQuestion>,
}
