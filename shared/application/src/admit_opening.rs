//! Whether a customer may open one more case now: limits by customer and by network address.

use std::collections::HashMap;

use adapters::dynamo::{Counted, HeldCases, Put};
use domain::{
    Admission, CaseId, CommandError, NetworkAddress, OpenedCases, StoreId, Timestamp, UserId, Wait,
};
use futures_util::future::try_join_all;

use crate::{Append, ApplicationError, Caller, Cases, UseCaseError};

/// How often a customer's row is read again after another of their requests was faster.
const ATTEMPTS: u32 = 8;

impl Cases {
    /// Counts a case that is about to be opened, once however often it is tried, or refuses it.
    ///
    /// # Errors
    /// [`UseCaseError`]. Where it failed it may be counted; the same opening sent again is not counted twice.
    pub(crate) async fn admit_opening(
        &self,
        caller: &Caller,
        append: &Append,
        store: &StoreId,
    ) -> Result<(), UseCaseError> {
        let limits = self.stores.policy(store).limits;
        let Some(customer) = &caller.principal.user else { return Ok(()) };
        let has_own = limits.open_cases > 0 || limits.cases_an_hour > 0;
        let mut is_counted_by_address = false;
        for _ in 0..ATTEMPTS {
            let held = match has_own {
                true => self.rate_limits.opened(customer).await?,
                false => HeldCases::default(),
            };
            let Some(opened) = self.admission(caller, append, &held.opened, store).await? else {
                return Ok(());
            };
            if !is_counted_by_address {
                self.count_by_address(caller, store).await?;
                is_counted_by_address = true;
            }
            if !has_own || self.note_opening(caller, customer, &held, opened, &append.case).await? {
                return Ok(());
            }
        }
        Err(ApplicationError::Contended.into())
    }

    /// The customer's row without what is resolved, where the case may be opened and counts; none where the case
    /// was let in before.
    async fn admission(
        &self,
        caller: &Caller,
        append: &Append,
        opened: &OpenedCases,
        store: &StoreId,
    ) -> Result<Option<OpenedCases>, UseCaseError> {
        let limits = self.stores.policy(store).limits;
        let admission = |opened: &OpenedCases| opened.admission(&append.case, &limits, caller.now);
        let refused = |wait| Err(CommandError::RateLimited(wait).into());
        match admission(opened) {
            Admission::Known => return Ok(None),
            Admission::Refused(wait) => return refused(wait),
            Admission::Admitted => return Ok(Some(opened.clone())),
            Admission::Full => {}
        }
        // Only now is it worth asking which of them are resolved.
        let opened = self.without_resolved(opened.clone(), caller.now).await?;
        match admission(&opened) {
            Admission::Full => refused(OpenedCases::FULL),
            _ => Ok(Some(opened)),
        }
    }

    async fn without_resolved(
        &self,
        opened: OpenedCases,
        now: Timestamp,
    ) -> Result<OpenedCases, ApplicationError> {
        let looks = opened.cases().map(async |case| {
            let head = self.log.before(case, None, 1).await?.entries.pop();
            Ok::<_, ApplicationError>((case.clone(), head.map(|head| head.state.status)))
        });
        let found: HashMap<_, _> = try_join_all(looks).await?.into_iter().collect();
        Ok(opened.keeping(|case| found.get(case).copied().flatten(), now))
    }

    async fn count_by_address(&self, caller: &Caller, store: &StoreId) -> Result<(), UseCaseError> {
        let limit = self.stores.policy(store).limits.address_cases_an_hour;
        let Some(address) = caller.address.as_ref().filter(|_| limit > 0) else { return Ok(()) };
        admitted(self.rate_limits.count(store, address, Counted::Cases, limit, caller.now).await?)
    }

    async fn note_opening(
        &self,
        caller: &Caller,
        customer: &UserId,
        held: &HeldCases,
        opened: OpenedCases,
        case: &CaseId,
    ) -> Result<bool, ApplicationError> {
        let opened = opened.opening(case.clone(), caller.now);
        let put = self.rate_limits.keep_opened(customer, held, &opened, caller.now).await?;
        Ok(put == Put::Written)
    }

    /// Counts a visitor who is about to be given a token at an address, or refuses them.
    ///
    /// # Errors
    /// [`UseCaseError`].
    pub async fn admit_visitor(
        &self,
        store: &StoreId,
        address: Option<&NetworkAddress>,
        now: Timestamp,
    ) -> Result<(), UseCaseError> {
        let Some(found) = self.stores.get(store) else { return Err(CommandError::NotFound.into()) };
        let limit = found.policy.limits.address_visitors_an_hour;
        let Some(address) = address.filter(|_| limit > 0) else { return Ok(()) };
        admitted(self.rate_limits.count(store, address, Counted::Visitors, limit, now).await?)
    }
}

/// Refuses where there is something to wait for.
fn admitted(wait: Option<Wait>) -> Result<(), UseCaseError> {
    match wait {
        Some(wait) => Err(CommandError::RateLimited(wait).into()),
        None => Ok(()),
    }
}
