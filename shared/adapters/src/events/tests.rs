//! The bus as a host that says what it is told to.

use std::sync::{Arc, Mutex};

use axum::Json;
use axum::extract::State;
use axum::routing::post;
use serde_json::{Value, json};

use super::*;

/// What the host does with each request: the places of the entries it refuses. Beyond the list it takes all.
type Script = Arc<Mutex<Vec<Vec<usize>>>>;
type Seen = Arc<Mutex<Vec<Vec<String>>>>;

async fn answer(State((script, seen)): State<(Script, Seen)>, body: String) -> Json<Value> {
    let body: Value = serde_json::from_str(&body).unwrap();
    let entries = body["Entries"].as_array().unwrap();
    let details = entries.iter().map(|entry| entry["Detail"].as_str().unwrap().to_owned());
    seen.lock().unwrap().push(details.collect());
    let mut script = script.lock().unwrap();
    let refused = if script.is_empty() { Vec::new() } else { script.remove(0) };
    let told = (0..entries.len()).map(|at| match refused.contains(&at) {
        true => json!({ "ErrorCode": "ThrottlingException", "ErrorMessage": "slow down" }),
        false => json!({ "EventId": "1" }),
    });
    Json(json!({ "FailedEntryCount": refused.len(), "Entries": told.collect::<Vec<_>>() }))
}

/// Long enough for everything but a test of time.
const AGES: Duration = Duration::from_secs(20);

/// Puts events with these keys; gives what the host saw and what was not taken.
async fn put(keys: &str, script: &[&[usize]]) -> (Vec<String>, Vec<usize>) {
    let script: Script =
        Arc::new(Mutex::new(script.iter().map(|places| places.to_vec()).collect()));
    let seen = Seen::default();
    let router =
        axum::Router::new().route("/", post(answer)).with_state((script, Arc::clone(&seen)));
    let url = serve(router).await;
    let untaken = match bus(&url).put(&notices(keys), AGES).await {
        Ok(()) => Vec::new(),
        Err(untaken) => untaken.places,
    };
    let seen = seen.lock().unwrap().iter().map(|request| request.join(" ")).collect();
    (seen, untaken)
}

async fn serve(router: axum::Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

fn bus(url: &str) -> Bus {
    Bus::new(&aws::test_config(), url, "firstline".to_owned())
}

/// One event for each letter, which is its key; its detail is the letter and its place.
fn notices(keys: &str) -> Vec<Notice> {
    let notice = |(at, key): (usize, char)| Notice {
        key: key.to_string(),
        source: "firstline",
        kind: "test",
        at: 1_500,
        detail: format!("{key}{at}"),
    };
    keys.chars().enumerate().map(notice).collect()
}

#[tokio::test]
async fn events_go_ten_at_a_time_in_their_order() {
    let (seen, untaken) = put("aaaaaaaaaaab", &[]).await;
    assert_eq!(seen, ["a0 a1 a2 a3 a4 a5 a6 a7 a8 a9", "a10 b11"]);
    assert!(untaken.is_empty());
}

#[tokio::test]
async fn what_is_refused_goes_again_with_all_of_its_key_that_came_behind() {
    let (seen, untaken) = put("abaab", &[&[2]]).await;
    assert_eq!(seen, ["a0 b1 a2 a3 b4", "a2 a3"]);
    assert!(untaken.is_empty());
}

#[tokio::test]
async fn what_stays_refused_is_named_with_what_would_have_overtaken_it_and_the_others_go() {
    let keys = "ab".repeat(6);
    let (seen, untaken) = put(&keys, &[&[0], &[0], &[0]]).await;
    assert_eq!(seen.len(), 3);
    assert_eq!(seen[1], "a0 a2 a4 a6 a8 a10 b11", "the other key goes on");
    assert_eq!(untaken, [0, 2, 4, 6, 8, 10]);
}

#[tokio::test]
async fn a_bus_that_is_not_there_takes_nothing() {
    let untaken = bus("http://127.0.0.1:9").put(&notices("ab"), AGES).await.unwrap_err();
    assert_eq!((untaken.places, untaken.reason), (vec![0, 1], "not reached".to_owned()));
}

#[tokio::test]
#[allow(clippy::disallowed_methods)] // it measures how long that takes
async fn a_bus_that_does_not_answer_is_waited_for_as_long_as_there_is_time() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let started = std::time::Instant::now();
    let untaken = bus(&url).put(&notices("ab"), Duration::from_millis(50)).await.unwrap_err();
    assert_eq!((untaken.places, untaken.reason), (vec![0, 1], "timed out".to_owned()));
    assert!(started.elapsed() < Duration::from_secs(2), "an attempt alone takes three");
}

#[tokio::test]
async fn what_an_answer_says_nothing_of_is_not_taken() {
    let silent = async || Json(json!({ "FailedEntryCount": 0, "Entries": [] }));
    let url = serve(axum::Router::new().route("/", post(silent))).await;
    let untaken = bus(&url).put(&notices("ab"), AGES).await.unwrap_err();
    assert_eq!((untaken.places, untaken.reason.as_str()), (vec![0, 1], "refused one by one"));
}

#[test]
fn a_request_is_never_larger_than_the_service_takes() {
    let mut notices = notices("abc");
    notices[1].detail = "x".repeat(256 * 1024);
    let left = [0, 1, 2];
    assert_eq!(batch::next_batch(&left, &notices), [0]);
    assert_eq!(batch::next_batch(&left[1..], &notices), [1], "one goes, however large");
    assert_eq!(batch::next_batch(&left[2..], &notices), [2]);
}
