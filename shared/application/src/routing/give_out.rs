//! One pass over a store's waiting cases: the front of their list, then on from where the last pass has stopped. What nobody
//! can be given lies at the front, and would hide the rest for ever.

use std::collections::BTreeSet;

use adapters::dynamo::CaseList;
use domain::CaseId;

use super::assign_waiting::{Desk, Pass};
use crate::ApplicationError;

impl Desk<'_> {
    /// Gives out what waits, and `fresh`, which the list may not know of yet; says how many.
    pub(super) async fn give_out(&mut self, pass: Pass<'_>) -> Result<usize, ApplicationError> {
        let Pass { fresh, pages } = pass;
        let stopped_at = self.roster.stopped_at.clone();
        let (mut given, mut listed) = (0, BTreeSet::new());
        let mut from: Option<String> = None;
        for page in 0..2 * pages {
            if page == pages {
                from = from.max(stopped_at.clone());
            }
            let list = CaseList::Waiting(self.store.clone());
            let read = self.router.summaries.list(&list, from, None).await?;
            for summary in &read.cases {
                // What the list knows to be somebody's needs no look at its head.
                if self.is_routed(&summary.state) {
                    listed.insert(summary.case.clone());
                    if self.may_fit(&summary.state) {
                        given += usize::from(self.try_offer(&summary.case).await?);
                    }
                }
                if self.is_full().await? {
                    return Ok(given);
                }
            }
            from = read.next;
            if from.is_none() {
                break;
            }
        }
        if from != stopped_at {
            self.router.cases.workloads.note_stop(self.store, from.as_deref()).await?;
        }
        for case in fresh.iter().filter(|case| !listed.contains(*case)) {
            given += usize::from(self.try_offer(case).await?);
        }
        Ok(given)
    }

    /// Offers a case. What can't be done for it alone keeps no other one back.
    async fn try_offer(&mut self, case: &CaseId) -> Result<bool, ApplicationError> {
        match self.offer(case).await {
            Err(error) if error.is_of_one_case() => {
                self.failure.get_or_insert(error);
                Ok(false)
            }
            offered => offered,
        }
    }
}
