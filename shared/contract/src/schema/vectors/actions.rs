//! What people and triage do in a script.

use domain::Priority;

/// A command of triage, which no client sends.
#[derive(Clone, Copy)]
pub(super) enum Machine {
    Suggest,
    Answer,
    Escalate,
    Raise,
}

/// What someone does in a scenario. Sequence numbers are relative to the head: `Head(0)` is the newest event.
#[derive(Clone, Copy)]
pub(super) enum Action {
    Open,
    Send(&'static str),
    SendUnread,
    SendAnyway,
    SendUnguarded,
    Note,
    Take,
    Give,
    Unassign,
    Escalate,
    Pass,
    Helped(bool),
    Resolve,
    Reopen,
    Rate,
    Withdraw(Which),
    Admit,
    Dismiss,
    Approve,
    ApproveEdited,
    Reject,
    Prioritize(Priority),
    SetSubject,
    Tag,
    Snooze,
    SnoozeForAnHour,
    Wake,
    Schedule,
    CancelScheduled,
    PromiseReply,
    WithdrawPromise,
    Claim,
    Erase,
    Triage(Machine),
}

/// Which event is meant.
#[derive(Clone, Copy)]
pub(super) enum Which {
    First,
    Newest,
}
