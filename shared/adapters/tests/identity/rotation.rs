//! The issuer's keys over time: fetched late, renewed rarely, kept when the issuer is down.

use std::sync::Arc;
use std::time::{Duration, Instant};

use adapters::token::{KeyFetchError, Reason, TokenError, TokenVerifier};
use serde_json::json;
use tokio::sync::Notify;

use crate::identity::forge::shop_token;
use crate::identity::issuer::{Ed, Issuer};
use crate::identity::{at, verifier};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const UNKNOWN: TokenError = TokenError::Unauthorized(Reason::Key);

/// An honest token that stays good for two days, so that only the keys' age matters.
fn lasting(issuer: &Issuer) -> String {
    issuer.token(json!({"exp": crate::identity::NOW + 48 * HOUR}))
}

/// The same, signed by the issuer's next key.
fn of_next_key(issuer: &Issuer) -> String {
    let claims = crate::identity::forge::changed(
        issuer.claims(),
        json!({"exp": crate::identity::NOW + 48 * HOUR}),
    );
    Ed::new("next").token(&claims)
}

fn asked(issuer: &Issuer) -> (usize, usize) {
    let mood = issuer.mood();
    (mood.asked_discovery, mood.asked_keys)
}

#[tokio::test]
async fn keys_are_fetched_when_the_first_agent_comes_and_then_kept() {
    let issuer = Issuer::start().await;
    let verifier = verifier(Some(&issuer.url));
    verifier.verify(&shop_token(json!({})), at(0)).await.unwrap();
    assert_eq!(asked(&issuer), (0, 0), "a customer needs no issuer");
    for seconds in (0..5 * MINUTE).step_by(30) {
        verifier.verify(&lasting(&issuer), at(seconds)).await.unwrap();
    }
    assert_eq!(asked(&issuer), (1, 1));
}

#[tokio::test]
async fn agents_who_come_at_once_make_one_fetch() {
    let issuer = Issuer::start().await;
    let verifier = Arc::new(verifier(Some(&issuer.url)));
    let jwt = lasting(&issuer);
    let tasks: Vec<_> = (0..20)
        .map(|_| {
            let (verifier, jwt) = (verifier.clone(), jwt.clone());
            tokio::spawn(async move { verifier.verify(&jwt, at(0)).await.map(drop) })
        })
        .collect();
    for task in tasks {
        assert_eq!(task.await.unwrap(), Ok(()));
    }
    assert_eq!(asked(&issuer), (1, 1));
}

#[tokio::test]
async fn a_new_key_is_found_when_a_token_names_it() {
    let issuer = Issuer::start().await;
    let verifier = verifier(Some(&issuer.url));
    verifier.verify(&lasting(&issuer), at(0)).await.unwrap();
    issuer.mood().keys.push(Ed::new("next").jwk());
    verifier.verify(&of_next_key(&issuer), at(MINUTE)).await.unwrap();
    verifier.verify(&lasting(&issuer), at(MINUTE)).await.unwrap();
    assert_eq!(asked(&issuer).1, 2);
}

#[tokio::test]
async fn tokens_that_name_unknown_keys_make_us_ask_once_a_minute_at_most() {
    let issuer = Issuer::start().await;
    let verifier = verifier(Some(&issuer.url));
    for seconds in (0..3 * MINUTE).step_by(5) {
        let jwt = Ed::new("unheard-of").token(&issuer.claims());
        assert_eq!(verifier.verify(&jwt, at(seconds)).await.map(drop), Err(UNKNOWN));
    }
    assert_eq!(asked(&issuer).1, 3);
}

#[tokio::test]
async fn a_withdrawn_key_stops_opening_doors_after_ten_minutes() {
    let issuer = Issuer::start().await;
    let verifier = verifier(Some(&issuer.url));
    verifier.verify(&lasting(&issuer), at(0)).await.unwrap();
    issuer.mood().keys = vec![Ed::new("next").jwk()];
    assert!(verifier.verify(&lasting(&issuer), at(10 * MINUTE - 1)).await.is_ok());
    assert_eq!(verifier.verify(&lasting(&issuer), at(10 * MINUTE)).await.map(drop), Err(UNKNOWN));
}

/// Waits until the issuer was asked for its keys so often.
async fn until_asked_for_keys(issuer: &Issuer, times: usize) {
    let asked_so_often = async {
        while asked(issuer).1 < times {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(5), asked_so_often).await.unwrap();
}

/// Verifies an honest token and says how long that took.
async fn timed(verifier: &TokenVerifier, issuer: &Issuer, seconds: i64) -> Duration {
    let begin = Instant::now();
    verifier.verify(&lasting(issuer), at(seconds)).await.unwrap();
    begin.elapsed()
}

/// A verifier with keys of the moment 0, and an issuer that keeps silent from then on until it is notified.
async fn silent_issuer() -> (Issuer, TokenVerifier, Arc<Notify>) {
    let issuer = Issuer::start().await;
    let verifier = verifier(Some(&issuer.url));
    verifier.verify(&lasting(&issuer), at(0)).await.unwrap();
    let held = Arc::new(Notify::new());
    issuer.mood().is_held = Some(Arc::clone(&held));
    (issuer, verifier, held)
}

#[tokio::test]
async fn keys_are_refreshed_in_the_background_before_they_are_old() {
    let (issuer, verifier, held) = silent_issuer().await;
    for seconds in 5 * MINUTE..6 * MINUTE {
        assert!(timed(&verifier, &issuer, seconds).await < Duration::from_millis(100));
    }
    // The refresh that nobody waited for comes to its end all the same.
    issuer.mood().is_held = None;
    held.notify_one();
    until_asked_for_keys(&issuer, 2).await;
    assert_eq!(asked(&issuer), (2, 2), "one refresh for all of them");
    issuer.mood().is_down = true;
    for seconds in 6 * MINUTE..10 * MINUTE {
        verifier.verify(&lasting(&issuer), at(seconds)).await.unwrap();
    }
    assert_eq!(asked(&issuer), (2, 2), "the refreshed keys are fresh");
}

#[tokio::test]
async fn a_slow_issuer_makes_one_handshake_a_minute_wait_a_moment_while_the_cached_keys_hold() {
    let (issuer, verifier, _held) = silent_issuer().await;
    for minute in [10, 60, 23 * 60] {
        let waits = [
            timed(&verifier, &issuer, minute * MINUTE).await,
            timed(&verifier, &issuer, minute * MINUTE + 1).await,
            timed(&verifier, &issuer, minute * MINUTE + 59).await,
        ];
        let moment = Duration::from_secs(1)..Duration::from_secs(3);
        assert!(moment.contains(&waits[0]), "{waits:?}");
        assert!(waits[1].max(waits[2]) < Duration::from_millis(100), "{waits:?}");
    }
}

#[tokio::test]
async fn who_names_an_unknown_key_waits_for_the_issuer_and_holds_up_nobody_else() {
    let (issuer, verifier, held) = silent_issuer().await;
    issuer.mood().keys.push(Ed::new("next").jwk());
    let verifier = Arc::new(verifier);
    let waiting: Vec<_> = (0..2)
        .map(|_| {
            let (verifier, jwt) = (Arc::clone(&verifier), of_next_key(&issuer));
            tokio::spawn(async move { verifier.verify(&jwt, at(MINUTE)).await.map(drop) })
        })
        .collect();
    while asked(&issuer).0 < 2 {
        tokio::task::yield_now().await;
    }
    assert!(timed(&verifier, &issuer, MINUTE).await < Duration::from_millis(100));
    issuer.mood().is_held = None;
    held.notify_one();
    for waiting in waiting {
        assert_eq!(waiting.await.unwrap(), Ok(()));
    }
    assert_eq!(asked(&issuer), (2, 2));
}

#[tokio::test]
async fn while_the_issuer_is_down_the_known_keys_serve_for_a_day() {
    let issuer = Issuer::start().await;
    let verifier = verifier(Some(&issuer.url));
    verifier.verify(&lasting(&issuer), at(0)).await.unwrap();
    issuer.mood().is_down = true;
    for hour in 1..24 {
        assert!(
            verifier.verify(&lasting(&issuer), at(hour * HOUR)).await.is_ok(),
            "after {hour} hours"
        );
    }
    let down = Err(TokenError::Unavailable(KeyFetchError::Status));
    assert_eq!(
        verifier.verify(&of_next_key(&issuer), at(23 * HOUR)).await.map(drop),
        down,
        "it may be a new key"
    );
    assert_eq!(verifier.verify(&lasting(&issuer), at(24 * HOUR)).await.map(drop), down);
    issuer.mood().is_down = false;
    assert!(verifier.verify(&lasting(&issuer), at(24 * HOUR + MINUTE)).await.is_ok());
}

#[tokio::test]
async fn while_the_issuer_has_not_answered_yet_it_is_asked_every_five_seconds() {
    let issuer = Issuer::start().await;
    let verifier = verifier(Some(&issuer.url));
    issuer.mood().is_down = true;
    for seconds in 0..10 {
        let answer = verifier.verify(&lasting(&issuer), at(seconds)).await.map(drop);
        assert_eq!(answer, Err(TokenError::Unavailable(KeyFetchError::Status)));
    }
    assert_eq!(asked(&issuer), (2, 0));
    issuer.mood().is_down = false;
    assert!(verifier.verify(&lasting(&issuer), at(10)).await.is_ok());
}

#[tokio::test]
async fn an_issuer_that_does_not_answer_for_itself_is_not_believed() {
    let issuer = Issuer::start().await;
    let keys = format!("{}/keys", issuer.url);
    let table = [
        (json!({"issuer": "https://id.example", "jwks_uri": keys}), KeyFetchError::OtherIssuer),
        (
            json!({"issuer": issuer.url, "jwks_uri": "http://id.example/keys"}),
            KeyFetchError::Insecure,
        ),
        (json!({"issuer": issuer.url}), KeyFetchError::Answer),
        (
            json!({"issuer": issuer.url, "jwks_uri": keys, "padding": "x".repeat(300_000)}),
            KeyFetchError::Answer,
        ),
    ];
    for (discovery, outage) in table {
        issuer.mood().discovery = Some(discovery);
        let answer = verifier(Some(&issuer.url)).verify(&lasting(&issuer), at(0)).await.map(drop);
        assert_eq!(answer, Err(TokenError::Unavailable(outage)));
    }
    assert_eq!(asked(&issuer).1, 0);
}

#[tokio::test]
async fn an_issuer_that_is_not_there_is_an_outage_not_a_refusal() {
    let issuer = Issuer::start().await;
    let jwt =
        crate::identity::forge::changed(issuer.claims(), json!({"iss": "http://127.0.0.1:9"}));
    let answer = verifier(Some("http://127.0.0.1:9"))
        .verify(&Ed::new("ed").token(&jwt), at(0))
        .await
        .map(drop);
    assert_eq!(answer, Err(TokenError::Unavailable(KeyFetchError::Connection)));
}
