//! A case's view for lists, thrown away and made anew from its log.

use adapters::dynamo::{Change, WorkTime};
use domain::{Body, CaseId, Seq};

use super::summarize::change;
use crate::{ApplicationError, Batch, Projections};

/// Events of a log that are read at once.
const PAGE: usize = 200;
/// How often it is tried while the case goes on meanwhile.
const TRIES: u32 = 10;

impl Projections {
    /// Makes the summary of a case anew, and notes again who got which answer and what is due when. Agents are not told: it says what it
    /// should have said all along. Whether the case has a log at all.
    ///
    /// # Errors
    /// [`ApplicationError`]; the same again finishes it.
    pub async fn rebuild(&self, case: &CaseId) -> Result<bool, ApplicationError> {
        for _ in 0..TRIES {
            self.summaries.throw_away(case).await?;
            let Some((whole, erased)) = self.read_through(case).await? else { return Ok(false) };
            let store = whole.state.store.clone();
            // Where the stream was faster, what it wrote is of the newest events alone.
            if self.summaries.advance(case, &whole).await?.is_some() {
                if let Some(through) = erased {
                    self.summaries.erase(case, through).await?;
                }
                let settings = self.listeners.agents_and_settings(&store).await?.settings;
                self.renew_targets(case, &settings).await?;
                return Ok(true);
            }
        }
        Err(ApplicationError::Contended)
    }

    /// What the whole log comes to, and where it was erased last; none for an empty one.
    async fn read_through(
        &self,
        case: &CaseId,
    ) -> Result<Option<(Change, Option<Seq>)>, ApplicationError> {
        let (mut whole, mut erased, mut after) = (None, None, Seq::NONE);
        loop {
            let page = self.log.after(case, after, PAGE).await?;
            let Some(last) = page.entries.last() else { break };
            after = last.event.seq;
            for entry in &page.entries {
                self.knowledge.sent(case, entry).await?;
                if entry.event.body == Body::Erased {
                    erased = Some(entry.event.seq);
                }
            }
            let batch = Batch { case: case.clone(), entries: page.entries };
            self.set_timers(&batch).await?;
            self.list_mentions(&batch).await?;
            let next = change(&batch);
            whole = match (whole, next) {
                (Some(before), Some(next)) => Some(joined(before, next)),
                (before, next) => next.or(before),
            };
            if !page.more {
                break;
            }
        }
        Ok(whole.map(|whole| (whole, erased)))
    }
}

/// What two batches come to of which the second follows the first.
fn joined(before: Change, next: Change) -> Change {
    let work = match (before.work, next.work) {
        (WorkTime::Ended, WorkTime::GoesOn(since)) => WorkTime::Anew(since),
        (going, WorkTime::GoesOn(_)) => going,
        (_, last) => last,
    };
    let kept_at = match next.promise.is_keep() {
        true => before.kept_at.or(next.kept_at),
        false => next.kept_at,
    };
    Change {
        work,
        kept_at,
        replied_at: before.replied_at.or(next.replied_at),
        promise: next.promise.or(before.promise),
        opening: before.opening.or(next.opening),
        last: next.last.or(before.last),
        assignee_name: next.assignee_name.or(before.assignee_name),
        visible_at: next.visible_at.or(before.visible_at),
        subject: next.subject.or(before.subject),
        tags: before.tags.into_iter().chain(next.tags).collect(),
        ..next
    }
}
