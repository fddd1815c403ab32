//! The routes of a store's knowledge base.

use domain::Settings;
use schemars::JsonSchema;
use serde_json::Value;

use super::Schemas;
use super::openapi::Route;
use crate::{
    AnswerDecision, AnswerEdit, AnswerImport, AnswerMerge, AnswerPage, AnswerView, Imported,
    NewAnswer, OpenQuestions, RecipientPage,
};

const CURSOR: (&str, &str) = ("cursor", "Where the page starts: `next` of an earlier one.");

/// The routes, each with its documents.
pub(super) fn routes(schemas: &mut Schemas) -> Vec<Route> {
    let mut routes = answers(schemas);
    routes.extend(changes(schemas));
    routes.extend([
        get(
            "/stores/{store}/answers/{answer}/recipients",
            "The customers who got an answer, newest first: whom to write to when it was wrong.",
            &[CURSOR],
            schemas.of::<RecipientPage>(),
        ),
        get(
            "/stores/{store}/questions",
            "The questions asked most often that no answer fits.",
            &[],
            schemas.of::<OpenQuestions>(),
        ),
        get("/stores/{store}/settings", "A store's settings, for its leads.", &[], schemas.of::<Settings>()),
        post::<Settings>(
            schemas,
            "/stores/{store}/settings",
            "Changes a store's settings; what is absent stays as it is. What is wrong is said in a sentence each.",
            (200, "The settings."),
            |schemas| schemas.of::<Settings>(),
        ),
    ]);
    routes
}

fn answers(schemas: &mut Schemas) -> Vec<Route> {
    vec![
        get(
            "/stores/{store}/answers",
            "A store's answers, changed last first; with `query` the 50 that fit its words best.",
            &[
                ("query", "Words that are looked for in questions and answers."),
                ("status", "`candidate`, `approved` or `retired`; all without it."),
                CURSOR,
            ],
            schemas.of::<AnswerPage>(),
        ),
        get("/stores/{store}/answers/{answer}", "One answer.", &[], schemas.of::<AnswerView>()),
        post::<NewAnswer>(
            schemas,
            "/stores/{store}/answers",
            "Adds an answer or saves a reply as one; a lead's is approved, an agent's a candidate.",
            (201, "The answer."),
            view,
        ),
        post::<AnswerImport>(
            schemas,
            "/stores/{store}/answers/import",
            "Imports up to 25 questions with their answers; a question that was imported before stays as it is.",
            (200, "How many were new."),
            |schemas| schemas.of::<Imported>(),
        ),
    ]
}

fn changes(schemas: &mut Schemas) -> Vec<Route> {
    let changed = (200, "The answer afterwards.");
    vec![
        post::<AnswerEdit>(
            schemas,
            "/stores/{store}/answers/{answer}",
            "Changes an answer; what is absent stays.",
            changed,
            view,
        ),
        post::<AnswerDecision>(
            schemas,
            "/stores/{store}/answers/{answer}/approve",
            "Stands behind an answer.",
            changed,
            view,
        ),
        post::<AnswerDecision>(
            schemas,
            "/stores/{store}/answers/{answer}/retire",
            "Takes an answer back: it is offered no more.",
            changed,
            view,
        ),
        post::<AnswerMerge>(
            schemas,
            "/stores/{store}/answers/{answer}/merge",
            "Merges an answer into another, which gets its ways of asking.",
            changed,
            view,
        ),
    ]
}

fn view(schemas: &mut Schemas) -> Value {
    schemas.of::<AnswerView>()
}

fn get(
    path: &'static str,
    summary: &'static str,
    query: &'static [(&'static str, &'static str)],
    answer: Value,
) -> Route {
    let answers = vec![(200, "Done.", answer)];
    Route { method: "get", path, summary, signed: true, query, body: None, answers }
}

fn post<T: JsonSchema>(
    schemas: &mut Schemas,
    path: &'static str,
    summary: &'static str,
    (status, said): (u16, &'static str),
    answer: fn(&mut Schemas) -> Value,
) -> Route {
    let body = Some(schemas.of::<T>());
    let answers = vec![(status, said, answer(schemas))];
    Route { method: "post", path, summary, signed: true, query: &[], body, answers }
}
