//! The lists of cases.

use adapters::dynamo::{CaseList, Summary};
use contract::{CasePage, CaseSummary, Deadline, DeadlineKind, Snoozed};
use domain::{
    CommandError, GroupId, Priority, Role, Seq, StoreId, Tag, TargetKind, Timestamp, UserId,
};

use crate::{Caller, Lists, UseCaseError};

/// Which list someone wants to see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// The caller's own cases.
    Mine,
    /// A store's cases that wait.
    Waiting(StoreId),
    /// A store's cases that are answered and not resolved.
    Open(StoreId),
    /// A store's cases that were put aside.
    Snoozed(StoreId),
    /// A store's cases resolved in a month, `2026-11`.
    Closed(StoreId, String),
    /// All cases of one of a store's customers.
    Of(StoreId, UserId),
}

/// What of a list is wanted. It is sifted out of the pages of the whole list, so that no row is written for it: a page may
/// hold fewer, or none, before the last.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Those that were passed to this group.
    pub group: Option<GroupId>,
    /// Those of this priority.
    pub priority: Option<Priority>,
    /// Those with this tag.
    pub tag: Option<Tag>,
    /// Those in which something was to be reached before this moment and is not.
    pub overdue_at: Option<Timestamp>,
}

impl Filter {
    /// Whether nothing is left out.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn lets_in(&self, summary: &Summary) -> bool {
        let Self { group, priority, tag, overdue_at } = self;
        let is_overdue =
            |now: Timestamp| deadlines(summary).first().is_some_and(|nearest| nearest.at < now);
        let state = &summary.state;
        group.is_none_or(|group| state.group == Some(group))
            && priority.is_none_or(|priority| state.precedence.priority == priority)
            && tag.as_ref().is_none_or(|tag| summary.tags.contains(tag))
            && overdue_at.is_none_or(is_overdue)
    }
}

impl Lists {
    /// A page of a list.
    ///
    /// # Errors
    /// [`UseCaseError`].
    pub async fn list(
        &self,
        caller: &Caller,
        stores: &crate::Stores,
        wanted: Wanted,
        filter: &Filter,
        from: Option<String>,
    ) -> Result<CasePage, UseCaseError> {
        let list = resolve(caller, wanted)?;
        let page = self.summaries.list(&list, from, caller.principal.user.as_ref()).await?;
        let is_theirs = |summary: &Summary| {
            let case = domain::Case {
                head: summary.seq,
                state: Some(summary.state.clone()),
                participants: vec![],
            };
            let policy = stores.policy(&summary.state.store);
            domain::may_read(&caller.principal, &case, policy).is_ok()
        };
        let lets_in = |summary: &Summary| filter.lets_in(summary);
        let wanted = page.cases.into_iter().filter(lets_in).filter(is_theirs);
        let cases = wanted.map(|summary| show(summary, caller.principal.role));
        Ok(CasePage { cases: cases.collect(), next: page.next })
    }
}

fn resolve(caller: &Caller, wanted: Wanted) -> Result<CaseList, CommandError> {
    let principal = &caller.principal;
    let serve = |store: StoreId| {
        let may_list = principal.role.is_staff() && principal.serves(&store);
        if may_list { Ok(store) } else { Err(CommandError::NotFound) }
    };
    match wanted {
        Wanted::Mine => {
            let is_customer = principal.role == Role::Customer;
            let user =
                principal.user.clone().filter(|_| is_customer).ok_or(CommandError::NotAllowed)?;
            let store = principal.stores.first().cloned().ok_or(CommandError::NotAllowed)?;
            Ok(CaseList::Of(store, user))
        }
        Wanted::Waiting(store) => serve(store).map(CaseList::Waiting),
        Wanted::Open(store) => serve(store).map(CaseList::Open),
        Wanted::Snoozed(store) => serve(store).map(CaseList::Snoozed),
        Wanted::Closed(store, month) => serve(store).map(|store| CaseList::Closed(store, month)),
        Wanted::Of(store, customer) => serve(store).map(|store| CaseList::Of(store, customer)),
    }
}

/// A summary as this role gets it.
pub(crate) fn show(summary: Summary, role: Role) -> CaseSummary {
    let deadlines = deadlines(&summary);
    let state = summary.state;
    let is_customer = role == Role::Customer;
    let deadlines = Some(deadlines).filter(|all| !all.is_empty() && !is_customer);
    let tags = Some(summary.tags).filter(|tags| !tags.is_empty() && !is_customer);
    CaseSummary {
        case: summary.case,
        store: state.store.clone(),
        customer: state.customer.clone(),
        customer_name: summary.customer_name,
        subject: summary.subject.filter(|_| !is_customer).or(summary.opening),
        excerpt: summary.excerpt,
        last_role: summary.last_role,
        seq: if is_customer { state.visible } else { summary.seq },
        read: summary.read,
        status: state.status,
        assignee: state.assignee.clone(),
        assignee_name: summary.assignee_name,
        group: state.group,
        opened_at: state.opened_at,
        updated_at: if is_customer { summary.visible_at } else { summary.updated_at },
        waiting_since: state.waiting_since(),
        wants_person: state.escalated,
        suggestion: state.suggestion != Seq::NONE && !is_customer,
        asked_person: Some(true).filter(|_| state.precedence.asked_person && !is_customer),
        priority: (!is_customer).then_some(state.precedence.priority),
        tags,
        erased: summary.is_erased.then_some(true),
        place: summary.place.filter(|_| !is_customer),
        snoozed: state.snoozed.filter(|_| !is_customer).map(Snoozed::from),
        deadlines,
    }
}

/// What is still to be reached in a case by when, the nearest first.
fn deadlines(summary: &Summary) -> Vec<Deadline> {
    let state = &summary.state;
    let target = |target, due: Option<domain::TargetDue>, kind| {
        let due = due.filter(|_| state.awaits(target))?;
        Some(Deadline { kind, at: due.at, warn_at: due.warn_at })
    };
    let open = summary.promise.filter(|promise| promise.kept_at.is_none());
    let promise =
        open.map(|promise| Deadline { kind: DeadlineKind::Promise, at: promise.by, warn_at: None });
    let all = [
        target(TargetKind::FirstReply, summary.reply_due, DeadlineKind::FirstReply),
        target(TargetKind::Resolution, summary.resolution_due, DeadlineKind::Resolution),
        promise,
    ];
    let mut deadlines: Vec<_> = all.into_iter().flatten().collect();
    deadlines.sort_by_key(|deadline| deadline.at);
    deadlines
}
