//! The front door of a case: a client's frame or command becomes a use case, and its answer a frame.

use contract::{CaseCommand, ClientFrame, Code, FrameTarget, OpenCase, ServerFrame};
use domain::{
    Action, CaseId, Command, CommandError, CommandId, EscalationReason, Guard, Proposal, Role, Seq,
    Target, Text, may,
};

use crate::reply::{Reply, error};
use crate::{Append, ApplicationError, Caller, Cases};

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

    /// Opens a case with a customer's first message.
    ///
    /// # Errors
    /// [`ApplicationError`].
    pub async fn open(
        &self,
        caller: &Caller,
        opening: OpenCase,
    ) -> Result<Reply, ApplicationError> {
        let id = opening.id.clone();
        self.submit(caller, id, self.opening(caller, opening)).await
    }

    /// Does what a command asks for in a case.
    ///
    /// # Errors
    /// [`ApplicationError`].
    pub async fn command(
        &self,
        caller: &Caller,
        case: CaseId,
        command: CaseCommand,
    ) -> Result<Reply, ApplicationError> {
        use CaseCommand as C;
        let (id, after, command) = match command {
            C::Sync { id, after } => {
                return self.sync(caller, &id, &case, after).await.map(Reply::from);
            }
            C::Typing { on } => {
                return self.typing(caller, &case, on).await.map(|()| Reply::default());
            }
            C::Read { seq } => {
                return self.read(caller, &case, seq).await.map(|()| Reply::default());
            }
            C::Send { id, after, text, answers, anyway } => {
                (id, after, Ok(Command::Send { text, guard: guard(caller, answers, anyway) }))
            }
            C::Note { id, after, text } => (id, after, Ok(Command::Note { text })),
            C::Assign { id, after, agent } => {
                return self.assign(caller, case, id, after, agent).await;
            }
            C::Unassign { id, after } => (id, after, Ok(Command::Unassign { known: None })),
            C::Escalate { id, after, group } => {
                let reason = asked_by(caller);
                let checked = self.check_group(caller, &case, group).await?;
                (id, after, checked.map(|()| Command::Escalate { reason, group }))
            }
            C::Helped { id, after, of, yes } => (id, after, Ok(Command::Helped { of, yes })),
            C::Approve { id, after, suggestion, text, answers, anyway } => {
                let guard = guard(caller, answers, anyway);
                (id, after, self.approve(caller, &case, suggestion, text, guard).await?)
            }
            C::Reject { id, after, suggestion, reason } => {
                (id, after, Ok(Command::Reject { suggestion, reason }))
            }
            C::Resolve { id, after } => (id, after, Ok(Command::Resolve)),
            C::Reopen { id, after } => (id, after, Ok(Command::Reopen)),
            C::Rate { id, after, score, comment } => {
                (id, after, Ok(Command::Rate { score, comment }))
            }
            C::Withdraw { id, after, of } => {
                let target = self.target(caller, &case, of).await?;
                (id, after, target.map(|target| Command::Withdraw { target }))
            }
            C::AddParticipant { id, after, user, name } => {
                (id, after, Ok(Command::AddParticipant { user, name }))
            }
            C::RemoveParticipant { id, after, user } => {
                (id, after, Ok(Command::RemoveParticipant { user }))
            }
        };
        let append = command.map(|command| Append { case, id: id.clone(), after, command });
        self.submit(caller, id, append).await
    }

    async fn submit(
        &self,
        caller: &Caller,
        id: CommandId,
        append: Result<Append, CommandError>,
    ) -> Result<Reply, ApplicationError> {
        match append {
            Ok(append) => {
                let outcome = self.append(caller, &append).await?;
                Ok(self.answer(caller, &append, outcome))
            }
            Err(refusal) => Ok(Reply::from(error(refusal, Some(id)))),
        }
    }

    fn opening(&self, caller: &Caller, opening: OpenCase) -> Result<Append, CommandError> {
        let OpenCase { id, store, text, locale } = opening;
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
