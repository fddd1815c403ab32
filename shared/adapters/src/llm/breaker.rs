//! A circuit breaker: a provider that keeps failing is left alone for a while, so that nobody waits for it in vain.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use domain::Timestamp;

/// Failures in a row after which a provider rests.
const PATIENCE: u32 = 4;
/// How long it rests, in seconds; then one call tries it while the others go on without it.
const REST: i64 = 30;

/// What is known of one provider's health, in this process.
#[derive(Default)]
pub(super) struct Breaker {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    failures: u32,
    resting_until: Option<Timestamp>,
    /// Until when the provider asked to be left alone, whatever becomes of calls that are under way.
    asked_until: Option<Timestamp>,
}

impl Breaker {
    /// A call to the provider, if it may be asked now.
    pub(super) fn trial(&self, now: Timestamp) -> Option<Trial<'_>> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.asked_until.is_some_and(|until| now < until) {
            return None;
        }
        if let Some(until) = state.resting_until {
            if now < until {
                return None;
            }
            state.resting_until = Some(now.plus_seconds(REST));
        }
        Some(Trial { breaker: self, now, has_succeeded: false })
    }

    /// Leaves the provider alone for so long, as it asked.
    pub(super) fn rest(&self, now: Timestamp, wait: Duration) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let wait = i64::try_from(wait.as_millis()).unwrap_or(i64::MAX);
        let until = Timestamp(now.0.saturating_add(wait));
        state.asked_until = state.asked_until.max(Some(until));
    }

    fn failed(&self, now: Timestamp) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.failures += 1;
        if state.failures >= PATIENCE {
            state.resting_until = state.resting_until.max(Some(now.plus_seconds(REST)));
        }
    }
}

/// A call that counts as failed unless it is said to have succeeded: also one that its caller gave up.
pub(super) struct Trial<'a> {
    breaker: &'a Breaker,
    now: Timestamp,
    has_succeeded: bool,
}

impl Trial<'_> {
    /// The provider answered.
    pub(super) fn succeeded(mut self) {
        self.has_succeeded = true;
    }
}

impl Drop for Trial<'_> {
    fn drop(&mut self) {
        if self.has_succeeded {
            let mut state = self.breaker.state.lock().unwrap_or_else(PoisonError::into_inner);
            (state.failures, state.resting_until) = (0, None);
        } else {
            self.breaker.failed(self.now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_seconds(seconds)
    }

    fn fail(breaker: &Breaker, times: u32) {
        (0..times).for_each(|_| drop(breaker.trial(at(0)).unwrap()));
    }

    #[test]
    fn a_provider_that_keeps_failing_rests_and_is_then_tried_by_one_call() {
        let breaker = Breaker::default();
        fail(&breaker, PATIENCE);
        assert!(breaker.trial(at(REST - 1)).is_none());
        let trial = breaker.trial(at(REST)).unwrap();
        assert!(breaker.trial(at(REST)).is_none(), "the others go on without it");
        trial.succeeded();
        let free = [breaker.trial(at(REST)), breaker.trial(at(REST))];
        assert!(free.iter().all(Option::is_some));
    }

    #[test]
    fn a_provider_that_asks_for_time_gets_it_however_often_it_fails_meanwhile() {
        let breaker = Breaker::default();
        let trial = breaker.trial(at(0)).unwrap();
        breaker.rest(at(0), Duration::from_mins(2));
        breaker.rest(at(0), Duration::from_secs(10));
        drop(trial);
        fail_quietly(&breaker, PATIENCE);
        assert!(breaker.trial(at(119)).is_none());
        assert!(breaker.trial(at(120)).is_some());
    }

    fn fail_quietly(breaker: &Breaker, times: u32) {
        (0..times).for_each(|_| breaker.failed(at(0)));
    }

    #[test]
    fn a_failed_trial_means_another_rest_and_a_success_forgets_failures() {
        let breaker = Breaker::default();
        fail(&breaker, PATIENCE);
        drop(breaker.trial(at(REST)).unwrap());
        assert!(breaker.trial(at(2 * REST - 1)).is_none());
        breaker.trial(at(2 * REST)).unwrap().succeeded();
        fail(&breaker, PATIENCE - 1);
        assert!(breaker.trial(at(0)).is_some());
    }
}
