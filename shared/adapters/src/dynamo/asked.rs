//! What triage saw in a question: kept beside the case, so that a later verdict on it can be learned from.

use std::collections::BTreeSet;

use domain::{AnswerId, CaseId, Seq, Timestamp};
use serde::{Deserialize, Serialize};
use serde_dynamo::AttributeValue::{B, N};
use serde_dynamo::Item;

use super::table::{bytes, key, text};
use super::training_examples::PackedQuestion;
use super::{Table, TableError, keys};

/// Seconds for which a question waits for its verdict. Later ones are learned from the message's words alone.
const KEPT: i64 = 90 * 24 * 60 * 60;

/// The questions that wait for a verdict.
#[derive(Clone)]
pub struct AskedRows(Table);

/// A question as triage saw it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedRow {
    /// The question.
    pub question: PackedQuestion,
    /// The answers that seemed to fit, best first.
    pub offers: Vec<AnswerId>,
    /// What a model chose among them, where one was asked.
    pub vote: Option<Option<AnswerId>>,
    /// Whether its answer might have gone out by itself and was sent to a person instead.
    pub is_audit: bool,
}

impl AskedRows {
    /// The questions in this table.
    pub fn new(table: Table) -> Self {
        Self(table)
    }

    /// Keeps a question. The first one stands: a repeated record may see it through a model that has learned.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn keep(
        &self,
        case: &CaseId,
        seq: Seq,
        asked: &AskedRow,
        now: Timestamp,
    ) -> Result<(), TableError> {
        let bytes =
            postcard::to_allocvec(asked).map_err(|error| TableError::corrupt("question", error))?;
        let mut row = key(keys::case(case), keys::asked(seq));
        row.insert("d".to_owned(), B(bytes));
        row.insert(keys::TTL.to_owned(), N(now.plus_seconds(KEPT).seconds().to_string()));
        self.0.put(row).only_if("attribute_not_exists(pk)").done_if_so().await.map(drop)
    }

    /// The questions that these messages asked, as triage saw them; those that it did not see are left out.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn some(
        &self,
        case: &CaseId,
        messages: BTreeSet<Seq>,
    ) -> Result<Vec<(Seq, AskedRow)>, TableError> {
        let wanted = messages.into_iter().map(|seq| key(keys::case(case), keys::asked(seq)));
        let rows = self.0.rows(wanted.collect()).await?;
        rows.iter().map(decode).collect()
    }
}

fn decode(item: &Item) -> Result<(Seq, AskedRow), TableError> {
    let corrupt = |reason: &str| TableError::corrupt("question", reason);
    let seq = text(item, keys::SK).and_then(keys::asked_seq).ok_or_else(|| corrupt("no key"))?;
    let row = postcard::from_bytes(bytes(item, "d").ok_or_else(|| corrupt("empty"))?);
    row.map(|row| (seq, row)).map_err(|error| TableError::corrupt("question", error))
}
