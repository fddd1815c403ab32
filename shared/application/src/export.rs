//! What a store holds of a customer, page by page: their cases, newest first, with all that was said there.

use adapters::dynamo::{CaseList, Log, Summaries, Summary, Table, is_place_of_list};
use contract::{CustomerExport, CustomerProfile, EXPORT_VERSION, EventView, ExportedCase};
use domain::{
    Audience, CaseId, CommandError, DataAction, Entry, Seq, StoreId, UserId, may_handle_data,
};

use crate::{ApplicationError, Caller, UseCaseError};

/// Events of a log that are read at once.
const PAGE: usize = 250;
/// Events, and bytes of them as they are written, after which a page ends: far below what Lambda answers with, 6 MB.
const EVENTS: usize = 1_000;
const BYTES: usize = 2_000_000;

/// Reads what stores hold of their customers.
#[derive(Clone)]
pub struct Exporter {
    summaries: Summaries,
    log: Log,
}

/// Where a page starts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ExportPlace {
    /// The page of the customer's cases.
    page: Option<String>,
    /// The case in it, and the last event of it that was given.
    case: Option<(CaseId, Seq)>,
}

impl ExportPlace {
    /// The place that this text names; none where it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let (page, case) = text.split_once('|')?;
        let page = match page {
            "" => None,
            page => Some(page.to_owned()).filter(|page| is_place_of_list(page)).map(Some)?,
        };
        let case = match case {
            "" => None,
            case => {
                let (case, seq) = case.split_once('.')?;
                Some((case.parse().ok()?, seq.parse::<u64>().ok()?.try_into().ok()?))
            }
        };
        Some(Self { page, case })
    }

    fn text(&self) -> String {
        let case = self.case.as_ref().map(|(case, seq)| format!("{case}.{seq}"));
        format!("{}|{}", self.page.as_deref().unwrap_or_default(), case.unwrap_or_default())
    }
}

/// A page as it fills.
#[derive(Default)]
struct Filling {
    cases: Vec<ExportedCase>,
    events: usize,
    bytes: usize,
}

impl Filling {
    /// Takes an event in, where the page has room for it.
    fn take(&mut self, case: &mut ExportedCase, entry: &Entry) -> bool {
        if self.is_full() {
            return false;
        }
        let Some(view) = EventView::of(&entry.event, Audience::Staff) else { return true };
        // Texts and numbers only: it can't fail.
        self.bytes += serde_json::to_string(&view).map_or(0, |written| written.len());
        self.events += 1;
        case.events.push(view);
        true
    }

    fn is_full(&self) -> bool {
        self.events >= EVENTS || self.bytes >= BYTES
    }
}

impl Exporter {
    /// The exporter over this table.
    pub fn new(table: &Table) -> Self {
        Self { summaries: Summaries::new(table.clone()), log: Log::new(table.clone()) }
    }

    /// A page of what a store holds of a customer, for its leads. What was written within the last moments may not be in the
    /// list of their cases yet.
    ///
    /// # Errors
    /// [`UseCaseError`].
    pub async fn export(
        &self,
        caller: &Caller,
        store: &StoreId,
        customer: &UserId,
        from: ExportPlace,
    ) -> Result<CustomerExport, UseCaseError> {
        may_handle_data(&caller.principal, store, DataAction::Export)?;
        if customer.is_staff() {
            return Err(CommandError::NotFound.into());
        }
        let list = CaseList::Of(store.clone(), customer.clone());
        let (mut filling, mut place) = (Filling::default(), from);
        let next = loop {
            let found = self.summaries.list(&list, place.page.clone(), None).await?;
            if let Some(stopped) = self.fill(&mut filling, &place, found.cases).await? {
                break Some(ExportPlace { case: Some(stopped), ..place });
            }
            place = ExportPlace { page: found.next, case: None };
            if place.page.is_none() || filling.is_full() {
                break place.page.is_some().then_some(place);
            }
        };
        let profile = CustomerProfile {
            id: customer.clone(),
            signed_in: customer.as_str().starts_with("c_"),
        };
        Ok(CustomerExport {
            version: EXPORT_VERSION,
            store: store.clone(),
            at: caller.now,
            profile,
            cases: filling.cases,
            next: next.map(|place| place.text()),
        })
    }

    /// Takes these cases in, from a place on. Gives where it has stopped, where not all fit.
    async fn fill(
        &self,
        filling: &mut Filling,
        from: &ExportPlace,
        cases: Vec<Summary>,
    ) -> Result<Option<(CaseId, Seq)>, ApplicationError> {
        let start = from.case.as_ref();
        let start =
            start.and_then(|(own, _)| cases.iter().position(|summary| summary.case == *own));
        for summary in cases.into_iter().skip(start.unwrap_or_default()) {
            let own = from.case.as_ref().filter(|(own, _)| *own == summary.case);
            let mut after = own.map_or(Seq::NONE, |(_, seq)| *seq);
            if filling.is_full() {
                return Ok(Some((summary.case, after)));
            }
            let mut case = exported(&summary);
            let more = loop {
                let page = self.log.after(&summary.case, after, PAGE).await?;
                let is_last = !page.more;
                let count = page.entries.len();
                let taken = page.entries.iter().take_while(|entry| filling.take(&mut case, entry));
                let taken = taken.count();
                after = page.entries[..taken].last().map_or(after, |last| last.event.seq);
                let is_whole = taken == count;
                if (is_last && is_whole) || filling.is_full() {
                    break !(is_last && is_whole);
                }
            };
            filling.cases.push(case);
            if more {
                return Ok(Some((summary.case, after)));
            }
        }
        Ok(None)
    }
}

fn exported(summary: &Summary) -> ExportedCase {
    ExportedCase {
        case: summary.case.clone(),
        opened_at: summary.state.opened_at,
        status: summary.state.status,
        subject: summary.subject.clone(),
        tags: summary.tags.clone(),
        rating: summary.state.rating,
        events: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_reads_back_and_nothing_else_is_one() {
        let case: CaseId = "0".repeat(26).parse().unwrap();
        let page = Some(format!("{:014}#{case}", 7));
        let seq = Seq::try_from(12).unwrap();
        for place in [
            ExportPlace::default(),
            ExportPlace { page: page.clone(), case: None },
            ExportPlace { page, case: Some((case, seq)) },
        ] {
            assert_eq!(ExportPlace::parse(&place.text()), Some(place));
        }
        for wrong in ["", "x|", "|x", "|x.1", "1#2|"] {
            assert_eq!(ExportPlace::parse(wrong), None, "{wrong}");
        }
    }
}
