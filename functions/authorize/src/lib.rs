//! A connection to be opened: its token becomes a principal, which the gateway then hands to every later event.
//!
//! The token travels as a subprotocol (`firstline.v1, bearer.<jwt>`): browsers can't set other headers on a socket,
//! and a URL would end up in logs.

use adapters::dynamo::{Sessions, Staff, TableError};
use adapters::token::{TokenError, TokenVerifier};
use domain::{Principal, SessionId, Timestamp};
use lambda::config::ConfigError;
use lambda::{Deployment, clock};
use lambda_runtime::{Diagnostic, LambdaEvent};
use thiserror::Error;
use tracing::{info, warn};

mod event;
mod policy;

pub use event::Event;
pub use policy::Policy;

/// There is no answer as a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Failure {
    /// The issuer's keys, or the table, are not to be had; the gateway answers 500 and the client comes again.
    #[error("the token can't be verified now")]
    Unavailable,
    /// This is no event of our gateway.
    #[error("the event is not of an authorizer on a socket's stage")]
    Unexpected,
}

impl From<Failure> for Diagnostic {
    fn from(failure: Failure) -> Self {
        Diagnostic { error_type: format!("{failure:?}"), error_message: failure.to_string() }
    }
}

/// What a connection's token is checked with.
pub struct Authorizer {
    tokens: TokenVerifier,
    sessions: Sessions,
    staff: Staff,
}

/// The authorizer over this deployment's table and keys.
///
/// # Errors
/// [`ConfigError`]: the template did not set what the function needs, or a key is too weak.
pub fn authorizer() -> Result<Authorizer, ConfigError> {
    let deployment = Deployment::from_env()?;
    let (sessions, staff) = (deployment.sessions(), deployment.staff());
    Ok(Authorizer { tokens: deployment.tokens()?, sessions, staff })
}

/// Admits or refuses whoever opens a connection.
///
/// # Errors
/// [`Failure`]; a token that is missing or not accepted is no failure but a refusal.
pub async fn handle(authorizer: &Authorizer, event: LambdaEvent<Event>) -> Result<Policy, Failure> {
    let has_ended = async |session: SessionId| authorizer.sessions.has_ended(&session).await;
    let admitted = async |principal: Principal| authorizer.staff.admitted(principal).await;
    decide(&authorizer.tokens, &event.payload, clock::now(), has_ended, admitted).await
}

/// What [`handle`] does, at a given time, by this word on which sign-ins have ended and on who may still work for which
/// stores.
///
/// # Errors
/// [`Failure`].
pub async fn decide(
    verifier: &TokenVerifier,
    event: &Event,
    now: Timestamp,
    has_ended: impl AsyncFn(SessionId) -> Result<bool, TableError>,
    admitted: impl AsyncFn(Principal) -> Result<Option<Principal>, TableError>,
) -> Result<Policy, Failure> {
    let stage = event.stage().ok_or(Failure::Unexpected)?;
    // The gateway itself answers 401 where the header is missing. To fail here would count as an error of ours, and
    // strangers could ring the alarm.
    let Some(token) = event.token() else {
        info!("refused: not one token beside our subprotocol");
        return Ok(Policy::deny(stage));
    };
    match verifier.verify(token, now).await {
        Ok(principal) => {
            let session = principal.user.as_ref().map(|user| SessionId::of(user, token));
            let is_over = match session.clone() {
                Some(session) => has_ended(session).await.map_err(undecided)?,
                None => false,
            };
            match is_over {
                true => Ok(Policy::deny(stage)),
                false => match admitted(principal).await.map_err(undecided)? {
                    Some(principal) => Ok(admit(&principal, session.as_ref(), stage)),
                    None => Ok(Policy::deny(stage)),
                },
            }
        }
        Err(error @ TokenError::Unavailable(_)) => {
            warn!(code = error.code(), reason = %error, "not decided");
            Err(Failure::Unavailable)
        }
        Err(error) => {
            info!(code = error.code(), reason = %error, "refused");
            Ok(Policy::deny(stage))
        }
    }
}

fn undecided(error: TableError) -> Failure {
    warn!(%error, "not decided");
    Failure::Unavailable
}

fn admit(principal: &Principal, session: Option<&SessionId>, stage: String) -> Policy {
    info!(
        user = principal.user.as_ref().map(domain::UserId::as_str),
        role = principal.role.as_str(),
        "admitted"
    );
    Policy::allow(principal, session, stage)
}

#[cfg(test)]
mod tests;
