//! What was measured, and how times are summed up.

use std::time::Duration;

/// What became of a conversation's messages.
#[derive(Default)]
pub(crate) struct Outcome {
    /// From the moment a message was to be sent until the other side had it.
    pub(crate) receive: Vec<Duration>,
    /// The same until the author had the acknowledgement too.
    pub(crate) answer: Vec<Duration>,
    /// Sent, and not both heard and acknowledged in the end.
    pub(crate) unanswered: usize,
    /// Not in the log.
    pub(crate) lost: usize,
    /// More than once in the log.
    pub(crate) doubled: usize,
    /// Pushed to the same socket more than once, which a client must bear.
    pub(crate) pushed_twice: usize,
    /// Frames sent again because the stack was busy.
    pub(crate) repeated: usize,
    /// Hints that were not counted: lists, presence.
    pub(crate) other_frames: usize,
}

impl Outcome {
    /// Both together.
    pub(crate) fn plus(mut self, other: Self) -> Self {
        self.receive.extend(other.receive);
        self.answer.extend(other.answer);
        self.unanswered += other.unanswered;
        self.lost += other.lost;
        self.doubled += other.doubled;
        self.pushed_twice += other.pushed_twice;
        self.repeated += other.repeated;
        self.other_frames += other.other_frames;
        self
    }
}

/// Half were at most so long, 99 of 100 were, all were; in milliseconds.
#[derive(Clone, Copy, Default, serde::Serialize)]
pub(crate) struct Spread {
    /// The median.
    pub p50: f64,
    /// The 99th percentile.
    pub p99: f64,
    /// The longest.
    pub(crate) max: f64,
}

impl Spread {
    /// Sums up times; all zero where there are none.
    pub(crate) fn of(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        let at = |share: f64| {
            let last = times.len().saturating_sub(1) as f64;
            times
                .get((last * share).round() as usize)
                .map_or(0.0, |time| time.as_secs_f64() * 1_000.0)
        };
        Self { p50: at(0.5), p99: at(0.99), max: at(1.0) }
    }
}
