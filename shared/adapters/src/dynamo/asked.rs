//! What triage saw in a question: kept beside the case, so that a later verdict on it can be learned from.

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue::{B, N, S};
use domain::{AnswerId, CaseId, Seq, Timestamp};
use serde::{Deserialize, Serialize};

use super::batch::key;
use super::is_condition;
use super::lessons::PackedQuestion;
use super::{StoreError, Table, keys};

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
    /// [`StoreError`].
    pub async fn keep(
        &self,
        case: &CaseId,
        seq: Seq,
        asked: &AskedRow,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let bytes =
            postcard::to_allocvec(asked).map_err(|error| StoreError::corrupt("question", error))?;
        let put = self.0.client.put_item().table_name(&self.0.name);
        let put = put
            .set_item(Some(key(keys::case(case), keys::asked(seq))))
            .item("d", B(Blob::new(bytes)))
            .item(keys::TTL, N(now.plus_seconds(KEPT).seconds().to_string()))
            .condition_expression("attribute_not_exists(pk)");
        match put.send().await {
            Ok(_) => Ok(()),
            Err(error) if is_condition(&error) => Ok(()),
            Err(error) => Err(StoreError::of("PutItem", &error)),
        }
    }

    /// The question that a message asked, as triage saw it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn get(&self, case: &CaseId, seq: Seq) -> Result<Option<AskedRow>, StoreError> {
        let get = self.0.client.get_item().table_name(&self.0.name).consistent_read(true);
        let found = get
            .key(keys::PK, S(keys::case(case)))
            .key(keys::SK, S(keys::asked(seq)))
            .send()
            .await
            .map_err(|error| StoreError::of("GetItem", &error))?;
        let bytes = found.item.as_ref().and_then(|item| item.get("d")?.as_b().ok());
        let Some(bytes) = bytes else { return Ok(None) };
        let row = postcard::from_bytes(bytes.as_ref());
        row.map(Some).map_err(|error| StoreError::corrupt("question", error))
    }
}
