//! Who asks: the bearer token of a request.

use application::{ApplicationError, Caller};
use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use contract::Code;
use domain::{SessionId, UserId};
use lambda::clock;
use tracing::info;

use crate::App;
use crate::problem::Failure;

/// The bearer token of a request, not yet verified.
pub(crate) struct Bearer(pub(crate) String);

/// Whoever holds the request's token.
pub(crate) struct Session(pub(crate) Caller);

impl<S: Sync> FromRequestParts<S> for Bearer {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        let header = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = header
            .and_then(|value| value.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        match token {
            Some((_, token)) => Ok(Self(token.trim().to_owned())),
            None => {
                Err(Failure::new(Code::Unauthorized, "This needs `Authorization: Bearer <token>`."))
            }
        }
    }
}

impl FromRequestParts<App> for Session {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let Bearer(token) = Bearer::from_request_parts(parts, app).await?;
        let now = clock::now();
        match app.tokens.verify(&token, now).await {
            // Verifying allows clocks to differ a little; acting does not.
            Ok(principal) if principal.expires <= now => {
                Err(Failure::new(Code::Expired, "The token has ended. Get a new one."))
            }
            Ok(principal) => {
                check_session(app, principal.user.as_ref(), &token).await?;
                Ok(Self(Caller { principal, connection: None, now }))
            }
            Err(error) => Err(refused(error)),
        }
    }
}

/// Refuses a token whose sign-in was ended.
pub(crate) async fn check_session(
    app: &App,
    user: Option<&UserId>,
    token: &str,
) -> Result<(), Failure> {
    let Some(user) = user else { return Ok(()) };
    match app
        .sign_ins
        .sessions
        .has_ended(&SessionId::of(user, token))
        .await
        .map_err(ApplicationError::from)?
    {
        true => Err(Failure::new(Code::Unauthorized, "The token is not valid here.")),
        false => Ok(()),
    }
}

/// The caller learns the code; the reason, which holds nothing of the token, is for the operator.
pub(crate) fn refused(error: adapters::token::TokenError) -> Failure {
    info!(reason = %error, "a token was refused");
    let code = match error.code() {
        "expired" => Code::Expired,
        "busy" => Code::Busy,
        _ => Code::Unauthorized,
    };
    let detail = match code {
        Code::Expired => "The token has ended. Get a new one.",
        Code::Busy => "The token can't be verified now. The same again, a little later.",
        _ => "The token is not valid here.",
    };
    Failure::new(code, detail)
}
