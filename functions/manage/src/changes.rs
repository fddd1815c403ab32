//! What leads do to a store's answers: other words, approved, retired, merged.

use axum::Json;
use axum::extract::State;
use contract::{AnswerDecision, AnswerEdit, AnswerMerge, AnswerView, Code};
use domain::{AnswerId, Change, CommandError, StoreId};
use lambda::rest::describe::{Problems, Restricted, Versioned, Worded, of};
use lambda::rest::{Document, Failure, PathOf, Session};

use crate::App;

/// The problems of every operation that changes an answer by a document `T`.
type Changing<T> =
    Problems<(Session, PathOf<(StoreId, AnswerId)>, Document<T>, Restricted, Versioned)>;

/// `POST /stores/{store}/answers/{answer}`: other words.
#[utoipa::path(
    post,
    path = "/stores/{store}/answers/{answer}",
    operation_id = "edit_answer",
    summary = "Changes an answer; what is absent stays.",
    params(PathOf<(StoreId, AnswerId)>),
    request_body = of::AnswerEdit,
    responses(
        (status = 200, description = "The answer afterwards.", body = of::AnswerView),
        Problems<(Session, PathOf<(StoreId, AnswerId)>, Document<AnswerEdit>, Worded, Restricted, Versioned)>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn edit(
    app: State<App>,
    session: Session,
    path: PathOf<(StoreId, AnswerId)>,
    Document(AnswerEdit { version, question, text, language, drafts_only }): Document<AnswerEdit>,
) -> Result<Json<AnswerView>, Failure> {
    change(app, session, path, version, Change::Edit { question, text, language, drafts_only })
        .await
}

/// `POST /stores/{store}/answers/{answer}/approve`.
#[utoipa::path(
    post,
    path = "/stores/{store}/answers/{answer}/approve",
    operation_id = "approve_answer",
    summary = "Stands behind an answer.",
    params(PathOf<(StoreId, AnswerId)>),
    request_body = of::AnswerDecision,
    responses(
        (status = 200, description = "The answer afterwards.", body = of::AnswerView),
        Changing<AnswerDecision>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn approve(
    app: State<App>,
    session: Session,
    path: PathOf<(StoreId, AnswerId)>,
    Document(AnswerDecision { version }): Document<AnswerDecision>,
) -> Result<Json<AnswerView>, Failure> {
    change(app, session, path, version, Change::Approve).await
}

/// `POST /stores/{store}/answers/{answer}/retire`.
#[utoipa::path(
    post,
    path = "/stores/{store}/answers/{answer}/retire",
    operation_id = "retire_answer",
    summary = "Takes an answer back: it is offered no more.",
    params(PathOf<(StoreId, AnswerId)>),
    request_body = of::AnswerDecision,
    responses(
        (status = 200, description = "The answer afterwards.", body = of::AnswerView),
        Changing<AnswerDecision>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn retire(
    app: State<App>,
    session: Session,
    path: PathOf<(StoreId, AnswerId)>,
    Document(AnswerDecision { version }): Document<AnswerDecision>,
) -> Result<Json<AnswerView>, Failure> {
    change(app, session, path, version, Change::Retire).await
}

/// `POST /stores/{store}/answers/{answer}/merge`.
#[utoipa::path(
    post,
    path = "/stores/{store}/answers/{answer}/merge",
    operation_id = "merge_answer",
    summary = "Merges an answer into another, which gets its ways of asking.",
    params(PathOf<(StoreId, AnswerId)>),
    request_body = of::AnswerMerge,
    responses(
        (status = 200, description = "The answer afterwards.", body = of::AnswerView),
        Changing<AnswerMerge>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn merge(
    app: State<App>,
    session: Session,
    path: PathOf<(StoreId, AnswerId)>,
    Document(AnswerMerge { version, into }): Document<AnswerMerge>,
) -> Result<Json<AnswerView>, Failure> {
    change(app, session, path, version, Change::Merge { into }).await
}

async fn change(
    State(app): State<App>,
    Session(caller): Session,
    PathOf((store, id)): PathOf<(StoreId, AnswerId)>,
    version: u32,
    change: Change,
) -> Result<Json<AnswerView>, Failure> {
    let changed = app.knowledge.change(&caller, &store, &id, version, change).await;
    Ok(Json(changed.map_err(|error| error.map(refused))?))
}

/// A refusal in words about answers.
fn refused(refusal: CommandError) -> Failure {
    let detail = match refusal {
        CommandError::Conflict => {
            "Someone has changed this answer meanwhile. Read it, then decide."
        }
        CommandError::WrongState => "A retired answer stays as it is, and none merges into itself.",
        other => return other.into(),
    };
    Failure::new(Code::from(refusal), detail)
}
