//! A store's answers: found, added, changed.

use adapters::dynamo::{is_place_of_list, is_place_of_recipients};
use application::WantedAnswers;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use contract::{
    AnswerDecision, AnswerEdit, AnswerImport, AnswerMerge, AnswerPage, AnswerView, Code, Imported,
    NewAnswer, OpenQuestions, RecipientPage,
};
use domain::{AnswerId, AnswerStatus, Change, CommandError, StoreId};
use lambda::rest::{Document, Failure, PathOf, QueryOf, Session, cursor};
use serde::Deserialize;

use crate::App;

/// Bytes of the largest document: an import of as many of the longest answers as it takes.
pub(crate) const LARGEST: usize = 1024 * 1024;

/// Answers that one import takes.
const IMPORT: usize = 25;

/// Which answers.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Search {
    query: Option<String>,
    status: Option<AnswerStatus>,
    cursor: Option<String>,
}

/// Which part of a list.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Part {
    cursor: Option<String>,
}

/// A refusal in words about answers.
pub(crate) fn refused(refusal: CommandError) -> Failure {
    let detail = match refusal {
        CommandError::Conflict => {
            "Someone has changed this answer meanwhile. Read it, then decide."
        }
        CommandError::WrongState => "A retired answer stays as it is, and none merges into itself.",
        other => return other.into(),
    };
    Failure::new(Code::from(refusal), detail)
}

/// `GET /stores/{store}/answers?query=&status=&cursor=`.
pub(crate) async fn list(
    State(app): State<App>,
    Session(caller): Session,
    PathOf(store): PathOf<StoreId>,
    QueryOf(search): QueryOf<Search>,
) -> Result<Json<AnswerPage>, Failure> {
    let (status, words) = (search.status, search.query.unwrap_or_default());
    let wanted = if words.trim().is_empty() {
        WantedAnswers::Listed { status, from: cursor::open(search.cursor, is_place_of_list)? }
    } else {
        WantedAnswers::Matching { words, status }
    };
    let page = app.knowledge.list(&caller, &store, wanted).await?.map_err(refused)?;
    Ok(Json(AnswerPage { next: cursor::seal(page.next), ..page }))
}

/// `GET /stores/{store}/answers/{answer}`.
pub(crate) async fn one(
    State(app): State<App>,
    Session(caller): Session,
    PathOf((store, id)): PathOf<(StoreId, AnswerId)>,
) -> Result<Json<AnswerView>, Failure> {
    Ok(Json(app.knowledge.read(&caller, &store, &id).await?.map_err(refused)?))
}

/// `GET /stores/{store}/answers/{answer}/recipients?cursor=`.
pub(crate) async fn recipients(
    State(app): State<App>,
    Session(caller): Session,
    PathOf((store, id)): PathOf<(StoreId, AnswerId)>,
    QueryOf(part): QueryOf<Part>,
) -> Result<Json<RecipientPage>, Failure> {
    let from = cursor::open(part.cursor, is_place_of_recipients)?;
    let page = app
        .knowledge
        .recipients(&app.stores, &caller, &store, &id, from)
        .await?
        .map_err(refused)?;
    Ok(Json(RecipientPage { next: cursor::seal(page.next), ..page }))
}

/// `GET /stores/{store}/questions`: what is asked most often without an answer.
pub(crate) async fn questions(
    State(app): State<App>,
    Session(caller): Session,
    PathOf(store): PathOf<StoreId>,
) -> Result<Json<OpenQuestions>, Failure> {
    let questions = app.knowledge.questions(&app.stores, &caller, &store).await?;
    Ok(Json(questions.map_err(refused)?))
}

/// `POST /stores/{store}/answers`.
pub(crate) async fn add(
    State(app): State<App>,
    Session(caller): Session,
    PathOf(store): PathOf<StoreId>,
    Document(new): Document<NewAnswer>,
) -> Result<(StatusCode, Json<AnswerView>), Failure> {
    let added = app.knowledge.add(&app.stores, &caller, &store, new).await?;
    Ok((StatusCode::CREATED, Json(added.map_err(refused)?)))
}

/// `POST /stores/{store}/answers/import`.
pub(crate) async fn import(
    State(app): State<App>,
    Session(caller): Session,
    PathOf(store): PathOf<StoreId>,
    Document(import): Document<AnswerImport>,
) -> Result<Json<Imported>, Failure> {
    if !(1..=IMPORT).contains(&import.answers.len()) {
        return Err(Failure::malformed(format!("An import takes 1 to {IMPORT} answers.")));
    }
    let imported = app.knowledge.import(&caller, &store, import).await?;
    Ok(Json(imported.map_err(refused)?))
}

/// `POST /stores/{store}/answers/{answer}`: other words.
pub(crate) async fn edit(
    app: State<App>,
    session: Session,
    path: PathOf<(StoreId, AnswerId)>,
    Document(AnswerEdit { version, question, text, language }): Document<AnswerEdit>,
) -> Result<Json<AnswerView>, Failure> {
    change(app, session, path, version, Change::Edit { question, text, language }).await
}

/// `POST /stores/{store}/answers/{answer}/approve`.
pub(crate) async fn approve(
    app: State<App>,
    session: Session,
    path: PathOf<(StoreId, AnswerId)>,
    Document(AnswerDecision { version }): Document<AnswerDecision>,
) -> Result<Json<AnswerView>, Failure> {
    change(app, session, path, version, Change::Approve).await
}

/// `POST /stores/{store}/answers/{answer}/retire`.
pub(crate) async fn retire(
    app: State<App>,
    session: Session,
    path: PathOf<(StoreId, AnswerId)>,
    Document(AnswerDecision { version }): Document<AnswerDecision>,
) -> Result<Json<AnswerView>, Failure> {
    change(app, session, path, version, Change::Retire).await
}

/// `POST /stores/{store}/answers/{answer}/merge`.
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
    let changed = app.knowledge.change(&caller, &store, &id, version, change).await?;
    Ok(Json(changed.map_err(refused)?))
}
