//! The decision: a command becomes the next event, or a refusal.

use crate::assignment::{assign, escalate, hand_back, pass_on, unassign};
use crate::claim::claim;
use crate::decide_later::decide_later;
use crate::decision::Decision;
use crate::erasure::erase;
use crate::policy::{StorePolicy, may, may_read};
use crate::rating::rate;
use crate::sorting::{prioritize, set_subject, tag};
use crate::withdrawal::withdraw;
use crate::{
    Attachment, Body, Case, Command, CommandError, EscalationReason, Guard, Principal, Role, Seq,
    State, Status, Text, Timestamp,
};

/// Decides a command over what is known of the case.
///
/// # Errors
/// A [`CommandError`]: nothing may be written then. A stranger gets the same refusal whether the case exists or not.
pub fn decide(
    case: &Case,
    policy: StorePolicy,
    principal: &Principal,
    command: &Command,
    now: Timestamp,
) -> Result<Decision, CommandError> {
    match command {
        Command::Open { store, text, files, locale, pre_chat } => {
            let (store, locale, pre_chat) = (store.clone(), locale.clone(), pre_chat.clone());
            let content = (text.as_ref(), files.as_slice());
            return open(case, principal, content, Body::Opened { store, locale, pre_chat });
        }
        Command::Claim { from } => return claim(case, principal, from),
        _ => {}
    }
    may_read(principal, case, policy)?;
    let state = case.state.as_ref().ok_or(CommandError::NotFound)?;
    if !may(principal.role, command.action()) {
        return Err(CommandError::NotAllowed);
    }
    let decision = decide_in(case, state, principal, command, now)?;
    // A customer's cases are erased all at once.
    if *command != Command::Erase {
        check_rate(state, policy, principal, now)?;
    }
    Ok(decision)
}

/// What a person writes has limits: messages, and what else would become an event. The assistant and the system have none.
fn check_rate(
    state: &State,
    policy: StorePolicy,
    principal: &Principal,
    now: Timestamp,
) -> Result<(), CommandError> {
    let Some(user) = &principal.user else { return Ok(()) };
    let checked = state.written.check(user, &state.customer, &policy.limits, now);
    checked.map_err(CommandError::RateLimited)
}

fn open(
    case: &Case,
    principal: &Principal,
    (text, files): (Option<&Text>, &[Attachment]),
    opened: Body,
) -> Result<Decision, CommandError> {
    if !may(principal.role, crate::Action::Open) {
        return Err(CommandError::NotAllowed);
    }
    let is_served = matches!(&opened, Body::Opened { store, .. } if principal.serves(store));
    if !is_served {
        return Err(CommandError::NotFound);
    }
    if case.state.is_some() {
        return Err(CommandError::UnknownCursor);
    }
    Decision::carrying(text, files, opened)
}

fn decide_in(
    case: &Case,
    state: &State,
    principal: &Principal,
    command: &Command,
    now: Timestamp,
) -> Result<Decision, CommandError> {
    match command {
        Command::Open { .. } | Command::Claim { .. } => Err(CommandError::UnknownCursor),
        Command::Send { text, files, guard } => {
            check_guard(state, principal, *guard)?;
            let body = Body::Message { answers: guard.answers(), sources: vec![] };
            Decision::carrying(text.as_ref(), files, body)
        }
        Command::Note { text, mentions } => {
            Decision::saying(text.clone(), Body::Note { mentions: mentions.clone() })
        }
        Command::Assign { colleague, known } => assign(state, principal, colleague, known),
        Command::Unassign { known } => unassign(state, principal, known),
        Command::HandBack { from } => hand_back(state, principal, from),
        Command::Escalate { reason, group: None, known } => {
            escalate(state, principal, *reason, known)
        }
        Command::Escalate { reason, group: Some(group), known } => {
            pass_on(state, principal, *reason, *group, known)
        }
        Command::Helped { of, yes } => helped(state, *of, *yes),
        Command::Resolve { guard } => {
            need(state.status != Status::Resolved)?;
            check_guard(state, principal, *guard)?;
            Decision::wordless(Body::Resolved)
        }
        Command::Reopen => {
            need(state.status == Status::Resolved)?;
            Decision::wordless(Body::Reopened)
        }
        Command::Rate { score, comment } => rate(state, *score, comment.as_ref()),
        Command::Withdraw { target } => withdraw(principal, target),
        Command::AddParticipant { user, name } => {
            need(!case.participants.iter().any(|p| p.user == *user))?;
            Decision::wordless(Body::ParticipantAdded { user: user.clone(), name: name.clone() })
        }
        Command::RemoveParticipant { user } => {
            need(case.participants.iter().any(|p| p.user == *user))?;
            Decision::wordless(Body::ParticipantRemoved { user: user.clone() })
        }
        Command::Prioritize { priority } => prioritize(state, principal, *priority),
        Command::SetSubject { subject } => set_subject(subject.as_ref()),
        Command::Tag { add, remove } => tag(add, remove),
        Command::Erase => erase(state, principal),
        Command::Suggest { .. }
        | Command::Answer { .. }
        | Command::Approve { .. }
        | Command::Reject { .. } => decide_draft(state, principal, command),
        Command::Snooze { .. }
        | Command::Wake { .. }
        | Command::Schedule { .. }
        | Command::CancelScheduled { .. }
        | Command::Deliver { .. }
        | Command::Promise { .. }
        | Command::WithdrawPromise { .. }
        | Command::MissPromise { .. }
        | Command::WarnTarget { .. }
        | Command::MissTarget { .. }
        | Command::Remind { .. }
        | Command::CloseSilent { .. } => decide_later(state, principal, command, now),
    }
}

fn decide_draft(
    state: &State,
    principal: &Principal,
    command: &Command,
) -> Result<Decision, CommandError> {
    match command {
        Command::Suggest { answers, text, sources, grounds } => {
            check_unspoken(state, *answers)?;
            let (sources, grounds) = (sources.clone(), grounds.clone());
            Decision::saying(text.clone(), Body::Suggested { answers: *answers, sources, grounds })
        }
        Command::Answer { answers, text, sources } => {
            check_unspoken(state, *answers)?;
            let body = Body::Message { answers: Some(*answers), sources: sources.clone() };
            Decision::saying(text.clone(), body)
        }
        Command::Approve { proposal, text, guard } => {
            check_live(state, proposal.seq)?;
            check_guard(state, principal, *guard)?;
            let body = Body::Approved {
                suggestion: proposal.seq,
                answers: proposal.answers,
                edited: proposal.text.as_ref() != Some(text),
                sources: proposal.sources.clone(),
            };
            Decision::saying(text.clone(), body)
        }
        Command::Reject { suggestion, reason } => {
            check_live(state, *suggestion)?;
            Decision::wordless(Body::Rejected { suggestion: *suggestion, reason: *reason })
        }
        _ => Err(CommandError::NotAllowed),
    }
}

/// Only the assistant's newest answer is judged: that is the one with the question under it.
fn helped(state: &State, of: Seq, yes: bool) -> Result<Decision, CommandError> {
    need(of.is_some() && state.assistant_seq == of)?;
    if yes {
        return Decision::wordless(Body::Helped { of });
    }
    need(!state.escalated)?;
    let (reason, tried) = (EscalationReason::NotHelped, Some(of));
    Decision::wordless(Body::Escalated { reason, tried, group: None, from: None })
}

pub(crate) fn need(holds: bool) -> Result<(), CommandError> {
    if holds { Ok(()) } else { Err(CommandError::WrongState) }
}

/// Nobody of the staff answers or resolves past a message they have not read, be it the customer's or a colleague's.
pub(crate) fn check_guard(
    state: &State,
    principal: &Principal,
    guard: Guard,
) -> Result<(), CommandError> {
    let read = match guard {
        Guard::Anyway => return Ok(()),
        Guard::Unguarded if principal.role == Role::Customer => return Ok(()),
        Guard::Unguarded => return Err(CommandError::AnswersMissing),
        Guard::Answers(_) if principal.role == Role::Customer => return Ok(()),
        Guard::Answers(read) => read,
    };
    let customer_wrote = state.customer_seq > read;
    let colleague_wrote = state.person_seq > read && state.person != principal.user;
    if customer_wrote || colleague_wrote { Err(CommandError::Conflict) } else { Ok(()) }
}

/// The assistant speaks only to the customer's last message, and never over a person.
fn check_unspoken(state: &State, answers: Seq) -> Result<(), CommandError> {
    let is_last = state.customer_seq == answers;
    let person_was_faster = state.person_seq > answers;
    let is_open = state.status != Status::Resolved;
    if is_last && !person_was_faster && is_open { Ok(()) } else { Err(CommandError::Conflict) }
}

/// Triage calls no person to what a person has answered already.
pub(crate) fn check_unanswered(state: &State, principal: &Principal) -> Result<(), CommandError> {
    let is_triage = principal.role == Role::Assistant;
    let is_answered = state.person_seq > state.customer_seq || state.status == Status::Resolved;
    if is_triage && is_answered { Err(CommandError::Conflict) } else { Ok(()) }
}

fn check_live(state: &State, suggestion: Seq) -> Result<(), CommandError> {
    if state.suggestion == suggestion && suggestion.is_some() {
        Ok(())
    } else {
        Err(CommandError::AlreadyDecided)
    }
}
