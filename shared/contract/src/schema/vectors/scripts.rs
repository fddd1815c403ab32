//! What is played: who does what, in order.

use domain::Priority;

pub(super) use super::actions::{Action, Machine, Which};
#[allow(clippy::enum_glob_use)] // a script reads as sentences
use Action::*;
use Machine::{Answer, Suggest};

/// Who acts, by key, and what they do.
pub(super) type Script = &'static [(&'static str, Action)];

pub(super) const SCRIPTS: [(&str, Script); 22] = [
    (
        "a lead has a case erased and the customer writes again",
        &[
            ("customer", Open),
            ("agent", Send("A reply.")),
            ("agent", Erase),
            ("lead", Resolve),
            ("lead", Erase),
            ("customer", Send("Something else.")),
        ],
    ),
    (
        "a visitor signs in, and the case is the customer's",
        &[
            ("customer", Open),
            ("agent", Send("A reply.")),
            ("guest", Claim),
            ("account", Claim),
            ("account", Claim),
            ("customer", Send("As the visitor.")),
            ("account", Send("As the customer.")),
        ],
    ),
    ("opened", &[("customer", Open)]),
    (
        "the staff sort a case, and the customer sees nothing of it",
        &[
            ("customer", Open),
            ("assistant", Triage(Machine::Raise)),
            ("agent", Prioritize(Priority::Urgent)),
            ("colleague", Prioritize(Priority::Urgent)),
            ("assistant", Triage(Machine::Raise)),
            ("agent", SetSubject),
            ("agent", Tag),
            ("customer", Prioritize(Priority::Low)),
            ("customer", Tag),
        ],
    ),
    (
        "a person replies and the customer writes again",
        &[
            ("customer", Open),
            ("agent", Send("A reply.")),
            ("customer", Send("And?")),
            ("agent", SendUnread),
            ("agent", SendUnguarded),
            ("agent", SendAnyway),
        ],
    ),
    (
        "an automatic answer opens the case and a person is asked for",
        &[
            ("customer", Open),
            ("assistant", Triage(Answer)),
            ("customer", Helped(true)),
            ("customer", Helped(false)),
            ("customer", Helped(false)),
            ("assistant", Triage(Answer)),
            ("agent", Send("Here I am.")),
        ],
    ),
    (
        "escalated by the button, answered by the assistant meanwhile",
        &[
            ("customer", Open),
            ("customer", Escalate),
            ("customer", Escalate),
            ("assistant", Triage(Answer)),
            ("agent", Send("I am a person.")),
            ("customer", Escalate),
        ],
    ),
    (
        "triage knows no answer and calls a person",
        &[
            ("customer", Open),
            ("assistant", Triage(Machine::Escalate)),
            ("assistant", Triage(Machine::Escalate)),
            ("agent", Send("I know.")),
            ("assistant", Triage(Machine::Escalate)),
        ],
    ),
    (
        "a draft is approved as written",
        &[
            ("customer", Open),
            ("assistant", Triage(Suggest)),
            ("agent", Approve),
            ("agent", Approve),
            ("customer", Send("Thank you.")),
        ],
    ),
    (
        "a draft is edited and approved",
        &[("customer", Open), ("assistant", Triage(Suggest)), ("colleague", ApproveEdited)],
    ),
    (
        "a draft is rejected and a newer one takes its place",
        &[
            ("customer", Open),
            ("assistant", Triage(Suggest)),
            ("agent", Reject),
            ("agent", Reject),
            ("customer", Send("More.")),
            ("assistant", Triage(Suggest)),
            ("customer", Send("Still more.")),
            ("assistant", Triage(Suggest)),
        ],
    ),
    (
        "a draft ends with a person's own reply",
        &[("customer", Open), ("assistant", Triage(Suggest)), ("agent", Send("My own words."))],
    ),
    (
        "resolved, rated, reopened by the customer",
        &[
            ("customer", Rate),
            ("customer", Open),
            ("customer", Rate),
            ("agent", Send("Done.")),
            ("agent", Resolve),
            ("agent", Resolve),
            ("customer", Rate),
            ("customer", Reopen),
            ("customer", Reopen),
        ],
    ),
    (
        "reopened by an agent",
        &[("customer", Open), ("agent", Send("Done.")), ("agent", Resolve), ("agent", Reopen)],
    ),
    (
        "resolved with a draft, and the customer writes again",
        &[
            ("customer", Open),
            ("assistant", Triage(Suggest)),
            ("agent", Resolve),
            ("assistant", Triage(Suggest)),
            ("customer", Send("One thing more.")),
        ],
    ),
    (
        "taken, given away and left",
        &[
            ("customer", Open),
            ("agent", Take),
            ("agent", Take),
            ("agent", Give),
            ("lead", Unassign),
            ("lead", Unassign),
            ("customer", Take),
        ],
    ),
    (
        "taken, settled, and nobody's once the customer writes again",
        &[
            ("customer", Open),
            ("agent", Take),
            ("agent", Send("Done.")),
            ("agent", Resolve),
            ("customer", Send("Not quite.")),
            ("agent", Take),
            ("agent", Resolve),
            ("agent", Reopen),
            ("agent", Resolve),
            ("lead", Reopen),
        ],
    ),
    (
        "passed to a group",
        &[
            ("customer", Open),
            ("agent", Take),
            ("agent", Pass),
            ("agent", Pass),
            ("customer", Pass),
            ("colleague", Take),
            ("lead", Pass),
        ],
    ),
    (
        "notes stay among the staff",
        &[
            ("customer", Open),
            ("agent", Note),
            ("customer", Send("Hello?")),
            ("agent", Note),
            ("customer", Note),
        ],
    ),
    (
        "words are taken back",
        &[
            ("customer", Open),
            ("customer", Send("My card is …")),
            ("customer", Withdraw(Which::Newest)),
            ("agent", Note),
            ("customer", Withdraw(Which::Newest)),
            ("agent", Withdraw(Which::Newest)),
            ("agent", Withdraw(Which::First)),
            ("lead", Withdraw(Which::First)),
        ],
    ),
    (
        "someone is let in and shown out",
        &[
            ("customer", Open),
            ("guest", Send("May I?")),
            ("agent", Admit),
            ("agent", Admit),
            ("guest", Send("I am the neighbour.")),
            ("agent", Dismiss),
            ("agent", Dismiss),
            ("guest", Send("And now?")),
        ],
    ),
    (
        "a stranger and an agent of another store",
        &[("customer", Open), ("guest", Send("Whose is this?")), ("elsewhere", Send("Nor mine."))],
    ),
];
