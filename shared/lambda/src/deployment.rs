//! A deployment by its environment: one composition of what its functions share.

use adapters::dynamo::Table;
use application::{
    AgentDirectory, CannedReplyLibrary, CaseSearch, CaseStatistics, Knowledge, KnowledgeConfig,
    Lists, MentionLists, SavedViewShelf,
};

use crate::config::{self, ConfigError};

/// A deployment. Each part is put together when a function asks for it: no function has the variables of all of them.
pub struct Deployment {
    table: Table,
}

impl Deployment {
    /// The deployment that the environment describes.
    ///
    /// # Errors
    /// [`ConfigError`]: the template did not set what every function needs.
    pub fn from_env() -> Result<Self, ConfigError> {
        Ok(Self { table: config::table()? })
    }

    /// Its table.
    pub fn table(&self) -> Table {
        self.table.clone()
    }

    /// The lists of cases.
    pub fn lists(&self) -> Lists {
        Lists::new(&self.table)
    }

    /// Who works for its stores.
    pub fn directory(&self) -> AgentDirectory {
        AgentDirectory::new(&self.table)
    }

    /// What its cases come to.
    pub fn statistics(&self) -> CaseStatistics {
        CaseStatistics::new(&self.table)
    }

    /// The search over its cases.
    pub fn search(&self) -> CaseSearch {
        CaseSearch::new(&self.table)
    }

    /// Whom its notes call.
    pub fn mentions(&self) -> MentionLists {
        MentionLists::new(&self.table)
    }

    /// What its agents send again and again.
    pub fn canned_replies(&self) -> CannedReplyLibrary {
        CannedReplyLibrary::new(&self.table)
    }

    /// Which lists its agents look at again and again.
    pub fn saved_views(&self) -> SavedViewShelf {
        SavedViewShelf::new(&self.table)
    }

    /// What its stores know.
    pub fn knowledge(&self, config: KnowledgeConfig) -> Knowledge {
        Knowledge::new(self.table(), config)
    }
}

#[cfg(feature = "push")]
impl Deployment {
    /// What happens inside its cases.
    ///
    /// # Errors
    /// [`ConfigError`]: the template did not set what this needs.
    pub fn cases(&self) -> Result<application::Cases, ConfigError> {
        Ok(application::Cases::new(&self.table, config::push()?, config::stores()?))
    }

    /// What people attach to messages.
    ///
    /// # Errors
    /// [`ConfigError`]: the template did not set what this needs.
    #[cfg(feature = "files")]
    pub fn uploads(&self) -> Result<application::FileUploads, ConfigError> {
        Ok(application::FileUploads { cases: self.cases()?, bucket: config::bucket()? })
    }

    /// Who is there.
    ///
    /// # Errors
    /// [`ConfigError`]: the template did not set what this needs.
    pub fn presence(&self) -> Result<application::Presence, ConfigError> {
        Ok(application::Presence::new(&self.table, config::push()?))
    }

    /// Who has signed in.
    ///
    /// # Errors
    /// [`ConfigError`]: the template did not set what this needs.
    pub fn sign_ins(&self) -> Result<application::SignIns, ConfigError> {
        Ok(application::SignIns::new(&self.table, config::push()?))
    }

    /// Which of its visitors are customers.
    ///
    /// # Errors
    /// [`ConfigError`]: the template did not set what this needs.
    pub fn claims(&self) -> Result<application::Claims, ConfigError> {
        Ok(application::Claims::new(&self.table, config::push()?, config::stores()?))
    }

    /// Who gets its cases.
    ///
    /// # Errors
    /// [`ConfigError`]: the template did not set what this needs.
    pub fn router(&self) -> Result<application::CaseRouter, ConfigError> {
        Ok(application::CaseRouter::new(&self.table, config::push()?, config::stores()?))
    }

    /// What becomes due in its cases.
    ///
    /// # Errors
    /// [`ConfigError`]: the template did not set what this needs.
    pub fn timers(&self) -> Result<application::Timers, ConfigError> {
        Ok(application::Timers::new(&self.table, config::push()?, config::stores()?))
    }

    /// What is derived from its logs.
    ///
    /// # Errors
    /// [`ConfigError`]: the template did not set what this needs.
    pub fn projections(&self) -> Result<application::Projections, ConfigError> {
        Ok(application::Projections::new(&self.table, config::push()?, config::stores()?))
    }
}

#[cfg(feature = "token")]
impl Deployment {
    /// What verifies tokens.
    ///
    /// # Errors
    /// [`ConfigError`]: the template did not set what this needs, or a key is too weak.
    pub fn tokens(&self) -> Result<adapters::token::TokenVerifier, ConfigError> {
        Ok(adapters::token::TokenVerifier::new(config::token_settings()?)?)
    }

    /// The sign-ins that were ended.
    pub fn sessions(&self) -> adapters::dynamo::Sessions {
        adapters::dynamo::Sessions::new(self.table())
    }

    /// Who works here, and for which stores.
    pub fn staff(&self) -> adapters::dynamo::Staff {
        adapters::dynamo::Staff::new(self.table())
    }
}

#[cfg(feature = "rest")]
impl Deployment {
    /// What tells whom a token names.
    ///
    /// # Errors
    /// [`ConfigError`]: the template did not set what this needs, or a key is too weak.
    pub fn authenticator(&self) -> Result<crate::rest::Authenticator, ConfigError> {
        let (tokens, sessions) = (self.tokens()?.into(), self.sessions());
        let staff = self.staff();
        Ok(crate::rest::Authenticator { tokens, sessions, staff })
    }
}
