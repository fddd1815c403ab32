//! Nothing is left out: every route of the routers and every frame of the contract has its row in the table, the template and
//! the description.

use std::collections::BTreeSet;

use contract::ClientFrame;
use local::HttpRoutes;
use local::template::{Placeholders, Template, read_parameters};
use reqwest::Method;
use serde_json::{Value, json};

use super::frames::FRAMES;
use super::hints::HINTS;
use super::{canned_replies, data, directory, files, knowledge, routes, saved_views};
use crate::description::{self, PAGES, codes, is_of, operations};
use crate::stack::project;

/// Parameters without a stack.
struct Fixed;

impl Placeholders for Fixed {
    fn site(&self) -> String {
        "http://127.0.0.1:1".to_owned()
    }

    fn random(&self, name: &str) -> std::io::Result<String> {
        Ok(format!("{name:0>64}"))
    }
}

fn all_rows() -> impl Iterator<Item = &'static routes::Row> {
    let own = routes::ROUTES.iter().chain(&knowledge::ROUTES).chain(&directory::ROUTES);
    own.chain(&canned_replies::ROUTES)
        .chain(&data::ROUTES)
        .chain(&files::ROUTES)
        .chain(&saved_views::ROUTES)
}

#[test]
fn every_route_of_the_routers_has_a_row() {
    let described = description::routes().unwrap();
    let pages = PAGES.iter().map(|page| ("GET".to_owned(), *page));
    let routes = operations(&described).map(|(method, path, _)| (method, path)).chain(pages);
    let rows: Vec<_> = all_rows().collect();
    for (method, template) in routes {
        let has_row = rows.iter().any(|row| row.0 == method && is_of(row.1, template));
        assert!(has_row, "{method} {template} has no row");
    }
}

#[test]
fn every_row_is_of_a_route() {
    let described = description::routes().unwrap();
    for (method, path, _, expected) in all_rows() {
        let mut operations = operations(&described);
        let is_described =
            operations.any(|(name, template, _)| name == *method && is_of(path, template));
        let is_page = PAGES.iter().any(|page| is_of(path, page));
        assert!(is_described || is_page || *expected == [404; 6], "{method} {path} is no route");
    }
}

#[test]
fn the_description_is_what_the_routers_say() {
    let document: Value = serde_json::from_str(contract::OPENAPI).unwrap();
    let is_fresh = document["paths"] == description::routes().unwrap();
    assert!(is_fresh, "run `cargo xtask types` and commit the result");
}

#[test]
fn every_route_leads_to_the_function_that_has_it() {
    let infra = project().join("infra");
    let parameters = read_parameters(&infra.join("local.json"), &Fixed).unwrap();
    let template = Template::load(&infra.join("template.yaml"), &parameters).unwrap();
    let api = template.http.unwrap();
    let routes = HttpRoutes::new(&api.routes);
    let mut unused: BTreeSet<_> = api.routes.iter().map(|route| route.key.as_str()).collect();
    for (function, described) in description::routers().unwrap() {
        for (method, path, _) in operations(&described) {
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            let found = routes.find(&method, path, "$default").unwrap().route;
            assert_eq!(template.functions[&found.function].binary, function, "{method} {path}");
            unused.remove(found.key.as_str());
        }
    }
    assert!(unused.is_empty(), "these routes of the template lead to none: {unused:?}");
}

#[test]
fn every_operation_has_an_id_of_its_own_and_says_who_may_use_it() {
    let described = description::routes().unwrap();
    let mut ids = BTreeSet::new();
    for (method, path, operation) in operations(&described) {
        let id = operation["operationId"].as_str();
        assert!(id.is_some_and(|id| ids.insert(id.to_owned())), "{method} {path}: {id:?}");
        assert!(operation["summary"].is_string(), "{method} {path} says nothing of itself");
        let is_open = all_rows().any(|row| row.0 == method && is_of(row.1, path) && row.3[5] < 400);
        assert_eq!(!asks_for_token(operation), is_open, "{method} {path}");
    }
}

/// Whether an operation wants a token, be it as a header or as a field of its form.
fn asks_for_token(operation: &Value) -> bool {
    let form = &operation["requestBody"]["content"]["application/x-www-form-urlencoded"];
    !operation["security"].is_null() || !form.is_null()
}

#[test]
fn what_an_operation_reads_is_what_it_may_refuse() {
    let described = description::routes().unwrap();
    for (method, path, operation) in operations(&described) {
        let parameters = operation["parameters"].as_array().map_or(&[][..], Vec::as_slice);
        let named = |place: &str| -> BTreeSet<_> {
            let of_place = parameters.iter().filter(|parameter| parameter["in"] == place);
            of_place.map(|parameter| parameter["name"].as_str().unwrap()).collect()
        };
        let placeholders: BTreeSet<_> =
            path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).collect();
        assert_eq!(named("path"), placeholders, "{method} {path}");
        for parameter in parameters {
            assert!(parameter["description"].is_string(), "{method} {path}: {parameter}");
        }
        let has_body = !operation["requestBody"].is_null();
        let is_read = has_body || !named("query").is_empty();
        for (status, code, is_due) in [
            (400, "bad_frame", is_read),
            (401, "unauthorized", asks_for_token(operation)),
            (401, "expired", asks_for_token(operation)),
            (413, "too_long", has_body),
            (415, "unsupported_media_type", has_body),
        ] {
            let schema = &operation["responses"][status.to_string()]["content"]["application/problem+json"]
                ["schema"];
            assert_eq!(codes(schema).contains(&json!(code)), is_due, "{method} {path} {code}");
        }
        let missing = &operation["responses"]["404"];
        assert!(placeholders.is_empty() || !missing.is_null(), "{method} {path}");
    }
}

#[test]
fn every_frame_has_a_row() {
    let error = serde_json::from_str::<ClientFrame>(r#"{"action":"?"}"#).unwrap_err().to_string();
    let (_, expected) = error.split_once("expected one of ").unwrap();
    let frames: BTreeSet<_> = expected.split('`').skip(1).step_by(2).collect();
    assert!(frames.contains("send"), "{error}");
    let rows: BTreeSet<_> =
        FRAMES.iter().map(|row| row.0).chain(HINTS.iter().map(|row| row.0)).collect();
    assert_eq!(rows, frames);
}
