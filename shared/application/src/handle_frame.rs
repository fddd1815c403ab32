//! The front door of a case: a client's frame becomes a use case and its answer a frame. The socket and REST use
//! the same one.

use contract::{ClientFrame, Code, ServerFrame};
use domain::{
    Action, CaseId, Command, CommandError, CommandId, EscalationReason, Guard, Proposal, Role, Seq,
    Target, Text, may,
};

use crate::reply::{Reply, error};
use crate::{Append, ApplicationError, Caller, Cases};

impl Cases {
    /// Does what a frame asks for.
    ///
    /// # Errors
    /// [`ApplicationError`].
    pub async fn act(
        &self,
        caller: &Caller,
        frame: ClientFrame,
    ) -> Result<Reply, ApplicationError> {
        if caller.principal.expires <= caller.now {
            let message = "The token has ended. Sign in again.".to_owned();
            let id = frame.id().cloned();
            return Ok(Reply::from(ServerFrame::Error { code: Code::Expired, message, id }));
        }
        match frame {
            ClientFrame::Sync { id, case, after } => {
                self.sync(caller, &id, &case, after).await.map(Reply::from)
            }
            ClientFrame::Heartbeat { id, cases } => {
                self.heartbeat(caller, &id, &cases).await.map(Reply::from)
            }
            ClientFrame::Typing { case, on } => {
                self.typing(caller, &case, on).await.map(|()| Reply::default())
            }
            ClientFrame::Read { case, seq } => {
                self.read(caller, &case, seq).await.map(|()| Reply::default())
            }
            frame => self.command(caller, frame).await,
        }
    }

    async fn command(
        &self,
        caller: &Caller,
        frame: ClientFrame,
    ) -> Result<Reply, ApplicationError> {
        let id = frame.id().cloned();
        match self.understand(caller, frame).await? {
            Ok(append) => {
                let outcome = self.append(caller, &append).await?;
                Ok(self.answer(caller, &append, outcome))
            }
            Err(refusal) => Ok(Reply::from(error(refusal, id))),
        }
    }

    /// The command that a frame means. Approving and withdrawing read the event they are about.
    async fn understand(
        &self,
        caller: &Caller,
        frame: ClientFrame,
    ) -> Result<Result<Append, CommandError>, ApplicationError> {
        use ClientFrame as F;
        let append = |case, id, after, command| Ok(Ok(Append { case, id, after, command }));
        match frame {
            F::Open { id, store, text, locale } => Ok(self.open(caller, id, store, text, locale)),
            F::Send { id, case, after, text, answers, anyway } => append(
                case,
                id,
                after,
                Command::Send { text, guard: guard(caller, answers, anyway) },
            ),
            F::Note { id, case, after, text } => append(case, id, after, Command::Note { text }),
            F::Assign { id, case, after, agent } => {
                append(case, id, after, self.assignment(caller, agent).await?)
            }
            F::Unassign { id, case, after } => append(case, id, after, Command::Unassign),
            F::Escalate { id, case, after } => {
                append(case, id, after, Command::Escalate { reason: asked_by(caller) })
            }
            F::Helped { id, case, after, of, yes } => {
                append(case, id, after, Command::Helped { of, yes })
            }
            F::Approve { id, case, after, suggestion, text, answers, anyway } => {
                let guard = guard(caller, answers, anyway);
                let command = self.approve(caller, &case, suggestion, text, guard).await?;
                Ok(command.map(|command| Append { case, id, after, command }))
            }
            F::Reject { id, case, after, suggestion, reason } => {
                append(case, id, after, Command::Reject { suggestion, reason })
            }
            F::Resolve { id, case, after } => append(case, id, after, Command::Resolve),
            F::Reopen { id, case, after } => append(case, id, after, Command::Reopen),
            F::Rate { id, case, after, score, comment } => {
                append(case, id, after, Command::Rate { score, comment })
            }
            F::Withdraw { id, case, after, of } => {
                let target = self.target(caller, &case, of).await?;
                Ok(target.map(|target| Append {
                    case,
                    id,
                    after,
                    command: Command::Withdraw { target },
                }))
            }
            F::AddParticipant { id, case, after, user, name } => {
                append(case, id, after, Command::AddParticipant { user, name })
            }
            F::RemoveParticipant { id, case, after, user } => {
                append(case, id, after, Command::RemoveParticipant { user })
            }
            F::Sync { .. } | F::Heartbeat { .. } | F::Read { .. } | F::Typing { .. } => {
                Ok(Err(CommandError::NotAllowed))
            }
        }
    }

    fn open(
        &self,
        caller: &Caller,
        id: CommandId,
        store: domain::StoreId,
        text: Text,
        locale: Option<domain::Locale>,
    ) -> Result<Append, CommandError> {
        let is_customer = caller.principal.role == Role::Customer;
        let user = caller
            .principal
            .user
            .as_ref()
            .filter(|_| is_customer)
            .ok_or(CommandError::NotAllowed)?;
        self.stores.get(&store).ok_or(CommandError::NotFound)?;
        let case = CaseId::derive(&store, user, &id);
        Ok(Append { case, id, after: Seq::NONE, command: Command::Open { store, text, locale } })
    }

    async fn approve(
        &self,
        caller: &Caller,
        case: &CaseId,
        seq: Seq,
        text: Option<Text>,
        guard: Guard,
    ) -> Result<Result<Command, CommandError>, ApplicationError> {
        if self.readable(caller, case).await?.is_none() {
            return Ok(Err(CommandError::NotFound));
        }
        if !may(caller.principal.role, Action::Decide) {
            return Ok(Err(CommandError::NotAllowed));
        }
        let Some(entry) = self.log.event(case, seq).await? else {
            return Ok(Err(CommandError::AlreadyDecided));
        };
        let domain::Body::Suggested { answers, sources, .. } = entry.event.body else {
            return Ok(Err(CommandError::AlreadyDecided));
        };
        let Some(text) = text.or_else(|| entry.event.text.clone()) else {
            return Ok(Err(CommandError::AlreadyDecided));
        };
        let proposal = Proposal { seq, answers, text: entry.event.text, sources };
        Ok(Ok(Command::Approve { proposal, text, guard }))
    }

    async fn target(
        &self,
        caller: &Caller,
        case: &CaseId,
        of: Seq,
    ) -> Result<Result<Target, CommandError>, ApplicationError> {
        let Some(entry) = self.readable_event(caller, case, of).await? else {
            return Ok(Err(CommandError::NotFound));
        };
        Ok(Ok(Target {
            seq: of,
            author: entry.event.author.id,
            visible: entry.event.body.is_visible(),
            carries_text: entry.event.body.carries_text(),
        }))
    }

    async fn readable_event(
        &self,
        caller: &Caller,
        case: &CaseId,
        seq: Seq,
    ) -> Result<Option<domain::Entry>, ApplicationError> {
        match self.readable(caller, case).await? {
            Some(_) => Ok(self.log.event(case, seq).await?),
            None => Ok(None),
        }
    }
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
