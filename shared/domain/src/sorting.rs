//! How a case is sorted: how pressing it is, what it is about, which tags it has.

use crate::decide::need;
use crate::decision::Decision;
use crate::{Body, CommandError, Principal, Priority, Role, State, Status, Subject, TagList, Text};

/// Triage raises what nobody has sorted, and leaves it to people how pressing something resolved is.
pub(crate) fn prioritize(
    state: &State,
    principal: &Principal,
    priority: Priority,
) -> Result<Decision, CommandError> {
    let before = state.precedence.priority;
    let is_sorted = before != Priority::Normal || state.status == Status::Resolved;
    if principal.role == Role::Assistant && is_sorted {
        return Err(CommandError::Conflict);
    }
    need(before != priority)?;
    Decision::wordless(Body::Prioritized { priority })
}

/// None: the start of the first message stands in again.
pub(crate) fn set_subject(subject: Option<&Subject>) -> Result<Decision, CommandError> {
    Ok(Decision { body: Body::SubjectChanged, text: subject.map(Text::from), files: Vec::new() })
}

/// What a case has by now is not in its state: adding what is there and removing what is not changes nothing.
pub(crate) fn tag(add: &TagList, remove: &TagList) -> Result<Decision, CommandError> {
    let is_contrary = add.iter().any(|tag| remove.has(tag));
    let is_nothing = add.is_empty() && remove.is_empty();
    need(!is_contrary && !is_nothing)?;
    let (added, removed) = (add.clone(), remove.clone());
    Decision::wordless(Body::Tagged { added, removed })
}
