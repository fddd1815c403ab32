//! The cases of a customer who is to be erased: those of their list, and of a visitor also those that whoever claimed them has now.

use std::collections::HashSet;

use adapters::dynamo::CaseList;
use domain::{CaseId, Claim, Entry, Seq, UserId};

use super::carry_out::{Eraser, ErasureBatch, Halt, Work};

/// Begins a place in the list of the customer who has claimed the visitor.
const CLAIMED: &str = "claimed|";

impl Eraser {
    /// A page of a customer's cases. Behind the last one of a visitor's own come those of whoever has claimed them, which may be
    /// happening at this moment: a case has left the one list then, and is found in the other. The claim is looked for once the
    /// list was read: it is written before any case leaves that.
    pub(super) async fn customers_page(
        &self,
        work: &Work<'_>,
        customer: &UserId,
    ) -> Result<ErasureBatch, Halt> {
        let place = work.progress().page.as_deref();
        if let Some(place) = place.and_then(|place| place.strip_prefix(CLAIMED)) {
            return self.claimed_page(work, customer, place).await;
        }
        let page = self.list_page(work, customer, place.map(str::to_owned)).await?;
        if page.next.is_some() || self.claim_of(work, customer).await?.is_none() {
            return Ok(page);
        }
        Ok(ErasureBatch { next: Some(CLAIMED.to_owned()), ..page })
    }

    /// A page of the cases of the customer who has claimed a visitor, as far as they were the visitor's.
    async fn claimed_page(
        &self,
        work: &Work<'_>,
        visitor: &UserId,
        place: &str,
    ) -> Result<ErasureBatch, Halt> {
        let Some(claim) = self.claim_of(work, visitor).await? else {
            return Ok(ErasureBatch { cases: Vec::new(), next: None });
        };
        let place = Some(place.to_owned()).filter(|place| !place.is_empty());
        let page = self.list_page(work, &claim.customer, place).await?;
        let cases = self.opened_by(visitor, page.cases).await?;
        let next = page.next.map(|place| format!("{CLAIMED}{place}"));
        Ok(ErasureBatch { cases, next })
    }

    async fn claim_of(&self, work: &Work<'_>, user: &UserId) -> Result<Option<Claim>, Halt> {
        if !user.is_visitor() {
            return Ok(None);
        }
        Ok(self.claims.of(user).await?.filter(|claim| claim.store == *work.store))
    }

    /// The cases of a list that were there when the erasure was asked for.
    async fn list_page(
        &self,
        work: &Work<'_>,
        customer: &UserId,
        place: Option<String>,
    ) -> Result<ErasureBatch, Halt> {
        let list = CaseList::Of(work.store.clone(), customer.clone());
        let found = self.summaries.list(&list, place, None).await?;
        let at = work.erasure().at;
        let cases = found.cases.into_iter().filter(|summary| summary.state.opened_at <= at);
        Ok(ErasureBatch { cases: cases.map(|summary| summary.case).collect(), next: found.next })
    }

    /// Those of these cases that somebody has opened.
    async fn opened_by(&self, user: &UserId, cases: Vec<CaseId>) -> Result<Vec<CaseId>, Halt> {
        let openings: Vec<_> = cases.iter().map(|case| (case.clone(), Seq::NONE.next())).collect();
        let found = self.triage.cases.log.events(&openings).await?;
        let is_theirs = |entry: &Entry| entry.event.author.id.as_ref() == Some(user);
        let own = found.into_iter().filter(|(_, entry)| is_theirs(entry));
        let own: HashSet<_> = own.map(|(case, _)| case).collect();
        Ok(cases.into_iter().filter(|case| own.contains(case)).collect())
    }
}
