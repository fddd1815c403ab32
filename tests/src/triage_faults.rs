//! Triage under crashes, faults and repeated records: one suggestion each, however it went.

use std::time::Duration;

use domain::{Body, Entry, EscalationReason};
use local::{Crash, CrashPoint, DatabaseFaults};
use serde_json::{Value, json};

use crate::model::Model;
use crate::people::{Case, Customer, Lead, fresh_id};
use crate::stack::{Stack, measured_stack, now, options, start, until};

const QUESTION: &str = "Where is my parcel?";

async fn scene() -> anyhow::Result<(Stack, Customer)> {
    let stack = measured_stack().await?;
    let lead = Lead::signs_in(&stack.entry_points).await?;
    let body = json!({ "id": fresh_id(), "question": QUESTION, "text": "It is on its way." });
    let _: Value = lead.api.post("/stores/demo/answers", &body).await?;
    let customer = Customer::visits(&stack.entry_points, "demo").await?;
    Ok((stack, customer))
}

async fn until_done(stack: &Stack, case: &Case) -> anyhow::Result<()> {
    // A look of the test's own may meet a fault too.
    let is_done = async || stack.done_by_triage(case).await.is_ok_and(|done| !done.is_empty());
    let look = async || Ok(is_done().await.then_some(()));
    until("triage does something", look).await
}

#[tokio::test]
async fn a_crash_at_any_request_leaves_one_suggestion() -> anyhow::Result<()> {
    let (stack, mut customer) = scene().await?;
    for moment in [CrashPoint::Before, CrashPoint::After] {
        for request in 1.. {
            let crash = Crash { function: "triage".to_owned(), request, moment };
            stack.local.faults().set_crash(crash);
            let case = customer.asks("demo", QUESTION).await?;
            until_done(&stack, &case).await?;
            let has_crashed = !stack.local.faults().is_crash_due();
            stack.local.faults().clear();
            let written = stack.done_by_triage(&case).await?;
            assert_eq!(written.len(), 1, "{moment:?} request {request}: {written:?}");
            if !has_crashed {
                assert!(request > 4, "only {request} requests?");
                break;
            }
        }
    }
    Ok(())
}

#[tokio::test]
async fn faults_of_the_table_delay_a_suggestion_and_never_double_it() -> anyhow::Result<()> {
    let (stack, mut customer) = scene().await?;
    let mut cases = Vec::new();
    stack.local.faults().set_database(DatabaseFaults {
        refuse: 0.1,
        lose_answer: 0.1,
        delay: 0.2,
        longest_delay: Duration::from_millis(20),
        ..DatabaseFaults::default()
    });
    for _ in 0..20 {
        // Whoever meets a fault asks again, as the widget does.
        cases.extend(customer.asks("demo", QUESTION).await.ok());
    }
    for case in &cases {
        until_done(&stack, case).await?;
    }
    stack.local.faults().clear();
    assert!(cases.len() > 10);
    for case in &cases {
        assert_eq!(stack.done_by_triage(case).await?.len(), 1);
    }
    Ok(())
}

#[tokio::test]
async fn a_record_that_comes_again_and_twice_at_once_changes_nothing() -> anyhow::Result<()> {
    let (stack, mut customer) = scene().await?;
    let case = customer.asks("demo", QUESTION).await?;
    let entry = stack.log_of(&case.id).await?.remove(0);
    let event = record(&case, &entry);
    let again = || stack.local.invoke("TriageFunction", event.clone());
    let answers = futures_util::future::join_all((0..4).map(|_| again())).await;
    for answer in answers {
        let answer = answer.map_err(|failure| anyhow::anyhow!("{}", failure.message()))?;
        let answer: Value = serde_json::from_slice(&answer)?;
        assert_eq!(answer["batchItemFailures"], json!([]));
    }
    assert_eq!(stack.done_by_triage(&case).await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn what_fails_three_times_where_a_model_may_be_asked_goes_to_a_person() -> anyhow::Result<()>
{
    let model = Model::saying(&json!({ "sentences": [] })).await?;
    let stack = start(options()?.metered().parameter("Models", model.chat(&json!({})))).await?;
    let lead = Lead::signs_in(&stack.entry_points).await?;
    let settings = json!({ "model_cents_a_day": 100 });
    let _: Value = lead.api.post("/stores/demo/settings", &settings).await?;
    let body = json!({ "id": fresh_id(), "question": QUESTION, "text": "It is on its way." });
    let _: Value = lead.api.post("/stores/demo/answers", &body).await?;
    // What was learned can't be read, as often as it is tried; all else works.
    stack.local.faults().set_database(DatabaseFaults {
        refuse: 1.0,
        operations: vec!["BatchGetItem".to_owned()],
        ..DatabaseFaults::default()
    });
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let case = customer.asks("demo", QUESTION).await?;
    let entry = stack.until_triaged(&case, case.head).await?;
    let is_failure =
        matches!(entry.event.body, Body::Escalated { reason: EscalationReason::Failure, .. });
    assert!(is_failure, "{entry:?}");
    assert_eq!(stack.attempts().begin(&case.id, case.head, now()).await?, 4, "after three");
    assert_eq!(model.heard().len(), 0, "nothing was found that it could be asked about");
    Ok(())
}

/// The stream's record of an opening.
fn record(case: &Case, entry: &Entry) -> String {
    let captured =
        std::fs::read_to_string(crate::stack::project().join("events/triage/opened.json"));
    let mut event: Value = serde_json::from_str(&captured.unwrap()).unwrap();
    let image = &mut event["Records"][0]["dynamodb"]["NewImage"];
    image["pk"]["S"] = json!(format!("CASE#{}", case.id));
    image["b"]["S"] = json!(QUESTION);
    image["t"]["N"] = json!(entry.event.at.0.to_string());
    event.to_string()
}
