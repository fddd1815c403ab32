//! The views for lists, kept by `projections` from the stream.

use std::collections::BTreeMap;

use adapters::dynamo::{Change, Summary, WorkTime};
use domain::{Body, CaseId, Entry, FieldChange, Seq, Status, StoreId, Tag, Text, Timestamp};

use crate::{ApplicationError, Projections};

/// Characters of a message that a list shows.
const EXCERPT: usize = 120;

/// New events of one case, oldest first.
#[derive(Debug, Clone)]
pub struct Batch {
    /// The case.
    pub case: CaseId,
    /// Its events; at least one.
    pub entries: Vec<Entry>,
}

impl Batch {
    /// The case's store.
    pub(crate) fn store(&self) -> Option<&StoreId> {
        self.entries.first().map(|entry| &entry.state.store)
    }

    /// The same without messages: what people decided on drafts and answers.
    pub(crate) fn decisions(&self) -> Self {
        let is_said = |entry: &&Entry| matches!(entry.event.body, Body::Message { .. });
        let entries = self.entries.iter().filter(|entry| !is_said(entry)).cloned().collect();
        Self { case: self.case.clone(), entries }
    }
}

impl Projections {
    /// Brings a case's summary up to date and notes who got which answer. Gives it where it has changed: repeating a
    /// batch changes nothing.
    ///
    /// # Errors
    /// [`ApplicationError`]: the batch is to be delivered again.
    pub async fn summarize(&self, batch: &Batch) -> Result<Option<Summary>, ApplicationError> {
        let Some(change) = change(batch) else { return Ok(None) };
        for entry in &batch.entries {
            self.knowledge.sent(&batch.case, entry).await?;
        }
        self.set_timers(batch).await?;
        self.list_mentions(batch).await?;
        let changed = self.summaries.advance(&batch.case, &change).await?;
        for entry in &batch.entries {
            match entry.event.body {
                Body::Withdrawn { of, visible } => {
                    // Whoever took it back may have been cut off between the event and this.
                    self.log.take_text(&batch.case, of).await?;
                    self.summaries.forget_text(&batch.case, of, visible).await?;
                    self.let_files_go(&batch.case, |seq| seq == of).await?;
                }
                // What this batch brought may be older than the event.
                Body::Erased => self.summaries.erase(&batch.case, entry.event.seq).await?,
                _ => {}
            }
        }
        let Some(summary) = changed else { return Ok(None) };
        let takes_words =
            |entry: &Entry| matches!(entry.event.body, Body::Withdrawn { .. } | Body::Erased);
        // The row as it was written still held the words that these take out.
        Ok(Some(match batch.entries.iter().any(takes_words) {
            true => self.summaries.one(&batch.case).await?.unwrap_or(summary),
            false => summary,
        }))
    }
}

/// What a batch changes in its case's summary; none for an empty one.
pub(crate) fn change(batch: &Batch) -> Option<Change> {
    let head = batch.entries.last()?;
    let opening =
        batch.entries.iter().find(|entry| matches!(entry.event.body, Body::Opened { .. }));
    let is_said = |entry: &&Entry| {
        matches!(
            entry.event.body,
            Body::Opened { .. } | Body::Message { .. } | Body::Approved { .. }
        )
    };
    let last = batch.entries.iter().rfind(is_said);
    let assigned = batch.entries.iter().rev().find_map(|entry| match &entry.event.body {
        Body::Assigned { name, .. } => Some(FieldChange::to(name.clone())),
        _ => None,
    });
    let subject = batch.entries.iter().rev().find_map(|entry| match &entry.event.body {
        Body::SubjectChanged => Some((entry.event.seq, excerpt(entry))),
        _ => None,
    });
    let claimed = batch.entries.iter().rev().find_map(|entry| match &entry.event.body {
        Body::Claimed { .. } => entry.event.author.name.clone(),
        _ => None,
    });
    let promised = promised(batch);
    let visible = batch.entries.iter().rfind(|entry| entry.event.body.is_visible());
    Some(Change {
        seq: head.event.seq,
        at: head.event.at,
        state: head.state.clone(),
        opening: opening.map(|entry| (excerpt(entry), entry.event.author.name.clone())),
        claimed,
        last: last.map(|entry| (entry.event.seq, entry.event.author.role, excerpt(entry))),
        assignee_name: assigned.unwrap_or_default(),
        visible_at: visible.map(|entry| entry.event.at),
        subject,
        tags: tags(batch),
        work: work_time(batch),
        replied_at: batch.entries.iter().find(|entry| is_reply(entry)).map(|entry| entry.event.at),
        promise: promised.0,
        kept_at: promised.1,
    })
}

/// Whether a person of the staff says something to the customer.
fn is_reply(entry: &Entry) -> bool {
    let speaks = matches!(entry.event.body, Body::Message { .. } | Body::Approved { .. });
    speaks && entry.event.author.role.is_staff()
}

/// What a batch says of the time that counts until its case is resolved.
fn work_time(batch: &Batch) -> WorkTime {
    let mut work = None;
    for entry in &batch.entries {
        let is_resolved = entry.state.status == Status::Resolved;
        work = Some(match work {
            _ if is_resolved => WorkTime::Ended,
            Some(WorkTime::Ended) => WorkTime::Anew(entry.event.at),
            Some(going) => going,
            None => WorkTime::GoesOn(entry.event.at),
        });
    }
    work.unwrap_or(WorkTime::Ended)
}

/// The promise that a batch leaves, and when a person first replied behind it.
pub(crate) fn promised(batch: &Batch) -> (FieldChange<(Seq, Timestamp)>, Option<Timestamp>) {
    let (mut promise, mut kept_at) = (FieldChange::Keep, None);
    for entry in &batch.entries {
        let event = &entry.event;
        match event.body {
            Body::Promised { by } => (promise, kept_at) = (FieldChange::Set((event.seq, by)), None),
            Body::PromiseWithdrawn { .. } | Body::Resolved => promise = FieldChange::Clear,
            _ if is_reply(entry) => kept_at = kept_at.or(Some(event.at)),
            _ => {}
        }
    }
    (promise, kept_at)
}

/// What a list shows of a message: the start of its words, or of its files' names where it has none.
fn excerpt(entry: &Entry) -> Option<String> {
    let names = || {
        let files = entry.event.files.iter().map(|file| file.name.as_str());
        let names: Text = files.collect::<Vec<_>>().join(", ").parse().ok()?;
        Some(names.excerpt(EXCERPT))
    };
    entry.event.text.as_ref().map(|text| text.excerpt(EXCERPT)).or_else(names)
}

/// The tags that a batch gives, each with the event that does, and those that it takes away; the last event about one counts.
fn tags(batch: &Batch) -> BTreeMap<Tag, Option<Seq>> {
    let mut tags = BTreeMap::new();
    for entry in &batch.entries {
        let Body::Tagged { added, removed } = &entry.event.body else { continue };
        tags.extend(added.iter().map(|tag| (tag.clone(), Some(entry.event.seq))));
        tags.extend(removed.iter().map(|tag| (tag.clone(), None)));
    }
    tags
}
