//! Who has a case: given to someone, handed back, passed to a group.

use crate::decide::{Decision, check_unanswered, need};
use crate::{
    Body, Colleague, CommandError, EscalationReason, GroupId, Principal, Role, State, Status,
    UserId,
};

/// Only to someone of the staff who serves the case's store; whether there is such a person elsewhere is not told.
pub(crate) fn assign(
    state: &State,
    principal: &Principal,
    colleague: &Colleague,
    known: Option<&UserId>,
) -> Result<Decision, CommandError> {
    let Colleague { user, name, stores } = colleague;
    if !user.is_staff() || !stores.contains(&state.store) {
        return Err(CommandError::NotAllowed);
    }
    need(state.assignee.as_ref() != Some(user))?;
    check_assignee(state, principal, known)?;
    let from = state.assignee.clone();
    Decision::wordless(Body::Assigned { agent: user.clone(), name: name.clone(), from })
}

/// Nobody takes a case from an agent whom they don't know to have it; what is one's own one knows.
fn check_assignee(
    state: &State,
    principal: &Principal,
    known: Option<&UserId>,
) -> Result<(), CommandError> {
    let is_own = state.assignee == principal.user;
    let is_unknown = state.assignee.is_some() && state.assignee.as_ref() != known && !is_own;
    if is_unknown { Err(CommandError::Taken) } else { Ok(()) }
}

/// Only what still waits, and only by the system: whoever has answered meanwhile is there.
pub(crate) fn hand_back(
    state: &State,
    principal: &Principal,
    from: &UserId,
) -> Result<Decision, CommandError> {
    if principal.role != Role::System {
        return Err(CommandError::NotAllowed);
    }
    need(state.status == Status::Waiting)?;
    if state.assignee.as_ref() != Some(from) {
        return Err(CommandError::Taken);
    }
    Decision::wordless(Body::Unassigned { from: Some(from.clone()) })
}

pub(crate) fn unassign(
    state: &State,
    principal: &Principal,
    known: Option<&UserId>,
) -> Result<Decision, CommandError> {
    need(state.assignee.is_some())?;
    check_assignee(state, principal, known)?;
    Decision::wordless(Body::Unassigned { from: state.assignee.clone() })
}

/// A person is wanted; where one of the staff says so, one of another group: then nobody has the case any more.
pub(crate) fn escalate(
    state: &State,
    principal: &Principal,
    reason: EscalationReason,
    group: Option<GroupId>,
) -> Result<Decision, CommandError> {
    check_unanswered(state, principal)?;
    if group.is_some() && !principal.role.is_staff() {
        return Err(CommandError::NotAllowed);
    }
    let is_passed_on = group.is_some() && (group != state.group || state.assignee.is_some());
    need(!state.escalated || is_passed_on)?;
    let from = state.assignee.clone().filter(|_| group.is_some());
    Decision::wordless(Body::Escalated { reason, tried: None, group, from })
}
