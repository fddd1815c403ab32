//! One provider, asked as often as it makes sense and as it allows.

use std::time::Duration;

use super::breaker::Breaker;
use super::usage::{Bill, Counted, Meter};
use super::{CallContext, Reason};

/// The pause before a retry: at least this, and up to twice as much by chance.
const PAUSE: Duration = Duration::from_millis(150);
/// A provider that names a longer time than this to come back after is asked again after this: it may be a slip.
const LONGEST_REST: Duration = Duration::from_hours(1);

/// How a provider is asked, whatever it is and by whatever protocol.
pub(super) struct Provider {
    /// How long one request may take.
    timeout: Duration,
    /// Whether a request that failed is repeated here.
    repeats: bool,
    breaker: Breaker,
}

/// A request without a usable answer, and what is known of a retry.
#[derive(Debug, Clone, Copy)]
pub(super) struct Failed {
    pub(super) reason: Reason,
    pub(super) advice: Option<Advice>,
}

/// What is known of a retry, beside what the reason says.
#[derive(Debug, Clone, Copy)]
pub(super) enum Advice {
    /// The provider wants to be left alone for so long (`Retry-After`).
    RetryAfter(Duration),
    /// The key has been forgotten and is fetched anew.
    NewKey,
    /// The model refuses `max_tokens`, and names the field that it wants.
    NewerLimit,
}

impl Failed {
    /// Whether the model wants its reply's limit in another field.
    pub(super) fn is_for_newer_limit(&self) -> bool {
        matches!(self.advice, Some(Advice::NewerLimit))
    }
}

impl From<Reason> for Failed {
    fn from(reason: Reason) -> Self {
        Self { reason, advice: None }
    }
}

impl Provider {
    /// A provider of which nothing bad is known.
    pub(super) fn new(timeout: Duration) -> Self {
        Self { timeout, repeats: true, breaker: Breaker::default() }
    }

    /// The same, whose requests the SDK has repeated where that may help.
    pub(super) fn behind_sdk(timeout: Duration) -> Self {
        Self { repeats: false, ..Self::new(timeout) }
    }

    /// The answer to a request that costs at most this: at once, or after one retry where that may help. `send` gets the key
    /// that `key` has fetched.
    pub(super) async fn ask<T: Counted>(
        &self,
        bill: Bill,
        moment: CallContext,
        meter: &mut Meter,
        key: impl AsyncFn() -> Result<Option<String>, Reason>,
        send: impl AsyncFn(Option<String>) -> Result<T, Failed>,
    ) -> Result<T, Reason> {
        let trial = self.breaker.trial(moment.now).ok_or(Reason::Resting)?;
        let mut outcome = self.ask_once(bill, meter, &key, &send).await;
        if let Err(failed) = &outcome
            && self.may_retry(*failed, moment).await
        {
            outcome = self.ask_once(bill, meter, &key, &send).await;
            if let Err(Failed { advice: Some(Advice::RetryAfter(wait)), .. }) = &outcome {
                self.breaker.rest(moment.now, (*wait).min(LONGEST_REST));
            }
        }
        if outcome.is_ok() {
            trial.succeeded();
        }
        outcome.map_err(|failed| failed.reason)
    }

    /// Waits, if a retry may help. A provider that asks for time gets it: its other callers leave it alone meanwhile, and so does
    /// this one where the wait would be longer than a request may take.
    async fn may_retry(&self, failed: Failed, moment: CallContext) -> bool {
        let wait = match failed.advice {
            Some(Advice::NewKey | Advice::NewerLimit) => return true,
            Some(Advice::RetryAfter(wait)) => {
                self.breaker.rest(moment.now, wait.min(LONGEST_REST));
                wait
            }
            None => PAUSE.mul_f64(1.0 + moment.jitter.clamp(0.0, 1.0)),
        };
        let is_short = wait <= self.timeout && wait <= moment.timeout / 2;
        let is_worth_it = self.repeats && failed.reason.is_passing() && is_short;
        if is_worth_it {
            tokio::time::sleep(wait).await;
        }
        is_worth_it
    }

    /// Sends one request. Its key comes before: what a secret store takes is neither the model's time nor on its bill.
    async fn ask_once<T: Counted>(
        &self,
        bill: Bill,
        meter: &mut Meter,
        key: &impl AsyncFn() -> Result<Option<String>, Reason>,
        send: &impl AsyncFn(Option<String>) -> Result<T, Failed>,
    ) -> Result<T, Failed> {
        let key = key().await?;
        meter.sent(bill);
        let outcome = tokio::time::timeout(self.timeout, send(key)).await;
        let outcome = outcome.unwrap_or_else(|_| Err(Reason::Slow.into()));
        meter.settled(outcome.as_ref().map_err(|failed| failed.reason));
        outcome
    }
}
