//! The cases that an agent has at once. A place is reserved before a case is assigned and released after it has ended,
//! so that at every moment the places are at least the cases: whoever keeps the places within the capacity keeps the
//! cases within it.

use serde::{Deserialize, Serialize};

use crate::{CaseId, Seq, Timestamp};

/// An agent's places in one store.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Workload {
    held: Vec<Place>,
    last_given: Timestamp,
}

/// A place that is taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// For which case.
    pub case: CaseId,
    /// The case's newest event when the place was reserved: what ended before that ends nothing here.
    pub seq: Seq,
    /// When it was reserved.
    pub at: Timestamp,
    /// By which attempt: a number that tells attempts apart.
    pub by: u64,
    /// Whether more than one attempt may still use it. Then none of them gives it up by itself.
    pub is_shared: bool,
}

/// Why there is no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoPlace {
    /// The agent has as many cases as they take.
    Full,
    /// Somebody else is just about to give them this case.
    Busy,
}

impl Workload {
    /// The most places of anybody, with a capacity or without: it bounds the row.
    pub const MOST: usize = 100;

    /// Seconds after which a reserved place has become an assignment or never will: longer than any function runs.
    pub const LONGEST_RUN: i64 = 120;

    /// How many places are taken.
    pub fn count(&self) -> usize {
        self.held.len()
    }

    /// When a place was taken last.
    pub fn last_given(&self) -> Timestamp {
        self.last_given
    }

    /// The places that are taken.
    pub fn places(&self) -> &[Place] {
        &self.held
    }

    /// How many places are left within this capacity.
    pub fn room(&self, capacity: Option<u8>) -> usize {
        let most = capacity.map_or(Self::MOST, |most| usize::from(most).min(Self::MOST));
        most.saturating_sub(self.held.len())
    }

    /// With a place for a case that nobody of this agent's has at its head. A place that an attempt with the same number
    /// has reserved before is taken over.
    ///
    /// # Errors
    /// [`NoPlace`].
    pub fn reserved(
        &self,
        case: &CaseId,
        seq: Seq,
        by: u64,
        capacity: Option<u8>,
        now: Timestamp,
    ) -> Result<Self, NoPlace> {
        let before = self.held.iter().find(|place| place.case == *case);
        let is_running = before.is_some_and(|place| !place.is_run_over(now));
        let is_again = before.is_some_and(|place| place.by == by);
        if is_running && !is_again {
            return Err(NoPlace::Busy);
        }
        if before.is_none() && self.room(capacity) == 0 {
            return Err(NoPlace::Full);
        }
        let mut after = self.clone();
        after.held.retain(|place| place.case != *case);
        let is_shared = is_running && is_again;
        after.held.push(Place { case: case.clone(), seq, at: now, by, is_shared });
        after.last_given = self.last_given.max(now);
        Ok(after)
    }

    /// Without the place of an attempt that came to nothing; none where it has none to itself.
    pub fn cancelled(&self, case: &CaseId, by: u64) -> Option<Self> {
        self.without(|place| place.case == *case && place.by == by && !place.is_shared)
    }

    /// Without the place of a command that has been done: none of its attempts uses it any more; none where there is none.
    pub fn abandoned(&self, case: &CaseId, by: u64) -> Option<Self> {
        self.without(|place| place.case == *case && place.by == by)
    }

    /// Without the place for a case that ended for this agent with this event; none where there is none, or where it was
    /// reserved after that.
    pub fn released(&self, case: &CaseId, ended: Seq) -> Option<Self> {
        self.without(|place| place.case == *case && place.seq < ended)
    }

    /// Without these places, as they were seen; none where there is none of them any more.
    pub fn without_places(&self, ended: &[Place]) -> Option<Self> {
        self.without(|place| ended.contains(place))
    }

    /// With a place for a case that the agent has by their own doing, whatever their capacity; none where they have one.
    pub fn adopted(&self, case: &CaseId, seq: Seq, now: Timestamp) -> Option<Self> {
        if self.held.iter().any(|place| place.case == *case) || self.held.len() >= Self::MOST {
            return None;
        }
        let mut after = self.clone();
        after.held.push(Place { case: case.clone(), seq, at: now, by: 0, is_shared: true });
        Some(after)
    }

    fn without(&self, is_gone: impl Fn(&Place) -> bool) -> Option<Self> {
        let mut after = self.clone();
        after.held.retain(|place| !is_gone(place));
        (after.held.len() < self.held.len()).then_some(after)
    }
}

impl Place {
    /// Whether the run that has reserved it is over: it has become an assignment or never will.
    pub fn is_run_over(&self, now: Timestamp) -> bool {
        self.at.plus_seconds(Workload::LONGEST_RUN) <= now
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{StoreId, UserId};

    const NOW: Timestamp = Timestamp(1_800_000_000_000);

    fn case(n: u8) -> CaseId {
        let store: StoreId = "demo".parse().unwrap();
        CaseId::derive(&store, &UserId::visitor([n; 16]), &"opening-1".parse().unwrap())
    }

    fn seq(n: u64) -> Seq {
        n.try_into().unwrap()
    }

    fn later(seconds: i64) -> Timestamp {
        NOW.plus_seconds(seconds)
    }

    #[test]
    fn nobody_gets_more_places_than_their_capacity() {
        let one = Workload::default().reserved(&case(1), seq(1), 1, Some(1), NOW).unwrap();
        assert_eq!(one.reserved(&case(2), seq(1), 2, Some(1), NOW), Err(NoPlace::Full));
        assert!(one.reserved(&case(2), seq(1), 2, Some(2), NOW).is_ok());
        assert_eq!(
            Workload::default().reserved(&case(1), seq(1), 1, Some(0), NOW),
            Err(NoPlace::Full)
        );
    }

    #[test]
    fn an_attempt_that_is_repeated_keeps_its_place_and_nobody_gives_it_up() {
        let first = Workload::default().reserved(&case(1), seq(1), 1, Some(1), NOW).unwrap();
        assert_eq!(first.cancelled(&case(1), 1).unwrap().count(), 0);
        assert_eq!(first.cancelled(&case(1), 2), None);
        let again = first.reserved(&case(1), seq(2), 1, Some(1), later(5)).unwrap();
        assert_eq!((again.count(), again.cancelled(&case(1), 1)), (1, None));
        assert_eq!(again.reserved(&case(1), seq(2), 2, Some(1), later(6)), Err(NoPlace::Busy));
        assert_eq!(again.abandoned(&case(1), 1).unwrap().count(), 0, "once the command is done");
        assert_eq!(again.abandoned(&case(1), 2), None);
        let over = later(5 + Workload::LONGEST_RUN);
        assert_eq!(again.reserved(&case(1), seq(2), 2, Some(1), over).unwrap().count(), 1);
    }

    #[test]
    fn what_ended_before_a_place_was_reserved_does_not_release_it() {
        let held = Workload::default().reserved(&case(1), seq(7), 1, None, NOW).unwrap();
        assert_eq!(held.released(&case(1), seq(5)), None);
        assert_eq!(held.released(&case(1), seq(7)), None);
        assert_eq!(held.released(&case(2), seq(9)), None);
        assert_eq!(held.released(&case(1), seq(8)).unwrap().count(), 0);
    }

    #[test]
    fn a_place_that_has_changed_since_it_was_seen_stays() {
        let held = Workload::default().reserved(&case(1), seq(1), 1, None, NOW).unwrap();
        let seen = held.places().to_vec();
        let over = later(Workload::LONGEST_RUN);
        let again = held.reserved(&case(1), seq(4), 2, None, over).unwrap();
        assert_eq!(again.without_places(&seen), None);
        assert_eq!(held.without_places(&seen).unwrap().count(), 0);
    }

    #[test]
    fn what_somebody_goes_on_with_counts_once_whatever_their_capacity() {
        let held = Workload::default().reserved(&case(1), seq(1), 1, Some(1), NOW).unwrap();
        assert_eq!(held.adopted(&case(1), seq(3), NOW), None);
        let two = held.adopted(&case(2), seq(3), NOW).unwrap();
        assert_eq!((two.count(), two.room(Some(2))), (2, 0));
    }
}
