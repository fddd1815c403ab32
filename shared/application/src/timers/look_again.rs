//! Visitors who were claimed: cases of theirs that were on their way then are the customer's too.

use domain::{Claim, Timestamp};

use super::{TimerReport, Timers};
use crate::ApplicationError;

/// Pages of a visitor's list that a look goes through.
const PAGES: usize = 4;
/// Seconds after which it goes on where there are more.
const SOON: i64 = 60;

impl Timers {
    /// Looks again at what has become due of claims.
    pub(super) async fn look_again(
        &self,
        claims: Vec<(Timestamp, Claim)>,
        now: Timestamp,
        report: &mut TimerReport,
    ) -> Result<(), ApplicationError> {
        for (due, claim) in claims {
            match self.look_for(&claim, due, now).await {
                Ok(cases) => report.claimed += cases,
                Err(error) if error.is_of_one_case() => report.failed += 1,
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    async fn look_for(
        &self,
        claim: &Claim,
        due: Timestamp,
        now: Timestamp,
    ) -> Result<usize, ApplicationError> {
        // A timer is never believed: the claim's own row says whose the visitor is.
        let held = self.claims.of(&claim.visitor).await?;
        if !held.is_some_and(|held| held.says(claim)) {
            self.claims.looked(claim, due).await?;
            return Ok(0);
        }
        let listed = self.cases.listed(claim, PAGES).await?;
        let taken = self.cases.take_over(claim, None, listed.cases, now).await?;
        let next = match listed.more {
            true => Some(now.plus_seconds(SOON)),
            false => claim.next_look(due.max(now)),
        };
        if let Some(next) = next {
            self.claims.look_again(claim, next).await?;
        }
        // Behind its work: whoever is cut off in between finds the work done.
        self.claims.looked(claim, due).await?;
        Ok(taken.iter().filter(|taken| taken.is_new).count())
    }
}
