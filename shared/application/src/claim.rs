//! One person, one history: who signs in at the shop keeps the cases that they began as a visitor.
//!
//! A claim is a row, written once. From then on the visitor's tokens open nothing, and case by case the log says that it is the
//! customer's. What was on its way meanwhile turns up in the visitor's list: the timers look there again.

use std::collections::BTreeSet;

use adapters::dynamo::{self, CaseList, Put, Table};
use adapters::push::Push;
use contract::ClaimedCases;
use domain::{
    CaseId, Claim, Command, CommandError, Name, Principal, Role, SessionId, Timestamp, UserId,
    claim_id,
};
use futures_util::stream::{self, StreamExt as _, TryStreamExt as _};

use crate::{Append, ApplicationError, Caller, Cases, Outcome, SignIns, Stores, UseCaseError};

/// Cases that are written to at the same time.
const AT_ONCE: usize = 8;
/// Pages of the visitor's list that a request goes through; what is behind them the timers find.
const PAGES: usize = 4;

/// Claims of visitors by customers.
#[derive(Clone)]
pub struct Claims {
    cases: Cases,
    sign_ins: SignIns,
    rows: dynamo::ClaimRows,
}

impl Claims {
    /// The claims in this table.
    pub fn new(table: &Table, push: Push, stores: Stores) -> Self {
        Self {
            cases: Cases::new(table, push.clone(), stores),
            sign_ins: SignIns::new(table, push),
            rows: dynamo::ClaimRows::new(table.clone()),
        }
    }

    /// Whether somebody may claim visitors at all.
    ///
    /// # Errors
    /// The refusal.
    pub fn check(&self, caller: &Caller) -> Result<(), CommandError> {
        account(caller).map(drop)
    }

    /// Makes the visitor's cases the caller's, both of whom have shown their tokens. Repeating it goes on where it was cut off.
    ///
    /// # Errors
    /// Refused alike whether the visitor was claimed by somebody else, has signed out, or is of another store; failed: the same
    /// again goes on.
    pub async fn claim(
        &self,
        caller: &Caller,
        visitor: &Principal,
        session: &SessionId,
    ) -> Result<ClaimedCases, UseCaseError> {
        let claim = self.begin(wanted(caller, visitor)?, session).await?;
        let claim = claim.ok_or(CommandError::NotFound)?;
        // First the duty: whoever is cut off behind it leaves a case unclaimed for minutes, not for good.
        if let Some(due) = claim.next_look(claim.at) {
            self.rows.look_again(&claim, due).await?;
        }
        // Then nothing new comes from the visitor.
        self.sign_ins.end(session, caller.now).await?;
        let mut cases: BTreeSet<_> =
            self.cases.rate_limits.opened(&claim.visitor).await?.opened.cases().cloned().collect();
        cases.extend(self.cases.listed(&claim, PAGES).await?.cases);
        let name = caller.principal.name.clone();
        let taken = self.cases.take_over(&claim, name, cases, caller.now).await?;
        Ok(ClaimedCases { cases: taken.into_iter().map(|taken| taken.case).collect() })
    }

    /// The claim that stands: this one, or the same customer's earlier one. None where the visitor is not to be claimed.
    async fn begin(
        &self,
        claim: Claim,
        session: &SessionId,
    ) -> Result<Option<Claim>, ApplicationError> {
        let held = match self.rows.of(&claim.visitor).await? {
            Some(held) => held,
            None if self.sign_ins.sessions.has_ended(session).await? => return Ok(None),
            None if self.rows.begin(&claim).await? == Put::Written => return Ok(Some(claim)),
            None => match self.rows.of(&claim.visitor).await? {
                Some(held) => held,
                None => return Err(ApplicationError::Contended),
            },
        };
        Ok(held.says(&claim).then_some(held))
    }
}

/// The customer whom their shop vouches for.
fn account(caller: &Caller) -> Result<UserId, CommandError> {
    let account = caller.principal.user.clone().filter(UserId::is_account);
    let is_customer = caller.principal.role == Role::Customer;
    account.filter(|_| is_customer).ok_or(CommandError::NotAllowed)
}

/// What is to be claimed: a visitor of the customer's own store.
fn wanted(caller: &Caller, visitor: &Principal) -> Result<Claim, CommandError> {
    let customer = account(caller)?;
    let store = visitor.stores.iter().find(|store| caller.principal.serves(store));
    match (visitor.user.clone().filter(UserId::is_visitor), store) {
        (Some(visitor), Some(store)) => {
            Ok(Claim { store: store.clone(), visitor, customer, at: caller.now })
        }
        _ => Err(CommandError::NotFound),
    }
}

/// The cases of a visitor's list, and whether there are more.
pub(crate) struct Listed {
    pub(crate) cases: Vec<CaseId>,
    pub(crate) more: bool,
}

/// A case that is the customer's now.
pub(crate) struct TakenOver {
    pub(crate) case: CaseId,
    /// Whether it was the visitor's until now.
    pub(crate) is_new: bool,
}

impl Cases {
    /// The first pages of a claimed visitor's list. A case that was taken over leaves it a moment later.
    pub(crate) async fn listed(
        &self,
        claim: &Claim,
        pages: usize,
    ) -> Result<Listed, ApplicationError> {
        let list = CaseList::Of(claim.store.clone(), claim.visitor.clone());
        let (mut cases, mut from) = (Vec::new(), None);
        for _ in 0..pages {
            let page = self.summaries.list(&list, from, None).await?;
            cases.extend(page.cases.into_iter().map(|summary| summary.case));
            from = page.next;
            if from.is_none() {
                break;
            }
        }
        Ok(Listed { cases, more: from.is_some() })
    }

    /// Takes over those of these cases that are the visitor's, and gives those that are the customer's then.
    pub(crate) async fn take_over(
        &self,
        claim: &Claim,
        name: Option<Name>,
        cases: impl IntoIterator<Item = CaseId>,
        now: Timestamp,
    ) -> Result<Vec<TakenOver>, ApplicationError> {
        let principal = Principal {
            user: Some(claim.customer.clone()),
            role: Role::Customer,
            name,
            stores: vec![claim.store.clone()],
            groups: Default::default(),
            expires: Timestamp(i64::MAX),
        };
        let caller = Caller { principal, connection: None, now, address: None };
        let taken = stream::iter(cases).map(|case| self.take_over_one(claim, &caller, case));
        let taken: Vec<_> = taken.buffered(AT_ONCE).try_collect().await?;
        Ok(taken.into_iter().flatten().collect())
    }

    /// None for a case that is somebody else's, or was never opened.
    async fn take_over_one(
        &self,
        claim: &Claim,
        caller: &Caller,
        case: CaseId,
    ) -> Result<Option<TakenOver>, ApplicationError> {
        let Some(head) = self.log.before(&case, None, 1).await?.entries.pop() else {
            return Ok(None);
        };
        if head.state.customer != claim.visitor {
            let is_theirs = head.state.customer == claim.customer;
            return Ok(is_theirs.then_some(TakenOver { case, is_new: false }));
        }
        let from = claim.visitor.clone();
        let id = claim_id(&from);
        let command = Command::Claim { from };
        let append = Append { case: case.clone(), id, after: head.event.seq, command };
        match self.append(caller, &append).await? {
            Outcome::Stored(_) => Ok(Some(TakenOver { case, is_new: true })),
            // Another run of the same claim was faster, or so much is said meanwhile that a later look does it.
            Outcome::Refused(_) | Outcome::Taken(_) | Outcome::Behind(..) => {
                let head = self.log.before(&case, None, 1).await?.entries.pop();
                let is_theirs = head.is_some_and(|head| head.state.customer == claim.customer);
                Ok(is_theirs.then_some(TakenOver { case, is_new: false }))
            }
        }
    }
}
