//! Requests that no client of ours makes: each is refused by a problem with a code, none is taken for something else,
//! and none is an error of the server.

use contract::Code;
use serde_json::{Value, json};

use crate::api::{Answer, Api};
use crate::people::{Customer, Lead};
use crate::stack::{Stack, stack};

/// What a parameter may be by mistake or by malice, percent-encoded.
const NASTY: &[&str] = &[
    "",
    "%20",
    "%00",
    "%FF",
    "%C3%28",
    "0",
    "-1",
    "1.5",
    "1e9",
    "99999999999999999999",
    "999999999999",
    "null",
    "true",
    "[]",
    "%7B%7D",
    "a%2Fb",
    "..",
    "%2e%2e%2f",
    "%23",
    "*",
    "%27%22%3B--",
    "%F0%9F%98%80",
    "00000000000000000000000000",
    "v_00000000000000000000000000",
    "AA",
    "MA",
    "MCMw",
    "Iw",
    "MDAwMDAwMDAwMDAwMDAjMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA",
    "2026-13",
    "9999-99",
    "closed",
    "approved",
    "00000000000000.00000000000000000000000000.0000000000000000000000001",
];

const CASE: &str = "00000000000000000000000000";
const AGENT: &str = "a_00000000000000000000000000";

pub(crate) fn check(answer: &Answer, what: &str) {
    assert!(answer.status < 500, "{what}: {answer:?}");
    assert_eq!(answer.headers["x-content-type-options"], "nosniff", "{what}");
    assert!(answer.headers.contains_key("cache-control"), "{what}");
    if answer.status >= 400 {
        assert_eq!(answer.kind, "application/problem+json", "{what}: {answer:?}");
        let code = serde_json::from_value::<Code>(answer.body["code"].clone());
        assert!(code.is_ok(), "{what}: {answer:?}");
        assert_eq!(answer.body["status"], answer.status, "{what}");
    }
}

/// The operations of the API's description: method and path.
fn operations() -> Vec<(String, String, Vec<String>)> {
    let document: Value = serde_json::from_str(contract::OPENAPI).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let operations = paths.iter().flat_map(|(path, methods)| {
        methods.as_object().unwrap().iter().map(move |(method, operation)| {
            let parameters = operation["parameters"].as_array().into_iter().flatten();
            let in_query = parameters.filter(|parameter| parameter["in"] == "query");
            let names = in_query.map(|parameter| parameter["name"].as_str().unwrap().to_owned());
            (method.to_uppercase(), path.clone(), names.collect())
        })
    });
    operations.collect()
}

/// A path of the description with something for each of its parts.
fn filled(path: &str, case: &str) -> String {
    path.replace("{store}", "demo")
        .replace("{case}", case)
        .replace("{answer}", CASE)
        .replace("{reply}", CASE)
        .replace("{view}", CASE)
        .replace("{agent}", AGENT)
        .replace("{group}", "1")
}

pub(crate) async fn lead_and_case(stack: &Stack) -> anyhow::Result<(Lead, String)> {
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let case = customer.asks("demo", "hello").await?;
    Ok((Lead::signs_in(&stack.entry_points).await?, case.id.to_string()))
}

#[tokio::test]
async fn no_parameter_of_a_path_or_a_query_is_an_error_of_the_server() -> anyhow::Result<()> {
    let stack = stack().await?;
    let (lead, case) = lead_and_case(&stack).await?;
    for (method, path, names) in
        operations().into_iter().filter(|(_, path, _)| path != "/visitors/revoke")
    {
        let body = (method == "POST").then(|| json!({}));
        for nasty in NASTY {
            let parts = path.split('/').enumerate().filter(|(_, part)| part.starts_with('{'));
            for (at, _) in parts {
                let with = |(n, part): (usize, &str)| {
                    if n == at { (*nasty).to_owned() } else { filled(part, &case) }
                };
                let path = path.split('/').enumerate().map(with).collect::<Vec<_>>().join("/");
                check(
                    &lead.api.request(&method, &path, body.as_ref()).await?,
                    &format!("{method} {path}"),
                );
            }
            for name in &names {
                let path = format!("{}?{name}={nasty}", filled(&path, &case));
                check(
                    &lead.api.request(&method, &path, body.as_ref()).await?,
                    &format!("{method} {path}"),
                );
            }
        }
        let path = format!("{}?nobody=knows&cursor=&cursor=", filled(&path, &case));
        check(&lead.api.request(&method, &path, body.as_ref()).await?, &path);
    }
    Ok(())
}

#[tokio::test]
async fn a_cursor_that_no_page_gave_is_refused_and_does_not_start_over() -> anyhow::Result<()> {
    let stack = stack().await?;
    let (lead, _) = lead_and_case(&stack).await?;
    let customer = Customer::visits(&stack.entry_points, "demo").await?;
    let lists = [
        (&lead.api, "/stores/demo/cases?"),
        (&lead.api, "/stores/demo/cases?list=open&"),
        (&lead.api, "/stores/demo/answers?"),
        (&lead.api, "/stores/demo/answers?status=approved&"),
        (&lead.api, "/stores/demo/answers/00000000000000000000000000/recipients?"),
        (&customer.api, "/cases?"),
    ];
    for (api, list) in lists {
        for cursor in ["", "Iw", "AA", "nonsense", "%FF", "MDAwMDAwMDAwMDAwMDAjeA"] {
            let path = format!("{list}cursor={cursor}");
            let answer = api.request("GET", &path, None).await?;
            check(&answer, &path);
            assert_eq!((answer.status, &answer.body["code"]), (400, &json!("bad_frame")), "{path}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_document_that_is_none_is_refused_by_a_problem_on_every_route() -> anyhow::Result<()> {
    let stack = stack().await?;
    let (lead, case) = lead_and_case(&stack).await?;
    // Two have no document, and one is a form: see `authority/forms.rs`.
    let without = ["/visitors/rotate", "/visitors/revoke", "/frames"];
    let with_body = |(method, path, _): &(String, String, Vec<String>)| {
        method == "POST" && !without.contains(&path.as_str())
    };
    let json = Some("application/json");
    for (_, path, _) in operations().into_iter().filter(with_body) {
        let path = filled(&path, &case);
        let large = if path.contains("/answers") { 1024 * 1024 } else { contract::MAX_FRAME_BYTES };
        let table = [
            (json, b"{\"a\":\"\xFF\"}".to_vec(), 400, "bad_frame"),
            (json, vec![], 400, "bad_frame"),
            (json, b"{".to_vec(), 400, "bad_frame"),
            (json, b"[]".to_vec(), 400, "bad_frame"),
            (json, b"null".to_vec(), 400, "bad_frame"),
            (json, b"\"a\"".to_vec(), 400, "bad_frame"),
            (json, b"{\"nobody_knows\":1}".to_vec(), 400, "bad_frame"),
            (json, b"[".repeat(20_000), 400, "bad_frame"),
            (json, vec![b' '; large + 1], 413, "too_long"),
            // Without a type a document is JSON: so a browser asks for a visitor's token without a preflight.
            (None, b"{\"nobody_knows\":1}".to_vec(), 400, "bad_frame"),
            (Some("text/plain"), b"{}".to_vec(), 415, "unsupported_media_type"),
            (
                Some("application/x-www-form-urlencoded"),
                b"a=b".to_vec(),
                415,
                "unsupported_media_type",
            ),
        ];
        for (kind, body, status, code) in table {
            let shown = format!("{path} {kind:?} {} bytes", body.len());
            let answer = lead.api.post_bytes(&path, kind, body).await?;
            check(&answer, &shown);
            let is_smaller_limit = status == 413 || answer.status != 413;
            assert!(is_smaller_limit, "{shown}: {answer:?}");
            assert_eq!(
                (answer.status, answer.body["code"].as_str()),
                (status, Some(code)),
                "{shown}"
            );
        }
    }
    Ok(())
}

#[tokio::test]
async fn what_is_no_route_or_has_another_method_is_said_by_a_problem() -> anyhow::Result<()> {
    let stack = stack().await?;
    let api = Api::anonymous(&stack.entry_points);
    for path in ["/", "/nowhere", "/cases/", "/stores", "/docs/nothing.js", "//", "/%00", "/%FF"] {
        let answer = api.request("GET", path, None).await?;
        check(&answer, path);
        assert!((400..500).contains(&answer.status), "{path}: {answer:?}");
    }
    let table = [
        ("DELETE", "/health", "GET,HEAD"),
        ("POST", "/me", "GET,HEAD"),
        ("GET", "/visitors", "POST"),
        ("PUT", "/cases", "GET,HEAD,POST"),
        ("PATCH", "/stores/demo/settings", "GET,HEAD,POST"),
        ("DELETE", "/stores/demo/answers/00000000000000000000000000", "GET,HEAD,POST"),
    ];
    for (method, path, allow) in table {
        let answer = api.request(method, path, None).await?;
        check(&answer, path);
        let code = answer.body["code"].as_str();
        assert_eq!((answer.status, code), (405, Some("method_not_allowed")), "{method} {path}");
        assert_eq!(answer.headers["allow"], allow, "{method} {path}");
    }
    Ok(())
}
