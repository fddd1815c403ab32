//! The description of the REST API.

use serde_json::{Map, Value, json};

use super::{Schemas, knowledge};
use crate::{
    CaseCommand, CaseCounts, CasePage, CaseView, EventPage, FeedPage, Me, OpenCase, Problem,
    Replay, ServerFrame, StoreView, VisitorRequest, VisitorToken,
};

/// One route of the API.
pub(super) struct Route {
    pub(super) method: &'static str,
    pub(super) path: &'static str,
    pub(super) summary: &'static str,
    /// Whether it needs a bearer token.
    pub(super) signed: bool,
    pub(super) query: &'static [(&'static str, &'static str)],
    pub(super) body: Option<Value>,
    pub(super) answers: Vec<(u16, &'static str, Value)>,
}

/// The document, OpenAPI 3.1.
pub(super) fn document() -> Value {
    let mut schemas = Schemas::new();
    let problem = schemas.of::<Problem>();
    let mut paths: Map<String, Value> = Map::new();
    let routes = routes(&mut schemas).into_iter().chain(knowledge::routes(&mut schemas));
    for route in routes.collect::<Vec<_>>() {
        let operation = operation(&route, &problem);
        let methods = paths.entry(route.path).or_insert_with(|| json!({}));
        if let Some(methods) = methods.as_object_mut() {
            methods.insert(route.method.to_owned(), operation);
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Firstline",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Customer-support chat. Problems are RFC 9457 documents with a stable `code`. Cursors are opaque. Repeating a command with the same `id` changes nothing.",
        },
        "paths": paths,
        "components": {
            "schemas": schemas.collected(),
            "securitySchemes": { "bearer": { "type": "http", "scheme": "bearer", "bearerFormat": "JWT" } },
        },
    })
}

fn routes(schemas: &mut Schemas) -> Vec<Route> {
    let page = &[("cursor", "Where the page starts: `next` of an earlier one.")];
    let get = |path, summary, signed, query, answer: Value| Route {
        method: "get",
        path,
        summary,
        signed,
        query,
        body: None,
        answers: vec![(200, "Done.", answer)],
    };
    let token = schemas.of::<VisitorToken>();
    let frame = schemas.of::<ServerFrame>();
    vec![
        get("/health", "Whether the API runs.", false, &[], json!({ "type": "object" })),
        get("/openapi.json", "This document.", false, &[], json!({ "type": "object" })),
        get(
            "/stores/{store}",
            "What anyone may know of a store.",
            false,
            &[],
            schemas.of::<StoreView>(),
        ),
        get("/me", "Who the token names.", true, &[], schemas.of::<Me>()),
        get(
            "/cases",
            "The customer's own cases, newest first.",
            true,
            page,
            schemas.of::<CasePage>(),
        ),
        get(
            "/stores/{store}/cases",
            "A store's cases, for its agents.",
            true,
            &[
                ("list", "`waiting` (default, longest first), `open`, or `closed`."),
                ("month", "The month of `closed`, such as 2026-11."),
                ("customer", "All cases of this customer instead of a list, newest first."),
                ("cursor", "Where the page starts: `next` of an earlier one."),
            ],
            schemas.of::<CasePage>(),
        ),
        get(
            "/stores/{store}/counts",
            "How many of a store's cases stand where, each count up to 1,000, for its agents.",
            true,
            &[("lists", "`waiting`, `open` and `closed`, with commas between; all by default.")],
            schemas.of::<CaseCounts>(),
        ),
        get(
            "/stores/{store}/events",
            "What happened in a store, oldest first, for its leads; some seconds late, and as long as `EventDays` keeps it.",
            true,
            &[(
                "cursor",
                "Those behind this one: `next` of an earlier page, or the `cursor` of an event.",
            )],
            schemas.of::<FeedPage>(),
        ),
        Route {
            method: "post",
            path: "/stores/{store}/events/replay",
            summary: "Has the store's webhook get its events again, from behind a cursor on; 404 where the store has none.",
            signed: true,
            query: &[],
            body: Some(schemas.of::<Replay>()),
            answers: vec![(204, "It will.", Value::Null)],
        },
        get("/cases/{case}", "Where a case stands.", true, &[], schemas.of::<CaseView>()),
        get(
            "/cases/{case}/events",
            "A page of a case's events, oldest first; without a cursor the newest.",
            true,
            &[
                ("after", "Those after this one."),
                ("before", "Those before this one."),
                ("limit", "1 to 50, which is the default."),
            ],
            schemas.of::<EventPage>(),
        ),
        Route {
            method: "post",
            path: "/visitors",
            summary: "A token for someone without an account.",
            signed: false,
            query: &[],
            body: Some(schemas.of::<VisitorRequest>()),
            answers: vec![(201, "The token.", token.clone())],
        },
        Route {
            method: "post",
            path: "/visitors/rotate",
            summary: "A fresh token for the same visitor.",
            signed: true,
            query: &[],
            body: None,
            answers: vec![(201, "The token.", token)],
        },
        Route {
            method: "post",
            path: "/visitors/revoke",
            summary: "Ends the caller's sign-in: a visitor's for good, another token by itself.",
            signed: true,
            query: &[],
            body: None,
            answers: vec![(204, "The token opens nothing any more.", Value::Null)],
        },
        Route {
            method: "post",
            path: "/cases",
            summary: "A customer's first message opens a case.",
            signed: true,
            query: &[],
            body: Some(schemas.of::<OpenCase>()),
            answers: vec![(201, "The acknowledgement.", frame.clone())],
        },
        Route {
            method: "post",
            path: "/cases/{case}/commands",
            summary: "Does what a command of the socket does, by POST.",
            signed: true,
            query: &[],
            body: Some(schemas.of::<CaseCommand>()),
            answers: vec![
                (200, "The acknowledgement, or the answer to the frame.", frame.clone()),
                (204, "Done; the frame gets no answer.", Value::Null),
                (409, "`behind`: nothing was written, catch up and send again.", frame),
            ],
        },
    ]
}

fn operation(route: &Route, problem: &Value) -> Value {
    let in_path = route.path.split('{').skip(1).filter_map(|part| part.split('}').next());
    let text = json!({ "type": "string" });
    let parameters: Vec<_> = in_path
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": text }))
        .chain(route.query.iter().map(|(name, description)| {
            json!({ "name": name, "in": "query", "required": false, "schema": text, "description": description })
        }))
        .collect();
    let mut responses: Map<String, Value> = route
        .answers
        .iter()
        .map(|(status, description, schema)| {
            (status.to_string(), answer("application/json", description, schema))
        })
        .collect();
    responses.insert(
        "default".to_owned(),
        answer("application/problem+json", "It was not done, and why.", problem),
    );
    let mut operation =
        json!({ "summary": route.summary, "parameters": parameters, "responses": responses });
    if route.signed {
        operation["security"] = json!([{ "bearer": [] }]);
    }
    if let Some(schema) = &route.body {
        operation["requestBody"] =
            json!({ "required": true, "content": { "application/json": { "schema": schema } } });
    }
    operation
}

fn answer(kind: &str, description: &str, schema: &Value) -> Value {
    match schema {
        Value::Null => json!({ "description": description }),
        schema => json!({ "description": description, "content": { kind: { "schema": schema } } }),
    }
}
