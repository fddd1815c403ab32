//! Customers who fall silent: a word to them, then the case's end; never without that word, and never while somebody speaks
//! or means to.

use application::TimerReport;
use domain::{Body, Role, Status};
use serde_json::{Value, json};

use crate::crashes::survives_crashes;
use crate::deployment::{
    Decided, Deployment, KnownCase, NOW, agent, customer, frame, later, message, seq, settle, store,
};
use crate::routing::state;
use crate::timers::{HOUR, NOTHING, run, set};

const WORDS: &str = "Is there anything else? Otherwise we close this on Friday.";
const DAY: i64 = 24 * HOUR;

/// Has the store remind after a day and close two days later.
async fn auto_close(deployment: &Deployment) {
    let rules = json!({ "remind_after_hours": 24, "close_after_hours": 48, "reminder": WORDS });
    deployment.settle(json!({ "auto_close": rules })).await;
}

/// Brings all of a case to the lists and the timers, as the stream does.
async fn deliver(deployment: &Deployment, case: &KnownCase) {
    let batch = deployment.batch(&case.id, 1).await;
    deployment.projections.summarize(&batch).await.unwrap();
    let watched = deployment.projections.watch_silence(&[batch], &Default::default()).await;
    assert!(watched.failure.is_none(), "{watched:?}");
}

/// A case of Ada's that Ines has answered.
async fn answered(deployment: &Deployment) -> KnownCase {
    let case = deployment.open(&customer("ada"), "Where is my parcel?").await;
    deployment.store(&agent("ines"), &message(&case, "reply", "On its way.")).await;
    deliver(deployment, &case).await;
    case
}

async fn now(deployment: &Deployment, case: &KnownCase) -> KnownCase {
    let head = deployment.log(&case.id).await.len();
    KnownCase { head: seq(head.try_into().unwrap()), ..case.clone() }
}

async fn last(deployment: &Deployment, case: &KnownCase) -> (Role, Body, Option<String>) {
    let event = deployment.log(&case.id).await.pop().unwrap().event;
    (event.author.role, event.body, event.text.map(|text| text.as_str().to_owned()))
}

const REMINDED: TimerReport = TimerReport { reminded: 1, ..NOTHING };
const CLOSED: TimerReport = TimerReport { closed: 1, ..NOTHING };
const DROPPED: TimerReport = TimerReport { dropped: 1, ..NOTHING };

#[tokio::test]
async fn a_customer_who_stays_silent_is_reminded_and_then_the_case_is_closed() {
    let deployment = Deployment::new();
    auto_close(&deployment).await;
    let case = answered(&deployment).await;
    assert_eq!(run(&deployment, DAY - 1).await, NOTHING);
    assert_eq!(run(&deployment, DAY).await, REMINDED);
    let reminder = Body::Message { answers: Some(seq(2)), sources: Vec::new() };
    assert_eq!(last(&deployment, &case).await, (Role::System, reminder, Some(WORDS.to_owned())));
    assert_eq!(state(&deployment, &case.id).await.status, Status::Open);
    deliver(&deployment, &case).await;
    assert_eq!(run(&deployment, 3 * DAY - 1).await, NOTHING);
    assert_eq!(run(&deployment, 3 * DAY).await, CLOSED);
    assert_eq!(last(&deployment, &case).await, (Role::System, Body::Resolved, None));
    deliver(&deployment, &case).await;
    assert_eq!((set(&deployment), run(&deployment, 9 * DAY).await), (0, NOTHING));
}

#[tokio::test]
async fn nothing_happens_in_a_store_that_has_not_settled_it() {
    let deployment = Deployment::new();
    answered(&deployment).await;
    assert_eq!((set(&deployment), run(&deployment, 99 * DAY).await), (0, NOTHING));
}

#[tokio::test]
async fn whoever_speaks_ends_the_silence() {
    for (who, reminded_before) in [("ada", false), ("omar", false), ("ada", true), ("omar", true)] {
        let deployment = Deployment::new();
        auto_close(&deployment).await;
        let case = answered(&deployment).await;
        let mut due = DAY;
        if reminded_before {
            assert_eq!(run(&deployment, DAY).await, REMINDED);
            deliver(&deployment, &case).await;
            due = 3 * DAY;
        }
        let known = now(&deployment, &case).await;
        let speaker = if who == "ada" { customer(who) } else { agent(who) };
        let said = message(&known, "more", "One thing more.");
        deployment.store(&later(due - HOUR, speaker), &said).await;
        assert_eq!(run(&deployment, due).await, DROPPED, "{who} {reminded_before}");
    }
}

#[tokio::test]
async fn a_reply_without_an_answer_begins_the_silence_anew() {
    let deployment = Deployment::new();
    auto_close(&deployment).await;
    let case = answered(&deployment).await;
    let known = now(&deployment, &case).await;
    deployment
        .store(&later(HOUR, agent("ines")), &message(&known, "more", "It has arrived."))
        .await;
    deliver(&deployment, &case).await;
    assert_eq!(run(&deployment, DAY).await, DROPPED);
    assert_eq!(run(&deployment, DAY + HOUR).await, REMINDED);
}

#[tokio::test]
async fn while_a_case_is_aside_or_a_message_waits_nobody_is_reminded() {
    for what in ["snooze", "schedule_message"] {
        let deployment = Deployment::new();
        auto_close(&deployment).await;
        let case = answered(&deployment).await;
        let known = now(&deployment, &case).await;
        let more = match what {
            "snooze" => json!({ "until": Value::Null }),
            _ => json!({ "text": "Later.", "at": NOW.plus_seconds(5 * DAY) }),
        };
        let reply = deployment.act(&agent("ines"), frame(what, what, &known, more)).await;
        assert_eq!(reply["action"], "ack", "{reply}");
        assert_eq!(run(&deployment, DAY).await, DROPPED, "{what}");
        assert_eq!(set(&deployment), 1, "it looks again later");
        let known = now(&deployment, &case).await;
        let (action, more) = match what {
            "snooze" => ("wake", json!({})),
            _ => ("cancel_scheduled", json!({ "of": 3 })),
        };
        let reply = deployment.act(&agent("ines"), frame(action, "end", &known, more)).await;
        assert_eq!(reply["action"], "ack", "{reply}");
        assert_eq!(run(&deployment, DAY + HOUR).await, REMINDED, "{what}");
    }
}

#[tokio::test]
async fn the_rules_of_then_hold_for_what_waits_already() {
    let deployment = Deployment::new();
    auto_close(&deployment).await;
    let case = answered(&deployment).await;
    let rules = json!({ "remind_after_hours": 30, "close_after_hours": 48, "reminder": WORDS });
    deployment.settle(json!({ "auto_close": rules })).await;
    assert_eq!(run(&deployment, DAY).await, DROPPED);
    assert_eq!(run(&deployment, 30 * HOUR).await, REMINDED);
    deliver(&deployment, &case).await;
    let off = json!({ "remind_after_hours": 0, "close_after_hours": 48, "reminder": WORDS });
    deployment.settle(json!({ "auto_close": off })).await;
    assert_eq!(run(&deployment, 9 * DAY).await, DROPPED);
    assert_eq!(state(&deployment, &case.id).await.status, Status::Open);
}

#[tokio::test]
async fn an_answer_of_the_assistant_is_a_reply_too_and_a_settled_case_is_left_alone() {
    let deployment = Deployment::new();
    auto_close(&deployment).await;
    let case = deployment.open(&customer("ada"), "Where is my parcel?").await;
    deployment.answer(&case, "On its way.").await;
    deliver(&deployment, &case).await;
    assert_eq!(run(&deployment, DAY).await, REMINDED);
    deliver(&deployment, &case).await;
    let known = now(&deployment, &case).await;
    deployment.store(&agent("ines"), &settle(&known, "done")).await;
    assert_eq!(run(&deployment, 3 * DAY).await, DROPPED);
}

#[tokio::test]
async fn a_colleague_between_the_look_and_the_word_is_not_talked_over() {
    let deployment = Deployment::new();
    auto_close(&deployment).await;
    let case = answered(&deployment).await;
    let (rival, known) = (deployment.clone(), now(&deployment, &case).await);
    deployment.aws.before_next("PutItem", async move {
        rival.store(&customer("ada"), &message(&known, "more", "Thanks!")).await;
    });
    assert_eq!(run(&deployment, DAY).await, DROPPED);
    assert_eq!(last(&deployment, &case).await.0, Role::Customer);
}

#[tokio::test]
async fn a_run_that_is_cut_off_anywhere_reminds_once_and_closes_once() {
    survives_crashes(
        async |deployment| {
            auto_close(deployment).await;
            answered(deployment).await
        },
        async |deployment, case| {
            run(deployment, DAY).await;
            deliver(deployment, case).await;
            run(deployment, 3 * DAY).await;
            deliver(deployment, case).await;
            assert_eq!((set(deployment), deployment.log(&case.id).await.len()), (0, 4));
        },
    )
    .await;
}

#[tokio::test]
async fn settings_that_would_close_without_a_word_are_refused() {
    use application::SettingsError;
    let deployment = Deployment::new();
    let rules = json!({ "auto_close": { "remind_after_hours": 24 } });
    let change = contract::SettingsChange::try_from(rules).unwrap();
    let lea = crate::deployment::lead("lea");
    let refused = deployment.knowledge.update_settings(&lea, &store(), change).await.decided();
    assert!(matches!(refused, Err(SettingsError::Wrong(mistakes)) if mistakes.len() == 1));
}

/// What a reply costs beside its lists: the read that says whom to tell of it says also what the store has set.
#[tokio::test]
async fn watching_costs_a_write_where_it_is_wanted_and_nothing_elsewhere() {
    for (is_wanted, expected) in [(false, &["Query"][..]), (true, &["Query", "PutItem"][..])] {
        let deployment = Deployment::new();
        if is_wanted {
            auto_close(&deployment).await;
        }
        let case = deployment.open(&customer("ada"), "Where is my parcel?").await;
        deployment.store(&agent("ines"), &message(&case, "reply", "On its way.")).await;
        let batch = deployment.batch(&case.id, 2).await;
        deployment.aws.forget_requests();
        let watched = deployment.projections.watch_silence(&[batch], &Default::default()).await;
        assert_eq!(watched.desks.len(), 1);
        assert_eq!(deployment.aws.operations(), expected);
        // What the customer writes is nothing to watch.
        let opened = deployment.batch(&case.id, 1).await.entries.remove(0);
        let batch = application::Batch { case: case.id.clone(), entries: vec![opened] };
        deployment.aws.forget_requests();
        let watched = deployment.projections.watch_silence(&[batch], &Default::default()).await;
        assert!(watched.desks.is_empty() && deployment.aws.operations().is_empty());
    }
}
