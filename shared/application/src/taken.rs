//! A case that a colleague has got since the caller looked last: whoever takes it is told who has it.

use adapters::dynamo::Read;
use contract::Assignee;
use domain::{Body, Case, Command, CommandError, may_read};

use crate::{Append, Caller, Cases, Outcome};

impl Cases {
    /// Whether someone takes a case that they might read when they saw it last, and that is a colleague's by now.
    pub(crate) fn has_lost_sight(&self, caller: &Caller, append: &Append, read: &Read) -> bool {
        let (Some(seen), Some(now)) = (read.entries.first(), read.entries.last()) else {
            return false;
        };
        let is_take = matches!(&append.command, Command::Assign { colleague, .. }
            if Some(&colleague.user) == caller.principal.user.as_ref());
        let seen = Case {
            head: seen.event.seq,
            state: Some(seen.state.clone()),
            participants: read.participants.clone(),
        };
        let policy = self.policy_for(&seen, &append.command);
        let is_a_colleagues = now.state.assignee.is_some();
        is_take && is_a_colleagues && may_read(&caller.principal, &seen, policy).is_ok()
    }
}

/// Who has got the case since the caller looked last.
pub(crate) fn taken(read: &Read, case: &Case) -> Outcome {
    let name = read.entries.iter().rev().find_map(|entry| match &entry.event.body {
        Body::Assigned { name, .. } => Some(name.clone()),
        _ => None,
    });
    let assignee = case.state.as_ref().and_then(|state| state.assignee.clone());
    match assignee {
        Some(user) => Outcome::Taken(Assignee { user, name: name.flatten() }),
        None => Outcome::Refused(CommandError::Conflict),
    }
}
