//! Keeping what was ingested: counted for its answers, then written down to be learned.
//!
//! What a whole batch counts for an answer is written to it in one go: many agents may send the same words at once. The
//! example is written last, so that one that is there says that all of its event is done.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use adapters::dynamo::Held;
use domain::{AnswerId, CaseId, StoreId};
use futures_util::future::join_all;

use super::Knowledge;
use super::ingest::Feedback;
use crate::ApplicationError;

/// Verdicts that are counted for an answer before their examples are written: far below the events that it remembers, for
/// other processes count at the same time.
const AT_ONCE: usize = 8;

/// Answers as the last read or write of this process left them.
type SeenAnswers = HashMap<(StoreId, AnswerId), Arc<Held>>;

impl Knowledge {
    /// Counts verdicts for their answers and writes them down to be learned. Repeating it changes nothing. Gives the
    /// cases whose events are to be ingested again, with the reason.
    pub async fn keep(&self, verdicts: &[Feedback]) -> Vec<(CaseId, Arc<ApplicationError>)> {
        let (mut failed, mut seen) = (Vec::new(), SeenAnswers::new());
        for some in parts(verdicts) {
            let uncounted = self.count_all(some, &mut seen).await;
            let kept = join_all(some.iter().map(|verdict| self.keep_one(verdict, &uncounted)));
            failed.extend(kept.await.into_iter().filter_map(Result::err));
        }
        failed
    }

    /// Counts these verdicts, one write for each answer, over what was read of it when they were ingested. Gives the
    /// answers for which that failed.
    async fn count_all<'a>(
        &self,
        verdicts: &'a [Feedback],
        seen: &mut SeenAnswers,
    ) -> Vec<(&'a AnswerId, Arc<ApplicationError>)> {
        let mut counts: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for verdict in verdicts {
            for held in &verdict.seen {
                let key = (verdict.store.clone(), held.answer.id.clone());
                seen.entry(key).or_insert_with(|| Arc::clone(held));
            }
            for (answer, tally) in &verdict.tallies {
                let count = (*tally, verdict.mark.as_str());
                counts.entry((&verdict.store, answer)).or_default().push(count);
            }
        }
        let count = |((store, answer), events): (_, Vec<_>)| {
            let held = seen.remove(&(StoreId::clone(store), AnswerId::clone(answer)));
            async move { (store, answer, self.count(store, answer, &events, held).await) }
        };
        let counted: Vec<_> = counts.into_iter().map(count).collect();
        let mut uncounted = Vec::new();
        for (store, answer, held) in join_all(counted).await {
            match held {
                Ok(Some(held)) => drop(seen.insert((store.clone(), answer.clone()), held)),
                Ok(None) => {}
                Err(error) => uncounted.push((answer, Arc::new(error))),
            }
        }
        uncounted
    }

    async fn keep_one(
        &self,
        verdict: &Feedback,
        uncounted: &[(&AnswerId, Arc<ApplicationError>)],
    ) -> Result<(), (CaseId, Arc<ApplicationError>)> {
        let is_meant = |answer: &AnswerId| verdict.tallies.iter().any(|(own, _)| own == answer);
        if let Some((_, error)) = uncounted.iter().find(|(answer, _)| is_meant(answer)) {
            return Err((verdict.case.clone(), Arc::clone(error)));
        }
        if let Some((row, outcome)) = &verdict.unattended {
            let recorded = self.unattended.record_outcome(row, *outcome).await;
            recorded
                .map_err(|error| (verdict.case.clone(), Arc::new(ApplicationError::from(error))))?;
        }
        let added = self.examples.add(&verdict.store, &verdict.example).await;
        added.map(drop).map_err(|error| (verdict.case.clone(), Arc::new(error.into())))
    }
}

/// The verdicts in parts of which each counts few times for an answer.
fn parts(verdicts: &[Feedback]) -> Vec<&[Feedback]> {
    let (mut parts, mut from) = (Vec::new(), 0);
    let mut counts: HashMap<&AnswerId, usize> = HashMap::new();
    for (place, verdict) in verdicts.iter().enumerate() {
        let is_full =
            |(answer, _): &(AnswerId, _)| counts.get(answer).is_some_and(|count| *count >= AT_ONCE);
        if verdict.tallies.iter().any(is_full) {
            parts.push(&verdicts[from..place]);
            (from, counts) = (place, HashMap::new());
        }
        for (answer, _) in &verdict.tallies {
            *counts.entry(answer).or_default() += 1;
        }
    }
    parts.push(&verdicts[from..]);
    parts
}
