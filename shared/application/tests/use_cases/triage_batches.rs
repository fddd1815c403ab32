//! What a batch of triage asks of the table: what its cases have in common once, and of each draft two reads and two writes
//! of its own at most.

use std::collections::BTreeMap;

use application::{BatchOutcome, Feedback};
use domain::{Body, EscalationReason};
use serde_json::json;

use crate::clock;
use crate::crashes::survives_crashes;
use crate::deployment::{Deployment, KnownCase, agent, customer, message};

const QUESTION: &str = "Where is my parcel?";
const WORDS: &str = "Your parcel is on its way and arrives within two days.";
const OWN_WORDS: &str = "Please look at the tracking page that we have sent you.";

/// Requests by operation.
type Requests = BTreeMap<String, usize>;

fn requests<const N: usize>(counts: [(&str, usize); N]) -> Requests {
    counts.map(|(operation, count)| (operation.to_owned(), count)).into()
}

/// What was asked of the table since requests were forgotten.
fn counted(deployment: &Deployment) -> Requests {
    let mut counts = Requests::new();
    for operation in deployment.aws.operations() {
        *counts.entry(operation).or_default() += 1;
    }
    counts
}

/// A store that knows an answer, in a process that has drafted it once, a moment ago.
async fn warm() -> Deployment {
    let deployment = Deployment::new();
    warm_up(&deployment).await;
    clock::advance(1);
    deployment
}

async fn warm_up(deployment: &Deployment) {
    deployment.know("parcel", QUESTION, WORDS).await;
    let case = deployment.open(&customer("zoe"), QUESTION).await;
    take(deployment, &[case]).await;
}

/// Delivers these cases' events in one batch.
async fn deliver(deployment: &Deployment, cases: &[KnownCase]) -> Vec<BatchOutcome> {
    let mut batches = Vec::new();
    for case in cases {
        batches.push(deployment.batch(&case.id, 1).await);
    }
    deployment.aws.forget_requests();
    deployment.triage.take_all(&batches).await
}

async fn take(deployment: &Deployment, cases: &[KnownCase]) -> Vec<Feedback> {
    let taken = deliver(deployment, cases).await;
    assert!(taken.iter().all(|taken| taken.failed.is_none()), "{taken:?}");
    taken.into_iter().flat_map(|taken| taken.ingested.verdicts).collect()
}

async fn drafts(deployment: &Deployment, case: &KnownCase) -> usize {
    let log = deployment.log(&case.id).await;
    log.iter().filter(|entry| matches!(entry.event.body, Body::Suggested { .. })).count()
}

/// Ten cases of a question each.
async fn ten_cases(deployment: &Deployment) -> Vec<KnownCase> {
    let mut cases = Vec::new();
    for name in 'a'..='j' {
        cases.push(deployment.open(&customer(&name.to_string()), QUESTION).await);
    }
    cases
}

/// An agent replies in words of their own.
async fn reply(deployment: &Deployment, case: &mut KnownCase) {
    let stored = deployment.store(&agent("ines"), &message(case, "reply", OWN_WORDS)).await;
    case.head = stored.entry.event.seq;
}

#[tokio::test]
async fn a_draft_reads_its_case_once_and_writes_the_question_and_itself() {
    let deployment = warm().await;
    let case = deployment.open(&customer("ada"), QUESTION).await;
    take(&deployment, std::slice::from_ref(&case)).await;
    // Settings and the snapshot's head; the case, and what waits to be learned; the question and the draft.
    let expected = requests([("BatchGetItem", 1), ("GetItem", 2), ("PutItem", 2), ("Query", 2)]);
    assert_eq!(counted(&deployment), expected);
    assert_eq!(drafts(&deployment, &case).await, 1);
}

#[tokio::test]
async fn drafts_of_ten_cases_read_settings_snapshot_and_answers_once() {
    let deployment = warm().await;
    let cases = ten_cases(&deployment).await;
    take(&deployment, &cases).await;
    let expected = requests([("BatchGetItem", 1), ("GetItem", 2), ("PutItem", 20), ("Query", 11)]);
    assert_eq!(counted(&deployment), expected);
    for case in &cases {
        assert_eq!(drafts(&deployment, case).await, 1);
    }
}

#[tokio::test]
async fn ten_messages_of_one_case_cost_what_one_does() {
    let deployment = warm().await;
    let mut case = deployment.open(&customer("ada"), "Hello").await;
    for place in 0..9 {
        let next = message(&case, &format!("m{place}"), QUESTION);
        case.head = deployment.store(&customer("ada"), &next).await.entry.event.seq;
    }
    take(&deployment, std::slice::from_ref(&case)).await;
    let expected = requests([("BatchGetItem", 1), ("GetItem", 2), ("PutItem", 2), ("Query", 2)]);
    assert_eq!(counted(&deployment), expected);
    assert_eq!(drafts(&deployment, &case).await, 1);
}

/// Replies that say what an agent has said before: each is a verdict for the answer that says it.
async fn check_replies(deployment: &Deployment, cases: &[KnownCase]) {
    let verdicts = take(deployment, cases).await;
    assert_eq!(verdicts.len(), 10);
    // What is known of the replies, their questions' words, the answer that they repeat.
    let expected = requests([("BatchGetItem", 3), ("GetItem", 1)]);
    assert_eq!(counted(deployment), expected);
    deployment.aws.forget_requests();
    assert!(deployment.knowledge.keep(&verdicts).await.is_empty());
    // The answer for eight of them and for two, and each as something to learn.
    assert_eq!(counted(deployment), requests([("PutItem", 12)]));
}

async fn with_known_reply() -> Deployment {
    let deployment = Deployment::new();
    let mut case = deployment.open(&customer("zoe"), QUESTION).await;
    reply(&deployment, &mut case).await;
    let verdicts = take(&deployment, &[case]).await;
    assert!(deployment.knowledge.keep(&verdicts).await.is_empty());
    deployment
}

#[tokio::test]
async fn replies_in_ten_cases_are_looked_up_together() {
    let deployment = with_known_reply().await;
    let mut cases = ten_cases(&deployment).await;
    for case in &mut cases {
        reply(&deployment, case).await;
    }
    check_replies(&deployment, &cases).await;
}

#[tokio::test]
async fn ten_replies_in_one_case_are_looked_up_together() {
    let deployment = with_known_reply().await;
    let mut case = deployment.open(&customer("ada"), QUESTION).await;
    for place in 0..10 {
        let said = message(&case, &format!("reply{place}"), OWN_WORDS);
        case.head = deployment.store(&agent("ines"), &said).await.entry.event.seq;
        if place < 9 {
            let asked = message(&case, &format!("asked{place}"), QUESTION);
            case.head = deployment.store(&customer("ada"), &asked).await.entry.event.seq;
        }
    }
    check_replies(&deployment, &[case]).await;
}

#[tokio::test]
async fn of_the_same_new_words_in_one_batch_the_second_repeats_the_first() {
    let deployment = Deployment::new();
    let mut case = deployment.open(&customer("ada"), QUESTION).await;
    for place in 0..2 {
        let said = message(&case, &format!("reply{place}"), OWN_WORDS);
        case.head = deployment.store(&agent("ines"), &said).await.entry.event.seq;
        let asked = message(&case, &format!("asked{place}"), QUESTION);
        case.head = deployment.store(&customer("ada"), &asked).await.entry.event.seq;
    }
    let batch = deployment.batch(&case.id, 1).await;
    let verdicts = deployment.knowledge.ingest(&batch).await.unwrap().verdicts;
    assert_eq!(verdicts.len(), 2);
    assert!(deployment.knowledge.keep(&verdicts).await.is_empty());
    assert_eq!(deployment.count("ANSWER#", ""), 1);
    let row = deployment.aws.rows().into_iter().find(|row| row["a"]["M"].is_object()).unwrap();
    assert_eq!(row["a"]["M"]["heard"]["L"].as_array().unwrap().len(), 1, "{row}");
}

#[tokio::test]
async fn a_store_whose_settings_can_not_be_read_keeps_no_other_back() {
    let deployment = warm().await;
    let case = deployment.open(&customer("ada"), QUESTION).await;
    let mut other = customer("bob");
    other.principal.stores = vec!["north".parse().unwrap()];
    let unreadable = deployment.open(&other, QUESTION).await;
    let settings =
        json!({ "pk": { "S": "STORE#north" }, "sk": { "S": "SETTINGS" }, "d": { "S": "[" } });
    deployment.aws.put_rows([&settings]);
    let taken = deliver(&deployment, &[unreadable, case.clone()]).await;
    assert!(taken[0].failed.is_some() && taken[1].failed.is_none(), "{taken:?}");
    assert_eq!(drafts(&deployment, &case).await, 1);
}

#[tokio::test]
async fn a_draft_of_a_warm_process_that_is_cut_off_and_delivered_again_is_one() {
    survives_crashes(
        async |deployment| {
            warm_up(deployment).await;
            ten_cases(deployment).await.split_off(8)
        },
        async |deployment, cases| {
            deliver(deployment, cases).await;
        },
    )
    .await;
}

#[tokio::test]
async fn verdicts_of_a_batch_that_are_cut_off_and_delivered_again_count_once() {
    survives_crashes(
        async |deployment| {
            let mut cases = ten_cases(deployment).await.split_off(7);
            for case in &mut cases {
                reply(deployment, case).await;
            }
            let verdicts = take(deployment, &cases[..1]).await;
            assert!(deployment.knowledge.keep(&verdicts).await.is_empty());
            cases.split_off(1)
        },
        async |deployment, cases| {
            let verdicts = take(deployment, cases).await;
            assert!(deployment.knowledge.keep(&verdicts).await.is_empty());
        },
    )
    .await;
}

#[tokio::test(start_paused = true)]
async fn what_fails_where_the_store_is_known_is_counted_too_and_goes_to_a_person() {
    let deployment = warm().await;
    let case = deployment.open(&customer("ada"), QUESTION).await;
    for attempt in 1..=7 {
        // The question can't be kept.
        for _ in 0..3 {
            deployment.aws.fail_next("PutItem", embedded_aws::Fault::NotReached);
        }
        let taken = deliver(&deployment, std::slice::from_ref(&case)).await;
        assert!(taken[0].failed.is_some(), "attempt {attempt} is to be delivered again");
        deployment.aws.heal();
        assert_eq!(counted(&deployment).get("UpdateItem"), Some(&1), "attempt {attempt}");
    }
    take(&deployment, std::slice::from_ref(&case)).await;
    let last = deployment.log(&case.id).await.pop().unwrap().event.body;
    assert!(matches!(last, Body::Escalated { reason: EscalationReason::Failure, .. }), "{last:?}");
}
