//! The view for lists: one row beside each log, written only by `projections`, and the two indexes over it.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue::{N, S};
use domain::{
    CaseId, Name, Role, Seq, State, StoreId, Tag, TargetDue, Timestamp, UserId, Worklist,
};

use super::months::{month_of, months_until};
use super::query::Index;
use super::summary_change::{Change, PromisedReply};
use super::summary_row::summary;
use super::table::{Item, key, text};
use super::{Table, TableError, cursors, keys};

/// Cases on one page of a list.
const PAGE: usize = 50;

/// The views for lists.
#[derive(Clone)]
pub struct Summaries(pub(super) Table);

/// A case in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // the fields are those of `Change`
pub struct Summary {
    pub case: CaseId,
    pub seq: Seq,
    pub updated_at: Timestamp,
    pub visible_at: Timestamp,
    pub state: State,
    /// The start of the first message.
    pub opening: Option<String>,
    /// What the staff say that it is about, where they do.
    pub subject: Option<String>,
    /// Its tags in alphabetical order.
    pub tags: Vec<Tag>,
    /// Its place in the list that it is in.
    pub place: Option<String>,
    pub customer_name: Option<Name>,
    pub excerpt: Option<String>,
    pub last_role: Role,
    pub assignee_name: Option<Name>,
    /// Up to which event the viewer of the list has read, where there is one.
    pub read: Option<Seq>,
    /// Whether its words were erased; what was said since stands.
    pub is_erased: bool,
    /// Since when the time counts until it is resolved; none where it is, or that is not known.
    pub work_since: Option<Timestamp>,
    /// When a person of the staff first replied, where that was noted.
    pub replied_at: Option<Timestamp>,
    /// By when it is, or was, to get a first reply, where the store has such a target.
    pub reply_due: Option<TargetDue>,
    /// By when it is, or was, to be resolved, where the store has such a target.
    pub resolution_due: Option<TargetDue>,
    /// The last promise that holds, or was kept.
    pub promise: Option<PromisedReply>,
}

/// Which cases to list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseList {
    /// A customer's own, newest first.
    Of(StoreId, UserId),
    /// Waiting in a store: by rank, then longest first.
    Waiting(StoreId),
    /// Answered and not resolved, longest first.
    Open(StoreId),
    /// Put aside in a store, those first that come back first.
    Snoozed(StoreId),
    /// Resolved in a month (`2026-11`), newest first.
    Closed(StoreId, String),
}

impl CaseList {
    /// A store's resolved cases over this many months up to a moment, newest month first.
    pub fn closed_until(store: &StoreId, at: Timestamp, months: usize) -> Vec<CaseList> {
        months_until(at, months).map(|month| CaseList::Closed(store.clone(), month)).collect()
    }

    /// A store's resolved cases between two moments, newest month first; at most those of this many months.
    pub fn closed_between(
        store: &StoreId,
        (after, until): (Timestamp, Timestamp),
        most: usize,
    ) -> Vec<CaseList> {
        let (mut lists, oldest) = (Self::closed_until(store, until, most), month_of(after));
        lists.retain(|list| matches!(list, CaseList::Closed(_, month) if *month >= oldest));
        lists
    }

    /// The place in a list by time from which on its cases are of this moment or older, newest first.
    pub fn from_moment(at: Timestamp) -> String {
        let first = "0".repeat(26).parse().map(|case| keys::in_time(at.plus_millis(1), &case));
        first.unwrap_or_default()
    }
}

/// A page of a list.
#[derive(Debug)]
pub struct ListPage {
    /// The cases in the list's order.
    pub cases: Vec<Summary>,
    /// Where the next page starts; none on the last one.
    pub next: Option<String>,
}

impl Summaries {
    /// The views in this table.
    pub fn new(table: Table) -> Self {
        Self(table)
    }

    /// Brings a summary up to date. None where it already knew as much: a redelivered batch changes nothing.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn advance(
        &self,
        case: &CaseId,
        change: &Change,
    ) -> Result<Option<Summary>, TableError> {
        let written = self.update(case, change)?.row_after().await?;
        written.map(summary).transpose()
    }

    /// Takes a withdrawn message's words out of the summary, where it shows them.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn forget_text(
        &self,
        case: &CaseId,
        of: Seq,
        is_visible: bool,
    ) -> Result<(), TableError> {
        if !is_visible {
            // Of what customers do not see a list shows nothing but a subject.
            return self.forget(case, "sj", "sq = :of", Some(of)).await;
        }
        let is_opening = of == Seq::NONE.next();
        if is_opening {
            self.forget(case, "j", "attribute_exists(pk)", None).await?;
        }
        self.forget(case, "x", "xq = :of", Some(of)).await
    }

    pub(super) async fn forget(
        &self,
        case: &CaseId,
        what: &str,
        when: &str,
        of: Option<Seq>,
    ) -> Result<(), TableError> {
        let row = key(keys::case(case), keys::SUMMARY.to_owned());
        let mut update = self.0.update(row, format!("REMOVE {what}")).only_if(when);
        if let Some(seq) = of {
            update = update.bind(":of", N(seq.to_string()));
        }
        update.done_if_so().await.map(drop)
    }

    /// One page of a list, from a place that an earlier page gave, with how far its viewer has read each case.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn list(
        &self,
        list: &CaseList,
        from: Option<String>,
        viewer: Option<&UserId>,
    ) -> Result<ListPage, TableError> {
        let (index, pk, oldest_first) = index_of(list);
        let start = from.and_then(|sk| start_key(index, &pk, &sk));
        let query = self.0.index(index, pk).ascending(oldest_first);
        let found = query.exclusive_start_key(start).limit(PAGE).page().await?;
        let next = found.last_evaluated_key.as_ref().and_then(|key| text(key, index.2));
        let next = next.map(str::to_owned);
        let order = found.items.iter().filter_map(|row| text(row, keys::PK).map(str::to_owned));
        Ok(ListPage { cases: self.fetch(order.collect(), viewer).await?, next })
    }

    /// How many cases a list has, up to this many. It reads keys of the index alone, no summary.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn count(&self, list: &CaseList, most: u32) -> Result<u32, TableError> {
        let (index, pk, _) = index_of(list);
        self.0.index(index, pk).count_up_to(most).await
    }

    /// One case's summary as the last write left it.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn one(&self, case: &CaseId) -> Result<Option<Summary>, TableError> {
        let row = key(keys::case(case), keys::SUMMARY.to_owned());
        self.0.rows(vec![row]).await?.pop().map(summary).transpose()
    }

    /// One case's summary for half the price, where one that is a moment old does no harm.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn glance(&self, case: &CaseId) -> Result<Option<Summary>, TableError> {
        let row = key(keys::case(case), keys::SUMMARY.to_owned());
        self.0.get_eventual(row).await?.map(summary).transpose()
    }

    /// The summaries of these cases as the last writes left them, in no order, as far as there are some.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn newest(&self, cases: &[CaseId]) -> Result<Vec<Summary>, TableError> {
        let rows = cases.iter().map(|case| key(keys::case(case), keys::SUMMARY.to_owned()));
        self.0.rows(rows.collect()).await?.into_iter().map(summary).collect()
    }

    /// The summaries of these cases, as far as there are some. Some moments behind.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn of(&self, cases: &[CaseId]) -> Result<Vec<Summary>, TableError> {
        self.fetch(cases.iter().map(keys::case).collect(), None).await
    }

    /// The rows of these cases' partitions, in this order. A case that has moved on meanwhile is still listed.
    /// The viewer's cursors come with the same request: two keys a case, for a page of 50 as many as one may name.
    async fn fetch(
        &self,
        order: Vec<String>,
        viewer: Option<&UserId>,
    ) -> Result<Vec<Summary>, TableError> {
        let beside = [Some(keys::SUMMARY.to_owned()), viewer.map(keys::cursor)];
        let beside: Vec<_> = beside.into_iter().flatten().collect();
        let wanted =
            order.iter().flat_map(|pk| beside.iter().map(|sk| key(pk.clone(), sk.clone())));
        let (mut rows, mut reads) = (HashMap::new(), HashMap::new());
        for row in self.0.rows_eventual(wanted.collect()).await? {
            match cursors::place(&row) {
                Some((pk, seq)) => drop(reads.insert(pk, seq)),
                None => {
                    let summary = summary(row)?;
                    rows.insert(keys::case(&summary.case), summary);
                }
            }
        }
        let read = |pk: &String| reads.get(pk).copied().or(viewer.map(|_| Seq::NONE));
        let listed = |pk| Some(Summary { read: read(pk), ..rows.remove(pk)? });
        Ok(order.iter().filter_map(listed).collect())
    }
}

fn index_of(list: &CaseList) -> (Index, String, bool) {
    match list {
        CaseList::Of(store, user) => (keys::BY_CUSTOMER, keys::customer_index(store, user), false),
        CaseList::Waiting(store) => worklist(Worklist::Waiting, keys::waiting_index(store)),
        CaseList::Open(store) => worklist(Worklist::Open, keys::open_index(store)),
        CaseList::Snoozed(store) => worklist(Worklist::Snoozed, keys::snoozed_index(store)),
        CaseList::Closed(store, month) => {
            worklist(Worklist::Closed, keys::closed_index(store, month))
        }
    }
}

fn worklist(list: Worklist, pk: String) -> (Index, String, bool) {
    (keys::WORKLIST, pk, list.is_oldest_first())
}

/// The full key of a place in an index, which names the case at its end.
fn start_key((_, pk_name, sk_name): Index, pk: &str, place: &str) -> Option<Item> {
    let case: CaseId = place.rsplit('#').next()?.parse().ok()?;
    let mut start = key(keys::case(&case), keys::SUMMARY.to_owned());
    start.insert(pk_name.to_owned(), S(pk.to_owned()));
    start.insert(sk_name.to_owned(), S(place.to_owned()));
    Some(start)
}
