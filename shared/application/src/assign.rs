//! Giving a case to an agent: a place among those that they have is reserved first, then the case is theirs.

use std::hash::Hasher as _;

use domain::{
    Case, CaseId, Colleague, Command, CommandError, CommandId, GroupId, LastSeen, Seq, StoreId,
    UserId, decide,
};
use fnv::FnvHasher;

use crate::reply::Reply;
use crate::routing::Reservation;
use crate::{Append, ApplicationError, Caller, Cases, Outcome};

/// An attempt at giving an agent a case.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attempt<'a> {
    /// The command.
    pub(crate) append: &'a Append,
    /// To whom.
    pub(crate) agent: &'a UserId,
    /// The case's newest event, after which it is not theirs.
    pub(crate) head: Seq,
}

/// What became of an attempt.
#[derive(Debug)]
pub(crate) enum Attempted {
    /// There was a place; what became of the command.
    Appended(Outcome),
    /// The agent has as many cases as they take.
    Full,
    /// Somebody else is just about to give them this case.
    Busy,
    /// The agent may not work for the store.
    Inactive,
}

impl Cases {
    /// Does what a client's command to give a case to an agent asks for.
    ///
    /// # Errors
    /// [`ApplicationError`].
    pub(crate) async fn assign(
        &self,
        caller: &Caller,
        case: CaseId,
        id: CommandId,
        after: Seq,
        agent: UserId,
    ) -> Result<Reply, ApplicationError> {
        let colleague = self.colleague(caller, agent.clone()).await?;
        let command = Command::Assign { colleague, known: LastSeen::default() };
        let append = Append { case, id, after, command };
        let outcome = match self.store_for_place(caller, &append).await? {
            None => self.append(caller, &append).await?,
            Some((store, head)) => {
                let attempt = Attempt { append: &append, agent: &agent, head };
                match self.give(caller, &store, attempt).await? {
                    Attempted::Appended(outcome) => outcome,
                    Attempted::Full => Outcome::Refused(CommandError::AtCapacity),
                    Attempted::Inactive => Outcome::Refused(CommandError::NotAllowed),
                    Attempted::Busy => return Err(ApplicationError::Contended),
                }
            }
        };
        Ok(self.answer(caller, &append, outcome))
    }

    /// In which store a place is needed for this command, and the case's newest event. None where whoever is to have the
    /// case has it already or may not have it, and where the command has been done before.
    async fn store_for_place(
        &self,
        caller: &Caller,
        append: &Append,
    ) -> Result<Option<(StoreId, Seq)>, ApplicationError> {
        let Some(case) = self.readable(caller, &append.case).await? else { return Ok(None) };
        let Some(state) = &case.state else { return Ok(None) };
        let policy = self.stores.policy(&state.store);
        let command = append.command.knowing(case.state.as_ref());
        let is_possible = decide(&case, policy, &caller.principal, &command, caller.now).is_ok();
        let is_needed = is_possible && !self.is_done(caller, append, &case).await?;
        Ok(is_needed.then(|| (state.store.clone(), case.head)))
    }

    /// Reserves a place for a case and appends the command that fills it. Where that is refused, or the case is not the
    /// agent's any more since an attempt before this one, the place is free again.
    ///
    /// # Errors
    /// [`ApplicationError`]: the place stays reserved, as the case may be assigned. The same command sent again, or the
    /// next look at the agent's places, finds out.
    pub(crate) async fn give(
        &self,
        caller: &Caller,
        store: &StoreId,
        attempt: Attempt<'_>,
    ) -> Result<Attempted, ApplicationError> {
        let Attempt { append, agent, head } = attempt;
        let by = number_of(caller, &append.id);
        match self.reserve(store, agent, &append.case, head, by, caller.now).await? {
            Reservation::Made => {}
            Reservation::Inactive => return Ok(Attempted::Inactive),
            Reservation::Full => return Ok(Attempted::Full),
            Reservation::Busy => return Ok(Attempted::Busy),
        }
        let outcome = self.append(caller, append).await?;
        match &outcome {
            Outcome::Stored(stored) if is_with(&stored.case, agent) => {}
            // No attempt of this number has anything to do any more.
            Outcome::Stored(_) => self.abandon(store, agent, &append.case, by).await?,
            _ => self.cancel(store, agent, &append.case, by).await?,
        }
        Ok(Attempted::Appended(outcome))
    }

    /// To whom a case is given. Whoever takes a case is known by their own token; anyone else must be in the directory.
    async fn colleague(
        &self,
        caller: &Caller,
        agent: UserId,
    ) -> Result<Colleague, ApplicationError> {
        let principal = &caller.principal;
        if principal.user.as_ref() == Some(&agent) {
            let (name, stores) = (principal.name.clone(), principal.stores.clone());
            return Ok(Colleague { user: agent, name, stores });
        }
        // The core refuses whoever serves no store; a stranger to the case learns only that.
        let nobody = Colleague { user: agent.clone(), name: None, stores: Vec::new() };
        Ok(self.directory.find(&agent).await?.unwrap_or(nobody))
    }

    /// Why a case may not be passed to this group: it is none of its store that gets cases.
    ///
    /// # Errors
    /// [`ApplicationError`].
    pub(crate) async fn check_group(
        &self,
        caller: &Caller,
        case: &CaseId,
        group: Option<GroupId>,
    ) -> Result<Option<CommandError>, ApplicationError> {
        let Some(group) = group else { return Ok(None) };
        let head = self.readable(caller, case).await?;
        let Some(state) = head.and_then(|head| head.state) else {
            return Ok(Some(CommandError::NotFound));
        };
        if !caller.principal.role.is_staff() {
            return Ok(Some(CommandError::NotAllowed));
        }
        let groups = self.staff.groups(&state.store).await?.value;
        Ok((!groups.is_open(group)).then_some(CommandError::WrongState))
    }
}

fn is_with(case: &Case, agent: &UserId) -> bool {
    case.state.as_ref().is_some_and(|state| state.is_with(agent))
}

/// Tells attempts apart; the same for a command that is sent again.
fn number_of(caller: &Caller, id: &CommandId) -> u64 {
    let mut hasher = FnvHasher::default();
    hasher.write(caller.principal.user.as_ref().map_or("", |user| user.as_str()).as_bytes());
    hasher.write(id.as_str().as_bytes());
    hasher.finish()
}
