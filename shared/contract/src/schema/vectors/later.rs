//! What is played about what comes later: cases that are put aside, messages that wait.

#[allow(clippy::enum_glob_use)] // a script reads as sentences
use super::scripts::Action::*;
use super::scripts::Machine::Answer;
use super::scripts::{Script, Which};

pub(super) const LATER: [(&str, Script); 3] = [
    (
        "put aside, and back by hand, by the customer's words and by what is done with it",
        &[
            ("customer", Open),
            ("agent", Snooze),
            ("customer", Snooze),
            ("agent", Wake),
            ("agent", Wake),
            ("agent", SnoozeForAnHour),
            ("agent", Send("Till then.")),
            ("customer", Send("One thing more.")),
            ("agent", SnoozeForAnHour),
            ("lead", Give),
            ("agent", Snooze),
            ("lead", Unassign),
            ("agent", Snooze),
            ("customer", Escalate),
            ("agent", Snooze),
            ("agent", Resolve),
            ("agent", Snooze),
        ],
    ),
    (
        "written for later, changed, called off by a reply, by its author and by the end",
        &[
            ("customer", Open),
            ("agent", CancelScheduled),
            ("agent", Schedule),
            ("customer", Schedule),
            ("agent", Schedule),
            ("customer", Send("One thing more.")),
            ("assistant", Triage(Answer)),
            ("colleague", Send("Here it is.")),
            ("agent", Schedule),
            ("lead", CancelScheduled),
            ("lead", CancelScheduled),
            ("agent", Schedule),
            ("agent", Withdraw(Which::Newest)),
            ("agent", Schedule),
            ("agent", Resolve),
            ("agent", Schedule),
        ],
    ),
    (
        "a reply is promised, by another time, no more, kept by whoever replies, and done away with by the end",
        &[
            ("customer", Open),
            ("agent", WithdrawPromise),
            ("agent", PromiseReply),
            ("customer", PromiseReply),
            ("colleague", PromiseReply),
            ("lead", WithdrawPromise),
            ("agent", PromiseReply),
            ("customer", Send("Thank you.")),
            ("assistant", Triage(Answer)),
            ("colleague", Send("Here it is.")),
            ("agent", WithdrawPromise),
            ("agent", PromiseReply),
            ("agent", Resolve),
            ("agent", WithdrawPromise),
            ("agent", PromiseReply),
        ],
    ),
];
