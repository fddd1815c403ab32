//! A store's answers: found and added.

use adapters::dynamo::{is_place_of_list, is_place_of_recipients};
use application::WantedAnswers;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use contract::{
    AnswerImport, AnswerPage, AnswerView, Imported, NewAnswer, OpenQuestions, RecipientPage,
};
use domain::{AnswerId, AnswerStatus, StoreId};
use lambda::rest::describe::{Commanded, Problems, Restricted, Worded, of};
use lambda::rest::{Document, Failure, PathOf, QueryOf, Session, cursor};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::App;

/// Bytes of the largest document: an import of as many of the longest answers as it takes.
pub(crate) const LARGEST: usize = 1024 * 1024;

/// Which answers.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AnswerFilter {
    /// Words that are looked for in questions and answers.
    query: Option<String>,
    /// Those of this status; all without it.
    #[param(value_type = Option<of::AnswerStatus>)]
    status: Option<AnswerStatus>,
    /// Where the page starts: `next` of an earlier one.
    cursor: Option<String>,
}

/// Which part of a list.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Part {
    /// Where the page starts: `next` of an earlier one.
    pub(crate) cursor: Option<String>,
}

/// `GET /stores/{store}/answers?query=&status=&cursor=`.
#[utoipa::path(
    get,
    path = "/stores/{store}/answers",
    operation_id = "list_answers",
    summary = "A store's answers, changed last first; with `query` the 50 that fit its words best.",
    params(PathOf<StoreId>, AnswerFilter),
    responses(
        (status = 200, description = "A page of them.", body = of::AnswerPage),
        Problems<(Session, PathOf<StoreId>, QueryOf<AnswerFilter>, Restricted)>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn list(
    State(app): State<App>,
    Session(caller): Session,
    PathOf(store): PathOf<StoreId>,
    QueryOf(search): QueryOf<AnswerFilter>,
) -> Result<Json<AnswerPage>, Failure> {
    let (status, words) = (search.status, search.query.unwrap_or_default());
    let wanted = if words.trim().is_empty() {
        WantedAnswers::Listed { status, from: cursor::open(search.cursor, is_place_of_list)? }
    } else {
        WantedAnswers::Matching { words, status }
    };
    let page = app.knowledge.list(&caller, &store, wanted).await?;
    Ok(Json(AnswerPage { next: cursor::seal(page.next), ..page }))
}

/// `GET /stores/{store}/answers/{answer}`.
#[utoipa::path(
    get,
    path = "/stores/{store}/answers/{answer}",
    operation_id = "read_answer",
    summary = "One answer.",
    params(PathOf<(StoreId, AnswerId)>),
    responses(
        (status = 200, description = "The answer.", body = of::AnswerView),
        Problems<(Session, PathOf<(StoreId, AnswerId)>, Restricted)>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn one(
    State(app): State<App>,
    Session(caller): Session,
    PathOf((store, id)): PathOf<(StoreId, AnswerId)>,
) -> Result<Json<AnswerView>, Failure> {
    Ok(Json(app.knowledge.read(&caller, &store, &id).await?))
}

/// `GET /stores/{store}/answers/{answer}/recipients?cursor=`.
#[utoipa::path(
    get,
    path = "/stores/{store}/answers/{answer}/recipients",
    operation_id = "list_recipients",
    summary = "The customers who got an answer, newest first: whom to write to when it was wrong.",
    params(PathOf<(StoreId, AnswerId)>, Part),
    responses(
        (status = 200, description = "A page of them.", body = of::RecipientPage),
        Problems<(Session, PathOf<(StoreId, AnswerId)>, QueryOf<Part>, Restricted)>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn recipients(
    State(app): State<App>,
    Session(caller): Session,
    PathOf((store, id)): PathOf<(StoreId, AnswerId)>,
    QueryOf(part): QueryOf<Part>,
) -> Result<Json<RecipientPage>, Failure> {
    let from = cursor::open(part.cursor, is_place_of_recipients)?;
    let page = app.knowledge.recipients(&app.stores, &caller, &store, &id, from).await?;
    Ok(Json(RecipientPage { next: cursor::seal(page.next), ..page }))
}

/// `GET /stores/{store}/questions`: what is asked most often without an answer.
#[utoipa::path(
    get,
    path = "/stores/{store}/questions",
    operation_id = "list_questions",
    summary = "The questions asked most often that no answer fits.",
    params(PathOf<StoreId>),
    responses(
        (status = 200, description = "The questions.", body = of::OpenQuestions),
        Problems<(Session, PathOf<StoreId>, Restricted)>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn questions(
    State(app): State<App>,
    Session(caller): Session,
    PathOf(store): PathOf<StoreId>,
) -> Result<Json<OpenQuestions>, Failure> {
    let questions = app.knowledge.questions(&app.stores, &caller, &store).await?;
    Ok(Json(questions))
}

/// `POST /stores/{store}/answers`.
#[utoipa::path(
    post,
    path = "/stores/{store}/answers",
    operation_id = "add_answer",
    summary = "Adds an answer or saves a reply as one; a lead's is approved, an agent's a candidate.",
    params(PathOf<StoreId>),
    request_body = of::NewAnswer,
    responses(
        (status = 201, description = "The answer.", body = of::AnswerView),
        Problems<(Session, PathOf<StoreId>, Document<NewAnswer>, Worded, Restricted, Commanded)>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn add(
    State(app): State<App>,
    Session(caller): Session,
    PathOf(store): PathOf<StoreId>,
    Document(new): Document<NewAnswer>,
) -> Result<(StatusCode, Json<AnswerView>), Failure> {
    let added = app.knowledge.add(&app.stores, &caller, &store, new).await?;
    Ok((StatusCode::CREATED, Json(added)))
}

/// `POST /stores/{store}/answers/import`.
#[utoipa::path(
    post,
    path = "/stores/{store}/answers/import",
    operation_id = "import_answers",
    summary = "Imports up to 25 questions with their answers; a question that was imported before stays as it is.",
    params(PathOf<StoreId>),
    request_body = of::AnswerImport,
    responses(
        (status = 200, description = "How many were new.", body = of::Imported),
        Problems<(Session, PathOf<StoreId>, Document<AnswerImport>, Worded, Restricted)>,
    ),
    security(("bearer" = [])),
)]
pub(crate) async fn import(
    State(app): State<App>,
    Session(caller): Session,
    PathOf(store): PathOf<StoreId>,
    Document(import): Document<AnswerImport>,
) -> Result<Json<Imported>, Failure> {
    if !(1..=AnswerImport::MOST).contains(&import.answers.len()) {
        let most = AnswerImport::MOST;
        return Err(Failure::malformed(format!("An import takes 1 to {most} answers.")));
    }
    let imported = app.knowledge.import(&caller, &store, import).await?;
    Ok(Json(imported))
}
