//! Every route, for everyone who might ask.

use serde_json::{Value, json};

use super::People;
use crate::api::Api;
use crate::people::fresh_id;
use crate::stack::{Stack, options, start};

/// Method, path, body, and the status for: the case's customer, another customer, an agent of the store, an agent of
/// another store, a lead, someone without a token.
pub(super) type Row = (&'static str, &'static str, Option<fn() -> Value>, [u16; 6]);

fn visitor() -> Value {
    json!({ "store": "demo" })
}

fn opening() -> Value {
    json!({ "id": fresh_id(), "store": "demo", "text": "hello" })
}

fn claim() -> Value {
    json!({ "token": "a.b.c" })
}

fn message() -> Value {
    json!({ "action": "send", "id": fresh_id(), "after": 1, "text": "hello", "anyway": true })
}

fn replay() -> Value {
    json!({ "cursor": "00000000000000.00000000000000000000000000.000000000001" })
}

pub(super) const ROUTES: [Row; 29] = [
    ("GET", "/health", None, [200; 6]),
    ("GET", "/openapi.json", None, [200; 6]),
    ("GET", "/docs", None, [200; 6]),
    ("GET", "/docs/docs.js", None, [200; 6]),
    ("GET", "/stores/demo", None, [200; 6]),
    ("GET", "/stores/none", None, [404; 6]),
    ("POST", "/visitors", Some(visitor), [201; 6]),
    ("POST", "/visitors/rotate", None, [201, 201, 401, 401, 401, 401]),
    // Only customers whom their shop vouches for claim visitors: what they get is in `claims`.
    ("POST", "/visitors/claim", Some(claim), [403, 403, 403, 403, 403, 401]),
    ("GET", "/me", None, [200, 200, 200, 200, 200, 401]),
    ("GET", "/cases", None, [200, 200, 403, 403, 403, 401]),
    ("POST", "/cases", Some(opening), [201, 201, 403, 403, 403, 401]),
    ("GET", "/stores/demo/cases", None, [404, 404, 200, 404, 200, 401]),
    ("GET", "/stores/demo/cases?list=snoozed", None, [404, 404, 200, 404, 200, 401]),
    ("GET", "/stores/demo/cases?group=1", None, [404, 404, 200, 404, 200, 401]),
    (
        "GET",
        "/stores/demo/cases?customer=v_00000000000000000000000000",
        None,
        [404, 404, 200, 404, 200, 401],
    ),
    ("GET", "/stores/demo/counts", None, [404, 404, 200, 404, 200, 401]),
    ("GET", "/stores/demo/search?query=hello", None, [404, 404, 200, 404, 200, 401]),
    ("GET", "/stores/demo/mentions", None, [404, 404, 200, 404, 200, 401]),
    (
        "POST",
        "/stores/demo/mentions/read",
        Some(|| json!({ "until": 1_800_000_000_000_i64 })),
        [404, 404, 204, 404, 204, 401],
    ),
    ("GET", "/stores/demo/events", None, [404, 404, 403, 404, 200, 401]),
    ("POST", "/stores/demo/events/replay", Some(replay), [404, 404, 403, 404, 204, 401]),
    ("GET", "/cases/{case}", None, [200, 404, 200, 404, 200, 401]),
    ("GET", "/cases/{case}/events", None, [200, 404, 200, 404, 200, 401]),
    ("POST", "/cases/{case}/commands", Some(message), [200, 404, 200, 404, 200, 401]),
    // Whose form it is, the form says: see `forms.rs`.
    ("POST", "/frames", None, [415; 6]),
    ("GET", "/cases/00000000000000000000000000", None, [404, 404, 404, 404, 404, 401]),
    ("GET", "/no/such/route", None, [404; 6]),
    // The last: it ends everybody's sign-in.
    ("POST", "/visitors/revoke", None, [204, 204, 204, 204, 204, 401]),
];

#[tokio::test]
async fn every_route_admits_whom_the_table_says() -> anyhow::Result<()> {
    let secret = json!({ "demo": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" }).to_string();
    let options = options()?.untimed().parameter("EventDays", "1");
    let hook = json!({ "demo": "https://shop.example/" }).to_string();
    let options = options.parameter("Webhooks", hook).parameter("WebhookSecrets", secret);
    let stack = start(options).await?;
    let mut people = People::gather(&stack).await?;
    let case = people.owner.asks("demo", "hello").await?;
    check(&stack, &mut people, &ROUTES, ("{case}", case.id.as_str())).await
}

/// Tries each route in everybody's name, in the order of the columns.
pub(super) async fn check(
    stack: &Stack,
    people: &mut People,
    routes: &[Row],
    (placeholder, id): (&str, &str),
) -> anyhow::Result<()> {
    let mut apis: Vec<Api> = people.each().map(|user| user.api.clone()).into();
    apis.push(Api::anonymous(&stack.entry_points));
    for (method, path, body, expected) in routes {
        let path = path.replace(placeholder, id);
        let mut got = Vec::new();
        for api in &apis {
            let body = body.map(|make| make());
            let answer = api.request(method, &path, body.as_ref()).await?;
            let is_problem = answer.status >= 400;
            assert!(!is_problem || answer.kind == "application/problem+json", "{path}: {answer:?}");
            got.push(answer.status);
        }
        assert_eq!(got, *expected, "{method} {path}");
    }
    Ok(())
}
