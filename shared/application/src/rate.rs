//! A customer's rating, which they may change for a day.

use domain::{CaseId, Command, CommandError, RatingGiven, Score, Text};

use crate::handle_frame::Meant;
use crate::{ApplicationError, Caller, Cases};

/// Events that are read at once for when a rating was given, and how often: behind a resolved case there are few.
const PAGE: usize = 20;
const PAGES: usize = 5;

impl Cases {
    /// The command, and why it is refused now unless it was done before. Who may not read the case learns nothing of it: they
    /// are refused where all commands are.
    pub(crate) async fn rate(
        &self,
        caller: &Caller,
        case: &CaseId,
        score: Score,
        comment: Option<Text>,
    ) -> Result<Meant, ApplicationError> {
        let head = self.readable(caller, case).await?;
        let is_rated = head.and_then(|head| head.state).is_some_and(|state| state.rating.is_some());
        let is_late = is_rated && !self.rating_given(case).await?.may_rate(caller.now);
        let refusal = is_late.then_some(CommandError::WrongState);
        Ok(Meant { command: Command::Rate { score, comment }, refusal })
    }

    async fn rating_given(&self, case: &CaseId) -> Result<RatingGiven, ApplicationError> {
        let (mut given, mut before) = (RatingGiven::Before(None), None);
        for _ in 0..PAGES {
            let page = self.log.before(case, before, PAGE).await?;
            given = given.and_before(page.entries.iter().rev().map(|entry| &entry.event));
            before = page.entries.first().map(|first| first.event.seq);
            if !page.more || !matches!(given, RatingGiven::Before(_)) {
                break;
            }
        }
        Ok(given)
    }
}
