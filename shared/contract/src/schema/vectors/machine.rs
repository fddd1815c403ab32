//! What the assistant does in a script.

use domain::{
    Command, EscalationReason, Grounds, LastSeen, Name, Priority, Seq, Source, Timestamp,
};

use super::log::{Log, store, text};
use super::scripts::Machine;

impl Log<'_> {
    /// The command that triage gives.
    pub(super) fn machine(&self, machine: Machine) -> Command {
        let answers = self.case.state.as_ref().map_or(Seq::NONE, |state| state.customer_seq);
        let source = || Source {
            answer: domain::AnswerId::derive(&store("demo"), "delivery"),
            question: "When does it come?".to_owned(),
            quote: "It comes within a week.".to_owned(),
            approved_by: Name::shortened("Lea"),
            approved_at: Some(Timestamp(1_790_000_000_000)),
        };
        match machine {
            Machine::Suggest => {
                let parts = ["It comes within a week.", "You get 90 days."].map(str::to_owned);
                let words = parts.join(" ");
                let grounds = Grounds { adapted: true, approvals: 3, ..Grounds::default() };
                let grounds = grounds.marking(&words, &parts, vec![1]);
                Command::Suggest { answers, text: text(&words), sources: vec![source()], grounds }
            }
            Machine::Answer => {
                let sources = vec![source().for_customer()];
                Command::Answer { answers, text: text("It comes within a week."), sources }
            }
            Machine::Escalate => {
                let (reason, known) = (EscalationReason::NoAnswer, LastSeen::default());
                Command::Escalate { reason, group: None, known }
            }
            Machine::Raise => Command::Prioritize { priority: Priority::High },
        }
    }
}
