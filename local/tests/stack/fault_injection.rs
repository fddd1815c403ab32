//! Faults and counts, set and read while the stack runs.

use std::time::Duration;

use http::StatusCode;
use local::{Crash, CrashPoint, DatabaseFaults, SocketFaults};
use serde_json::{Value, json};

use crate::client::{Socket, database, options, post, put, start, until};

fn get() -> Value {
    json!({ "TableName": "firstline-Table", "Key": { "pk": { "S": "a" }, "sk": { "S": "b" } } })
}

#[tokio::test]
async fn units_are_counted_by_operation_without_the_callers_asking() {
    let stack = start(options().metered()).await;
    put(&stack, "a", "b", false).await;
    database(&stack, "GetItem", &get()).await;
    let read = stack.metrics().read();
    assert_eq!((read.write_units(), read.read_units()), (1.0, 0.5));
    assert_eq!(read.operations["PutItem"].requests, 1);
    stack.metrics().reset();
    assert!(stack.metrics().read().operations.is_empty());
    stack.shutdown().await;
}

#[tokio::test]
async fn a_request_can_be_refused_throttled_or_done_without_an_answer() {
    let stack = start(options().metered()).await;
    stack.faults().set_database(DatabaseFaults { refuse: 1.0, ..DatabaseFaults::default() });
    assert_eq!(
        database(&stack, "GetItem", &get()).await.status(),
        StatusCode::INTERNAL_SERVER_ERROR
    );
    stack.faults().set_database(DatabaseFaults { throttle: 1.0, ..DatabaseFaults::default() });
    let throttled = database(&stack, "GetItem", &get()).await;
    assert!(
        String::from_utf8_lossy(throttled.body())
            .contains("ProvisionedThroughputExceededException")
    );
    let only_writes = vec!["PutItem".to_owned()];
    stack.faults().set_database(DatabaseFaults {
        lose_answer: 1.0,
        operations: only_writes,
        ..DatabaseFaults::default()
    });
    let lost = tokio::spawn({
        let url = stack.urls().database.clone();
        async move { lose(&url).await }
    });
    assert!(lost.await.unwrap(), "the connection broke");
    stack.faults().clear();
    let found = database(&stack, "GetItem", &get()).await;
    assert!(
        String::from_utf8_lossy(found.body()).contains("\"Item\""),
        "it was written all the same"
    );
    stack.shutdown().await;
}

/// Writes a row; true when no answer came.
async fn lose(url: &str) -> bool {
    use http_body_util::Full;
    use hyper_util::client::legacy::Client;
    use hyper_util::rt::TokioExecutor;
    let item = json!({ "TableName": "firstline-Table", "Item": { "pk": { "S": "a" }, "sk": { "S": "b" } } });
    let request = http::Request::post(url)
        .header("content-type", "application/x-amz-json-1.0")
        .header("x-amz-target", "DynamoDB_20120810.PutItem")
        .header("x-amz-date", "20260101T000000Z")
        .header(
            "authorization",
            "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host, Signature=f",
        );
    let http = Client::builder(TokioExecutor::new()).build_http::<Full<bytes::Bytes>>();
    http.request(request.body(Full::from(item.to_string())).unwrap()).await.is_err()
}

#[tokio::test]
async fn pushes_can_be_doubled_swapped_and_held_and_connections_broken() {
    let stack = start(options()).await;
    let mut socket = Socket::connected(&stack).await;
    let id = socket.id().await;
    stack.faults().set_sockets(SocketFaults { duplicate: 1.0, ..SocketFaults::default() });
    post(&stack, &id, "a").await;
    assert_eq!((socket.hear_text().await.as_str(), socket.hear_text().await.as_str()), ("a", "a"));
    let swapped = |wait| SocketFaults {
        reorder: 1.0,
        longest_swap: Duration::from_millis(wait),
        ..SocketFaults::default()
    };
    stack.faults().set_sockets(swapped(60_000));
    post(&stack, &id, "b").await;
    post(&stack, &id, "c").await;
    assert_eq!((socket.hear_text().await.as_str(), socket.hear_text().await.as_str()), ("c", "b"));
    stack.faults().set_sockets(swapped(50));
    post(&stack, &id, "alone").await;
    assert_eq!(socket.hear_text().await, "alone", "it does not wait for ever");
    stack.faults().set_sockets(SocketFaults { drop: 1.0, ..SocketFaults::default() });
    post(&stack, &id, "d").await;
    assert_eq!(socket.end().await, None);
    stack.shutdown().await;
}

#[tokio::test]
async fn a_functions_processes_end_at_the_request_that_is_chosen_and_no_other() {
    let stack = start(options().metered()).await;
    stack.invoke("EchoFunction", "{}").await.unwrap();
    let ask = async |binary: &str| !lose(&format!("{}/{binary}", stack.urls().database)).await;
    let crash = Crash { function: "echo".to_owned(), request: 2, moment: CrashPoint::After };
    stack.faults().set_crash(crash);
    assert!(ask("other").await && ask("echo").await, "the first of its own is answered");
    assert!(!ask("echo").await && !stack.faults().is_crash_due());
    until(async || stack.metrics().read().processes.is_empty().then_some(())).await;
    assert!(ask("echo").await);
    assert_eq!(stack.metrics().read().of("echo").operations["PutItem"].requests, 3);
    stack.shutdown().await;
}
