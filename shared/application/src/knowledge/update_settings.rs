//! A store's settings, and what follows from them for its customers.

use std::collections::{BTreeSet, HashMap};

use adapters::dynamo::{Put, TableError};
use contract::{ConsentView, FileRules, PreChatView, SettingsChange, StoreView};
use domain::{
    CommandError, KnowledgeAction, MaxFileBytes, MediaType, Opening, PreChat, Settings, StoreId,
    Timestamp, TriageMode, may_tend,
};

use super::Knowledge;
use crate::{ApplicationError, Caller, Store, UseCaseError};

/// How often a change is made afresh after another one was faster.
const ATTEMPTS: u32 = 8;

/// Why settings are not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingsError {
    /// The caller may not.
    Refused(CommandError),
    /// They are wrong; a sentence for each mistake.
    Wrong(Vec<String>),
}

impl From<CommandError> for SettingsError {
    fn from(refusal: CommandError) -> Self {
        Self::Refused(refusal)
    }
}

impl Knowledge {
    /// A store's settings.
    ///
    /// # Errors
    /// [`ApplicationError`].
    pub async fn settings(&self, store: &StoreId) -> Result<Settings, ApplicationError> {
        Ok(self.settings.get(store).await?)
    }

    /// The settings of these stores, a moment old at most, each with an error of its own.
    ///
    /// # Errors
    /// [`TableError`].
    pub(crate) async fn settings_of(
        &self,
        stores: &BTreeSet<StoreId>,
    ) -> Result<HashMap<StoreId, Result<Settings, TableError>>, TableError> {
        self.settings.some_eventual(stores).await
    }

    /// A store's settings, for those who may change them.
    ///
    /// # Errors
    /// [`UseCaseError`].
    pub async fn read_settings(
        &self,
        caller: &Caller,
        store: &StoreId,
    ) -> Result<Settings, UseCaseError> {
        may_tend(&caller.principal, store, KnowledgeAction::ManageSettings)?;
        Ok(self.settings(store).await?)
    }

    /// Changes a store's settings; what the change does not name stays as it is, also where another change is made at the
    /// same time.
    ///
    /// # Errors
    /// [`UseCaseError`]: why they were not kept.
    pub async fn update_settings(
        &self,
        caller: &Caller,
        store: &StoreId,
        change: SettingsChange,
    ) -> Result<Settings, UseCaseError<SettingsError>> {
        may_tend(&caller.principal, store, KnowledgeAction::ManageSettings)?;
        for _ in 0..ATTEMPTS {
            let held = self.settings.held(store).await?;
            let settings = change.apply(&held.settings);
            let settings = settings.map_err(|error| SettingsError::Wrong(vec![error.message]))?;
            let mistakes = settings.mistakes();
            if !mistakes.is_empty() {
                return Err(SettingsError::Wrong(mistakes).into());
            }
            if self.settings.replace(store, &held, &settings).await? == Put::Written {
                return Ok(settings);
            }
        }
        Err(ApplicationError::Contended.into())
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
        let assistant = settings.triage_now() == TriageMode::Answer;
        let pre_chat = pre_chat(&settings);
        Ok(StoreView {
            id,
            name: store.name.clone(),
            greeting: settings.greeting,
            appearance: settings.appearance,
            assistant,
            help: settings.help_search,
            open: opening.map(|opening| opening == Opening::Open),
            opens_at,
            pre_chat,
            files: rules(settings.max_file_bytes),
            proactive_greetings: settings.proactive_greetings,
        })
    }
}

/// What is asked before the first message; none where nothing is.
fn pre_chat(settings: &Settings) -> Option<PreChatView> {
    let privacy = settings.appearance.privacy.as_deref();
    let PreChat { fields, consent } = settings.pre_chat.clone();
    let consent = consent.map(|consent| ConsentView {
        version: consent.version(privacy),
        text: consent.text,
        contact: consent.contact,
    });
    (!settings.pre_chat.is_default()).then_some(PreChatView { fields, consent })
}

/// Which files may be attached; none where none may.
fn rules(max: MaxFileBytes) -> Option<FileRules> {
    let media_types = MediaType::allowed().collect();
    (max.get() > 0).then(|| FileRules { max_bytes: max.get(), media_types })
}
