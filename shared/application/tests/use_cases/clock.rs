//! The clock of a test: it stands where the test puts it. Each test has a thread of its own.

use std::cell::Cell;

use domain::Timestamp;

use crate::deployment::NOW;

/// Triage looks at a message when nobody can be in the middle of a burst any more.
const AFTER_A_BURST: i64 = 10;

thread_local! {
    static TIME: Cell<Timestamp> = Cell::new(NOW.plus_seconds(AFTER_A_BURST));
}

/// What time it is.
pub(crate) fn now() -> Timestamp {
    TIME.get()
}

/// Makes it later.
pub(crate) fn advance(seconds: i64) {
    TIME.set(now().plus_seconds(seconds));
}
