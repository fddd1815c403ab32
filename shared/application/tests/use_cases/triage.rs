//! What happens by itself with a customer's message: by words alone, without a model.

use application::{Caller, Message};
use domain::{Body, Change, Entry, EscalationReason};
use serde_json::{Value, json};

use crate::clock;
use crate::crashes::survives_crashes;
use crate::deployment::{
    Deployment, KnownCase, NOW, agent, command_id, customer, frame, later, lead, message, seq,
    store,
};

const QUESTION: &str = "Where is my parcel?";
const WORDS: &str = "Your parcel is on its way and arrives within two days.";

/// A store that knows an answer, under these settings.
async fn knowing(settings: Value) -> Deployment {
    let deployment = Deployment::new();
    teach(&deployment, settings).await;
    deployment
}

async fn teach(deployment: &Deployment, settings: Value) {
    for (id, question, words) in [
        ("parcel", QUESTION, WORDS),
        ("refund", "How do I get a refund?", "Send it back, and we refund it within a week."),
    ] {
        deployment.know(id, question, words).await;
    }
    deployment.settle(settings).await;
}

/// Delivers a case's events to triage.
async fn take(deployment: &Deployment, case: &KnownCase) {
    let batch = deployment.batch(&case.id, 1).await;
    let taken = deployment.triage.take(&batch).await;
    assert!(taken.failed.is_none(), "{:?}", taken.failed);
}

/// What triage does with a customer's first words.
async fn on_words(deployment: &Deployment, words: &str) -> Option<Body> {
    let case = deployment.open(&customer("ada"), words).await;
    take(deployment, &case).await;
    deployment.log(&case.id).await.into_iter().nth(1).map(|entry| entry.event.body)
}

fn kind(entry: &Entry) -> &'static str {
    match entry.event.body {
        Body::Suggested { .. } => "draft",
        Body::Escalated { .. } => "call",
        Body::Message { .. } | Body::Opened { .. } => "words",
        _ => "other",
    }
}

async fn kinds(deployment: &Deployment, case: &KnownCase) -> Vec<&'static str> {
    deployment.log(&case.id).await.iter().map(kind).collect()
}

async fn say(deployment: &Deployment, caller: &Caller, case: &KnownCase, words: &str) -> KnownCase {
    let stored = deployment.store(caller, &message(case, &format!("m{}", case.head), words)).await;
    KnownCase { id: case.id.clone(), head: stored.entry.event.seq }
}

#[tokio::test]
async fn a_question_that_is_known_gets_a_draft_of_the_approved_text_with_its_source() {
    let deployment = knowing(json!({})).await;
    let case = deployment.open(&customer("ada"), QUESTION).await;
    take(&deployment, &case).await;
    let draft = &deployment.log(&case.id).await[1];
    let Body::Suggested { answers, sources, grounds } = &draft.event.body else {
        panic!("no draft: {draft:?}")
    };
    assert_eq!((*answers, draft.event.text.as_ref().unwrap().as_str()), (seq(1), WORDS));
    assert_eq!((sources.len(), grounds.adapted), (1, false));
}

#[tokio::test]
async fn a_message_that_is_delivered_again_gets_no_second_draft() {
    let deployment = knowing(json!({})).await;
    let case = deployment.open(&customer("ada"), QUESTION).await;
    for _ in 0..3 {
        take(&deployment, &case).await;
    }
    assert_eq!(kinds(&deployment, &case).await, ["words", "draft"]);
}

#[tokio::test]
async fn a_draft_that_is_cut_off_and_delivered_again_is_one() {
    survives_crashes(
        async |deployment| {
            teach(deployment, json!({})).await;
            deployment.open(&customer("ada"), QUESTION).await
        },
        async |deployment, case| take(deployment, case).await,
    )
    .await;
}

#[tokio::test]
async fn two_copies_of_a_message_that_are_considered_at_once_get_one_draft() {
    let deployment = knowing(json!({})).await;
    let case = deployment.open(&customer("ada"), QUESTION).await;
    let rival = deployment.restarted();
    tokio::join!(take(&deployment, &case), take(&rival, &case));
    assert_eq!(kinds(&deployment, &case).await, ["words", "draft"]);
}

#[tokio::test]
async fn where_triage_is_off_nothing_happens_and_nothing_is_kept() {
    for words in [QUESTION, "I want to talk to a person"] {
        let deployment = knowing(json!({ "triage": "off" })).await;
        assert_eq!(on_words(&deployment, words).await, None);
        assert_eq!(deployment.count("CASE#", ""), 1, "the message alone");
    }
}

#[tokio::test]
async fn a_message_that_waits_for_a_model_is_left_alone_once_triage_is_off() {
    let deployment = knowing(json!({ "triage": "off" })).await;
    let case = deployment.open(&customer("ada"), QUESTION).await;
    let left = Message { case: case.id.clone(), seq: seq(1), store: store(), at: NOW };
    deployment.triage.consider(&left).await.unwrap();
    assert_eq!(kinds(&deployment, &case).await, ["words"]);
}

#[tokio::test]
async fn a_question_that_nobody_knows_is_left_to_people_and_in_mode_answer_calls_one() {
    let unknown = "Do you sell trampolines for elephants?";
    assert_eq!(on_words(&knowing(json!({})).await, unknown).await, None);
    let body = on_words(&knowing(json!({ "triage": "answer" })).await, unknown).await;
    let reason = EscalationReason::NoAnswer;
    assert_eq!(body, Some(Body::Escalated { reason, tried: None, group: None, from: None }));
}

#[tokio::test]
async fn a_customer_who_asks_for_a_person_gets_one_called_at_once() {
    for settings in [json!({}), json!({ "triage": "answer" })] {
        let body = on_words(&knowing(settings).await, "Can I talk to a person please?").await;
        let reason = EscalationReason::CustomerAsked;
        assert_eq!(body, Some(Body::Escalated { reason, tried: None, group: None, from: None }));
    }
}

#[tokio::test]
async fn what_the_store_says_is_for_people_calls_one_whatever_is_known() {
    let deployment = knowing(json!({ "escalate_on": ["parcel"] })).await;
    let reason = EscalationReason::Policy;
    let body = on_words(&deployment, QUESTION).await;
    assert_eq!(body, Some(Body::Escalated { reason, tried: None, group: None, from: None }));
}

#[tokio::test]
async fn a_call_that_is_cut_off_and_delivered_again_is_one() {
    survives_crashes(
        async |deployment| {
            teach(deployment, json!({ "triage": "answer" })).await;
            deployment.open(&customer("ada"), "Can I talk to a person please?").await
        },
        async |deployment, case| take(deployment, case).await,
    )
    .await;
}

#[tokio::test]
async fn greetings_thanks_and_signs_are_no_question_and_nothing_to_fail_at() {
    for words in ["Hi!", "Hello, thanks a lot", "👍", "ok danke"] {
        let deployment = knowing(json!({ "triage": "answer" })).await;
        assert_eq!(on_words(&deployment, words).await, None, "{words}");
        let case = crate::deployment::opening(&customer("ada"), "open", words).case;
        let case = KnownCase { id: case, head: seq(1) };
        let case = say(&deployment, &later(60, customer("ada")), &case, QUESTION).await;
        clock::advance(70);
        take(&deployment, &case).await;
        let kinds = kinds(&deployment, &case).await;
        assert_eq!(kinds.len(), 3, "{words}: the next question counts: {kinds:?}");
    }
}

#[tokio::test]
async fn the_words_around_a_question_do_not_hide_it() {
    for words in [
        "Hi there, where is my parcel? Thanks!",
        "Hello\n\nWhere is my parcel",
        "I ordered last week. Where is my parcel?",
        "Where is my parcel #12345?",
    ] {
        let body = on_words(&knowing(json!({})).await, words).await;
        assert!(matches!(body, Some(Body::Suggested { .. })), "{words}: {body:?}");
    }
}

#[tokio::test]
async fn half_an_answer_is_none() {
    let two = "Where is my parcel? And do you sell trampolines?";
    assert_eq!(on_words(&knowing(json!({})).await, two).await, None);
}

#[tokio::test]
async fn what_a_customer_does_not_want_is_not_answered_with_how_to_do_it() {
    let deployment = knowing(json!({})).await;
    assert_eq!(on_words(&deployment, "I do NOT want to get a refund").await, None);
}

#[tokio::test]
async fn a_burst_gets_one_draft_on_its_newest_message() {
    let deployment = knowing(json!({})).await;
    let case = deployment.open(&customer("ada"), "Hi!").await;
    let case = say(&deployment, &later(1, customer("ada")), &case, QUESTION).await;
    // Each message has a record of its own, and both come late.
    let mut first = deployment.batch(&case.id, 1).await;
    first.entries.truncate(1);
    deployment.triage.take(&first).await;
    take(&deployment, &case).await;
    assert_eq!(kinds(&deployment, &case).await, ["words", "words", "draft"]);
}

#[tokio::test(start_paused = true)]
async fn triage_waits_for_the_rest_of_a_burst() {
    let deployment = knowing(json!({})).await;
    let just_now = Caller { now: clock::now(), ..customer("ada") };
    let case = deployment.open(&just_now, QUESTION).await;
    let started = tokio::time::Instant::now();
    take(&deployment, &case).await;
    assert!(started.elapsed().as_millis() >= 2_000);
}

#[tokio::test]
async fn what_a_person_has_answered_or_settled_meanwhile_is_let_be() {
    for (action, more) in [("send", json!({ "text": "Hi", "answers": 1 })), ("resolve", json!({}))]
    {
        let deployment = knowing(json!({ "triage": "answer" })).await;
        let case = deployment.open(&customer("ada"), QUESTION).await;
        let batch = deployment.batch(&case.id, 1).await;
        deployment.act(&agent("ines"), frame(action, "x", &case, more)).await;
        assert!(deployment.triage.take(&batch).await.failed.is_none());
        assert_eq!(deployment.log(&case.id).await.len(), 2, "{action}");
    }
}

#[tokio::test]
async fn a_person_who_is_faster_by_a_moment_is_not_spoken_over() {
    let deployment = knowing(json!({ "triage": "answer" })).await;
    let case = deployment.open(&customer("ada"), QUESTION).await;
    let (rival, known) = (deployment.clone(), case.clone());
    // The question is kept right before the draft is written.
    deployment.aws.before_next("PutItem", async move {
        let send = frame("send", "x", &known, json!({ "text": "Hi", "answers": 1 }));
        rival.act(&agent("ines"), send).await;
    });
    take(&deployment, &case).await;
    assert_eq!(kinds(&deployment, &case).await, ["words", "words"]);
}

#[tokio::test]
async fn where_a_person_takes_part_triage_only_drafts_and_calls_nobody() {
    let deployment = knowing(json!({ "triage": "answer" })).await;
    let case = deployment.open(&customer("ada"), "Hi!").await;
    let case = say_as_agent(&deployment, &case).await;
    let case =
        say(&deployment, &later(60, customer("ada")), &case, "Do you sell trampolines?").await;
    clock::advance(120);
    take(&deployment, &case).await;
    assert_eq!(kinds(&deployment, &case).await, ["words"; 3]);
    let case = say(&deployment, &later(120, customer("ada")), &case, QUESTION).await;
    take(&deployment, &case).await;
    assert_eq!(kinds(&deployment, &case).await.last(), Some(&"draft"));
}

async fn say_as_agent(deployment: &Deployment, case: &KnownCase) -> KnownCase {
    let send = frame("send", "agent", case, json!({ "text": WORDS, "answers": 1 }));
    let reply = deployment.act(&agent("ines"), send).await;
    KnownCase { id: case.id.clone(), head: seq(reply["event"]["seq"].as_u64().unwrap()) }
}

#[tokio::test]
async fn an_answer_that_was_retired_or_became_another_is_drafted_no_more() {
    let id = domain::AnswerId::derive(&store(), command_id("parcel").as_str());
    let other = domain::AnswerId::derive(&store(), command_id("refund").as_str());
    for (change, drafted) in
        [(Change::Retire, None), (Change::Merge { into: other.clone() }, Some(other))]
    {
        let deployment = knowing(json!({})).await;
        let (knowledge, lea) = (&deployment.knowledge, lead("lea"));
        knowledge.change(&lea, &store(), &id, 1, change).await.unwrap();
        let source = match on_words(&deployment, QUESTION).await {
            Some(Body::Suggested { sources, .. }) => Some(sources[0].answer.clone()),
            None => None,
            other => panic!("{other:?}"),
        };
        assert_eq!(source, drafted);
    }
}

#[tokio::test]
async fn an_answer_of_another_store_is_drafted_to_nobody() {
    let deployment = knowing(json!({})).await;
    let case = deployment.open(&crate::deployment::at("north", customer("nils")), QUESTION).await;
    take(&deployment, &case).await;
    assert_eq!(kinds(&deployment, &case).await, ["words"]);
}

#[tokio::test]
async fn words_that_were_taken_back_are_not_considered() {
    let deployment = knowing(json!({ "triage": "answer" })).await;
    let case = deployment.open(&customer("ada"), QUESTION).await;
    deployment.act(&customer("ada"), frame("withdraw", "w", &case, json!({ "of": 1 }))).await;
    take(&deployment, &case).await;
    assert_eq!(deployment.log(&case.id).await.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn what_has_failed_eight_times_goes_to_a_person() {
    let deployment = knowing(json!({})).await;
    let case = deployment.open(&customer("ada"), QUESTION).await;
    let batch = deployment.batch(&case.id, 1).await;
    for attempt in 1..=7 {
        // The question can't be kept.
        for _ in 0..3 {
            deployment.aws.fail_next("PutItem", embedded_aws::Fault::NotReached);
        }
        let taken = deployment.triage.take(&batch).await;
        assert!(taken.failed.is_some(), "attempt {attempt} is to be delivered again");
        deployment.aws.heal();
    }
    take(&deployment, &case).await;
    let last = deployment.log(&case.id).await.pop().unwrap().event.body;
    assert_eq!(
        last,
        Body::Escalated { reason: EscalationReason::Failure, tried: None, group: None, from: None }
    );
}

#[tokio::test(start_paused = true)]
async fn where_one_part_of_a_batch_fails_the_others_are_done() {
    let deployment = knowing(json!({})).await;
    let case = deployment.open(&customer("ada"), "Can I talk to a person please?").await;
    let case = say_as_agent(&deployment, &case).await;
    // What the agent said can't be heard; the customer is none the worse for it.
    for _ in 0..3 {
        deployment.aws.fail_next("BatchGetItem", embedded_aws::Fault::NotReached);
    }
    let batch = deployment.batch(&case.id, 1).await;
    let taken = deployment.triage.take(&batch).await;
    assert!(taken.failed.is_some());
    deployment.aws.heal();
    let again = deployment.triage.take(&batch).await;
    assert!(again.failed.is_none() && again.ingested.store.is_some());
}
