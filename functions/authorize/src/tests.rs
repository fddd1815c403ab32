//! Connections opened with all sorts of headers, answered as the gateway expects it.

use adapters::token::{OidcSettings, TokenSettings};
use serde_json::{Value, json};

use super::*;

const EVENT: &str = include_str!("../../../events/authorize/visitor.json");
/// The key that signed the captured event's token.
const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
const USER: &str = "v_0000000000000000000000000g";
const STAGE: &str = "arn:aws:execute-api:eu-central-1:123456789012:a1b2c3d4e5/live/*";

fn verifier() -> TokenVerifier {
    let settings = TokenSettings {
        visitor_keys: vec![KEY.to_owned()],
        customer_secrets: [("demo".parse().unwrap(), vec!["s".repeat(32)])].into(),
        // Nobody listens there.
        oidc: Some(OidcSettings {
            issuer: "http://127.0.0.1:9".to_owned(),
            audience: "firstline".to_owned(),
        }),
    };
    TokenVerifier::new(settings).unwrap()
}

fn captured() -> Value {
    serde_json::from_str(EVENT).unwrap()
}

fn token() -> String {
    let offered = captured()["headers"]["Sec-WebSocket-Protocol"].as_str().unwrap().to_owned();
    offered.strip_prefix("firstline.v1, bearer.").unwrap().to_owned()
}

async fn answer(event: Value, now: i64) -> Result<Value, Failure> {
    let event = serde_json::from_value(event).unwrap();
    let (verifier, now) = (verifier(), Timestamp::from_seconds(now));
    let policy =
        decide(&verifier, &event, now, async |_| Ok(false), async |who| Ok(Some(who))).await?;
    Ok(serde_json::to_value(policy).unwrap())
}

async fn answer_to(headers: Value) -> Result<Value, Failure> {
    let mut event = captured();
    event["headers"] = headers;
    answer(event, 1_800_000_000).await
}

fn effect(answer: Result<Value, Failure>) -> Value {
    answer.unwrap()["policyDocument"]["Statement"][0]["Effect"].clone()
}

#[tokio::test]
async fn a_good_token_admits_to_the_whole_stage_and_leaves_strings_for_later_events() {
    let statement = json!({"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": STAGE});
    let session = SessionId::of(&USER.parse().unwrap(), &token());
    let expected = json!({
        "principalId": USER,
        "policyDocument": {"Version": "2012-10-17", "Statement": [statement]},
        "context": {"user": USER, "role": "customer", "name": "", "stores": "demo", "groups": "", "expires": "4100000000", "session": session.as_str()},
    });
    assert_eq!(answer(captured(), 1_800_000_000).await, Ok(expected));
}

#[tokio::test]
async fn a_token_that_is_not_good_is_denied_and_leaves_nothing() {
    let statement = json!({"Action": "execute-api:Invoke", "Effect": "Deny", "Resource": STAGE});
    let expected = json!({
        "principalId": "stranger",
        "policyDocument": {"Version": "2012-10-17", "Statement": [statement]},
    });
    assert_eq!(answer(captured(), 4_100_000_060).await.as_ref(), Ok(&expected), "expired");
    let forged = json!({"Sec-WebSocket-Protocol": format!("firstline.v1, bearer.{}x", token())});
    assert_eq!(answer_to(forged).await, Ok(expected));
}

#[tokio::test]
async fn a_token_of_a_sign_in_that_was_ended_is_denied() {
    let event: Event = serde_json::from_value(captured()).unwrap();
    let own = SessionId::of(&USER.parse().unwrap(), &token());
    let ended = async |session| Ok(session == own);
    let policy =
        decide(&verifier(), &event, Timestamp::from_seconds(1_800_000_000), ended, async |who| {
            Ok(Some(who))
        })
        .await;
    let policy = serde_json::to_value(policy.unwrap()).unwrap();
    assert_eq!(policy["policyDocument"]["Statement"][0]["Effect"], "Deny");
}

#[tokio::test]
async fn the_groups_that_the_directory_knows_are_left_for_later_events() {
    let event: Event = serde_json::from_value(captured()).unwrap();
    let admitted = async |who: Principal| {
        Ok(Some(Principal { groups: domain::Memberships::read("demo:1 demo:2"), ..who }))
    };
    let now = Timestamp::from_seconds(1_800_000_000);
    let policy = decide(&verifier(), &event, now, async |_| Ok(false), admitted).await;
    let policy = serde_json::to_value(policy.unwrap()).unwrap();
    assert_eq!(policy["context"]["groups"], "demo:1 demo:2");
}

#[tokio::test]
async fn the_header_is_found_in_any_case_and_the_protocols_in_any_order() {
    for name in ["sec-websocket-protocol", "SEC-WEBSOCKET-PROTOCOL"] {
        for offered in [
            format!("firstline.v1,bearer.{}", token()),
            format!(" bearer.{} , firstline.v1", token()),
        ] {
            assert_eq!(effect(answer_to(json!({name: offered})).await), "Allow");
        }
    }
}

#[tokio::test]
async fn without_one_token_beside_our_protocol_the_answer_is_a_refusal_and_no_error() {
    let token = token();
    let table = [
        String::new(),
        "firstline.v1".to_owned(),
        "firstline.v1, bearer.".to_owned(),
        format!("bearer.{token}"),
        format!("firstline.v2, bearer.{token}"),
        format!("firstline.v1, Bearer.{token}"),
        format!("firstline.v1, bearer.{token}, bearer.{token}"),
    ];
    for offered in table {
        let answer = answer_to(json!({"Sec-WebSocket-Protocol": offered})).await;
        assert_eq!(effect(answer), "Deny", "{offered}");
    }
    assert_eq!(effect(answer_to(json!({})).await), "Deny");
    assert_eq!(
        effect(answer_to(json!({"Sec-WebSocket-Protocol": "\u{0}, ,bearer.é"})).await),
        "Deny"
    );
}

#[tokio::test]
async fn an_issuer_that_is_down_is_no_refusal() {
    // {"alg":"RS256","kid":"k"} . {"iss":"http://127.0.0.1:9"} . nothing
    let jwt = "eyJhbGciOiJSUzI1NiIsImtpZCI6ImsifQ.eyJpc3MiOiJodHRwOi8vMTI3LjAuMC4xOjkifQ.AAAA";
    let headers = json!({"Sec-WebSocket-Protocol": format!("firstline.v1, bearer.{jwt}")});
    assert_eq!(answer_to(headers).await, Err(Failure::Unavailable));
}

#[tokio::test]
async fn an_event_of_something_else_is_a_failure() {
    let mut event = captured();
    event["methodArn"] = json!("arn:aws:execute-api:eu-central-1:123456789012:a1b2c3d4e5");
    assert_eq!(answer(event, 1_800_000_000).await, Err(Failure::Unexpected));
}
