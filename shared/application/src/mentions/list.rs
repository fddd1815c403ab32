//! An agent's own list of the notes that have called them.

use std::collections::{BTreeSet, HashMap};

use adapters::dynamo::{MentionPlaces, Summary};
use contract::{MentionPage, MentionView};
use domain::{Body, Case, CaseId, CommandError, Entry, Seq, StoreId, Timestamp, UserId, may_read};

use super::MentionLists;
use crate::{Caller, Stores, UseCaseError};

/// Notes on a page.
const PAGE: usize = 25;

impl MentionLists {
    /// A page of the caller's own, newest first. A page may hold fewer than there are: of cases that they may not read, and
    /// of such that were erased, nothing is listed, and what a page would hold of them is not unread.
    ///
    /// # Errors
    /// [`UseCaseError`].
    pub async fn list(
        &self,
        caller: &Caller,
        stores: &Stores,
        store: &StoreId,
        from: Option<String>,
    ) -> Result<MentionPage, UseCaseError> {
        let agent = own(caller, store)?;
        let (until, unread) = self.mentions.unread(store, agent).await?;
        let MentionPlaces { notes, next } = self.mentions.list((store, agent), from, PAGE).await?;
        let events = self.log.events(&notes).await?.into_iter();
        let mut events: HashMap<(CaseId, Seq), Entry> =
            events.map(|(case, entry)| ((case, entry.event.seq), entry)).collect();
        let cases: BTreeSet<CaseId> = notes.iter().map(|(case, _)| case.clone()).collect();
        let summaries = self.summaries.of(&cases.into_iter().collect::<Vec<_>>()).await?;
        let policy = stores.policy(store);
        let summaries: HashMap<CaseId, Summary> = summaries
            .into_iter()
            .filter(|summary| may_read(&caller.principal, &case_of(summary), policy).is_ok())
            .map(|summary| (summary.case.clone(), summary))
            .collect();
        let (mut mentions, mut hidden) = (Vec::new(), 0);
        for note in notes {
            let Some(entry) = events.remove(&note) else { continue };
            match summaries.get(&note.0).filter(|_| is_called(&entry, agent)) {
                Some(summary) => mentions.push(show(note.0, entry, summary, until)),
                // It was counted, and nobody can read it here.
                None if entry.event.at > until => hidden += 1,
                None => {}
            }
        }
        Ok(MentionPage { mentions, unread: unread.saturating_sub(hidden), next })
    }

    /// Marks the caller's own as read, up to a time that is not ahead.
    ///
    /// # Errors
    /// [`UseCaseError`].
    pub async fn mark_read(
        &self,
        caller: &Caller,
        store: &StoreId,
        until: Timestamp,
    ) -> Result<(), UseCaseError> {
        let agent = own(caller, store)?;
        Ok(self.mentions.mark_read(store, agent, until.min(caller.now)).await?)
    }
}

/// Whose list it is: everybody has but their own.
fn own<'a>(caller: &'a Caller, store: &StoreId) -> Result<&'a UserId, CommandError> {
    let principal = &caller.principal;
    let is_theirs = principal.role.is_staff() && principal.serves(store);
    principal.user.as_ref().filter(|_| is_theirs).ok_or(CommandError::NotFound)
}

fn case_of(summary: &Summary) -> Case {
    let state = Some(summary.state.clone());
    Case { head: summary.seq, state, participants: Vec::new() }
}

fn is_called(entry: &Entry, agent: &UserId) -> bool {
    matches!(&entry.event.body, Body::Note { mentions } if mentions.has(agent))
}

fn show(case: CaseId, entry: Entry, summary: &Summary, until: Timestamp) -> MentionView {
    let event = entry.event;
    MentionView {
        case,
        seq: event.seq,
        at: event.at,
        by: event.author.name,
        text: event.text,
        subject: summary.subject.clone().or_else(|| summary.opening.clone()),
        read: event.at <= until,
    }
}
