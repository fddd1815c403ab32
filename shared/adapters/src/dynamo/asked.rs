//! What triage saw in a question: kept beside the case, so that a later verdict on it can be learned from.

use std::collections::BTreeSet;

use aws_sdk_dynamodb::types::AttributeValue::{Bool, N};
use domain::{AnswerId, CaseId, ModelVote, Seq, StoreId, Timestamp};
use serde::{Deserialize, Serialize};

use super::form::{self, Form};
use super::table::{Item, key, text};
use super::training_examples::PackedQuestion;
use super::unattended::{self, UnattendedRow};
use super::{Table, TableError, keys};

/// Seconds for which a question waits for its verdict. Later ones are learned from the message's words alone.
const KEPT: i64 = 90 * 24 * 60 * 60;
const FORM: Form = Form::first("question");
/// The attribute that says whether triage was sure: beside the packed form, which no earlier release could read with more.
const SURE: &str = "sure";

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
    /// What a model chose among them.
    pub vote: ModelVote,
    /// Whether its answer might have gone out by itself and was sent to a person instead.
    pub is_audit: bool,
}

/// A question as it was kept.
#[derive(Debug, Clone)]
pub struct KeptQuestion {
    /// The message.
    pub seq: Seq,
    /// The question.
    pub asked: AskedRow,
    /// The reply to it that was sent by itself, or would have been.
    pub unattended: Option<UnattendedRow>,
    /// Whether triage was sure of its candidate, and had not only guessed. Rows of earlier releases do not say so.
    pub is_sure: Option<bool>,
}

impl AskedRows {
    /// The questions in this table.
    pub fn new(table: Table) -> Self {
        Self(table)
    }

    /// Keeps a question, whether triage is sure of what it found, and the reply of its store that it got by itself or
    /// would have got. The first one stands: a repeated record may see it through a model that has learned.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn keep(
        &self,
        case: &CaseId,
        seq: Seq,
        (asked, is_sure): (&AskedRow, bool),
        unattended: Option<(&StoreId, &UnattendedRow)>,
        now: Timestamp,
    ) -> Result<(), TableError> {
        let mut row = key(keys::case(case), keys::asked(seq));
        FORM.write(&mut row, asked)?;
        if let Some((store, reply)) = unattended {
            unattended::write(&mut row, store, reply);
        }
        row.insert(SURE.to_owned(), Bool(is_sure));
        row.insert(keys::TTL.to_owned(), N(now.plus_seconds(KEPT).seconds().to_string()));
        self.0.put(row).only_if("attribute_not_exists(pk)").done_if_so().await.map(drop)
    }

    /// The questions that these messages asked, as triage saw them. Left out are those that it did not see, and those
    /// that a newer release has written: their verdicts are learned from the message's words alone.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn some(
        &self,
        case: &CaseId,
        messages: BTreeSet<Seq>,
    ) -> Result<Vec<KeptQuestion>, TableError> {
        let wanted = messages.into_iter().map(|seq| key(keys::case(case), keys::asked(seq)));
        let rows = self.0.rows(wanted.collect()).await?;
        let is_newer = |row: &Result<_, _>| matches!(row, Err(TableError::Newer { .. }));
        rows.iter().map(decode).filter(|row| !is_newer(row)).collect()
    }
}

impl AskedRows {
    /// Takes out of a case's questions what was asked, and that of the messages that triage may not have kept yet: the
    /// first row stands, so that it keeps none any more. What became of replies is left.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn erase(
        &self,
        case: &CaseId,
        newest: impl IntoIterator<Item = Seq>,
        now: Timestamp,
    ) -> Result<(), TableError> {
        let query = self.0.query("pk = :p AND begins_with(sk, :s)").bind(":p", keys::case(case));
        let rows = query.bind(":s", keys::ASKED).all().await?;
        let place = |row: &Item| text(row, keys::SK).and_then(keys::asked_seq);
        let mut blank = Item::new();
        FORM.write(&mut blank, &AskedRow::erased())?;
        let is_kept = |row: &&Item| row.get(form::BYTES) != blank.get(form::BYTES);
        let kept = rows.iter().filter(is_kept).filter_map(place);
        let erased: BTreeSet<Seq> =
            rows.iter().filter(|row| !is_kept(row)).filter_map(place).collect();
        let all: BTreeSet<Seq> = kept.chain(newest).filter(|seq| !erased.contains(seq)).collect();
        let Some(bytes) = blank.remove(form::BYTES) else { return Ok(()) };
        let ends = now.plus_seconds(KEPT).seconds();
        for seq in all {
            let row = key(keys::case(case), keys::asked(seq));
            let update = self.0.update(row, "SET d = :d, #t = if_not_exists(#t, :t) REMOVE #v");
            let update = update.name("#t", keys::TTL).name("#v", form::VERSION);
            let update = update.bind(":d", bytes.clone()).bind(":t", N(ends.to_string()));
            update.done().await?;
        }
        Ok(())
    }
}

impl AskedRow {
    /// A question of which nothing is left.
    fn erased() -> Self {
        let question = PackedQuestion::default();
        Self { question, offers: Vec::new(), vote: ModelVote::NotAsked, is_audit: false }
    }
}

pub(super) fn decode(item: &Item) -> Result<KeptQuestion, TableError> {
    let corrupt = |reason: &str| TableError::corrupt("question", reason);
    let seq = text(item, keys::SK).and_then(keys::asked_seq).ok_or_else(|| corrupt("no key"))?;
    let is_sure = item.get(SURE).and_then(|sure| sure.as_bool().ok().copied());
    Ok(KeptQuestion { seq, asked: FORM.read(item)?, unattended: unattended::read(item), is_sure })
}

#[cfg(test)]
mod tests {
    use super::super::form::tests::{first_rows, newer, row};
    use super::*;

    #[test]
    fn the_first_releases_row_is_read_and_a_newer_ones_is_refused() {
        let [packed] = first_rows("asked").try_into().unwrap();
        let answer: AnswerId = "a".repeat(26).parse().unwrap();
        let asked = AskedRow {
            question: PackedQuestion {
                features: vec![1, 2],
                vector: vec![3],
                model: Some("m".into()),
            },
            offers: vec![answer.clone()],
            vote: ModelVote::For(answer),
            is_audit: true,
        };
        assert_eq!(FORM.read::<AskedRow>(&row(packed.clone())).unwrap(), asked);
        let refused = FORM.read::<AskedRow>(&newer(row(packed)));
        assert!(matches!(refused, Err(TableError::Newer { version: 1, .. })));
    }
}
