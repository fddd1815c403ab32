//! To whom a case is given: the directory says what they are called and which stores they serve.

use domain::{Colleague, Command, UserId};

use crate::{ApplicationError, Caller, Cases};

impl Cases {
    /// The command that gives a case to an agent. Whoever takes a case is known by their own token; anyone else must
    /// be in the directory.
    ///
    /// # Errors
    /// [`ApplicationError`].
    pub(crate) async fn assignment(
        &self,
        caller: &Caller,
        agent: UserId,
    ) -> Result<Command, ApplicationError> {
        let principal = &caller.principal;
        let takes_it = principal.user.as_ref() == Some(&agent);
        let colleague = match takes_it {
            true => Colleague {
                user: agent,
                name: principal.name.clone(),
                stores: principal.stores.clone(),
            },
            // The core refuses whoever serves no store; a stranger to the case learns only that.
            false => self.directory.find(&agent).await?.unwrap_or(Colleague {
                user: agent,
                name: None,
                stores: Vec::new(),
            }),
        };
        Ok(Command::Assign { colleague })
    }
}
