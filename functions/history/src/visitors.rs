//! Tokens for visitors, and who a token names.

use adapters::token::TokenError;
use application::ApplicationError;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use contract::{Code, Me, VisitorRequest, VisitorToken};
use domain::{SessionId, UserId};
use lambda::clock;
use lambda::rest::describe::{Limited, Naming, OurFault, Problems, of};
use lambda::rest::{Address, Bearer, Document, Failure, Session};

use crate::App;

/// `POST /visitors`: a token for someone without an account.
#[utoipa::path(
    post,
    path = "/visitors",
    operation_id = "mint_token",
    summary = "A token for someone without an account.",
    request_body = of::VisitorRequest,
    responses(
        (status = 201, description = "The token.", body = of::VisitorToken),
        Problems<(Document<VisitorRequest>, Naming, Limited, OurFault)>,
    ),
)]
pub(crate) async fn mint(
    State(app): State<App>,
    Address(address): Address,
    Document(request): Document<VisitorRequest>,
) -> Result<(StatusCode, Json<VisitorToken>), Failure> {
    if app.cases.stores.get(&request.store).is_none() {
        return Err(Failure::new(Code::NotFound, "There is no such store."));
    }
    app.cases.admit_visitor(&request.store, address.as_ref(), clock::now()).await?;
    let failed = || Failure::new(Code::Internal, "No token could be made.");
    let user = UserId::visitor(clock::random().map_err(|_| failed())?);
    let minted = app.authenticator.tokens.mint(user, request.store, clock::now());
    Ok((StatusCode::CREATED, Json(show(minted.map_err(|_| failed())?))))
}

/// `POST /visitors/rotate`: a fresh token for the same visitor.
#[utoipa::path(
    post,
    path = "/visitors/rotate",
    operation_id = "rotate_token",
    summary = "A fresh token for the same visitor.",
    responses(
        (status = 201, description = "The token.", body = of::VisitorToken),
        Problems<(Bearer, TokenError, ApplicationError)>,
    ),
    security(("bearer" = [])),
)]
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
#[utoipa::path(
    post,
    path = "/visitors/revoke",
    operation_id = "revoke_token",
    summary = "Ends the caller's sign-in: a visitor's for good, another token by itself.",
    responses(
        (status = 204, description = "The token opens nothing any more."),
        Problems<(Bearer, TokenError, ApplicationError)>,
    ),
    security(("bearer" = [])),
)]
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
#[utoipa::path(
    get,
    path = "/me",
    operation_id = "read_me",
    summary = "Who the token names.",
    responses((status = 200, description = "Who it names.", body = of::Me), Problems<(Session,)>),
    security(("bearer" = [])),
)]
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
