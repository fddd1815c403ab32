//! A visitor who has signed in at the shop keeps their cases.

use application::UseCaseError;
use axum::Json;
use axum::extract::State;
use contract::{ClaimedCases, Code, VisitorClaim};
use domain::{CommandError, SessionId};
use lambda::clock;
use lambda::rest::describe::{Naming, Problems, Restricted, of};
use lambda::rest::{Document, Failure, Session};

use crate::App;

/// `POST /visitors/claim`: the visitor's cases become the caller's, whom their shop vouches for. The visitor's token opens
/// nothing from then on.
#[utoipa::path(
    post,
    path = "/visitors/claim",
    operation_id = "claim_visitor",
    summary = "Makes the cases that the caller began as a visitor their own; for customers whom their shop vouches for.",
    request_body = of::VisitorClaim,
    responses(
        (status = 200, description = "What is theirs now.", body = of::ClaimedCases),
        Problems<(Session, Document<VisitorClaim>, Restricted, Naming)>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn claim(
    State(app): State<App>,
    Session(caller): Session,
    Document(VisitorClaim { token }): Document<VisitorClaim>,
) -> Result<Json<ClaimedCases>, Failure> {
    app.claims.check(&caller)?;
    // Whatever is wrong with the visitor's token: the caller's own is good, and they must not be asked to sign in again.
    let unknown = || Failure::new(Code::NotFound, "There is no such visitor to be claimed.");
    let visitor = app.authenticator.tokens.verify_visitor(&token, clock::now());
    let visitor = visitor.map_err(Failure::from).map_err(|_logged| unknown())?;
    let user = visitor.user.as_ref().ok_or_else(unknown)?;
    let session = SessionId::of(user, &token);
    match app.claims.claim(&caller, &visitor, &session).await {
        Err(UseCaseError::Refused(CommandError::NotFound)) => Err(unknown()),
        claimed => Ok(Json(claimed?)),
    }
}
