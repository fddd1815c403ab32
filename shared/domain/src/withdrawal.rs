//! Words that are taken back: by whoever wrote them, or by a lead.

use crate::decide::need;
use crate::decision::Decision;
use crate::{Body, CommandError, Principal, Role, Target};

pub(crate) fn withdraw(principal: &Principal, target: &Target) -> Result<Decision, CommandError> {
    let is_own = target.author.is_some() && target.author == principal.user;
    let may_take_back = is_own || principal.role == Role::Lead;
    if !may_take_back {
        // A customer learns nothing of events that are hidden from them.
        let is_hidden = principal.role == Role::Customer && !target.visible;
        return Err(if is_hidden { CommandError::NotFound } else { CommandError::NotAllowed });
    }
    need(target.carries_text)?;
    Decision::wordless(Body::Withdrawn { of: target.seq, visible: target.visible })
}
