//! What a store keeps no longer by its own rule: resolved cases, from the newest of them back, month by month.

use adapters::dynamo::CaseList;
use domain::Timestamp;

use super::carry_out::{Eraser, ErasureBatch, Halt, Work};

/// Months that are gone back through at most: ten years.
const MOST_MONTHS: usize = 120;
/// Months without a case that are passed over at once.
const EMPTY_MONTHS: usize = 24;

impl Eraser {
    /// A page of the cases that were resolved in a time. Its place names the month and the place in it.
    pub(super) async fn expired_page(
        &self,
        work: &Work<'_>,
        (after, until): (Timestamp, Timestamp),
    ) -> Result<ErasureBatch, Halt> {
        let lists = CaseList::closed_between(work.store, (after, until), MOST_MONTHS);
        let (month, mut place) = match work.progress().page.as_deref() {
            Some(page) => {
                let (month, place) = page.split_once('|').unwrap_or((page, ""));
                (Some(month), Some(place.to_owned()).filter(|place| !place.is_empty()))
            }
            // Of the newest month what came later is passed over.
            None => (None, Some(CaseList::from_moment(until))),
        };
        let start = lists.iter().position(|list| Some(month_of(list)) == month);
        let mut lists = lists.iter().skip(start.unwrap_or_default()).peekable();
        for _ in 0..EMPTY_MONTHS {
            let Some(list) = lists.next() else { break };
            let found = self.summaries.list(list, place.take(), None).await?;
            let is_past = found.cases.last().is_some_and(|last| last.state.since <= after);
            let subject = &work.erasure().subject;
            let cases = found.cases.into_iter().filter(|summary| subject.takes(&summary.state));
            let cases: Vec<_> = cases.map(|summary| summary.case).collect();
            let next = match (is_past, found.next) {
                (true, _) => None,
                (false, Some(place)) => Some(format!("{}|{place}", month_of(list))),
                (false, None) => lists.peek().map(|list| format!("{}|", month_of(list))),
            };
            let is_whole_month = next.as_ref().is_none_or(|next| next.ends_with('|'));
            if !cases.is_empty() || !is_whole_month || next.is_none() {
                return Ok(ErasureBatch { cases, next });
            }
        }
        let next = lists.peek().map(|list| format!("{}|", month_of(list)));
        Ok(ErasureBatch { cases: Vec::new(), next })
    }
}

fn month_of(list: &CaseList) -> &str {
    match list {
        CaseList::Closed(_, month) => month,
        _ => "",
    }
}
