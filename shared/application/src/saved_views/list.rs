//! What an agent finds in a store.

use contract::{SavedViewEntry, SavedViewList};
use domain::{KnowledgeAction, SavedViewOwner, StoreId};
use futures_util::future::try_join;

use super::{SavedViewShelf, entry_for, keeper};
use crate::{ApplicationError, Caller, UseCaseError};

impl SavedViewShelf {
    /// The caller's own saved views, then the store's, each by name.
    ///
    /// # Errors
    /// [`UseCaseError`].
    pub async fn list(
        &self,
        caller: &Caller,
        store: &StoreId,
    ) -> Result<SavedViewList, UseCaseError> {
        let own = keeper(caller, store, KnowledgeAction::Read)?.clone();
        let own = SavedViewOwner::Agent(own);
        let of = (self.of(store, &own), self.of(store, &SavedViewOwner::Store));
        let (mut views, shared) = try_join(of.0, of.1).await?;
        views.extend(shared);
        Ok(SavedViewList { views })
    }

    async fn of(
        &self,
        store: &StoreId,
        owner: &SavedViewOwner,
    ) -> Result<Vec<SavedViewEntry>, ApplicationError> {
        let found = self.views.list(store, owner).await?.into_iter();
        let entries = found
            .map(|(id, held)| entry_for(id, owner, held.value, (held.last.as_ref(), held.changes)));
        let mut entries: Vec<_> = entries.collect();
        entries.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
        Ok(entries)
    }
}
