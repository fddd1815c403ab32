//! A case's log: one read that tells all a decision needs, one conditional write, pages for readers.

use aws_sdk_dynamodb::types::AttributeValue::S;
use domain::{AnswerId, Body, CaseId, Entry, Event, Participant, Role, Seq, UserId};
use serde_dynamo::aws_sdk_dynamodb_1::to_attribute_value;

use super::case_read::Read;
use super::codec::{decode, encode};
use super::table::{Item, key, text};
use super::{Table, TableError, keys};

/// Rows that one read looks at: the page of events and those who take part and listen.
const READ_ROWS: usize = 264;

/// The logs.
#[derive(Clone)]
pub struct Log(Table);

/// What became of a conditional write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// The event has its place.
    Written,
    /// Another event was there first.
    Collided,
}

/// Some events in order, and whether there are more in the direction that was asked for.
#[derive(Debug)]
pub struct Page {
    /// The events, oldest first.
    pub entries: Vec<Entry>,
    /// Whether there are more.
    pub more: bool,
}

impl Log {
    /// The logs in this table.
    pub fn new(table: Table) -> Self {
        Self(table)
    }

    /// Reads, strongly consistent, from the event `after` (inclusive) through the head and on through participants
    /// and listeners. A Query is no snapshot: what is not dense is read again.
    ///
    /// # Errors
    /// [`TableError`], also when the log does not become dense.
    pub async fn read(&self, case: &CaseId, after: Seq) -> Result<Read, TableError> {
        self.read_to(case, after, &keys::after_subscriptions()).await
    }

    /// The same on through triage's counts of attempts up to this message's: what has gone well has none, so that it costs no
    /// more.
    ///
    /// # Errors
    /// [`TableError`], also when the log does not become dense.
    pub async fn read_with_attempts(
        &self,
        case: &CaseId,
        after: Seq,
        message: Seq,
    ) -> Result<Read, TableError> {
        self.read_to(case, after, &keys::attempts(message)).await
    }

    async fn read_to(&self, case: &CaseId, after: Seq, to: &str) -> Result<Read, TableError> {
        for _ in 0..5 {
            let read = self.read_once(case, after, to).await?;
            if read.is_dense() {
                return Ok(read);
            }
        }
        Err(TableError::corrupt("log", "it has a hole"))
    }

    async fn read_once(&self, case: &CaseId, after: Seq, to: &str) -> Result<Read, TableError> {
        let mut read = Read::default();
        let mut from = None;
        loop {
            let page = self
                .0
                .query("pk = :p AND sk BETWEEN :f AND :t")
                .bind(":p", keys::case(case))
                .bind(":f", keys::event(after))
                .bind(":t", to)
                .exclusive_start_key(from)
                .limit(READ_ROWS)
                .page()
                .await?;
            for item in page.items {
                read.take(item)?;
            }
            from = page.last_evaluated_key;
            if from.is_some() && read.has_only_events() {
                read.is_behind = true;
            }
            if from.is_none() || read.is_behind {
                break;
            }
        }
        read.cut();
        Ok(read)
    }

    /// Writes an entry at its place, on the condition that nothing is there.
    ///
    /// # Errors
    /// [`TableError`]: whether it was written is then not known; the caller's retry finds out.
    pub async fn put(&self, case: &CaseId, entry: &Entry) -> Result<Put, TableError> {
        self.0.put(encode(case, entry)?).only_if("attribute_not_exists(pk)").put_if_so().await
    }

    /// The events before `before` (none: the newest), at most `limit`.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn before(
        &self,
        case: &CaseId,
        before: Option<Seq>,
        limit: usize,
    ) -> Result<Page, TableError> {
        let to = before.map_or_else(keys::after_events, |seq| keys::event(seq.previous()));
        let mut page = self.page(case, keys::event(Seq::NONE), to, limit, false).await?;
        page.entries.reverse();
        Ok(page)
    }

    /// The events after `after`, at most `limit`.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn after(&self, case: &CaseId, after: Seq, limit: usize) -> Result<Page, TableError> {
        self.page(case, keys::event(after.next()), keys::after_events(), limit, true).await
    }

    async fn page(
        &self,
        case: &CaseId,
        from: String,
        to: String,
        limit: usize,
        forward: bool,
    ) -> Result<Page, TableError> {
        if from > to {
            return Ok(Page { entries: Vec::new(), more: false });
        }
        let found = self
            .0
            .query("pk = :p AND sk BETWEEN :f AND :t")
            .bind(":p", keys::case(case))
            .bind(":f", from)
            .bind(":t", to)
            .ascending(forward)
            .limit(limit.saturating_add(1))
            .page()
            .await?;
        let cut_short = found.last_evaluated_key.is_some();
        let mut entries = found.items.into_iter().map(decode).collect::<Result<Vec<_>, _>>()?;
        let more = entries.len() > limit || cut_short;
        entries.truncate(limit);
        Ok(Page { entries, more })
    }

    /// One event.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn event(&self, case: &CaseId, seq: Seq) -> Result<Option<Entry>, TableError> {
        let found = self.0.get(key(keys::case(case), keys::event(seq))).await?;
        found.map(decode).transpose()
    }

    /// These events, as far as there are some, in no order; a moment old.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn events(
        &self,
        wanted: &[(CaseId, Seq)],
    ) -> Result<Vec<(CaseId, Entry)>, TableError> {
        let keys = wanted.iter().map(|(case, seq)| key(keys::case(case), keys::event(*seq)));
        let rows = self.0.rows_eventual(keys.collect()).await?;
        let of_row = |row: Item| {
            let case = text(&row, keys::PK).and_then(keys::case_of);
            case.map(|case| decode(row).map(|entry| (case, entry)))
        };
        rows.into_iter().filter_map(of_row).collect()
    }

    /// Takes words and files out of an event; the only change that a log admits. Repeating it changes nothing.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn take_text(&self, case: &CaseId, seq: Seq) -> Result<(), TableError> {
        let update = self.0.update(key(keys::case(case), keys::event(seq)), "REMOVE b, f");
        update.only_if("attribute_exists(pk)").done().await
    }

    /// Takes words and names out of an event; false where nothing was left to take out. One write unit for each kilobyte.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn erase(&self, case: &CaseId, event: &Event) -> Result<bool, TableError> {
        let left = event.erased();
        if left == *event {
            return Ok(false);
        }
        let body = to_attribute_value(&left.body);
        let body = body.map_err(|error| TableError::corrupt("event", error))?;
        let row = key(keys::case(case), keys::event(event.seq));
        let update = self.0.update(row, "SET d = :d, x = :x REMOVE b, f, n");
        let update = update.bind(":d", S(left.digest.to_string())).bind(":x", body);
        update.only_if("attribute_exists(pk)").done().await?;
        Ok(true)
    }

    /// Takes the words of an answer out of an event that rests on it, and gives what happened; none without such an event.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn uncite(
        &self,
        case: &CaseId,
        seq: Seq,
        answer: &AnswerId,
    ) -> Result<Option<Body>, TableError> {
        let Some(entry) = self.event(case, seq).await? else { return Ok(None) };
        if let Some(left) = entry.event.body.without_words_of(answer) {
            let body = to_attribute_value(&left);
            let body = body.map_err(|error| TableError::corrupt("event", error))?;
            let update = self.0.update(key(keys::case(case), keys::event(seq)), "SET x = :x");
            update.bind(":x", body).only_if("attribute_exists(pk)").done().await?;
        }
        Ok(Some(entry.event.body))
    }

    /// Takes the names of participants and of customers who listen out of a case's rows, and out of those of their
    /// connections.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn erase_names(&self, case: &CaseId) -> Result<(), TableError> {
        let query = self.0.query("pk = :p AND sk BETWEEN :f AND :t");
        let query = query.bind(":p", keys::case(case)).bind(":f", keys::before_participants());
        let rows = query.bind(":t", keys::after_subscriptions()).all().await?;
        for row in rows.iter().filter(|row| row.contains_key("n")) {
            let sk = text(row, keys::SK).unwrap_or_default();
            let own = (keys::case(case), sk.to_owned());
            let mut named = Vec::new();
            match keys::case_row(sk) {
                keys::CaseRow::Participant(_) => named.push(own),
                keys::CaseRow::Subscription(connection) => {
                    let is_staff =
                        text(row, "r").and_then(keys::role_of).is_some_and(Role::is_staff);
                    let Some(connection) = connection.parse().ok().filter(|_| !is_staff) else {
                        continue;
                    };
                    let connection = keys::connection(&connection);
                    named.push(own);
                    named.push((connection.clone(), keys::case(case)));
                    named.push((connection, keys::META.to_owned()));
                }
                keys::CaseRow::Event | keys::CaseRow::Attempts(_) | keys::CaseRow::Other => {}
            }
            for (pk, sk) in named {
                let update = self.0.update(key(pk, sk), "REMOVE n");
                update.only_if("attribute_exists(pk)").done_if_so().await?;
            }
        }
        Ok(())
    }

    /// Lets someone in.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn add_participant(
        &self,
        case: &CaseId,
        participant: &Participant,
    ) -> Result<(), TableError> {
        let mut row = key(keys::case(case), keys::participant(&participant.user));
        if let Some(name) = &participant.name {
            row.insert("n".to_owned(), S(name.to_string()));
        }
        self.0.put(row).done().await
    }

    /// Shows someone out.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn remove_participant(&self, case: &CaseId, user: &UserId) -> Result<(), TableError> {
        self.0.delete(key(keys::case(case), keys::participant(user))).done().await
    }
}
