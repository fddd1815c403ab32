//! How long a store keeps resolved cases: what is older by its leads' rule is erased, a day's worth at a time. The rule is that of
//! the moment; what was erased stays so, and what a longer one would have kept is not brought back.

use domain::{CommandId, Erasure, ErasureProgress, ErasureSubject, StoreId, Timestamp};

use super::Timers;
use crate::ApplicationError;

const DAY: i64 = 24 * 60 * 60;

impl Timers {
    /// Begins the erasure of what a store keeps no longer, once for each day (UTC), however often and however late it is run.
    /// Says whether there was something to begin.
    ///
    /// # Errors
    /// [`ApplicationError`]: the next run begins it.
    pub async fn retain(&self, store: &StoreId, now: Timestamp) -> Result<bool, ApplicationError> {
        let days = i64::from(self.cases.settings.get(store).await?.retention_days);
        if days == 0 {
            return Ok(false);
        }
        let day = now.seconds().div_euclid(DAY) - days;
        let until = Timestamp::from_seconds(day * DAY);
        let after = self.erasures.expired_until(store).await?;
        if until <= after {
            return Ok(false);
        }
        let subject = ErasureSubject::Expired { after, until };
        let (id, by, by_name) = (command_id(day), None, None);
        let progress = ErasureProgress::default();
        let erasure = Erasure { id, at: now, by, by_name, subject, progress };
        // One that another run has begun for this day is the same.
        let _ = self.erasures.begin(store, &erasure).await?;
        // Behind it: whoever is cut off in between begins the same again.
        self.erasures.expire_until(store, until).await?;
        Ok(true)
    }
}

/// The id of a day's erasure.
fn command_id(day: i64) -> CommandId {
    let id = format!("retention-{:06}", day.max(0));
    id.try_into().unwrap_or_else(|_| unreachable!("a word and the number of a day"))
}
