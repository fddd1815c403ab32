//! Requests against the project's own template.

use std::path::Path;

use http::HeaderValue;
use serde_json::{Value, json};

use super::*;

const TABLE: &str = "firstline-Table";

fn permissions() -> Permissions {
    permissions_with(&[])
}

/// With these parameters too.
fn permissions_with(more: &[(&str, &str)]) -> Permissions {
    let template = Path::new(env!("CARGO_MANIFEST_DIR")).join("../infra/template.yaml");
    let given = [("SecretsFrom", "parameters"), ("VisitorKey", "k"), ("OidcIssuer", "http://i")];
    let given = given.iter().chain(more);
    let given: BTreeMap<_, _> =
        given.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Permissions::new(&Template::load(&template, &given).unwrap(), Log::none())
}

fn signed_by(key: &str) -> HeaderMap {
    let signature = format!("AWS4-HMAC-SHA256 Credential={key}/20260101/x/dynamodb/aws4_request");
    HeaderMap::from_iter([(header::AUTHORIZATION, HeaderValue::try_from(signature).unwrap())])
}

fn is_allowed(key: &str, operation: &str, mut body: Value) -> bool {
    body["TableName"] = TABLE.into();
    permissions().of_request(&signed_by(key), operation, &body.to_string().into()).is_ok()
}

fn query(pk: &str) -> Value {
    json!({
        "KeyConditionExpression": "pk = :p AND sk BETWEEN :f AND :t",
        "ExpressionAttributeValues": { ":p": { "S": pk }, ":f": { "S": "E" }, ":t": { "S": "S" } },
    })
}

#[test]
fn a_function_does_what_its_statements_say_and_nothing_else() {
    let row = |pk: &str| json!({ "Item": { "pk": { "S": pk }, "sk": { "S": "x" } } });
    assert!(is_allowed("MessageFunction", "Query", query("CASE#1")));
    assert!(is_allowed("MessageFunction", "PutItem", row("CASE#1")));
    assert!(is_allowed("HistoryFunction", "PutItem", row("CASE#1")));
    for key in ["ANSWER#1", "STORE#demo", "FEED#demo", "VERDICT#demo"] {
        assert!(!is_allowed("HistoryFunction", "PutItem", row(key)), "history manages nothing");
        assert!(is_allowed("ManageFunction", "PutItem", row(key)));
    }
    assert!(
        is_allowed("HistoryFunction", "PutItem", row("WORK#demo")),
        "who has a case has a place"
    );
    assert!(!is_allowed("MessageFunction", "PutItem", row("STORE#demo")), "nor does message");
    assert!(is_allowed("ManageFunction", "Query", query("CASE#1")));
    assert!(!is_allowed("ManageFunction", "PutItem", row("CASE#1")), "manage writes no case");
    assert!(!is_allowed("MessageFunction", "PutItem", row("USER#1")), "another kind of row");
    assert!(!is_allowed("MessageFunction", "Scan", json!({})), "another action");
    assert!(!is_allowed("AuthorizeFunction", "Query", query("CASE#1")), "another function");
    assert!(!is_allowed("NobodysFunction", "Query", query("CASE#1")), "no function at all");
    assert!(is_allowed(OWN_KEY, "Scan", json!({})), "the stack itself");
}

#[test]
fn an_index_has_a_statement_of_its_own_and_its_own_leading_keys() {
    let listed = |index: &str, key: &str| {
        json!({
            "IndexName": index,
            "KeyConditionExpression": "#k = :k",
            "ExpressionAttributeNames": { "#k": if index == "worklist" { "wpk" } else { "cpk" } },
            "ExpressionAttributeValues": { ":k": { "S": key } },
        })
    };
    assert!(is_allowed("HistoryFunction", "Query", listed("worklist", "OPEN#demo")));
    assert!(!is_allowed("HistoryFunction", "Query", listed("worklist", "CUSTOMER#1")));
    assert!(is_allowed("HistoryFunction", "Query", listed("by_customer", "CUSTOMER#1")));
    assert!(!is_allowed("MessageFunction", "Query", listed("by_customer", "CUSTOMER#1")));
}

#[test]
fn each_row_of_a_batch_counts() {
    let batch = |keys: &[&str]| {
        let keys: Vec<_> = keys.iter().map(|key| json!({ "pk": { "S": key } })).collect();
        json!({ "RequestItems": { TABLE: { "Keys": keys } } })
    };
    assert!(is_allowed("HistoryFunction", "BatchGetItem", batch(&["CASE#1", "CASE#2"])));
    assert!(!is_allowed("HistoryFunction", "BatchGetItem", batch(&["CASE#1", "CONN#2"])));
}

#[test]
fn a_connection_is_reached_with_the_methods_that_are_allowed() {
    let permissions = permissions();
    let reaches = |key: &str, method: &str| {
        permissions.of_connection(&signed_by(key), "socketapi/live", method, "a=").is_ok()
    };
    assert!(reaches("MessageFunction", "POST"));
    assert!(!reaches("AuthorizeFunction", "POST"));
    assert!(
        reaches("ConnectFunction", "DELETE"),
        "the oldest connection goes where there are too many"
    );
    assert!(!reaches("AuthorizeFunction", "DELETE"));
}

#[test]
fn a_function_starts_itself_where_it_needs_to_and_no_other() {
    let with = permissions_with(&[("Models", "{}"), ("EventBus", "bus")]);
    let starts = |permissions: &Permissions, key: &str, function: &str| {
        permissions.of_function(&signed_by(key), function).is_ok()
    };
    for function in ["TriageFunction", "ProjectionsFunction"] {
        assert!(starts(&with, function, function));
        assert!(!starts(&with, function, "MessageFunction"));
        assert!(!starts(&permissions(), function, function), "nothing to be started for");
    }
    assert!(!starts(&with, "MessageFunction", "TriageFunction"));
    assert!(starts(&permissions(), OWN_KEY, "ProjectionsFunction"), "an operator");
}

#[test]
fn triage_reads_the_keys_of_models_and_no_other_secret() {
    let permissions = permissions_with(&[("Models", "{}")]);
    let parameter = |key: &str, name: &str| permissions.of_parameter(&signed_by(key), name).is_ok();
    assert!(parameter("TriageFunction", "/firstline/models/openai"));
    assert!(!parameter("TriageFunction", "/firstline/visitor-key"));
    assert!(!parameter("ProjectionsFunction", "/firstline/models/openai"));
    let secret = |name: &str| permissions.of_secret(&signed_by("TriageFunction"), name).is_ok();
    assert!(secret("firstline/models/openai"));
    assert!(!secret("firstline"));
}

#[test]
fn triage_asks_the_models_that_are_named_and_nobody_asks_any_other() {
    let nova = "arn:aws:bedrock:eu-*::foundation-model/amazon.nova-lite-v1:0";
    let profile = "arn:aws:bedrock:eu-central-1:111122223333:inference-profile/eu.nova";
    let named = permissions_with(&[("BedrockModels", &format!("{profile},{nova}"))]);
    let may_ask = |permissions: &Permissions, function: &str, model: &str| {
        let call = IamCall {
            action: "bedrock:InvokeModel".to_owned(),
            resource: model.to_owned(),
            leading: Vec::new(),
        };
        permissions.check(function, &call).is_ok()
    };
    let in_stockholm = "arn:aws:bedrock:eu-north-1::foundation-model/amazon.nova-lite-v1:0";
    assert!(may_ask(&named, "TriageFunction", in_stockholm));
    assert!(may_ask(&named, "TriageFunction", profile));
    let other = "arn:aws:bedrock:eu-north-1::foundation-model/amazon.nova-pro-v1:0";
    assert!(!may_ask(&named, "TriageFunction", other));
    assert!(!may_ask(&named, "ManageFunction", in_stockholm));
    assert!(!may_ask(&permissions(), "TriageFunction", in_stockholm), "none is named");
}

#[test]
fn a_refusal_is_a_sentence_in_iams_words() {
    let body = json!({ "TableName": TABLE }).to_string();
    let refused = permissions().of_request(&signed_by("ProjectionsFunction"), "Scan", &body.into());
    let sentence = refused.unwrap_err();
    assert!(
        sentence.contains(
            "ProjectionsFunction is not authorized to perform: dynamodb:Scan on resource: arn:aws:"
        ),
        "{sentence}"
    );
}

#[test]
fn a_star_stands_for_any_part() {
    for (pattern, text, expected) in [
        ("CASE#*", "CASE#1", true),
        ("CASE#*", "CASES", false),
        ("a/*/c", "a/b/b/c", true),
        ("a/*/c", "a/b/d", false),
        ("exact", "exact", true),
        ("exact", "exactly", false),
    ] {
        assert_eq!(is_like(pattern, text), expected, "{pattern} {text}");
    }
}
