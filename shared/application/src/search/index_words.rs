//! Keeping the index: what a case is found by follows its log.

use std::collections::BTreeSet;

use adapters::dynamo::{IndexedCase, Put};
use domain::{CaseId, CaseWords, Entry, SaidWords, Seq, searched_texts, takes_words_back};
use language::search_terms;

use super::CaseSearch;
use crate::append::jitter;
use crate::{ApplicationError, Batch};

/// Events of a log that are read at once.
const PAGE: usize = 200;
/// How often it is tried while others index the same case.
const TRIES: u32 = 8;

impl CaseSearch {
    /// Has a case found by what a batch of its events says. Repeating a batch changes nothing.
    ///
    /// # Errors
    /// [`ApplicationError`]: the batch is to be delivered again.
    pub async fn index(&self, batch: &Batch) -> Result<(), ApplicationError> {
        let Some(last) = batch.entries.last() else { return Ok(()) };
        if batch.entries.iter().any(|entry| takes_words_back(&entry.event)) {
            return self.reindex(&batch.case).await.map(drop);
        }
        let said: Vec<(Seq, Vec<String>)> = batch
            .entries
            .iter()
            .map(|entry| (entry.event.seq, terms_of(&batch.case, entry)))
            .collect();
        if said.iter().all(|(_, terms)| terms.is_empty()) {
            return Ok(());
        }
        self.take_in(&indexed(&batch.case, last), &said).await
    }

    /// Makes the index of a case anew from its whole log. Whether it has one.
    ///
    /// # Errors
    /// [`ApplicationError`]; the same again finishes it.
    pub async fn rebuild(&self, case: &CaseId) -> Result<bool, ApplicationError> {
        self.follow_log(case, |_| BTreeSet::new()).await
    }

    /// Has a case found by nothing but what its log still says. Whether it has one.
    ///
    /// # Errors
    /// [`ApplicationError`]; the same again finishes it.
    pub async fn reindex(&self, case: &CaseId) -> Result<bool, ApplicationError> {
        self.follow_log(case, CaseWords::terms).await
    }

    async fn take_in(
        &self,
        case: &IndexedCase,
        said: &[(Seq, Vec<String>)],
    ) -> Result<(), ApplicationError> {
        let mut added = BTreeSet::new();
        for tried in 0..TRIES {
            let seen = match tried {
                0 => self.index.recent_words(&case.case).await?,
                _ => self.index.words(&case.case).await?,
            };
            let begins = said.first().is_some_and(|(seq, _)| *seq == Seq::NONE.next());
            if seen.is_none() && !begins {
                // Opened before there was a search, or what it was found by is lost.
                return self.reindex(&case.case).await.map(drop);
            }
            let before = seen.clone().unwrap_or_default();
            let mut now = before.clone();
            for (seq, terms) in said {
                now.take(*seq, terms.iter().cloned());
            }
            let (known, wanted) = (before.terms(), now.terms());
            // Words of which the case knows by now that they were taken back: those of an event that comes again, or that
            // somebody took back while this was under way.
            let old = said.iter().filter(|(seq, _)| *seq <= before.seq);
            let gone: BTreeSet<String> = old.flat_map(|(_, terms)| terms.clone()).collect();
            let gone = gone.union(&added).filter(|term| !wanted.contains(*term)).cloned();
            self.index.remove(case, gone.collect::<Vec<_>>()).await?;
            let new: Vec<String> = wanted.difference(&known).cloned().collect();
            if new.is_empty() {
                return Ok(());
            }
            added.extend(new.iter().cloned());
            self.index.add(case, new).await?;
            if self.index.replace(&case.case, seen.as_ref(), &now).await? == Put::Written {
                return Ok(());
            }
            tokio::time::sleep(jitter(case.case.as_str(), tried + 1)).await;
        }
        Err(ApplicationError::Contended)
    }

    /// Brings the index to what the log says; `listed` says of which terms the rows are there for sure.
    async fn follow_log(
        &self,
        case: &CaseId,
        listed: impl Fn(&CaseWords) -> BTreeSet<String>,
    ) -> Result<bool, ApplicationError> {
        for tried in 0..TRIES {
            // First: whoever indexes meanwhile knows more, and this one tries again.
            let seen = self.index.words(case).await?;
            let Some((indexed, now)) = self.read_through(case).await? else { return Ok(false) };
            let before = seen.clone().unwrap_or_default();
            let wanted = now.terms();
            self.index.remove(&indexed, before.terms().difference(&wanted).cloned()).await?;
            self.index.add(&indexed, wanted.difference(&listed(&before)).cloned()).await?;
            let is_same = seen.as_ref() == Some(&now);
            if is_same || self.index.replace(case, seen.as_ref(), &now).await? == Put::Written {
                return Ok(true);
            }
            tokio::time::sleep(jitter(case.as_str(), tried + 1)).await;
        }
        Err(ApplicationError::Contended)
    }

    /// What the whole log says; none for an empty one.
    async fn read_through(
        &self,
        case: &CaseId,
    ) -> Result<Option<(IndexedCase, CaseWords)>, ApplicationError> {
        let (mut said, mut after, mut of) = (SaidWords::default(), Seq::NONE, None);
        loop {
            let page = self.log.after(case, after, PAGE).await?;
            for entry in &page.entries {
                said.take(case, &entry.event, search_terms);
            }
            if let Some(last) = page.entries.last() {
                after = last.event.seq;
                of = Some(indexed(case, last));
            }
            if !page.more || page.entries.is_empty() {
                return Ok(of.map(|of| (of, said.words())));
            }
        }
    }
}

fn indexed(case: &CaseId, entry: &Entry) -> IndexedCase {
    let state = &entry.state;
    IndexedCase { case: case.clone(), store: state.store.clone(), opened_at: state.opened_at }
}

fn terms_of(case: &CaseId, entry: &Entry) -> Vec<String> {
    let texts = searched_texts(case, &entry.event).into_iter();
    texts.flat_map(|(_, text)| search_terms(text)).collect()
}
