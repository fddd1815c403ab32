//! Faults, put where they happen: before the engine, at the sockets, at the event bus. Off until set; set at run time.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::crash::{Crash, CrashPoint};

/// How often what goes wrong between functions and engine; shares from 0 to 1, drawn once per request, in this order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DatabaseFaults {
    /// The engine is not asked; the answer is an internal error.
    pub refuse: f64,
    /// The engine is not asked; the answer is that the throughput is exceeded.
    pub throttle: f64,
    /// The engine does it, and the connection breaks before the answer.
    pub lose_answer: f64,
    /// The request waits, at most [`DatabaseFaults::longest_delay`].
    pub delay: f64,
    /// The longest wait.
    pub longest_delay: Duration,
    /// Requests that are served before every further one is refused: a crash after so many writes.
    pub last_after: Option<u64>,
    /// Only these operations, or all when empty.
    pub operations: Vec<String>,
}

/// How often what goes wrong at the sockets; shares from 0 to 1.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SocketFaults {
    /// A connection breaks, without a close frame, when a frame should go out or has come in.
    pub drop: f64,
    /// A pushed frame goes out twice.
    pub duplicate: f64,
    /// A pushed frame changes places with the next one, or goes out after [`SocketFaults::longest_swap`].
    pub reorder: f64,
    /// How long a frame waits for another to change places with.
    pub longest_swap: Duration,
    /// A pushed frame goes out later, after others that came behind it.
    pub delay: f64,
    /// The longest wait.
    pub longest_delay: Duration,
}

/// How often the event bus does not take what it should; shares from 0 to 1.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BusFaults {
    /// The whole request fails.
    pub refuse: f64,
    /// The whole request comes too often.
    pub throttle: f64,
    /// An entry is not taken.
    pub refuse_entries: f64,
    /// The whole request waits, at most [`BusFaults::longest_delay`].
    pub delay: f64,
    /// The longest wait.
    pub longest_delay: Duration,
}

/// The faults of a stack. Clones share them.
#[derive(Debug, Clone)]
pub struct Faults(Arc<Mutex<FaultState>>);

#[derive(Debug)]
struct FaultState {
    dice: fastrand::Rng,
    database: Option<DatabaseFaults>,
    /// Requests served since the faults were set.
    served: u64,
    sockets: Option<SocketFaults>,
    bus: Option<BusFaults>,
    crash: Option<Crash>,
}

/// What happens to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DatabaseFate {
    Served,
    Refused,
    Throttled,
    AnswerLost,
    Delayed(Duration),
}

/// What happens to a request to put events on a bus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BusFate {
    Served,
    Refused,
    Throttled,
    Delayed(Duration),
}

/// What happens to a frame that a function posts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PushFate {
    Sent,
    Dropped,
    Doubled,
    /// It waits so long for the next one.
    Reordered(Duration),
    Delayed(Duration),
}

impl Default for Faults {
    fn default() -> Self {
        let (dice, served) = (fastrand::Rng::with_seed(1), 0);
        let (database, sockets, bus, crash) = (None, None, None, None);
        Self(Arc::new(Mutex::new(FaultState { dice, database, served, sockets, bus, crash })))
    }
}

impl Faults {
    /// Sets what goes wrong between functions and engine.
    pub fn set_database(&self, faults: DatabaseFaults) {
        let mut state = self.state();
        state.database = Some(faults);
        state.served = 0;
    }

    /// Sets what goes wrong at the sockets.
    pub fn set_sockets(&self, faults: SocketFaults) {
        self.state().sockets = Some(faults);
    }

    /// Sets what the event bus does not take.
    pub fn set_bus(&self, faults: BusFaults) {
        self.state().bus = Some(faults);
    }

    /// Sets when a function's processes end.
    pub fn set_crash(&self, crash: Crash) {
        self.state().crash = Some(crash);
    }

    /// Whether a crash that was set has not come yet.
    pub fn is_crash_due(&self) -> bool {
        self.state().crash.is_some()
    }

    /// Nothing goes wrong from now on.
    pub fn clear(&self) {
        let mut state = self.state();
        state.crash = None;
        state.database = None;
        state.sockets = None;
        state.bus = None;
    }

    /// The same seed throws the same dice; what they fall on still depends on the order of requests.
    pub fn seed(&self, seed: u64) {
        self.state().dice = fastrand::Rng::with_seed(seed);
    }

    fn state(&self) -> MutexGuard<'_, FaultState> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn of_request(&self, operation: &str) -> DatabaseFate {
        let mut state = self.state();
        let Some(faults) = state.database.clone() else { return DatabaseFate::Served };
        let is_spared = !faults.operations.is_empty()
            && !faults.operations.iter().any(|name| name == operation);
        if is_spared {
            return DatabaseFate::Served;
        }
        if faults.last_after.is_some_and(|last| state.served >= last) {
            return DatabaseFate::Refused;
        }
        state.served += 1;
        let shares = [faults.refuse, faults.throttle, faults.lose_answer, faults.delay];
        match state.pick(&shares) {
            Some(0) => DatabaseFate::Refused,
            Some(1) => DatabaseFate::Throttled,
            Some(2) => DatabaseFate::AnswerLost,
            Some(_) => DatabaseFate::Delayed(faults.longest_delay.mul_f64(state.share())),
            None => DatabaseFate::Served,
        }
    }

    /// When this request of a function is its last.
    pub(crate) fn crash_of(&self, function: &str) -> Option<CrashPoint> {
        let mut state = self.state();
        let crash = state.crash.as_mut().filter(|crash| crash.function == function)?;
        crash.request = crash.request.saturating_sub(1);
        let moment = (crash.request == 0).then_some(crash.moment)?;
        state.crash = None;
        Some(moment)
    }

    pub(crate) fn of_bus(&self) -> BusFate {
        let mut state = self.state();
        let Some(faults) = state.bus.clone() else { return BusFate::Served };
        match state.pick(&[faults.refuse, faults.throttle, faults.delay]) {
            Some(0) => BusFate::Refused,
            Some(1) => BusFate::Throttled,
            Some(_) => BusFate::Delayed(faults.longest_delay.mul_f64(state.share())),
            None => BusFate::Served,
        }
    }

    /// Whether a bus takes an entry, or with which code it does not.
    pub(crate) fn of_entry(&self) -> Result<(), &'static str> {
        let mut state = self.state();
        let share = state.bus.as_ref().map_or(0.0, |faults| faults.refuse_entries);
        match share > 0.0 && state.share() < share {
            true => Err("InternalFailure"),
            false => Ok(()),
        }
    }

    pub(crate) fn of_push(&self) -> PushFate {
        let mut state = self.state();
        let Some(faults) = state.sockets.clone() else { return PushFate::Sent };
        let shares = [faults.drop, faults.duplicate, faults.reorder, faults.delay];
        match state.pick(&shares) {
            Some(0) => PushFate::Dropped,
            Some(1) => PushFate::Doubled,
            Some(2) => PushFate::Reordered(faults.longest_swap),
            Some(_) => PushFate::Delayed(faults.longest_delay.mul_f64(state.share())),
            None => PushFate::Sent,
        }
    }

    /// Whether the connection breaks at a frame that is no push: one that came in, or an answer.
    pub(crate) fn drops_connection(&self) -> bool {
        let mut state = self.state();
        let share = state.sockets.as_ref().map_or(0.0, |faults| faults.drop);
        share > 0.0 && state.share() < share
    }
}

impl FaultState {
    /// Which of these shares one throw of the dice falls into.
    fn pick(&mut self, shares: &[f64]) -> Option<usize> {
        let mut left = self.share();
        shares.iter().position(|share| {
            let is_hit = left < *share;
            left -= share;
            is_hit
        })
    }

    fn share(&mut self) -> f64 {
        self.dice.f64()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_goes_wrong_until_it_is_set_and_after_it_is_cleared() {
        let faults = Faults::default();
        assert_eq!(faults.of_request("Query"), DatabaseFate::Served);
        faults.set_database(DatabaseFaults { refuse: 1.0, ..DatabaseFaults::default() });
        assert_eq!(faults.of_request("Query"), DatabaseFate::Refused);
        faults.clear();
        assert_eq!(faults.of_request("Query"), DatabaseFate::Served);
    }

    #[test]
    fn the_same_seed_throws_the_same_dice() {
        let thrown = |seed| {
            let faults = Faults::default();
            faults.seed(seed);
            faults.set_sockets(SocketFaults {
                drop: 0.2,
                duplicate: 0.2,
                reorder: 0.2,
                ..SocketFaults::default()
            });
            (0..50).map(|_| faults.of_push()).collect::<Vec<_>>()
        };
        assert_eq!(thrown(7), thrown(7));
        assert_ne!(thrown(7), thrown(8));
        assert!(thrown(7).contains(&PushFate::Doubled) && thrown(7).contains(&PushFate::Sent));
    }

    #[test]
    fn after_the_last_request_every_further_one_is_refused() {
        let faults = Faults::default();
        faults.set_database(DatabaseFaults { last_after: Some(2), ..DatabaseFaults::default() });
        let fates = [0; 4].map(|_| faults.of_request("PutItem"));
        assert_eq!(fates[..2], [DatabaseFate::Served; 2]);
        assert_eq!(fates[2..], [DatabaseFate::Refused; 2]);
    }

    #[test]
    fn only_the_named_operations_suffer() {
        let faults = Faults::default();
        let operations = vec!["PutItem".to_owned()];
        faults.set_database(DatabaseFaults {
            throttle: 1.0,
            operations,
            ..DatabaseFaults::default()
        });
        assert_eq!(faults.of_request("Query"), DatabaseFate::Served);
        assert_eq!(faults.of_request("PutItem"), DatabaseFate::Throttled);
    }
}
