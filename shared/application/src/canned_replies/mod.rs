//! Canned replies: those of a store, which its leads write, and those that agents write for themselves. What leads change is
//! in the store's list of changes.

mod delete;
mod list;
mod write;

use adapters::dynamo::{CannedReplies, HeldReply, HeldRow, Staff, Table};
use contract::CannedReplyView;
use domain::{
    AuditEntry, AuditedChange, CannedReply, CannedReplyId, CannedReplyOwner, CommandError,
    CommandId, KnowledgeAction, StoreId, UserId, may_tend,
};

use crate::{ApplicationError, Caller, UseCaseError};

/// The canned replies of the stores and their agents.
#[derive(Clone)]
pub struct CannedReplyLibrary {
    replies: CannedReplies,
    staff: Staff,
}

/// Why a canned reply was not written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannedReplyError {
    /// The caller may not, or somebody was faster.
    Refused(CommandError),
    /// There are as many as there may be.
    Full {
        /// How many that is.
        most: usize,
    },
    /// The store has no such group that gets cases.
    NoSuchGroup,
}

impl From<CommandError> for CannedReplyError {
    fn from(refusal: CommandError) -> Self {
        Self::Refused(refusal)
    }
}

/// A canned reply that somebody may change, as a read found it.
struct EditableReply {
    owner: CannedReplyOwner,
    held: HeldReply,
    by: UserId,
}

impl CannedReplyLibrary {
    /// The canned replies in this table.
    pub fn new(table: &Table) -> Self {
        Self { replies: CannedReplies::new(table.clone()), staff: Staff::new(table.clone()) }
    }

    /// One that the caller may change: their own, or one of the store's. Somebody else's own is not there for them.
    async fn find(
        &self,
        caller: &Caller,
        store: &StoreId,
        id: &CannedReplyId,
    ) -> Result<EditableReply, UseCaseError> {
        let by = writer(caller, store, KnowledgeAction::WriteOwnReplies)?.clone();
        for owner in [CannedReplyOwner::Agent(by.clone()), CannedReplyOwner::Store] {
            let Some(held) = self.replies.get(store, &owner, id).await? else { continue };
            may_tend(&caller.principal, store, action_for(&owner))?;
            return Ok(EditableReply { owner, held, by });
        }
        Err(CommandError::NotFound.into())
    }

    /// Puts a change into the store's list; agents' own are nobody else's matter. Repeating it changes nothing.
    async fn list_change(
        &self,
        store: &StoreId,
        owner: &CannedReplyOwner,
        entry: Option<&AuditEntry>,
    ) -> Result<(), ApplicationError> {
        match (owner, entry) {
            (CannedReplyOwner::Store, Some(entry)) => {
                Ok(self.staff.list_change(store, entry).await?)
            }
            _ => Ok(()),
        }
    }
}

/// What somebody must be allowed who writes such a canned reply.
fn action_for(owner: &CannedReplyOwner) -> KnowledgeAction {
    match owner {
        CannedReplyOwner::Store => KnowledgeAction::WriteStoreReplies,
        CannedReplyOwner::Agent(_) => KnowledgeAction::WriteOwnReplies,
    }
}

/// Who asks, where they may.
fn writer<'a>(
    caller: &'a Caller,
    store: &StoreId,
    action: KnowledgeAction,
) -> Result<&'a UserId, CommandError> {
    may_tend(&caller.principal, store, action)?;
    caller.principal.user.as_ref().ok_or(CommandError::NotAllowed)
}

/// Whether a row's last change was made by this command.
fn was_made<T>(held: &HeldRow<T>, id: &CommandId, by: &UserId) -> bool {
    held.last.as_ref().is_some_and(|last| last.id == *id && last.by == *by)
}

/// A change by whoever asks for it: of what there was to what there is.
fn entry_of(
    caller: &Caller,
    (by, id): (&UserId, &CommandId),
    before: Option<&CannedReply>,
    after: Option<&CannedReply>,
) -> AuditEntry {
    let title = |reply: Option<&CannedReply>| reply.map(|reply| reply.title.clone());
    let change = AuditedChange::CannedReply { before: title(before), after: title(after) };
    let by_name = caller.principal.name.clone();
    AuditEntry { id: id.clone(), at: caller.now, by: by.clone(), by_name, change }
}

/// A canned reply for whoever may use it.
fn view_of(
    id: CannedReplyId,
    owner: &CannedReplyOwner,
    reply: CannedReply,
    (last, version): (Option<&AuditEntry>, u32),
) -> CannedReplyView {
    CannedReplyView {
        id,
        personal: matches!(owner, CannedReplyOwner::Agent(_)),
        parts: reply.text.parts(),
        title: reply.title,
        shortcut: reply.shortcut,
        text: reply.text,
        assign: reply.assign,
        close: reply.close,
        updated_at: last.map(|last| last.at).unwrap_or_default(),
        updated_by: last.and_then(|last| last.by_name.clone()),
        version,
    }
}
