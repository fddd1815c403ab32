//! What language models may cost a day, and what triage does with and without them.

use std::sync::Arc;

use adapters::dynamo::Spend;
use adapters::llm::{Llm, Models};
use application::{Knowledge, KnowledgeConfig, Model, Triage};
use domain::{Body, CaseId, Entry};
use embedded_aws::{Crash, Fault};
use serde_json::{Value, json};

use crate::clock;
use crate::deployment::{Deployment, KnownCase, NOW, config, customer, store};
use crate::server::Server;

const QUESTION: &str = "Where is my parcel?";
const WORDS: &str = "Your parcel is on its way. It arrives within two days.";
const ADAPTED: &str = "It arrives within two days.";
/// Millionths of a cent.
const CENT: u64 = 1_000_000;

fn spend(deployment: &Deployment) -> Spend {
    Spend::new(deployment.table.clone())
}

async fn of_day(deployment: &Deployment) -> u64 {
    spend(deployment).of_day(&store(), clock::now()).await.unwrap()
}

/// What a model says, in the form of its API.
fn said(content: &str) -> (u16, String) {
    let choices = json!([{ "message": { "content": content } }]);
    let usage = json!({ "prompt_tokens": 100, "completion_tokens": 20 });
    (200, json!({ "choices": choices, "usage": usage }).to_string())
}

pub(crate) fn adapted(_: usize) -> (u16, String) {
    said(&json!({ "sentences": [{ "text": ADAPTED, "answers": ["A1"] }] }).to_string())
}

/// The knowledge as a new process holds it, with a model that votes.
fn voting(deployment: &Deployment) -> Knowledge {
    let config = KnowledgeConfig { has_model_vote: true, ..KnowledgeConfig::default() };
    Knowledge::new(deployment.table.clone(), config)
}

/// Triage with a model at this server, over a store that pays so much a day.
pub(crate) async fn triage(deployment: &Deployment, server: &Server, cents: u32) -> Triage {
    deployment.know("parcel", QUESTION, WORDS).await;
    deployment.settle(json!({ "model_cents_a_day": cents })).await;
    let model = json!({
        "api": "openai",
        "url": format!("{}/v1", server.url),
        "model": "small",
        "price": { "input": 100, "output": 100 },
    });
    let models: Models = serde_json::from_value(json!({ "chat": [model] })).unwrap();
    let llm = Llm::new(models, config(&deployment.aws), |_| None).unwrap();
    let model = Model {
        llm: Arc::new(llm),
        spend: spend(deployment),
        clock: clock::now,
        jitter: || 0.0,
        on_call: |_| {},
    };
    Triage { knowledge: voting(deployment), model: Some(model), ..deployment.triage.clone() }
}

/// Delivers a case to triage, and what it leaves for a model to itself.
async fn take(deployment: &Deployment, triage: &Triage, case: &KnownCase) {
    let taken = triage.take(&deployment.batch(&case.id, 1).await).await;
    assert!(taken.failed.is_none(), "{:?}", taken.failed);
    if let Some(left) = taken.left {
        triage.consider(&left).await.unwrap();
    }
}

async fn draft(deployment: &Deployment, case: &CaseId) -> (String, bool) {
    let log = deployment.log(case).await;
    let is_draft = |entry: &&Entry| matches!(entry.event.body, Body::Suggested { .. });
    let drafts: Vec<_> = log.iter().filter(is_draft).collect();
    let [draft] = drafts[..] else { panic!("not one draft: {log:?}") };
    let Body::Suggested { grounds, .. } = &draft.event.body else { unreachable!() };
    (draft.event.text.as_ref().unwrap().as_str().to_owned(), grounds.adapted)
}

#[tokio::test]
async fn a_day_has_room_up_to_its_cap_and_not_a_bit_beyond() {
    let deployment = Deployment::new();
    let hold = async |amount| spend(&deployment).hold(&store(), NOW, amount, 100).await.unwrap();
    assert!(hold(101).await.is_none());
    assert!(hold(60).await.is_some());
    assert!(hold(41).await.is_none());
    assert!(hold(40).await.is_some());
    assert_eq!(of_day(&deployment).await, 100);
}

#[tokio::test]
async fn what_a_call_did_not_cost_is_given_back_and_a_new_day_begins_at_nothing() {
    let deployment = Deployment::new();
    let spend = spend(&deployment);
    let hold = spend.hold(&store(), NOW, 100, 100).await.unwrap().unwrap();
    spend.settle(hold, 30).await.unwrap();
    assert_eq!(of_day(&deployment).await, 30);
    let tomorrow = NOW.plus_seconds(24 * 60 * 60);
    assert!(spend.hold(&store(), tomorrow, 100, 100).await.unwrap().is_some());
}

#[tokio::test]
async fn what_could_not_be_given_back_leaves_the_cap_too_tight_and_never_too_wide() {
    for fault in [Fault::NotReached, Fault::AnswerLost, Fault::Throttled] {
        let deployment = Deployment::new();
        let spend = spend(&deployment);
        let hold = spend.hold(&store(), NOW, 100, 100).await.unwrap().unwrap();
        deployment.aws.fail_next("UpdateItem", fault);
        assert!(spend.settle(hold, 30).await.is_err());
        let left = of_day(&deployment).await;
        assert!([30, 100].contains(&left), "{fault:?}: {left}");
    }
}

#[tokio::test]
async fn one_stores_spend_is_not_anothers() {
    let deployment = Deployment::new();
    spend(&deployment).hold(&store(), NOW, 100, 100).await.unwrap().unwrap();
    let north = "north".parse().unwrap();
    assert!(spend(&deployment).hold(&north, NOW, 100, 100).await.unwrap().is_some());
}

#[tokio::test]
async fn a_model_fits_the_approved_answer_to_the_question_and_its_cost_is_counted() {
    let deployment = Deployment::new();
    let server = Server::start(adapted).await;
    let triage = triage(&deployment, &server, 1).await;
    let case = deployment.open(&customer("ada"), QUESTION).await;
    take(&deployment, &triage, &case).await;
    assert_eq!(draft(&deployment, &case.id).await, (ADAPTED.to_owned(), true));
    let spent = spend(&deployment).of_case(&case.id).await.unwrap();
    assert_eq!((spent, of_day(&deployment).await), (120 * 100, 120 * 100));
}

#[tokio::test]
async fn whoever_takes_the_batch_does_not_wait_for_a_model() {
    let deployment = Deployment::new();
    let server = Server::start(adapted).await;
    let triage = triage(&deployment, &server, 1).await;
    let case = deployment.open(&customer("ada"), QUESTION).await;
    let taken = triage.take(&deployment.batch(&case.id, 1).await).await;
    assert_eq!(taken.left.map(|message| message.case), Some(case.id));
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn a_store_that_pays_nothing_has_no_model_asked() {
    let deployment = Deployment::new();
    let server = Server::start(adapted).await;
    let triage = triage(&deployment, &server, 0).await;
    let case = deployment.open(&customer("ada"), QUESTION).await;
    take(&deployment, &triage, &case).await;
    assert_eq!(draft(&deployment, &case.id).await, (WORDS.to_owned(), false));
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn beyond_the_days_cap_triage_works_without_the_model() {
    let deployment = Deployment::new();
    let server = Server::start(adapted).await;
    let triage = triage(&deployment, &server, 1).await;
    spend(&deployment).hold(&store(), clock::now(), CENT, CENT).await.unwrap().unwrap();
    let case = deployment.open(&customer("ada"), QUESTION).await;
    take(&deployment, &triage, &case).await;
    assert_eq!(draft(&deployment, &case.id).await, (WORDS.to_owned(), false));
    assert_eq!((server.seen().len(), of_day(&deployment).await), (0, CENT));
}

#[tokio::test]
async fn a_model_that_can_not_be_believed_is_paid_and_the_approved_text_stands_in() {
    for content in
        ["I am sorry.", r#"{"sentences":[{"text":"We send you 500 dollars.","answers":["A7"]}]}"#]
    {
        let deployment = Deployment::new();
        let server = Server::start(move |_| said(content)).await;
        let triage = triage(&deployment, &server, 1).await;
        let case = deployment.open(&customer("ada"), QUESTION).await;
        take(&deployment, &triage, &case).await;
        assert_eq!(draft(&deployment, &case.id).await, (WORDS.to_owned(), false), "{content}");
        assert!(of_day(&deployment).await > 0, "{content}");
    }
}

#[tokio::test]
async fn a_model_that_is_down_costs_nothing_and_the_approved_text_stands_in() {
    let deployment = Deployment::new();
    let server = Server::start(|_| (400, "{}".to_owned())).await;
    let triage = triage(&deployment, &server, 1).await;
    let case = deployment.open(&customer("ada"), QUESTION).await;
    take(&deployment, &triage, &case).await;
    assert_eq!(draft(&deployment, &case.id).await, (WORDS.to_owned(), false));
    assert_eq!(of_day(&deployment).await, 0);
}

#[tokio::test]
async fn personal_data_is_not_told_to_a_model() {
    let deployment = Deployment::new();
    let server = Server::start(adapted).await;
    let triage = triage(&deployment, &server, 1).await;
    let words = "Where is my parcel? Write to ada@example.com";
    let case = deployment.open(&customer("ada"), words).await;
    take(&deployment, &triage, &case).await;
    let told = Value::Array(server.seen()).to_string();
    assert!(told.contains("Where is my parcel"), "{told}");
    assert!(!told.contains("ada@example.com"));
}

#[tokio::test]
async fn a_crash_is_billed_twice_at_most_and_the_case_is_not_forgotten() {
    // Where a run writes down what the model has said.
    let (whole, server) = (Deployment::new(), Server::start(adapted).await);
    let triage_of_whole = triage(&whole, &server, 5).await;
    let case = whole.open(&customer("ada"), QUESTION).await;
    let left = triage_of_whole.take(&whole.batch(&case.id, 1).await).await.left.unwrap();
    whole.aws.forget_requests();
    triage_of_whole.consider(&left).await.unwrap();
    let written = whole.aws.operations().iter().position(|one| one == "PutItem").unwrap();

    let (deployment, server) = (Deployment::new(), Server::start(adapted).await);
    let first = triage(&deployment, &server, 5).await;
    deployment.open(&customer("ada"), QUESTION).await;
    for attempt in 1..=2 {
        let triage = Triage { knowledge: voting(&deployment), ..first.clone() };
        let run = deployment.aws.until_crash(Crash::Before(written), triage.consider(&left));
        assert!(run.await.is_none());
        assert_eq!(server.seen().len(), attempt);
    }
    first.consider(&left).await.unwrap();
    assert_eq!(server.seen().len(), 2);
    assert_eq!(draft(&deployment, &case.id).await, (WORDS.to_owned(), false));
}
