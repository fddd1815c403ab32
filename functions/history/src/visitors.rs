//! Tokens for visitors, and who a token names.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use contract::{Code, Me, VisitorRequest, VisitorToken};
use domain::{SessionId, UserId};
use lambda::clock;
use lambda::rest::{Address, Bearer, Document, Failure, Session};

use crate::App;

/// `POST /visitors`: a token for someone without an account.
pub(crate) async fn mint(
    State(app): State<App>,
    Address(address): Address,
    Document(request): Document<VisitorRequest>,
) -> Result<(StatusCode, Json<VisitorToken>), Failure> {
    if app.cases.stores.get(&request.store).is_none() {
        return Err(Failure::new(Code::NotFound, "There is no such store."));
    }
    app.cases.admit_visitor(&request.store, address.as_ref(), clock::now()).await??;
    let random =
        clock::random().map_err(|_| Failure::new(Code::Internal, "No token could be made."))?;
    let minted =
        app.authenticator.tokens.mint(UserId::visitor(random), request.store, clock::now());
    Ok((StatusCode::CREATED, Json(show(minted?))))
}

/// `POST /visitors/rotate`: a fresh token for the same visitor.
pub(crate) async fn rotate(
    State(app): State<App>,
    Bearer(token): Bearer,
) -> Result<(StatusCode, Json<VisitorToken>), Failure> {
    let rotated = app.authenticator.tokens.rotate(&token, clock::now())?;
    app.authenticator.check_sign_in(Some(&rotated.user), &token).await?;
    Ok((StatusCode::CREATED, Json(show(rotated))))
}

/// `POST /visitors/revoke`: ends the sign-in of whoever asks; their token opens nothing from now on, and what it has
/// opened is closed. A sign-in that has ended may be ended again: the first time may not have reached everything.
pub(crate) async fn revoke(
    State(app): State<App>,
    Bearer(token): Bearer,
) -> Result<StatusCode, Failure> {
    let now = clock::now();
    let principal = app.authenticator.tokens.verify(&token, now).await?;
    if let Some(user) = &principal.user {
        app.sign_ins.end(&SessionId::of(user, &token), now).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /me`: who the token names.
pub(crate) async fn me(Session(caller): Session) -> Result<Json<Me>, Failure> {
    let principal = caller.principal;
    let user = principal
        .user
        .ok_or_else(|| Failure::new(Code::Unauthorized, "The token names nobody."))?;
    Ok(Json(Me {
        user,
        role: principal.role,
        name: principal.name,
        stores: principal.stores,
        expires: principal.expires.seconds(),
    }))
}

fn show(token: adapters::token::VisitorToken) -> VisitorToken {
    VisitorToken {
        token: token.token,
        user: token.user,
        store: token.store,
        expires: token.expires.seconds(),
    }
}
