//! The HTTP API: events, bodies, CORS, refusals.

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use local::Stack;
use serde_json::{Value, json};

use crate::client::{options, send, start};

/// What the function got with a request.
fn event(answer: &Response<Bytes>) -> Value {
    let document: Value = serde_json::from_slice(answer.body()).unwrap();
    document["event"].clone()
}

fn url(stack: &Stack, path: &str) -> String {
    format!("{}{path}", stack.urls().api)
}

#[tokio::test]
async fn a_request_reaches_its_function_whole() {
    let stack = start(options()).await;
    let request = Request::post(url(&stack, "/cases/7?a=1&a=2&b=x%20y"))
        .header("content-type", "application/json")
        .header("cookie", "one=1; two=2")
        .header("x-own", "kept");
    let event = event(&send(request.body(r#"{"text":"hello"}"#).unwrap()).await);
    assert_eq!(event["rawPath"], "/cases/7");
    assert_eq!(event["rawQueryString"], "a=1&a=2&b=x%20y");
    assert_eq!(event["queryStringParameters"], json!({ "a": "1,2", "b": "x y" }));
    assert_eq!(event["cookies"], json!(["one=1", "two=2"]));
    assert_eq!(
        (&event["headers"]["x-own"], &event["headers"]["cookie"]),
        (&json!("kept"), &Value::Null)
    );
    assert_eq!(
        (&event["body"], &event["isBase64Encoded"]),
        (&json!(r#"{"text":"hello"}"#), &json!(false))
    );
    let binary = Request::post(url(&stack, "/"))
        .header("content-type", "image/png")
        .body(vec![0xff, 0x00])
        .unwrap();
    let event = self::event(&send(binary).await);
    assert_eq!((&event["body"], &event["isBase64Encoded"]), (&json!("/wA="), &json!(true)));
    stack.shutdown().await;
}

#[tokio::test]
async fn what_a_function_returns_is_the_answer() {
    let stack = start(options()).await;
    let told = |with: Value| {
        let body = json!({ "do": "answer", "with": with }).to_string();
        Request::post(url(&stack, "/")).body(body).unwrap()
    };
    let full = json!({ "statusCode": 201, "headers": { "x-own": "1" }, "cookies": ["a=1", "b=2"], "body": "/wA=", "isBase64Encoded": true });
    let answer = send(told(full)).await;
    assert_eq!((answer.status(), &answer.body()[..]), (StatusCode::CREATED, &[0xff, 0x00][..]));
    assert_eq!(answer.headers()["x-own"], "1");
    assert_eq!(answer.headers().get_all("set-cookie").iter().count(), 2);
    let inferred = send(told(json!({ "hello": 1 }))).await;
    assert_eq!((inferred.status(), &inferred.body()[..]), (StatusCode::OK, &br#"{"hello":1}"#[..]));
    stack.shutdown().await;
}

#[tokio::test]
async fn a_function_that_fails_is_a_500_and_a_body_over_10_mb_a_413() {
    let stack = start(options()).await;
    let fail = Request::post(url(&stack, "/")).body(json!({ "do": "fail" }).to_string()).unwrap();
    let answer = send(fail).await;
    assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(&answer.body()[..], br#"{"message":"Internal Server Error"}"#);
    let large = Request::post(url(&stack, "/")).body(vec![b'x'; 10 * 1024 * 1024 + 1]).unwrap();
    assert_eq!(send(large).await.status(), StatusCode::PAYLOAD_TOO_LARGE);
    stack.shutdown().await;
}

#[tokio::test]
async fn pages_of_the_named_origin_may_call_and_others_may_not() {
    let stack = start(options()).await;
    let preflight = async |origin: &str| {
        let request = Request::options(url(&stack, "/"))
            .header("origin", origin)
            .header("access-control-request-method", "POST");
        send(request.body("").unwrap()).await
    };
    let allowed = preflight("http://shop.example").await;
    assert_eq!(allowed.status(), StatusCode::NO_CONTENT);
    assert_eq!(allowed.headers()["access-control-allow-origin"], "http://shop.example");
    assert_eq!(allowed.headers()["access-control-allow-headers"], "authorization");
    assert!(
        !preflight("http://other.example")
            .await
            .headers()
            .contains_key("access-control-allow-origin")
    );
    let call =
        Request::get(url(&stack, "/")).header("origin", "http://shop.example").body("").unwrap();
    assert_eq!(send(call).await.headers()["access-control-allow-origin"], "http://shop.example");
    stack.shutdown().await;
}
