//! How long a store keeps resolved cases: what is older by its leads' rule is erased, a day's worth at a time. The rule is that of
//! the moment; what was erased stays so, and what a longer one would have kept is not brought back.

use domain::{
    CommandId, Erasure, ErasureProgress, ErasureSubject, StoreId, Timestamp, expired_until,
};

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
        let days = self.cases.settings.get(store).await?.retention_days;
        let Some(until) = expired_until(days, now) else { return Ok(false) };
        let after = self.erasures.expired_until(store).await?;
        if until <= after {
            return Ok(false);
        }
        let subject = ErasureSubject::Expired { after, until };
        let (id, by, by_name) = (command_id(until), None, None);
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
fn command_id(until: Timestamp) -> CommandId {
    let id = format!("retention-{:06}", until.seconds().div_euclid(DAY).max(0));
    id.try_into().unwrap_or_else(|_| unreachable!("a word and the number of a day"))
}
