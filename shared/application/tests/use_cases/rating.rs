//! A rating, and its changes within a day.

use application::{Caller, CaseStatistics};
use domain::{Body, CaseFacts, Day, Role, Settings};
use serde_json::{Value, json};

use crate::deployment::{
    Deployment, KnownCase, NOW, agent, customer, frame, later, lead, message, seq, settle, store,
};

const HOUR: i64 = 60 * 60;

/// Somebody so many seconds later, with a token of then.
fn at_time(seconds: i64, caller: Caller) -> Caller {
    let mut caller = later(seconds, caller);
    caller.principal.expires = caller.now.plus_seconds(HOUR);
    caller
}

/// A case that was answered and resolved.
async fn settled(deployment: &Deployment) -> KnownCase {
    let case = deployment.open(&customer("ada"), "My mug has a chip.").await;
    let reply = message(&case, "reply", "A new one is on its way.");
    let head = deployment.store(&agent("ines"), &reply).await.entry.event.seq;
    let case = KnownCase { head, ..case };
    let head = deployment.store(&agent("ines"), &settle(&case, "settle")).await.entry.event.seq;
    KnownCase { head, ..case }
}

/// Has the customer rate the case so many seconds after it was resolved.
async fn rate(deployment: &Deployment, case: &KnownCase, score: u8, seconds: i64) -> Value {
    let words = json!({ "score": score, "comment": format!("{score} it is") });
    let rating = frame("rate", &format!("rate-{score}"), case, words);
    deployment.act(&at_time(seconds, customer("ada")), rating).await
}

async fn facts(deployment: &Deployment, case: &KnownCase) -> CaseFacts {
    CaseFacts::of(&deployment.log(&case.id).await, &Settings::default()).unwrap()
}

#[tokio::test]
async fn a_rating_is_changed_for_a_day_and_the_newest_counts_once() {
    let deployment = Deployment::new();
    let case = settled(&deployment).await;
    assert_eq!(rate(&deployment, &case, 2, 90 * 24 * HOUR).await["action"], "ack", "however late");
    let given = 90 * 24 * HOUR;
    assert_eq!(rate(&deployment, &case, 5, given + 24 * HOUR).await["action"], "ack");
    let late = rate(&deployment, &case, 1, given + 24 * HOUR + 1).await;
    assert_eq!((&late["action"], &late["code"]), (&json!("error"), &json!("wrong_state")));
    let log = deployment.log(&case.id).await;
    let ratings: Vec<_> =
        log.iter().filter(|e| matches!(e.event.body, Body::Rated { .. })).collect();
    assert_eq!(ratings.len(), 2);
    assert_eq!(ratings[1].state.rating.map(u8::from), Some(5));
    assert_eq!(facts(&deployment, &case).await.rating.map(u8::from), Some(5));
}

#[tokio::test]
async fn the_stores_figures_hold_a_case_once_with_its_newest_rating() {
    let deployment = Deployment::new();
    let case = settled(&deployment).await;
    let statistics = CaseStatistics::new(&deployment.table);
    for (score, expected) in [(2, [0, 1, 0, 0, 0]), (5, [0, 0, 0, 0, 1]), (3, [0, 0, 1, 0, 0])] {
        let before = deployment.log(&case.id).await.len() as u64;
        rate(&deployment, &case, score, HOUR).await;
        // The stream brings each by itself, and again.
        for from in [1, before + 1, before + 1] {
            let batch = deployment.batch(&case.id, from).await;
            statistics.record(&batch, &Settings::default()).await.unwrap();
        }
        let day = Day::of(NOW);
        let read = statistics.read(&lead("lea"), &store(), day, day).await.unwrap();
        assert_eq!(read.total.ratings, expected);
    }
}

#[tokio::test]
async fn a_change_that_was_made_in_time_is_found_when_it_comes_again_late() {
    let deployment = Deployment::new();
    let case = settled(&deployment).await;
    rate(&deployment, &case, 2, HOUR).await;
    rate(&deployment, &case, 5, 2 * HOUR).await;
    let again = rate(&deployment, &case, 5, 90 * 24 * HOUR).await;
    assert_eq!((&again["action"], &again["event"]["seq"]), (&json!("ack"), &json!(5)));
}

#[tokio::test]
async fn whoever_is_helped_again_is_asked_again() {
    let deployment = Deployment::new();
    let case = settled(&deployment).await;
    rate(&deployment, &case, 2, HOUR).await;
    let month = 30 * 24 * HOUR;
    let reopen = frame("reopen", "reopen", &KnownCase { head: seq(4), ..case.clone() }, json!({}));
    deployment.act(&at_time(month, customer("ada")), reopen).await;
    let head = KnownCase { head: seq(5), ..case.clone() };
    deployment.store(&at_time(month, agent("ines")), &settle(&head, "again")).await;
    let anew = KnownCase { head: seq(6), ..case };
    assert_eq!(rate(&deployment, &anew, 4, month + HOUR).await["action"], "ack");
}

#[tokio::test]
async fn a_stranger_learns_nothing_of_a_rating_and_the_staff_give_none() {
    let deployment = Deployment::new();
    let case = settled(&deployment).await;
    rate(&deployment, &case, 2, 0).await;
    let month = 30 * 24 * HOUR;
    let rating = || frame("rate", "other", &case, json!({ "score": 5 }));
    let eve = deployment.act(&at_time(month, customer("eve")), rating()).await;
    assert_eq!(eve["code"], "not_found");
    let ines = deployment.act(&agent("ines"), rating()).await;
    assert_eq!((&ines["code"], agent("ines").principal.role), (&json!("not_allowed"), Role::Agent));
}

#[tokio::test]
async fn a_first_rating_costs_one_read_more_and_a_change_another() {
    let deployment = Deployment::new();
    let case = settled(&deployment).await;
    for (score, queries) in [(2, 2), (5, 3)] {
        deployment.aws.forget_requests();
        rate(&deployment, &case, score, HOUR).await;
        assert_eq!(
            (deployment.aws.requests("Query"), deployment.aws.requests("PutItem")),
            (queries, 1)
        );
    }
}
