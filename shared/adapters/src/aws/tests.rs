//! A host that does with each request what it is told, asked through the table.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use domain::SessionId;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use super::test_config;
use crate::dynamo::{Sessions, Spend, Table, TableError};

/// What the host does with a request.
#[derive(Clone, Copy)]
enum Act {
    /// Answers with this status and body.
    Answer(u16, &'static str),
    /// Answers, and closes the connection without having said so.
    AnswerAndClose,
    /// Closes the connection without an answer.
    Close,
}

const DONE: Act = Act::Answer(200, "{}");
const THROTTLED: Act = Act::Answer(400, r#"{"__type":"x#ThrottlingException"}"#);
const DOWN: Act = Act::Answer(500, "{}");
const REFUSED: Act = Act::Answer(400, r#"{"__type":"x#ValidationException"}"#);

/// A host that does so with one request after the other; gives its URL, and the requests as they come.
async fn host(
    acts: impl IntoIterator<Item = Act, IntoIter: Send + 'static>,
) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/base", listener.local_addr().unwrap());
    let requests = Arc::<Mutex<Vec<String>>>::default();
    let (seen, mut acts) = (Arc::clone(&requests), acts.into_iter());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = vec![0; 8192];
            while let Ok(length @ 1..) = stream.read(&mut request).await {
                seen.lock().unwrap().push(String::from_utf8_lossy(&request[..length]).into());
                let (status, body, is_last) = match acts.next() {
                    Some(Act::Answer(status, body)) => (status, body, false),
                    Some(Act::AnswerAndClose) => (200, "{}", true),
                    Some(Act::Close) | None => break,
                };
                let length = body.len();
                let answer =
                    format!("HTTP/1.1 {status} x\r\ncontent-length: {length}\r\n\r\n{body}");
                stream.write_all(answer.as_bytes()).await.unwrap();
                if is_last {
                    break;
                }
            }
        }
    });
    (url, requests)
}

fn session() -> SessionId {
    "s".repeat(26).parse().unwrap()
}

fn table(url: &str) -> Table {
    Table::new(&test_config(), Some(url), "t".to_owned())
}

/// What a read comes to, and how many requests it took.
async fn check(acts: &[Act], expected: Result<(), &str>, attempts: usize) {
    let (url, requests) = host(acts.to_vec()).await;
    let read = Sessions::new(table(&url)).has_ended(&session()).await;
    let outcome = read.map(drop).map_err(|error| match error {
        TableError::Unavailable { code, .. } => code,
        other => other.to_string(),
    });
    let requests = requests.lock().unwrap().len();
    assert_eq!((outcome, requests), (expected.map_err(str::to_owned), attempts));
}

#[tokio::test]
async fn what_may_pass_is_attempted_three_times_and_what_is_settled_once() {
    check(&[DONE], Ok(()), 1).await;
    check(&[THROTTLED, DOWN, DONE], Ok(()), 3).await;
    check(&[Act::Close, DONE], Ok(()), 2).await;
    check(&[THROTTLED, THROTTLED, THROTTLED, DONE], Err("ThrottlingException"), 3).await;
    check(&[Act::Close, Act::Close, Act::Close, DONE], Err("not reached"), 3).await;
    check(&[REFUSED, DONE], Err("ValidationException"), 1).await;
}

#[tokio::test]
async fn a_request_is_signed_with_the_session_and_goes_below_the_endpoints_path() {
    let (url, requests) = host([DONE]).await;
    Sessions::new(table(&url)).has_ended(&session()).await.unwrap();
    let request = requests.lock().unwrap().concat();
    assert!(request.starts_with("POST /base/ HTTP/1.1\r\n"), "{request}");
    assert!(request.contains("authorization: AWS4-HMAC-SHA256 Credential=test/"), "{request}");
    assert!(request.contains("/eu-central-1/dynamodb/aws4_request"), "{request}");
    assert!(request.contains("x-amz-target: DynamoDB_20120810.GetItem\r\n"), "{request}");
}

/// Stops the whole process for a moment, as Lambda does between two invocations: nothing in it runs.
async fn freeze() {
    // Lets the answer through and the host close the connection first.
    tokio::time::sleep(Duration::from_millis(20)).await;
    std::thread::sleep(Duration::from_millis(20));
}

#[tokio::test]
async fn a_connection_that_was_closed_during_a_freeze_costs_no_attempt() {
    let (url, requests) = host([Act::AnswerAndClose; 6]).await;
    let sessions = Sessions::new(table(&url));
    for _ in 0..6 {
        sessions.has_ended(&session()).await.unwrap();
        freeze().await;
    }
    assert_eq!(requests.lock().unwrap().len(), 6, "each read took one request");
}

#[tokio::test]
async fn a_request_that_is_attempted_once_survives_a_connection_closed_during_a_freeze() {
    let (url, requests) = host([Act::AnswerAndClose; 6]).await;
    let spend = Spend::new(table(&url));
    let (store, now) = ("demo".parse().unwrap(), domain::Timestamp::from_seconds(1));
    for _ in 0..3 {
        let hold = spend.hold(&store, now, 10, 100).await.unwrap().unwrap();
        freeze().await;
        spend.settle(hold, 5).await.unwrap();
        freeze().await;
    }
    assert_eq!(requests.lock().unwrap().len(), 6);
}

#[tokio::test]
async fn what_must_not_be_done_twice_is_attempted_once() {
    for act in [THROTTLED, DOWN, Act::Close] {
        let (url, requests) = host([DONE, act, DONE]).await;
        let spend = Spend::new(table(&url));
        let store = "demo".parse().unwrap();
        let hold = spend.hold(&store, domain::Timestamp::from_seconds(1), 10, 100).await;
        spend.settle(hold.unwrap().unwrap(), 5).await.unwrap_err();
        assert_eq!(requests.lock().unwrap().len(), 2);
    }
}
