//! What an agent may use in a store.

use contract::{CannedReplyList, CannedReplyView};
use domain::{CannedReplyOwner, KnowledgeAction, StoreId};
use futures_util::future::try_join;

use super::{CannedReplyLibrary, view_of, writer};
use crate::{ApplicationError, Caller, UseCaseError};

impl CannedReplyLibrary {
    /// The store's canned replies and the caller's own, by title.
    ///
    /// # Errors
    /// [`UseCaseError`].
    pub async fn list(
        &self,
        caller: &Caller,
        store: &StoreId,
    ) -> Result<CannedReplyList, UseCaseError> {
        let own = writer(caller, store, KnowledgeAction::Read)?.clone();
        let own = CannedReplyOwner::Agent(own);
        let of = (self.of(store, &own), self.of(store, &CannedReplyOwner::Store));
        let (mut replies, stores) = try_join(of.0, of.1).await?;
        replies.extend(stores);
        replies.sort_by(|a, b| (&a.title, &a.id).cmp(&(&b.title, &b.id)));
        Ok(CannedReplyList { replies })
    }

    async fn of(
        &self,
        store: &StoreId,
        owner: &CannedReplyOwner,
    ) -> Result<Vec<CannedReplyView>, ApplicationError> {
        let found = self.replies.list(store, owner).await?.into_iter();
        let views = found
            .map(|(id, held)| view_of(id, owner, held.value, (held.last.as_ref(), held.changes)));
        Ok(views.collect())
    }
}
