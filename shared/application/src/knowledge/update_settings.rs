//! A store's settings, and what follows from them for its customers.

use contract::{SettingsChange, StoreView};
use domain::{
    CommandError, KnowledgeAction, Opening, Settings, StoreId, Timestamp, TriageMode, may_tend,
};

use super::Knowledge;
use crate::{ApplicationError, Caller, Store};

/// Why settings are not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingsError {
    /// The caller may not.
    Refused(CommandError),
    /// They are wrong; a sentence for each mistake.
    Wrong(Vec<String>),
}

impl Knowledge {
    /// A store's settings.
    ///
    /// # Errors
    /// [`ApplicationError`].
    pub async fn settings(&self, store: &StoreId) -> Result<Settings, ApplicationError> {
        Ok(self.settings.get(store).await?)
    }

    /// A store's settings, for those who may change them.
    ///
    /// # Errors
    /// [`ApplicationError`]; the inner error is the refusal.
    pub async fn read_settings(
        &self,
        caller: &Caller,
        store: &StoreId,
    ) -> Result<Result<Settings, CommandError>, ApplicationError> {
        match may_tend(&caller.principal, store, KnowledgeAction::Settle) {
            Err(refusal) => Ok(Err(refusal)),
            Ok(()) => Ok(Ok(self.settings(store).await?)),
        }
    }

    /// Changes a store's settings; what the change does not name stays as it is.
    ///
    /// # Errors
    /// [`ApplicationError`]; the inner error says why they were not kept.
    pub async fn settle(
        &self,
        caller: &Caller,
        store: &StoreId,
        change: SettingsChange,
    ) -> Result<Result<Settings, SettingsError>, ApplicationError> {
        if let Err(refusal) = may_tend(&caller.principal, store, KnowledgeAction::Settle) {
            return Ok(Err(SettingsError::Refused(refusal)));
        }
        let kept = self.settings(store).await?;
        let settings = match change.apply(&kept) {
            Ok(settings) => settings,
            Err(error) => return Ok(Err(SettingsError::Wrong(vec![error.message]))),
        };
        let mistakes = settings.mistakes();
        if !mistakes.is_empty() {
            return Ok(Err(SettingsError::Wrong(mistakes)));
        }
        self.settings.put(store, &settings).await?;
        Ok(Ok(settings))
    }

    /// What anyone may know of a store.
    ///
    /// # Errors
    /// [`ApplicationError`].
    pub async fn present(
        &self,
        id: StoreId,
        store: &Store,
        now: Timestamp,
    ) -> Result<StoreView, ApplicationError> {
        let settings = self.settings(&id).await?;
        let opening = settings.hours.as_ref().and_then(|hours| hours.at(now));
        let opens_at = match opening {
            Some(Opening::Closed(until)) => Some(until),
            _ => None,
        };
        Ok(StoreView {
            id,
            name: store.name.clone(),
            greeting: settings.greeting,
            assistant: settings.triage == TriageMode::Answer,
            open: opening.map(|opening| opening == Opening::Open),
            opens_at,
        })
    }
}
