//! Whether a customer may open one more case now: limits by customer and by network address.

use std::collections::HashMap;

use adapters::dynamo::{Counted, HeldCases, Put};
use domain::{
    Admission, CaseId, CommandError, NetworkAddress, OpenedCases, StoreId, Timestamp, UserId,
};
use futures_util::future::try_join_all;

use crate::{Append, ApplicationError, Caller, Cases};

/// How often a customer's row is read again after another of their requests was faster.
const ATTEMPTS: u32 = 8;

impl Cases {
    /// Counts a case that is about to be opened, once however often it is tried, or refuses it.
    ///
    /// # Errors
    /// [`ApplicationError`]: it may be counted then; the same opening sent again is not counted twice.
    pub(crate) async fn admit_opening(
        &self,
        caller: &Caller,
        append: &Append,
        store: &StoreId,
    ) -> Result<Option<CommandError>, ApplicationError> {
        let limits = self.stores.policy(store).limits;
        let Some(customer) = &caller.principal.user else { return Ok(None) };
        let has_own = limits.open_cases > 0 || limits.cases_an_hour > 0;
        let mut is_counted_by_address = false;
        for _ in 0..ATTEMPTS {
            let held = match has_own {
                true => self.rate_limits.opened(customer).await?,
                false => HeldCases::default(),
            };
            let opened = match self.admission(caller, append, &held.opened, store).await? {
                Err(None) => return Ok(None),
                Err(Some(refusal)) => return Ok(Some(refusal)),
                Ok(opened) => opened,
            };
            if !is_counted_by_address {
                if let Some(refusal) = self.count_by_address(caller, store).await? {
                    return Ok(Some(refusal));
                }
                is_counted_by_address = true;
            }
            if !has_own || self.note_opening(caller, customer, &held, opened, &append.case).await? {
                return Ok(None);
            }
        }
        Err(ApplicationError::Contended)
    }

    /// The customer's row without what is settled, where the case may be opened and counts; else the refusal, or none
    /// where the case was let in before.
    async fn admission(
        &self,
        caller: &Caller,
        append: &Append,
        opened: &OpenedCases,
        store: &StoreId,
    ) -> Result<Result<OpenedCases, Option<CommandError>>, ApplicationError> {
        let limits = self.stores.policy(store).limits;
        let admission = |opened: &OpenedCases| opened.admission(&append.case, &limits, caller.now);
        let refused = |wait| Ok(Err(Some(CommandError::RateLimited(wait))));
        match admission(opened) {
            Admission::Known => return Ok(Err(None)),
            Admission::Refused(wait) => return refused(wait),
            Admission::Admitted => return Ok(Ok(opened.clone())),
            Admission::Full => {}
        }
        // Only now is it worth asking which of them are settled.
        let opened = self.without_settled(opened.clone(), caller.now).await?;
        match admission(&opened) {
            Admission::Full => refused(OpenedCases::FULL),
            _ => Ok(Ok(opened)),
        }
    }

    async fn without_settled(
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

    async fn count_by_address(
        &self,
        caller: &Caller,
        store: &StoreId,
    ) -> Result<Option<CommandError>, ApplicationError> {
        let limit = self.stores.policy(store).limits.address_cases_an_hour;
        let Some(address) = caller.address.as_ref().filter(|_| limit > 0) else { return Ok(None) };
        let counted =
            self.rate_limits.count(store, address, Counted::Cases, limit, caller.now).await?;
        Ok(counted.err().map(CommandError::RateLimited))
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
    /// [`ApplicationError`]; the inner error is the refusal.
    pub async fn admit_visitor(
        &self,
        store: &StoreId,
        address: Option<&NetworkAddress>,
        now: Timestamp,
    ) -> Result<Result<(), CommandError>, ApplicationError> {
        let Some(found) = self.stores.get(store) else { return Ok(Err(CommandError::NotFound)) };
        let limit = found.policy.limits.address_visitors_an_hour;
        let Some(address) = address.filter(|_| limit > 0) else { return Ok(Ok(())) };
        let counted = self.rate_limits.count(store, address, Counted::Visitors, limit, now).await?;
        Ok(counted.map_err(CommandError::RateLimited))
    }
}
