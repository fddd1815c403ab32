//! How long the lists of a store are.

use adapters::dynamo::{CaseList, TableError};
use contract::{CaseCounts, MOST_COUNTED};
use domain::{CommandError, Role, StoreId, Timestamp};
use futures_util::future::try_join4;

use crate::{Caller, Lists, Stores, UseCaseError};

/// Closed cases are counted over so many months, as many as lie in a year.
const MONTHS: usize = 12;

/// A list of a store whose length somebody wants to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountedList {
    /// What waits.
    Waiting,
    /// What is answered and not resolved.
    Open,
    /// What was put aside.
    Snoozed,
    /// What was resolved within a year.
    Closed,
}

impl Lists {
    /// How many cases of a store stand where. Each count ends at [`MOST_COUNTED`], so its cost is bounded.
    ///
    /// # Errors
    /// [`UseCaseError`].
    pub async fn count(
        &self,
        caller: &Caller,
        stores: &Stores,
        store: &StoreId,
        wanted: &[CountedList],
    ) -> Result<CaseCounts, UseCaseError> {
        let principal = &caller.principal;
        if !principal.role.is_staff() || !principal.serves(store) {
            return Err(CommandError::NotFound.into());
        }
        // The index knows no assignees: who sees only their own cases would learn how many the others have.
        let sees_all = principal.role != Role::Agent || !stores.policy(store).assigned_only;
        let is_wanted = |list| sees_all && wanted.contains(&list);
        let count = async |list| match is_wanted(list) {
            true => self.count_of(store, list, caller.now).await.map(Some),
            false => Ok(None),
        };
        use CountedList as L;
        let counts =
            try_join4(count(L::Waiting), count(L::Open), count(L::Snoozed), count(L::Closed));
        let (waiting, open, snoozed, closed) = counts.await?;
        Ok(CaseCounts { waiting, open, snoozed, closed })
    }

    async fn count_of(
        &self,
        store: &StoreId,
        list: CountedList,
        now: Timestamp,
    ) -> Result<u32, TableError> {
        let lists = match list {
            CountedList::Waiting => vec![CaseList::Waiting(store.clone())],
            CountedList::Open => vec![CaseList::Open(store.clone())],
            CountedList::Snoozed => vec![CaseList::Snoozed(store.clone())],
            CountedList::Closed => CaseList::closed_until(store, now, MONTHS),
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
