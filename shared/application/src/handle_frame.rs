//! The front door of a case: a client's frame or command becomes a use case, and its answer a frame.

use contract::{CaseCommand, ClientFrame, Code, FrameTarget, ServerFrame};
use domain::{
    Action, CaseId, Command, CommandError, CommandId, Entry, EscalationReason, GroupId, Guard,
    LastSeen, Proposal, Role, Seq, Snooze, State, TagList, Target, Text, Timestamp, UserId, may,
};

use crate::reply::{Reply, error};
use crate::{Append, ApplicationError, Caller, Cases, UseCaseError};

/// What a client wants done. Where it can't be done any more `refusal` says why: a repetition of what has been done is
/// acknowledged all the same.
pub(crate) struct Meant {
    pub(crate) command: Command,
    pub(crate) refusal: Option<CommandError>,
}

impl From<Command> for Meant {
    fn from(command: Command) -> Self {
        Self { command, refusal: None }
    }
}

impl Cases {
    /// Does what a frame of the socket asks for.
    ///
    /// # Errors
    /// [`ApplicationError`].
    pub async fn act(
        &self,
        caller: &Caller,
        frame: ClientFrame,
    ) -> Result<Reply, ApplicationError> {
        if caller.principal.expires <= caller.now {
            let message = "The token has ended. Sign in again.";
            return Ok(Reply::from(ServerFrame::error(
                Code::Expired,
                message,
                frame.id().cloned(),
            )));
        }
        match FrameTarget::from(frame) {
            FrameTarget::NewCase(opening) => self.open(caller, opening).await,
            FrameTarget::Connection { id, cases } => {
                self.heartbeat(caller, &id, &cases).await.map(Reply::from)
            }
            FrameTarget::Case(case, command) => self.command(caller, case, command).await,
        }
    }

    /// Does what a command asks for in a case.
    ///
    /// # Errors
    /// [`ApplicationError`].
    #[allow(clippy::too_many_lines)] // one arm for each command
    pub async fn command(
        &self,
        caller: &Caller,
        case: CaseId,
        command: CaseCommand,
    ) -> Result<Reply, ApplicationError> {
        use CaseCommand as C;
        let known = LastSeen::default();
        let (id, after, meant) = match command {
            C::Sync { id, after } => {
                return self.sync(caller, &id, &case, after).await.map(Reply::from);
            }
            C::Typing { on } => {
                return self.typing(caller, &case, on).await.map(|()| Reply::default());
            }
            C::Read { seq } => {
                return self.read(caller, &case, seq).await.map(|()| Reply::default());
            }
            C::Assign { id, after, agent } => {
                return self.assign(caller, case, id, after, agent).await;
            }
            C::Send { id, after, text, files, answers, anyway } => {
                let guard = guard(caller, answers, anyway);
                let (files, refusal) = self.files_of_case(caller, &case, &id, files).await?;
                let command = Command::Send { text, files, guard };
                (id, after, Ok(Meant { command, refusal }))
            }
            C::Note { id, after, text, mentions } => {
                (id, after, Ok(self.note(caller, &case, text, mentions).await?))
            }
            C::Unassign { id, after } => (id, after, Ok(Command::Unassign { known }.into())),
            C::Escalate { id, after, group } => {
                (id, after, Ok(self.escalate(caller, &case, group).await?))
            }
            C::Helped { id, after, of, yes } => (id, after, Ok(Command::Helped { of, yes }.into())),
            C::Approve { id, after, suggestion, text, answers, anyway } => {
                let guard = guard(caller, answers, anyway);
                (id, after, self.approve(caller, &case, suggestion, text, guard).await)
            }
            C::Reject { id, after, suggestion, reason } => {
                (id, after, Ok(Command::Reject { suggestion, reason }.into()))
            }
            C::Resolve { id, after } => {
                (id, after, Ok(Command::Resolve { guard: Guard::Answers(after) }.into()))
            }
            C::Snooze { id, after, until } => (id, after, Ok(snooze(until, after).into())),
            C::ScheduleMessage { id, after, text, at } => {
                (id, after, self.schedule(caller, &case, text, at, after).await)
            }
            C::CancelScheduled { id, after, of } => {
                (id, after, Ok(Command::CancelScheduled { of }.into()))
            }
            C::PromiseReply { id, after, by } => (id, after, Ok(Command::Promise { by }.into())),
            C::WithdrawPromise { id, after, of } => {
                (id, after, self.withdraw_promise(caller, &case, of).await)
            }
            C::Wake { id, after } => (id, after, Ok(Command::Wake { ended: None }.into())),
            C::Reopen { id, after } => (id, after, Ok(Command::Reopen.into())),
            C::Rate { id, after, score, comment } => {
                (id, after, Ok(self.rate(caller, &case, score, comment).await?))
            }
            C::Withdraw { id, after, of } => (id, after, self.withdraw(caller, &case, of).await),
            C::Prioritize { id, after, priority } => {
                (id, after, Ok(Command::Prioritize { priority }.into()))
            }
            C::SetSubject { id, after, subject } => {
                (id, after, Ok(Command::SetSubject { subject }.into()))
            }
            C::Tag { id, after, add, remove } => {
                (id, after, Ok(self.tag(caller, &case, add, remove).await?))
            }
            C::AddParticipant { id, after, user, name } => {
                (id, after, Ok(Command::AddParticipant { user, name }.into()))
            }
            C::RemoveParticipant { id, after, user } => {
                (id, after, Ok(Command::RemoveParticipant { user }.into()))
            }
        };
        self.carry_out(caller, case, (id, after), meant).await
    }

    async fn carry_out(
        &self,
        caller: &Caller,
        case: CaseId,
        (id, after): (CommandId, Seq),
        meant: Result<Meant, UseCaseError>,
    ) -> Result<Reply, ApplicationError> {
        match meant {
            Ok(Meant { command, refusal }) => {
                let append = Append { case, id, after, command };
                let outcome = self.append_unless(refusal, caller, &append).await?;
                Ok(self.answer(caller, &append, outcome))
            }
            Err(reason) => Ok(Reply::from(error(reason.into_refusal()?, Some(id)))),
        }
    }

    async fn escalate(
        &self,
        caller: &Caller,
        case: &CaseId,
        group: Option<GroupId>,
    ) -> Result<Meant, ApplicationError> {
        let refusal = self.check_group(caller, case, group).await?;
        let (reason, known) = (asked_by(caller), LastSeen::default());
        Ok(Meant { command: Command::Escalate { reason, group, known }, refusal })
    }

    async fn tag(
        &self,
        caller: &Caller,
        case: &CaseId,
        add: Option<TagList>,
        remove: Option<TagList>,
    ) -> Result<Meant, ApplicationError> {
        let (add, remove) = (add.unwrap_or_default(), remove.unwrap_or_default());
        let refusal = self.check_tags(caller, case, &add, &remove).await?;
        Ok(Meant { command: Command::Tag { add, remove }, refusal })
    }

    async fn approve(
        &self,
        caller: &Caller,
        case: &CaseId,
        seq: Seq,
        text: Option<Text>,
        guard: Guard,
    ) -> Result<Meant, UseCaseError> {
        let refusal = match self.readable(caller, case).await? {
            None => Some(CommandError::NotFound),
            Some(_) if !may(caller.principal.role, Action::Decide) => {
                Some(CommandError::NotAllowed)
            }
            Some(_) => None,
        };
        let none = Err(refusal.unwrap_or(CommandError::AlreadyDecided).into());
        let Some(entry) = self.log.event(case, seq).await? else { return none };
        let domain::Body::Suggested { answers, sources, .. } = entry.event.body else {
            return none;
        };
        let Some(text) = text.or_else(|| entry.event.text.clone()) else { return none };
        let proposal = Proposal { seq, answers, text: entry.event.text, sources };
        Ok(Meant { command: Command::Approve { proposal, text, guard }, refusal })
    }

    async fn withdraw(
        &self,
        caller: &Caller,
        case: &CaseId,
        of: Seq,
    ) -> Result<Meant, UseCaseError> {
        let head = self.readable(caller, case).await?;
        let refusal = head.is_none().then_some(CommandError::NotFound);
        let Some(entry) = self.log.event(case, of).await? else {
            return Err(CommandError::NotFound.into());
        };
        let target = Target {
            seq: of,
            author: author_today(&entry, head.and_then(|head| head.state)),
            visible: entry.event.body.is_visible(),
            carries_text: entry.event.body.carries_text(),
        };
        Ok(Meant { command: Command::Withdraw { target }, refusal })
    }
}

fn snooze(until: Option<Timestamp>, after: Seq) -> Command {
    Command::Snooze { until: Snooze::until(until), guard: Guard::Answers(after) }
}

/// Whose words an event has, under the name that they go by today: who wrote as the visitor who had the case then is the customer
/// who has claimed it since.
fn author_today(entry: &Entry, head: Option<State>) -> Option<UserId> {
    let author = entry.event.author.id.as_ref();
    let is_of_customer = author == Some(&entry.state.customer);
    let customer = head.map(|head| head.customer).filter(|_| is_of_customer);
    customer.or_else(|| author.cloned())
}

/// Whose wish an escalation is.
fn asked_by(caller: &Caller) -> EscalationReason {
    match caller.principal.role {
        Role::Agent | Role::Lead => EscalationReason::StaffAsked,
        Role::Customer | Role::Assistant | Role::System => EscalationReason::CustomerAsked,
    }
}

/// A customer may always speak; whoever answers says what they have read.
fn guard(caller: &Caller, answers: Option<Seq>, anyway: Option<bool>) -> Guard {
    match (caller.principal.role, answers, anyway) {
        (Role::Customer, ..) => Guard::Unguarded,
        (_, _, Some(true)) => Guard::Anyway,
        (_, Some(seq), _) => Guard::Answers(seq),
        (_, None, _) => Guard::Unguarded,
    }
}
