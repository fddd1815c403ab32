//! How long the lists of a store are.

use adapters::dynamo::{CaseList, TableError};
use contract::{CaseCounts, MOST_COUNTED};
use domain::{CommandError, Role, Status, StoreId, Timestamp};
use futures_util::future::try_join3;

use crate::{ApplicationError, Caller, Lists, Stores};

/// Closed cases are counted over so many months, as many as lie in a year.
const MONTHS: usize = 12;

impl Lists {
    /// How many cases of a store stand where. Each count ends at [`MOST_COUNTED`], so its cost is bounded.
    ///
    /// # Errors
    /// [`ApplicationError`]; the inner error is the refusal.
    pub async fn count(
        &self,
        caller: &Caller,
        stores: &Stores,
        store: &StoreId,
        wanted: &[Status],
    ) -> Result<Result<CaseCounts, CommandError>, ApplicationError> {
        let principal = &caller.principal;
        if !principal.role.is_staff() || !principal.serves(store) {
            return Ok(Err(CommandError::NotFound));
        }
        // The index knows no assignees: who sees only their own cases would learn how many the others have.
        let sees_all = principal.role != Role::Agent || !stores.policy(store).assigned_only;
        let is_wanted = |status| sees_all && wanted.contains(&status);
        let count = async |status| match is_wanted(status) {
            true => self.count_of(store, status, caller.now).await.map(Some),
            false => Ok(None),
        };
        let counts =
            try_join3(count(Status::Waiting), count(Status::Open), count(Status::Resolved));
        let (waiting, open, closed) = counts.await?;
        Ok(Ok(CaseCounts { waiting, open, closed }))
    }

    async fn count_of(
        &self,
        store: &StoreId,
        status: Status,
        now: Timestamp,
    ) -> Result<u32, TableError> {
        let lists = match status {
            Status::Waiting => vec![CaseList::Waiting(store.clone())],
            Status::Open => vec![CaseList::Open(store.clone())],
            Status::Resolved => CaseList::closed_until(store, now, MONTHS),
        };
        let mut count = 0;
        for list in lists {
            if count >= MOST_COUNTED {
                break;
            }
            count += self.summaries.count(&list, MOST_COUNTED - count).await?;
        }
        Ok(count)
    }
}
