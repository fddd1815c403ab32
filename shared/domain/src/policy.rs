//! Who may do what, as data. Each row of the table is tested against every role.

use crate::{Case, Command, CommandError, Limits, Principal, Role, State, Status, StoreId};

/// What can be asked for in a case; a row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // named like the commands
pub enum Action {
    Open,
    Read,
    Send,
    Note,
    Assign,
    Escalate,
    Resolve,
    Reopen,
    Rate,
    Withdraw,
    Participants,
    Suggest,
    Decide,
    Prioritize,
    Label,
    Snooze,
    Wake,
    Schedule,
    Deliver,
    Promise,
    NoteTime,
    AutoClose,
    Claim,
    Erase,
}

use Role::{Agent, Assistant, Customer, Lead, System};

/// Action and the roles that may take it, in a case that is theirs.
const TABLE: [(Action, &[Role]); 24] = [
    (Action::Open, &[Customer]),
    (Action::Read, &[Customer, Agent, Lead, Assistant, System]),
    (Action::Send, &[Customer, Agent, Lead]),
    (Action::Note, &[Agent, Lead]),
    (Action::Assign, &[Agent, Lead, System]),
    (Action::Escalate, &[Customer, Agent, Lead, Assistant, System]),
    (Action::Resolve, &[Agent, Lead, System]),
    (Action::Reopen, &[Customer, Agent, Lead]),
    (Action::Rate, &[Customer]),
    (Action::Withdraw, &[Customer, Agent, Lead]),
    (Action::Participants, &[Agent, Lead]),
    (Action::Suggest, &[Assistant]),
    (Action::Decide, &[Agent, Lead]),
    (Action::Prioritize, &[Agent, Lead, Assistant]),
    (Action::Label, &[Agent, Lead]),
    (Action::Snooze, &[Agent, Lead]),
    (Action::Wake, &[Agent, Lead, System]),
    (Action::Schedule, &[Agent, Lead]),
    (Action::Deliver, &[System]),
    (Action::Promise, &[Agent, Lead]),
    (Action::NoteTime, &[System]),
    (Action::AutoClose, &[System]),
    (Action::Claim, &[Customer]),
    (Action::Erase, &[Lead, System]),
];

/// What can be asked for in a store's knowledge base, and of what is kept beside it; a row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KnowledgeAction {
    /// Read answers, canned replies, saved views, who got answers, and what is asked without one.
    Read,
    /// Add an answer, or save a reply as one.
    Add,
    /// Edit, approve, merge, retire and import answers.
    Manage,
    /// Write canned replies for oneself.
    WriteOwnReplies,
    /// Write the canned replies of the store.
    WriteStoreReplies,
    /// Save views of the lists for oneself.
    SaveOwnViews,
    /// Save views for all agents of the store.
    ShareViews,
    /// Read and change the store's settings.
    ManageSettings,
}

/// Action and the roles that may take it, in a store that they serve.
const KNOWLEDGE: [(KnowledgeAction, &[Role]); 8] = [
    (KnowledgeAction::Read, &[Agent, Lead]),
    (KnowledgeAction::Add, &[Agent, Lead]),
    (KnowledgeAction::Manage, &[Lead]),
    (KnowledgeAction::WriteOwnReplies, &[Agent, Lead]),
    (KnowledgeAction::WriteStoreReplies, &[Lead]),
    (KnowledgeAction::SaveOwnViews, &[Agent, Lead]),
    (KnowledgeAction::ShareViews, &[Lead]),
    (KnowledgeAction::ManageSettings, &[Lead]),
];

/// What a store lays down about its cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StorePolicy {
    /// Agents see only the cases assigned to them, and those that wait for one of them (leads see all).
    pub assigned_only: bool,
    /// How often people may write and open cases.
    pub limits: Limits,
}

/// Marks that someone has no business in a case; it becomes [`CommandError::NotFound`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stranger;

impl From<Stranger> for CommandError {
    fn from(Stranger: Stranger) -> CommandError {
        CommandError::NotFound
    }
}

/// Whether this role may take this action at all.
pub fn may(role: Role, action: Action) -> bool {
    TABLE.iter().any(|(row, roles)| *row == action && roles.contains(&role))
}

/// Whether a case is this principal's to read: a customer's own, or one they were let into; an agent's by store,
/// and by assignment where the store says so.
///
/// # Errors
/// [`Stranger`].
pub fn may_read(principal: &Principal, case: &Case, policy: StorePolicy) -> Result<(), Stranger> {
    let state = case.state.as_ref().ok_or(Stranger)?;
    let was_let_in = case.participants.iter().any(|p| Some(&p.user) == principal.user.as_ref());
    let is_theirs = match principal.role {
        Customer => Some(&state.customer) == principal.user.as_ref(),
        Agent => {
            serves(principal, &state.store)
                && (!policy.assigned_only
                    || is_assigned(principal, state)
                    || is_offered(principal, state))
        }
        Lead | Assistant | System => serves(principal, &state.store),
    };
    let may_enter = was_let_in && serves(principal, &state.store);
    if is_theirs || may_enter { Ok(()) } else { Err(Stranger) }
}

/// Whether someone may take this action in a store's knowledge base. Whoever does not work for the store learns
/// nothing of it.
///
/// # Errors
/// The refusal.
pub fn may_tend(
    principal: &Principal,
    store: &StoreId,
    action: KnowledgeAction,
) -> Result<(), CommandError> {
    if !principal.role.is_staff() || !serves(principal, store) {
        return Err(CommandError::NotFound);
    }
    let is_listed =
        KNOWLEDGE.iter().any(|(row, roles)| *row == action && roles.contains(&principal.role));
    if is_listed { Ok(()) } else { Err(CommandError::NotAllowed) }
}

/// Who may have every event of a store they serve, whoever's case it is of.
const FOLLOWERS: &[Role] = &[Lead];

/// Whether someone may follow what happens in a store. Whoever does not work for it learns nothing of it.
///
/// # Errors
/// The refusal.
pub fn may_follow(principal: &Principal, store: &StoreId) -> Result<(), CommandError> {
    if !principal.role.is_staff() || !serves(principal, store) {
        return Err(CommandError::NotFound);
    }
    if FOLLOWERS.contains(&principal.role) { Ok(()) } else { Err(CommandError::NotAllowed) }
}

/// What can be asked for in the name of a person whose data a store holds; a row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DataAction {
    /// Have all that is held of them.
    Export,
    /// Have their words and names erased.
    Erase,
}

/// Action and the roles that may take it, in a store that they serve.
const DATA: [(DataAction, &[Role]); 2] =
    [(DataAction::Export, &[Lead]), (DataAction::Erase, &[Lead])];

/// Whether someone may do this with what a store holds of a person. Whoever does not work for the store learns nothing of it.
///
/// # Errors
/// The refusal.
pub fn may_handle_data(
    principal: &Principal,
    store: &StoreId,
    action: DataAction,
) -> Result<(), CommandError> {
    if !principal.role.is_staff() || !serves(principal, store) {
        return Err(CommandError::NotFound);
    }
    let is_listed =
        DATA.iter().any(|(row, roles)| *row == action && roles.contains(&principal.role));
    if is_listed { Ok(()) } else { Err(CommandError::NotAllowed) }
}

/// What can be asked for in a store's directory; a row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DirectoryAction {
    /// Read who works for the store, and its groups.
    Read,
    /// Say whether one takes cases oneself.
    SetOwnAvailability,
    /// Change what others may do, the groups, and whether others take cases; read who changed what.
    Manage,
}

/// Action and the roles that may take it, in a store that they serve.
const DIRECTORY: [(DirectoryAction, &[Role]); 3] = [
    (DirectoryAction::Read, &[Agent, Lead]),
    (DirectoryAction::SetOwnAvailability, &[Agent, Lead]),
    (DirectoryAction::Manage, &[Lead]),
];

/// Whether someone may take this action in a store's directory. Whoever does not work for the store learns nothing of it.
///
/// # Errors
/// The refusal.
pub fn may_direct(
    principal: &Principal,
    store: &StoreId,
    action: DirectoryAction,
) -> Result<(), CommandError> {
    if !principal.role.is_staff() || !serves(principal, store) {
        return Err(CommandError::NotFound);
    }
    let is_listed =
        DIRECTORY.iter().any(|(row, roles)| *row == action && roles.contains(&principal.role));
    if is_listed { Ok(()) } else { Err(CommandError::NotAllowed) }
}

fn serves(principal: &Principal, store: &StoreId) -> bool {
    principal.serves(store)
}

fn is_assigned(principal: &Principal, state: &State) -> bool {
    state.assignee.is_some() && state.assignee == principal.user
}

/// Whether a case that nobody has waits for this agent among others: for the group that it was passed to, else for the
/// whole store once a person has answered it. Nobody but leads would see it lie there otherwise. Whoever answers it without
/// taking it still sees it.
fn is_offered(principal: &Principal, state: &State) -> bool {
    let is_for_them = match state.group {
        Some(group) => principal.groups.has(&state.store, group),
        None => state.person.is_some(),
    };
    let is_waiting_for_them = state.status == Status::Waiting && is_for_them;
    let was_answered_by_them = state.person.is_some() && state.person == principal.user;
    state.assignee.is_none() && (is_waiting_for_them || was_answered_by_them)
}

impl Command {
    /// The row of the table that this command falls under.
    pub fn action(&self) -> Action {
        match self {
            Command::Open { .. } => Action::Open,
            Command::Send { .. } => Action::Send,
            Command::Note { .. } => Action::Note,
            Command::Assign { .. } | Command::Unassign { .. } | Command::HandBack { .. } => {
                Action::Assign
            }
            Command::Escalate { .. } => Action::Escalate,
            Command::Resolve { .. } => Action::Resolve,
            Command::Reopen => Action::Reopen,
            Command::Rate { .. } | Command::Helped { .. } => Action::Rate,
            Command::Withdraw { .. } => Action::Withdraw,
            Command::AddParticipant { .. } | Command::RemoveParticipant { .. } => {
                Action::Participants
            }
            Command::Suggest { .. } | Command::Answer { .. } => Action::Suggest,
            Command::Approve { .. } | Command::Reject { .. } => Action::Decide,
            Command::Prioritize { .. } => Action::Prioritize,
            Command::SetSubject { .. } | Command::Tag { .. } => Action::Label,
            Command::Snooze { .. } => Action::Snooze,
            Command::Wake { .. } => Action::Wake,
            Command::Schedule { .. } | Command::CancelScheduled { .. } => Action::Schedule,
            Command::Deliver { .. } => Action::Deliver,
            Command::Promise { .. } | Command::WithdrawPromise { .. } => Action::Promise,
            Command::MissPromise { .. }
            | Command::WarnTarget { .. }
            | Command::MissTarget { .. } => Action::NoteTime,
            Command::Remind { .. } | Command::CloseSilent { .. } => Action::AutoClose,
            Command::Claim { .. } => Action::Claim,
            Command::Erase => Action::Erase,
        }
    }
}
