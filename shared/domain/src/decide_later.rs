//! The decision over what has to do with a time that is still to come, or has come.

use crate::auto_close::{close_silent, remind};
use crate::decide::check_guard;
use crate::decision::Decision;
use crate::promise::{miss_promise, promise, withdraw_promise};
use crate::scheduled_message::{cancel, deliver, schedule};
use crate::snooze::{snooze, wake};
use crate::targets::{miss, warn};
use crate::{Command, CommandError, Principal, State, Timestamp};

/// Decides what a person puts off, and what a timer does.
pub(crate) fn decide_later(
    state: &State,
    principal: &Principal,
    command: &Command,
    now: Timestamp,
) -> Result<Decision, CommandError> {
    match command {
        Command::Snooze { until, guard } => {
            check_guard(state, principal, *guard)?;
            snooze(state, *until, now)
        }
        Command::Wake { ended } => wake(state, *ended),
        Command::Schedule { text, guard, at } => schedule(state, principal, text, *guard, *at, now),
        Command::CancelScheduled { of } => cancel(state, *of),
        Command::Deliver { scheduled } => deliver(state, scheduled),
        Command::Promise { by } => promise(state, *by, now),
        Command::WithdrawPromise { of } => withdraw_promise(state, *of),
        Command::MissPromise { of, by, was_kept_late } => {
            miss_promise(state, *of, *by, *was_kept_late)
        }
        Command::WarnTarget { target, due } => warn(state, *target, *due),
        Command::MissTarget { target, due, was_reached_late } => {
            miss(state, *target, *due, *was_reached_late)
        }
        Command::Remind { of, text } => remind(state, *of, text),
        Command::CloseSilent { since } => close_silent(state, *since),
        _ => Err(CommandError::NotAllowed),
    }
}
