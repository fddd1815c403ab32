//! Who may do what in a store's knowledge base, row by row.

use domain::AnswerId;
use serde_json::{Value, json};

use super::People;
use super::routes::{Row, check};
use crate::people::fresh_id;
use crate::stack::stack;

/// The commands that add the two answers which the rows are about.
const FIRST: &str = "authority-first";
const SECOND: &str = "authority-second";

fn id_of(command: &str) -> AnswerId {
    AnswerId::derive(&"demo".parse().unwrap(), command)
}

fn answer(command: &str) -> Value {
    json!({ "id": command, "question": "When does it come?", "text": "Within a week." })
}

fn fresh() -> Value {
    answer(fresh_id().as_str())
}

fn list() -> Value {
    json!({ "answers": [{ "question": "Do you ship to Norway?", "text": "We do." }] })
}

fn settings() -> Value {
    let texts = json!([{ "language": "en", "text": "Need a hand?" }]);
    let greetings = json!([{ "pages": "/cart", "seconds": 20, "cart_from": 50, "texts": texts }]);
    json!({ "greeting": "Hello!", "help_search": true, "proactive_greetings": greetings })
}

/// A lead changes the answer in the order of the rows; each names the version that the row before left.
pub(super) const ROUTES: [Row; 19] = [
    ("POST", "/stores/demo/answers", Some(fresh), [404, 404, 201, 404, 201, 401]),
    ("GET", "/stores/demo/answers", None, [404, 404, 200, 404, 200, 401]),
    ("GET", "/stores/demo/answers?query=week", None, [404, 404, 200, 404, 200, 401]),
    ("GET", "/stores/demo/answers/{answer}", None, [404, 404, 200, 404, 200, 401]),
    ("GET", "/stores/demo/answers/nonsense", None, [404, 404, 404, 404, 404, 401]),
    (
        "POST",
        "/stores/demo/answers/{answer}",
        Some(|| json!({ "version": 1, "text": "In a week." })),
        [404, 404, 403, 404, 200, 401],
    ),
    (
        "POST",
        "/stores/demo/answers/{answer}/approve",
        Some(|| json!({ "version": 2 })),
        [404, 404, 403, 404, 200, 401],
    ),
    (
        "POST",
        "/stores/demo/answers/{answer}/retire",
        Some(|| json!({ "version": 3 })),
        [404, 404, 403, 404, 200, 401],
    ),
    (
        "POST",
        "/stores/demo/answers/{answer}/merge",
        Some(|| json!({ "version": 4, "into": id_of(SECOND) })),
        [404, 404, 403, 404, 409, 401],
    ),
    ("GET", "/stores/demo/answers/{answer}/recipients", None, [404, 404, 200, 404, 200, 401]),
    ("GET", "/stores/demo/questions", None, [404, 404, 200, 404, 200, 401]),
    ("POST", "/stores/demo/answers/import", Some(list), [404, 404, 403, 404, 200, 401]),
    ("GET", "/stores/demo/help", None, [404; 6]),
    ("GET", "/stores/demo/settings", None, [404, 404, 403, 404, 200, 401]),
    ("POST", "/stores/demo/settings", Some(settings), [404, 404, 403, 404, 200, 401]),
    // Until then the store did not offer its answers.
    ("GET", "/stores/demo/help", None, [200; 6]),
    (
        "GET",
        "/stores/demo/statistics?from=2026-11-01&until=2026-11-30",
        None,
        [404, 404, 403, 404, 200, 401],
    ),
    ("GET", "/stores/demo/automatic-replies", None, [404, 404, 403, 404, 200, 401]),
    ("GET", "/stores/demo/automatic-replies/figures", None, [404, 404, 403, 404, 200, 401]),
];

#[tokio::test]
async fn every_route_of_the_knowledge_base_admits_whom_the_table_says() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut people = People::gather(&stack).await?;
    for command in [FIRST, SECOND] {
        let lead = people.each()[4].api.clone();
        let _: Value = lead.post("/stores/demo/answers", &answer(command)).await?;
    }
    check(&stack, &mut people, &ROUTES, ("{answer}", id_of(FIRST).as_str())).await
}
