//! What people ask that no stored answer fits: the most repeated questions of a store, a bounded number of them.

use std::collections::BTreeMap;

use adapters::dynamo::{Asking, OpenRow, Put};
use contract::{OpenQuestion, OpenQuestions};
use domain::{KnowledgeAction, Seq, StoreId, Text, may_tend};
use retrieval::features::Features;
use retrieval::index::LexicalIndex;
use retrieval::label::Label;

use super::Knowledge;
use super::ingest::{FeedbackContext, mark};
use crate::{ApplicationError, Caller, Stores, UseCaseError};

/// Open questions that a store keeps; beyond them the one that was asked least is let go.
const MOST: usize = 200;
/// Those that are shown.
const SHOWN: usize = 50;
/// Characters of a question that are shown.
const EXCERPT: usize = 160;
/// From which likeness on two questions are one.
const SAME: f32 = 0.5;
/// Events that a question remembers to have counted.
const COUNTED_EVENTS: usize = 16;
/// How often a question is counted afresh after another one was faster.
const ATTEMPTS: usize = 16;

impl Knowledge {
    /// The questions that were asked most often without an answer.
    ///
    /// # Errors
    /// [`UseCaseError`].
    pub async fn questions(
        &self,
        stores: &Stores,
        caller: &Caller,
        store: &StoreId,
    ) -> Result<OpenQuestions, UseCaseError> {
        may_tend(&caller.principal, store, KnowledgeAction::Read)?;
        let mut rows = self.questions.all(store).await?;
        rows.sort_by_key(|row| std::cmp::Reverse((row.asking.asked, row.asking.last_at)));
        // What was asked once may never be asked again.
        rows.retain(|row| row.asking.asked > 1);
        rows.truncate(SHOWN);
        let of = rows.iter().map(|row| row.asking.case.clone()).collect();
        let readable = self.case_reader(stores).readable_of(caller, store, of).await?;
        rows.retain(|row| readable.contains(&row.asking.case));
        let questions = rows.into_iter().map(|row| OpenQuestion {
            text: row.asking.text,
            asked: row.asking.asked,
            last_at: row.asking.last_at,
            case: row.asking.case,
        });
        Ok(OpenQuestions { questions: questions.collect() })
    }

    /// Counts a question that nobody could answer with a stored answer, once.
    ///
    /// Of two who open the same question at once neither sees the other's row. So whoever has opened one looks again:
    /// the second of them sees both, and the row with the greater name goes into the other, whoever's it is.
    pub(super) async fn record_unanswered(
        &self,
        context: &FeedbackContext<'_>,
        question: Seq,
        words: &Text,
        features: &[u8],
    ) -> Result<(), ApplicationError> {
        let Some(asked) = Features::unpack(features).filter(|features| !features.is_empty()) else {
            return Ok(());
        };
        let event = mark(context.case, question);
        for _ in 0..ATTEMPTS {
            let rows = self.questions.all(context.store).await?;
            let counted = rows.iter().filter(|row| row.asking.counted_events.contains(&event));
            if let Some(own) = counted.max_by(|one, other| one.name.cmp(&other.name)) {
                let Some(other) = duplicate(&rows, own) else { return Ok(()) };
                let (kept, gone) = if other.name < own.name { (other, own) } else { (own, other) };
                self.join(context.store, kept, gone).await?;
                continue;
            }
            if let Some(row) = nearest(&rows, &asked) {
                let asking = again(row, context, &event);
                if self.questions.replace(context.store, row, &asking).await? == Put::Written {
                    return Ok(());
                }
                continue;
            }
            self.make_room(context.store, &rows).await?;
            let asking = first(words, features, context, event.clone());
            self.questions.open(context.store, (context.case, question), &asking).await?;
        }
        Err(ApplicationError::Contended)
    }

    /// Takes what one row has counted into the other, then removes it. Where somebody was faster nothing is removed, and
    /// the next look finds what is left to do.
    async fn join(
        &self,
        store: &StoreId,
        kept: &OpenRow,
        gone: &OpenRow,
    ) -> Result<(), ApplicationError> {
        let joined = joined(&kept.asking, &gone.name, &gone.asking);
        let is_taken = kept.asking.taken.get(&gone.name) == Some(&gone.asking.asked)
            || self.questions.replace(store, kept, &joined).await? == Put::Written;
        if is_taken {
            self.questions.remove(store, gone).await?;
        }
        Ok(())
    }

    /// Closes the questions that a new answer resolves.
    pub(super) async fn close_questions(
        &self,
        store: &StoreId,
        answered: &[Features],
    ) -> Result<(), ApplicationError> {
        let rows = self.questions.all(store).await?;
        for features in answered {
            if let Some(row) = nearest(&rows, features) {
                self.questions.close(store, &row.name).await?;
            }
        }
        Ok(())
    }

    async fn make_room(&self, store: &StoreId, rows: &[OpenRow]) -> Result<(), ApplicationError> {
        let least = rows.iter().min_by_key(|row| (row.asking.asked, row.asking.last_at));
        if let Some(least) = least.filter(|_| rows.len() >= MOST) {
            self.questions.close(store, &least.name).await?;
        }
        Ok(())
    }
}

fn first(words: &Text, features: &[u8], context: &FeedbackContext<'_>, event: String) -> Asking {
    Asking {
        text: words.excerpt(EXCERPT),
        features: features.to_vec(),
        asked: 1,
        last_at: context.at(),
        case: context.case.clone(),
        counted_events: vec![event],
        taken: BTreeMap::new(),
    }
}

fn again(row: &OpenRow, context: &FeedbackContext<'_>, event: &str) -> Asking {
    let mut counted_events = row.asking.counted_events.clone();
    let surplus = (counted_events.len() + 1).saturating_sub(COUNTED_EVENTS);
    counted_events.drain(..surplus);
    counted_events.push(event.to_owned());
    Asking {
        asked: row.asking.asked + 1,
        last_at: row.asking.last_at.max(context.at()),
        case: context.case.clone(),
        counted_events,
        ..row.asking.clone()
    }
}

/// A question with what another row of it has counted: each event once. What was taken in before a rival or a crash kept that
/// row from being removed is known by the number, since marks are few.
fn joined(kept: &Asking, name: &str, gone: &Asking) -> Asking {
    let is_new = |event: &&String| !kept.counted_events.contains(event);
    let new: Vec<_> = gone.counted_events.iter().filter(is_new).cloned().collect();
    let known = (gone.counted_events.len() - new.len()) as u32;
    let counted = kept.taken.get(name).copied().unwrap_or(known);
    let last = if gone.last_at > kept.last_at { gone } else { kept };
    let mut counted_events: Vec<_> = kept.counted_events.iter().cloned().chain(new).collect();
    counted_events.drain(..counted_events.len().saturating_sub(COUNTED_EVENTS));
    let mut taken = kept.taken.clone();
    taken.extend(gone.taken.clone());
    taken.insert(name.to_owned(), gone.asked);
    Asking {
        asked: kept.asked + gone.asked.saturating_sub(counted),
        last_at: last.last_at,
        case: last.case.clone(),
        counted_events,
        taken,
        ..kept.clone()
    }
}

/// Another row of the same question.
fn duplicate<'a>(rows: &'a [OpenRow], own: &OpenRow) -> Option<&'a OpenRow> {
    let features = Features::unpack(&own.asking.features)?;
    nearest(rows.iter().filter(|row| row.name != own.name), &features)
}

/// The open question that is as good as this one.
fn nearest<'a>(
    rows: impl IntoIterator<Item = &'a OpenRow>,
    features: &Features,
) -> Option<&'a OpenRow> {
    let mut index = LexicalIndex::default();
    let readable =
        rows.into_iter().filter_map(|row| Some((row, Features::unpack(&row.asking.features)?)));
    let readable: Vec<_> = readable.collect();
    for ((_, held), label) in readable.iter().zip(0..) {
        index.remember(held.clone(), Label(label));
    }
    let nearest = index.nearest(&index.weigh(features), 1);
    let found = nearest.first().filter(|found| found.similarity >= SAME)?;
    readable.get(found.label.0 as usize).map(|(row, _)| *row)
}

#[cfg(test)]
mod tests {
    use domain::{CaseId, Timestamp, UserId};

    use super::*;

    /// A row that these events of one user's case have counted; it remembers the last of them.
    fn asking(events: std::ops::Range<u32>) -> Asking {
        let (store, user): (StoreId, _) = ("demo".parse().unwrap(), UserId::visitor([1; 16]));
        let last = events.clone().skip(events.len().saturating_sub(COUNTED_EVENTS));
        Asking {
            text: "When?".to_owned(),
            features: Vec::new(),
            asked: events.len() as u32,
            last_at: Timestamp::from_seconds(events.end.into()),
            case: CaseId::derive(&store, &user, &"opening-1".parse().unwrap()),
            counted_events: last.map(|event| event.to_string()).collect(),
            taken: BTreeMap::new(),
        }
    }

    #[test]
    fn events_that_both_rows_have_counted_count_once() {
        assert_eq!(joined(&asking(0..5), "other", &asking(3..8)).asked, 8);
    }

    #[test]
    fn a_row_that_is_joined_again_and_again_before_it_goes_counts_only_what_is_new() {
        let (mut kept, mut gone) = (asking(0..20), asking(100..140));
        for collision in 0..5 {
            kept = joined(&kept, "gone", &gone);
            assert_eq!(kept.asked, 60 + collision, "after {collision} collisions");
            assert_eq!(joined(&kept, "gone", &gone), kept, "nothing is left to take in");
            // Somebody counts an event in the row that is to go, which therefore is not removed.
            gone.counted_events.remove(0);
            gone.counted_events.push(format!("late {collision}"));
            gone.asked += 1;
        }
    }

    #[test]
    fn a_row_that_had_been_taken_in_is_known_to_the_row_that_takes_in_its_keeper() {
        let first = joined(&asking(0..20), "gone", &asking(100..140));
        let second = joined(&asking(200..203), "first", &first);
        assert_eq!(second.asked, 63);
        assert_eq!(joined(&second, "gone", &asking(100..140)).asked, 63);
    }
}
