//! Who has a case: given to someone, handed back, passed to a group.

use crate::decide::{check_unanswered, need};
use crate::decision::Decision;
use crate::{
    Body, Colleague, CommandError, EscalationReason, GroupId, LastSeen, Principal, Role, State,
    Status, UserId,
};

/// Only to someone of the staff who serves the case's store; whether there is such a person elsewhere is not told.
pub(crate) fn assign(
    state: &State,
    principal: &Principal,
    colleague: &Colleague,
    known: &LastSeen,
) -> Result<Decision, CommandError> {
    let Colleague { user, name, stores } = colleague;
    if !user.is_staff() || !stores.contains(&state.store) {
        return Err(CommandError::NotAllowed);
    }
    need(state.assignee.as_ref() != Some(user))?;
    check_assignee(state, principal, known)?;
    check_resolved(state, known)?;
    let from = state.assignee.clone();
    Decision::wordless(Body::Assigned { agent: user.clone(), name: name.clone(), from })
}

/// Nobody takes a case from an agent whom they don't know to have it; what is one's own one knows.
fn check_assignee(
    state: &State,
    principal: &Principal,
    known: &LastSeen,
) -> Result<(), CommandError> {
    let is_own = state.assignee == principal.user;
    let is_unknown = state.assignee.is_some() && state.assignee != known.assignee && !is_own;
    if is_unknown { Err(CommandError::Taken) } else { Ok(()) }
}

/// Nobody takes up again what they don't know to be resolved.
fn check_resolved(state: &State, known: &LastSeen) -> Result<(), CommandError> {
    let is_unknown = state.status == Status::Resolved && !known.is_resolved;
    if is_unknown { Err(CommandError::Conflict) } else { Ok(()) }
}

/// Only what still waits and is not put aside, and only by the system: whoever has answered meanwhile is there.
pub(crate) fn hand_back(
    state: &State,
    principal: &Principal,
    from: &UserId,
) -> Result<Decision, CommandError> {
    if principal.role != Role::System {
        return Err(CommandError::NotAllowed);
    }
    need(state.status == Status::Waiting && state.snoozed.is_none())?;
    if state.assignee.as_ref() != Some(from) {
        return Err(CommandError::Taken);
    }
    Decision::wordless(Body::Unassigned { from: Some(from.clone()) })
}

pub(crate) fn unassign(
    state: &State,
    principal: &Principal,
    known: &LastSeen,
) -> Result<Decision, CommandError> {
    need(state.assignee.is_some())?;
    check_assignee(state, principal, known)?;
    Decision::wordless(Body::Unassigned { from: state.assignee.clone() })
}

/// A person is wanted, whoever that is. A customer may ask for one also in a case that was resolved meanwhile.
pub(crate) fn escalate(
    state: &State,
    principal: &Principal,
    reason: EscalationReason,
    known: &LastSeen,
) -> Result<Decision, CommandError> {
    check_unanswered(state, principal)?;
    // A customer who asks goes before those for whom a person is wanted for other reasons.
    let is_news = reason.is_of_customer() && !state.precedence.asked_person;
    need(!state.escalated || is_news)?;
    if principal.role.is_staff() {
        check_resolved(state, known)?;
    }
    Decision::wordless(Body::Escalated { reason, tried: None, group: None, from: None })
}

/// Somebody of a group is wanted: then nobody has the case any more. Nobody passes on what a colleague has taken, passed on
/// or resolved without their knowing.
pub(crate) fn pass_on(
    state: &State,
    principal: &Principal,
    reason: EscalationReason,
    group: GroupId,
    known: &LastSeen,
) -> Result<Decision, CommandError> {
    if !principal.role.is_staff() {
        return Err(CommandError::NotAllowed);
    }
    let is_there_already = state.group == Some(group) && state.assignee.is_none();
    need(!state.escalated || !is_there_already)?;
    check_assignee(state, principal, known)?;
    check_resolved(state, known)?;
    if state.group != known.group && state.group != Some(group) {
        return Err(CommandError::Conflict);
    }
    let (from, group) = (state.assignee.clone(), Some(group));
    Decision::wordless(Body::Escalated { reason, tried: None, group, from })
}
