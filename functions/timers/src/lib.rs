//! Every minute: what is due in the stores' cases by now. A run that comes late does what the earlier ones have left; one that
//! comes twice does it once.

use application::Timers;
use domain::{StoreId, Timestamp};
use lambda::config::ConfigError;
use lambda::telemetry::{self, Unit};
use lambda::{Deployment, clock};
use lambda_runtime::{Error, LambdaEvent};
use serde::{Deserialize, Serialize};
use tracing::{error, warn};

/// What the function works with.
pub struct App {
    timers: Timers,
}

/// The scheduler's event.
#[derive(Debug, Deserialize)]
pub struct Schedule {
    /// For when the run was planned.
    time: Option<String>,
}

/// What a run came to, all stores together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Run {
    /// Cases that came back after they had been put aside.
    pub woken: usize,
    /// Messages for later that were sent.
    pub sent: usize,
    /// Customers who were reminded of a reply.
    pub reminded: usize,
    /// Cases that were closed because their customer stayed silent.
    pub closed: usize,
    /// Targets of cases that are soon over.
    pub warned: usize,
    /// Targets and promises of cases that were not reached in time.
    pub missed: usize,
    /// Cases of visitors that turned up after they had been claimed.
    pub claimed: usize,
    /// Timers that did not hold any more, or not yet.
    pub dropped: usize,
    /// Timers that could not be worked off.
    pub failed: usize,
    /// Stores of which the erasure of what they keep no longer was begun.
    pub expiring: usize,
    /// Stores whose timers could not be read to their end.
    pub behind: usize,
}

/// The timers of this deployment.
///
/// # Errors
/// [`ConfigError`]: the template did not set what the function needs.
pub fn app() -> Result<App, ConfigError> {
    Ok(App { timers: Deployment::from_env()?.timers()? })
}

/// Does what is due, store by store: one that can't be gone through holds up no other.
///
/// # Errors
/// None: what could not be done the next run does.
pub async fn handle(app: &App, event: LambdaEvent<Schedule>) -> Result<Run, Error> {
    let now = now(&event.payload, clock::now());
    let mut run = Run::default();
    for store in app.timers.cases.stores.ids() {
        work_off(app, store, now, &mut run).await;
        retain(app, store, now, &mut run).await;
    }
    measure(run);
    Ok(run)
}

async fn work_off(app: &App, store: &StoreId, now: Timestamp, run: &mut Run) {
    match app.timers.run(store, now).await {
        Ok(report) => {
            run.woken += report.woken;
            run.sent += report.sent;
            run.reminded += report.reminded;
            run.closed += report.closed;
            run.warned += report.warned;
            run.missed += report.missed;
            run.claimed += report.claimed;
            run.dropped += report.dropped;
            run.failed += report.failed;
            if report.failed > 0 {
                error!(%store, failed = report.failed, "timers were not worked off");
            }
        }
        Err(reason) => {
            run.behind += 1;
            warn!(%store, %reason, "a store's timers are behind");
        }
    }
}

/// Behind all else that is due in a store: nobody waits for it.
async fn retain(app: &App, store: &StoreId, now: Timestamp, run: &mut Run) {
    match app.timers.retain(store, now).await {
        Ok(is_begun) => run.expiring += usize::from(is_begun),
        Err(reason) => {
            run.behind += 1;
            warn!(%store, %reason, "what a store keeps no longer is not erased yet");
        }
    }
}

/// The time of a run: the clock's, or that for which it was planned where that lies ahead. So whoever starts a run by hand
/// may turn the clock, as tests do.
fn now(schedule: &Schedule, clock: Timestamp) -> Timestamp {
    let planned = schedule.time.as_deref().and_then(|time| time.parse::<jiff::Timestamp>().ok());
    planned.map_or(clock, |planned| clock.max(Timestamp(planned.as_millisecond())))
}

/// A metric costs in each hour in which it is written: a minute in which nothing was due writes none.
fn measure(run: Run) {
    if run != Run::default() {
        let of_time = run.warned + run.missed;
        let of_cases = run.woken + run.sent + run.reminded + run.closed + run.claimed;
        let done = of_cases + of_time + run.expiring;
        telemetry::measure(&[
            ("TimersDone", Unit::Count, done as f64),
            ("TimersBehind", Unit::Count, (run.failed + run.behind) as f64),
        ]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_turns_the_clock_ahead_and_never_back() {
        let clock = Timestamp(1_795_000_000_000);
        let at = |time: Option<&str>| now(&Schedule { time: time.map(str::to_owned) }, clock);
        assert_eq!(at(None), clock);
        assert_eq!(at(Some("2020-01-01T00:00:00Z")), clock);
        assert_eq!(at(Some("nonsense")), clock);
        assert_eq!(at(Some("2030-01-01T00:00:00Z")), Timestamp(1_893_456_000_000));
    }
}
