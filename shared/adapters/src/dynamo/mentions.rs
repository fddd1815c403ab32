//! The notes that have called an agent: a row for each and each agent, without words. What they say stays in their cases.

use aws_sdk_dynamodb::types::AttributeValue::N;
use domain::{CaseId, Seq, StoreId, Timestamp, UserId};

use super::table::{Item, key, number, text};
use super::{Table, TableError, keys};

/// Seconds for which a mention is listed.
const KEPT: i64 = 90 * 24 * 60 * 60;
/// Those that were not read are counted up to here.
const MOST_COUNTED: u32 = 100;
/// Up to when an agent has read.
const UNTIL: &str = "t";

/// The mentions of agents.
#[derive(Clone)]
pub struct Mentions(Table);

/// A page of an agent's mentions, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MentionPlaces {
    /// Where the notes are.
    pub notes: Vec<(CaseId, Seq)>,
    /// Where the next page starts; none where this is the last.
    pub next: Option<String>,
}

impl Mentions {
    /// The mentions in this table.
    pub fn new(table: Table) -> Self {
        Self(table)
    }

    /// Lists a note for an agent whom it mentions. Repeating it changes nothing.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn put(
        &self,
        (store, agent): (&StoreId, &UserId),
        (case, seq, at): (&CaseId, Seq, Timestamp),
    ) -> Result<(), TableError> {
        let mut row = key(keys::mentions(store, agent), keys::recipient(at, case, seq));
        row.insert(keys::TTL.to_owned(), N(at.plus_seconds(KEPT).seconds().to_string()));
        self.0.put(row).done().await
    }

    /// Takes a note out of an agent's list.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn remove(
        &self,
        (store, agent): (&StoreId, &UserId),
        (case, seq, at): (&CaseId, Seq, Timestamp),
    ) -> Result<(), TableError> {
        let row = key(keys::mentions(store, agent), keys::recipient(at, case, seq));
        self.0.delete(row).done().await
    }

    /// An agent's mentions from a place on, newest first: half a unit.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn list(
        &self,
        (store, agent): (&StoreId, &UserId),
        from: Option<String>,
        limit: usize,
    ) -> Result<MentionPlaces, TableError> {
        let pk = keys::mentions(store, agent);
        let start = from.map(|place| key(pk.clone(), place));
        let query = self.0.query("pk = :p AND sk < :e").bind(":p", pk);
        let query = query.bind(":e", keys::AFTER_MENTIONS).eventually_consistent();
        let page = query.ascending(false).exclusive_start_key(start).limit(limit).page().await?;
        let note = |row: &Item| text(row, keys::SK).and_then(keys::recipient_parts);
        let next = page.last_evaluated_key.as_ref().and_then(|row| text(row, keys::SK));
        Ok(MentionPlaces {
            notes: page.items.iter().filter_map(note).collect(),
            next: next.map(str::to_owned),
        })
    }

    /// Up to when an agent has read theirs, and how many have come since.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn unread(
        &self,
        store: &StoreId,
        agent: &UserId,
    ) -> Result<(Timestamp, u32), TableError> {
        let pk = keys::mentions(store, agent);
        let row = self.0.get_eventual(key(pk.clone(), keys::MENTIONS_READ.to_owned())).await?;
        let until = Timestamp(row.and_then(|row| number(&row, UNTIL)).unwrap_or_default());
        let query = self.0.query("pk = :p AND sk BETWEEN :f AND :e").bind(":p", pk);
        let query = query.bind(":f", keys::mentions_until(until));
        let query = query.bind(":e", keys::AFTER_MENTIONS).eventually_consistent();
        Ok((until, query.count_up_to(MOST_COUNTED).await?))
    }

    /// Notes up to when an agent has read theirs. An earlier time does not replace a later one.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn mark_read(
        &self,
        store: &StoreId,
        agent: &UserId,
        until: Timestamp,
    ) -> Result<(), TableError> {
        let row = key(keys::mentions(store, agent), keys::MENTIONS_READ.to_owned());
        let update = self.0.update(row, "SET t = :t").bind(":t", N(until.0.to_string()));
        update.only_if("attribute_not_exists(t) OR t < :t").done_if_so().await.map(drop)
    }
}
