//! What is due when: rows that `projections` derives from the log and `timers` works off. A row is a reminder, not an
//! order: whoever finds one due asks the case's head whether it still holds.

use aws_sdk_dynamodb::types::AttributeValue::{N, S};
use domain::{CaseId, Claim, Seq, StoreId, TargetKind, Timestamp};

use super::claims::look_of;
use super::table::{Item, item, key, number, text};
use super::{Table, TableError, keys};

/// Seconds after which a row is of no more use: nobody has been able to do it for a week.
const KEPT: i64 = 7 * 24 * 60 * 60;

/// The timers of all stores.
#[derive(Clone)]
pub struct Timers(Table);

/// What a timer is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TimerKind {
    /// A case that was put aside comes back.
    Wake,
    /// A message for later is sent.
    Deliver,
    /// A customer who has fallen silent is reminded.
    Remind,
    /// A case is closed in which a reminder was not answered.
    Close,
    /// A target is soon over that is to be reached by this moment.
    Warn(TargetKind, Timestamp),
    /// A target is over that was to be reached by this moment.
    Miss(TargetKind, Timestamp),
    /// The time of a promise has come.
    Promise,
}

/// Something to be done at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timer {
    /// The case's store.
    pub store: StoreId,
    /// When.
    pub due: Timestamp,
    /// In which case.
    pub case: CaseId,
    /// The event that has set it.
    pub seq: Seq,
    /// What.
    pub kind: TimerKind,
}

/// Some timers that are due, the longest first.
#[derive(Debug)]
pub struct TimerPage {
    /// The timers.
    pub timers: Vec<Timer>,
    /// The claimed visitors of whom something may have turned up, and when that was to be seen to.
    pub claims: Vec<(Timestamp, Claim)>,
    /// Where the next page starts; none where this is the last.
    pub next: Option<Item>,
}

impl TimerKind {
    /// Every kind, those of targets with this moment at which they are to be reached.
    fn all(due: Timestamp) -> [TimerKind; 9] {
        use TargetKind::{FirstReply, Resolution};
        let plain = [TimerKind::Wake, TimerKind::Deliver, TimerKind::Remind, TimerKind::Close];
        let [wake, deliver, remind, close] = plain;
        let [warn_reply, warn_end] = [FirstReply, Resolution].map(|kind| Self::Warn(kind, due));
        let [miss_reply, miss_end] = [FirstReply, Resolution].map(|kind| Self::Miss(kind, due));
        let promise = TimerKind::Promise;
        [wake, deliver, remind, close, warn_reply, warn_end, miss_reply, miss_end, promise]
    }

    /// One or two letters in the row.
    fn letters(self) -> &'static str {
        match self {
            TimerKind::Wake => "w",
            TimerKind::Deliver => "d",
            TimerKind::Remind => "r",
            TimerKind::Close => "c",
            TimerKind::Warn(TargetKind::FirstReply, _) => "wf",
            TimerKind::Warn(TargetKind::Resolution, _) => "wr",
            TimerKind::Miss(TargetKind::FirstReply, _) => "mf",
            TimerKind::Miss(TargetKind::Resolution, _) => "mr",
            TimerKind::Promise => "p",
        }
    }

    /// When the target is to be reached that a timer is about.
    fn target_due(self) -> Option<Timestamp> {
        match self {
            TimerKind::Warn(_, due) | TimerKind::Miss(_, due) => Some(due),
            _ => None,
        }
    }
}

impl Timers {
    /// The timers in this table.
    pub fn new(table: Table) -> Self {
        Self(table)
    }

    /// Sets a timer. Repeating it changes nothing.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn set(&self, timer: &Timer) -> Result<(), TableError> {
        self.0.put(row(timer)).done().await
    }

    /// What is due in a store by now, at most `limit` of it. A row of a kind that only a later release knows is left to
    /// that release.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn due(
        &self,
        store: &StoreId,
        now: Timestamp,
        from: Option<Item>,
        limit: usize,
    ) -> Result<TimerPage, TableError> {
        let query = self.0.query("pk = :p AND sk <= :t").bind(":p", keys::timers(store));
        let query = query.bind(":t", keys::timers_until(now)).exclusive_start_key(from);
        let found = query.limit(limit).page().await?;
        let timers = found.items.iter().filter_map(|row| timer(store, row)).collect();
        let claims = found.items.iter().filter_map(look_of).collect();
        Ok(TimerPage { timers, claims, next: found.last_evaluated_key })
    }

    /// Takes a timer away that was worked off. Repeating it changes nothing.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn remove(&self, timer: &Timer) -> Result<(), TableError> {
        self.0.delete(place(timer)).done().await
    }
}

fn place(timer: &Timer) -> Item {
    let (due, case, seq) = (timer.due, &timer.case, timer.seq);
    let place = match timer.kind.target_due() {
        Some(_) => keys::target_timer(due, case, seq, timer.kind.letters()),
        None => keys::timer(due, case, seq),
    };
    key(keys::timers(&timer.store), place)
}

fn row(timer: &Timer) -> Item {
    let ends = timer.due.plus_seconds(KEPT).seconds();
    let kind = S(timer.kind.letters().to_owned());
    let mut row = place(timer);
    row.extend(item([("k", kind), (keys::TTL, N(ends.to_string()))]));
    let target_due = timer.kind.target_due().map(|due| ("u".to_owned(), N(due.0.to_string())));
    row.extend(target_due);
    row
}

fn timer(store: &StoreId, row: &Item) -> Option<Timer> {
    let (due, case, seq) = keys::timer_parts(text(row, keys::SK)?)?;
    let letters = text(row, "k")?;
    let target_due = Timestamp(number(row, "u").unwrap_or_default());
    let kind = TimerKind::all(target_due).into_iter().find(|kind| kind.letters() == letters)?;
    Some(Timer { store: store.clone(), due, case, seq, kind })
}

#[cfg(test)]
mod tests {
    use super::super::form::tests::extended;
    use super::super::table::number;
    use super::*;

    #[test]
    fn a_row_reads_back_and_what_a_later_release_has_added_is_passed_over() {
        let store: StoreId = "demo".parse().unwrap();
        for kind in TimerKind::all(Timestamp(1_795_000_900_000)) {
            let set = Timer {
                store: store.clone(),
                due: Timestamp(1_795_000_000_000),
                case: "57bzyhkcc0w3aj3xnwyyz8fqx1".parse().unwrap(),
                seq: Seq::try_from(3).unwrap(),
                kind,
            };
            assert_eq!(timer(&store, &row(&set)), Some(set.clone()));
            assert_eq!(timer(&store, &extended(row(&set))), Some(set.clone()));
            let ends: i64 = number(&row(&set), keys::TTL).unwrap();
            assert_eq!(ends, 1_795_000_000 + KEPT);
        }
    }

    #[test]
    fn what_is_due_lies_before_what_is_not() {
        let case: CaseId = "57bzyhkcc0w3aj3xnwyyz8fqx1".parse().unwrap();
        let now = Timestamp(1_795_000_000_000);
        let until = keys::timers_until(now);
        assert!(keys::timer(now, &case, Seq::MAX) < until);
        assert!(keys::timer(now.plus_millis(1), &case, Seq::NONE) > until);
    }
}
