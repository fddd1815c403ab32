//! What everybody tries at the end of each scenario.

#[allow(clippy::enum_glob_use)] // a script reads as sentences
use super::scripts::Action::{self, *};
use super::scripts::Which;

/// Who tries every command at a scenario's end. What strangers get is in the scenarios themselves.
pub(super) const TRIED: [&str; 3] = ["customer", "agent", "lead"];

/// Every command that is tried at a scenario's end.
pub(super) const TRIALS: [Action; 26] = [
    Send("A message."),
    SendUnguarded,
    SendAnyway,
    Note,
    Take,
    Give,
    Unassign,
    Escalate,
    Pass,
    Helped(true),
    Helped(false),
    Resolve,
    Reopen,
    Rate,
    Withdraw(Which::First),
    Withdraw(Which::Newest),
    Admit,
    Dismiss,
    Approve,
    Reject,
    Snooze,
    Wake,
    Schedule,
    CancelScheduled,
    PromiseReply,
    WithdrawPromise,
];
