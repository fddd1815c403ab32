//! What each action of a script means: the frame that a client sends, and the command that the service makes of it.

use domain::{
    Body, Colleague, Command, CommandError, Entry, EscalationReason, GroupId, Guard, LastSeen,
    Principal, Proposal, RejectionReason, Role, Seq, StorePolicy, Subject, TagList, Target, Text,
    UserId,
};

use super::log::{Log, command_id, opening, seq, text};
#[allow(clippy::enum_glob_use)] // a script reads as sentences
use super::scripts::Action::*;
use super::scripts::{Action, Which};
use crate::ClientFrame;

impl Log<'_> {
    /// What a client sends for this, and the command that the service understands by it.
    #[allow(clippy::too_many_lines)] // one arm for each action, as the front door has one for each frame
    pub(super) fn meant(
        &mut self,
        who: &Principal,
        action: Action,
    ) -> (Option<ClientFrame>, Result<Command, CommandError>) {
        let is_opening = matches!(action, Open);
        let id = if is_opening { command_id(0) } else { command_id(self.sent + 1) };
        self.sent += 1;
        let (case, after) = (self.id.clone(), self.case.head);
        let is_customer = who.role == Role::Customer;
        let send = |words: &str, answers: Option<Seq>, anyway: Option<bool>| {
            let guard = match (is_customer, anyway, answers) {
                (true, ..) => Guard::Unguarded,
                (_, Some(true), _) => Guard::Anyway,
                (_, _, Some(seq)) => Guard::Answers(seq),
                _ => Guard::Unguarded,
            };
            let (id, case, text) = (id.clone(), case.clone(), text(words));
            let text = Some(text);
            let frame = ClientFrame::Send {
                id,
                case,
                after,
                text: text.clone(),
                files: None,
                answers,
                anyway,
            };
            (Some(frame), Ok(Command::Send { text, files: Vec::new(), guard }))
        };
        use ClientFrame as F;
        match action {
            Open => opening(id),
            Send(words) => send(words, (!is_customer).then_some(after), None),
            SendUnread => send("Not having read it.", Some(after.previous()), None),
            SendAnyway => send("All the same.", Some(after.previous()), Some(true)),
            SendUnguarded => send("Naming nothing.", None, None),
            Note => {
                let text = text("Among us.");
                let frame = F::Note { id, case, after, text: text.clone(), mentions: None };
                (Some(frame), Ok(Command::Note { text, mentions: Default::default() }))
            }
            Take | Give => {
                let other = self.who("colleague");
                let to = if matches!(action, Give) || is_customer { other } else { who };
                let agent = to.user.clone().unwrap_or_else(|| UserId::visitor([0; 16]));
                let (name, stores) = (to.name.clone(), to.stores.clone());
                let colleague = Colleague { user: agent.clone(), name, stores };
                let frame = F::Assign { id, case, after, agent };
                let known = self.known();
                (Some(frame), Ok(Command::Assign { colleague, known }))
            }
            Unassign => {
                let known = self.known();
                (Some(F::Unassign { id, case, after }), Ok(Command::Unassign { known }))
            }
            Escalate => {
                let reason = match who.role.is_staff() {
                    true => EscalationReason::StaffAsked,
                    false => EscalationReason::CustomerAsked,
                };
                let known = self.known();
                let command = Command::Escalate { reason, group: None, known };
                (Some(F::Escalate { id, case, after, group: None }), Ok(command))
            }
            Pass => {
                let (group, known) = (GroupId::try_from(1).ok(), self.known());
                let reason = EscalationReason::StaffAsked;
                let command = Command::Escalate { reason, group, known };
                (Some(F::Escalate { id, case, after, group }), Ok(command))
            }
            Helped(yes) => {
                let of = self.case.state.as_ref().map_or(Seq::NONE, |state| state.assistant_seq);
                let frame = F::Helped { id, case, after, of, yes };
                (Some(frame), Ok(Command::Helped { of, yes }))
            }
            Resolve => {
                let guard = Guard::Answers(after);
                (Some(F::Resolve { id, case, after }), Ok(Command::Resolve { guard }))
            }
            Reopen => (Some(F::Reopen { id, case, after }), Ok(Command::Reopen)),
            Rate => {
                let score = 4.try_into().unwrap_or_else(|_| unreachable!("a score"));
                let frame = F::Rate { id, case, after, score, comment: None };
                (Some(frame), Ok(Command::Rate { score, comment: None }))
            }
            Withdraw(which) => {
                let of = match which {
                    Which::First => seq(1),
                    Which::Newest => after,
                };
                (Some(F::Withdraw { id, case, after, of }), self.target(who, of))
            }
            Admit => {
                let (user, name) = (self.user("guest"), None);
                let frame = F::AddParticipant { id, case, after, user: user.clone(), name };
                (Some(frame), Ok(Command::AddParticipant { user, name: None }))
            }
            Dismiss => {
                let user = self.user("guest");
                let frame = F::RemoveParticipant { id, case, after, user: user.clone() };
                (Some(frame), Ok(Command::RemoveParticipant { user }))
            }
            Approve | ApproveEdited => {
                let edited = matches!(action, ApproveEdited).then(|| text("In my own words."));
                let suggestion = self.draft();
                let frame = F::Approve {
                    id,
                    case,
                    after,
                    suggestion,
                    text: edited.clone(),
                    answers: Some(after),
                    anyway: None,
                };
                (Some(frame), self.approval(who, suggestion, edited, after))
            }
            Reject => {
                let (suggestion, reason) = (self.draft(), RejectionReason::Tone);
                let frame = F::Reject { id, case, after, suggestion, reason };
                (Some(frame), Ok(Command::Reject { suggestion, reason }))
            }
            Prioritize(priority) => (
                Some(F::Prioritize { id, case, after, priority }),
                Ok(Command::Prioritize { priority }),
            ),
            SetSubject => {
                let subject: Option<Subject> = "A broken lamp".parse().ok();
                let frame = F::SetSubject { id, case, after, subject: subject.clone() };
                (Some(frame), Ok(Command::SetSubject { subject }))
            }
            Tag => {
                let tags = |tag: &str| {
                    TagList::try_from(tag.parse().into_iter().collect::<Vec<domain::Tag>>())
                };
                let (add, remove) = (tags("refund").ok(), tags("vip").ok());
                let frame = F::Tag { id, case, after, add: add.clone(), remove: remove.clone() };
                let (add, remove) = (add.unwrap_or_default(), remove.unwrap_or_default());
                (Some(frame), Ok(Command::Tag { add, remove }))
            }
            Snooze | SnoozeForAnHour => {
                let hour = matches!(action, SnoozeForAnHour).then(|| self.in_an_hour());
                let command = Command::Snooze {
                    until: domain::Snooze::until(hour),
                    guard: Guard::Answers(after),
                };
                (Some(F::Snooze { id, case, after, until: hour }), Ok(command))
            }
            Wake => (Some(F::Wake { id, case, after }), Ok(Command::Wake { ended: None })),
            Schedule => {
                let (at, text) = (self.in_an_hour(), text("In an hour I know more."));
                let frame =
                    F::ScheduleMessage { id, case, after, text: text.clone(), at: Some(at) };
                let (guard, at) = (Guard::Answers(after), domain::SendAt::Time(at));
                (Some(frame), Ok(Command::Schedule { text, guard, at }))
            }
            CancelScheduled => {
                let waiting = self.case.state.as_ref().map(|state| state.scheduled);
                let of = waiting.filter(|seq| seq.is_some()).unwrap_or(seq(1));
                let frame = F::CancelScheduled { id, case, after, of };
                (Some(frame), Ok(Command::CancelScheduled { of }))
            }
            PromiseReply => {
                let by = self.in_an_hour();
                (Some(F::PromiseReply { id, case, after, by }), Ok(Command::Promise { by }))
            }
            WithdrawPromise => {
                let of = self.promise();
                let frame = F::WithdrawPromise { id, case, after, of };
                (Some(frame), Ok(Command::WithdrawPromise { of }))
            }
            Claim => (None, Ok(Command::Claim { from: self.user("customer") })),
            Erase => (None, Ok(Command::Erase)),
            Triage(machine) => (None, Ok(self.machine(machine))),
        }
    }

    /// Whose the case is, as everybody in these scenarios knows.
    fn known(&self) -> LastSeen {
        self.case.state.as_ref().map(LastSeen::from).unwrap_or_default()
    }

    fn user(&self, name: &str) -> UserId {
        self.who(name).user.clone().unwrap_or_else(|| UserId::visitor([0; 16]))
    }

    /// The newest draft, be it decided or not.
    fn draft(&self) -> Seq {
        let is_draft = |entry: &&Entry| matches!(entry.event.body, Body::Suggested { .. });
        self.entries.iter().rev().find(is_draft).map_or(seq(1), |entry| entry.event.seq)
    }

    /// The newest promise, be it kept or not.
    fn promise(&self) -> Seq {
        let is_promise = |entry: &&Entry| matches!(entry.event.body, Body::Promised { .. });
        self.entries.iter().rev().find(is_promise).map_or(seq(1), |entry| entry.event.seq)
    }

    fn may_read(&self, who: &Principal) -> Result<(), CommandError> {
        domain::may_read(who, &self.case, StorePolicy::default()).map_err(CommandError::from)
    }

    fn approval(
        &self,
        who: &Principal,
        suggestion: Seq,
        edited: Option<Text>,
        answers: Seq,
    ) -> Result<Command, CommandError> {
        self.may_read(who)?;
        if !domain::may(who.role, domain::Action::Decide) {
            return Err(CommandError::NotAllowed);
        }
        let entry = self.entries.iter().find(|entry| entry.event.seq == suggestion);
        let event = &entry.ok_or(CommandError::AlreadyDecided)?.event;
        let Body::Suggested { answers: asked, sources, .. } = event.body.clone() else {
            return Err(CommandError::AlreadyDecided);
        };
        let text = edited.or_else(|| event.text.clone()).ok_or(CommandError::AlreadyDecided)?;
        let proposal =
            Proposal { seq: suggestion, answers: asked, text: event.text.clone(), sources };
        Ok(Command::Approve { proposal, text, guard: Guard::Answers(answers) })
    }

    fn target(&self, who: &Principal, of: Seq) -> Result<Command, CommandError> {
        self.may_read(who)?;
        let entry = self.entries.iter().find(|entry| entry.event.seq == of);
        let event = &entry.ok_or(CommandError::NotFound)?.event;
        let target = Target {
            seq: of,
            author: event.author.id.clone(),
            visible: event.body.is_visible(),
            carries_text: event.body.carries_text(),
        };
        Ok(Command::Withdraw { target })
    }
}
