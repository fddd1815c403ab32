//! Replies that agents promise by a time: customers see it, the next reply keeps it, and what is not kept is noted once.

use application::{Caller, TimerReport};
use contract::DeadlineKind;
use domain::{Body, Command, Role, TargetKind};
use serde_json::{Value, json};

use crate::crashes::survives_crashes;
use crate::deployment::{
    Deployment, KnownCase, NOW, agent, command, customer, frame, later, message, seq, settle,
};
use crate::targets::{deliver, listed, now};
use crate::timers::{HOUR, run, set};

const MINUTE: i64 = 60;
const DAY: i64 = 24 * HOUR;

async fn promise(deployment: &Deployment, who: &Caller, case: &KnownCase, by: i64) -> Value {
    let case = now(deployment, case).await;
    let by = json!({ "by": NOW.plus_seconds(by) });
    let reply =
        deployment.act(who, frame("promise_reply", &format!("p-{}", case.head), &case, by)).await;
    deliver(deployment, &case).await;
    reply
}

async fn withdraw(deployment: &Deployment, who: &Caller, case: &KnownCase, of: u64) -> Value {
    let case = now(deployment, case).await;
    let of = json!({ "of": of });
    let id = format!("w-{}", case.head);
    let reply = deployment.act(who, frame("withdraw_promise", &id, &case, of)).await;
    deliver(deployment, &case).await;
    reply
}

/// A case of Ada's in which Ines has promised a reply within half an hour.
async fn promised(deployment: &Deployment) -> KnownCase {
    let case = deployment.open(&customer("ada"), "Where is my parcel?").await;
    let reply = promise(deployment, &agent("ines"), &case, 30 * MINUTE).await;
    assert_eq!(reply["action"], "ack", "{reply}");
    case
}

async fn reply(deployment: &Deployment, case: &KnownCase, seconds: i64) {
    let case = now(deployment, case).await;
    let omar = later(seconds, agent("omar"));
    deployment.store(&omar, &message(&case, &format!("r-{}", case.head), "It is here.")).await;
    deliver(deployment, &case).await;
}

async fn missed(deployment: &Deployment, case: &KnownCase) -> Vec<Body> {
    let bodies = deployment.log(&case.id).await.into_iter().map(|entry| entry.event.body);
    bodies.filter(|body| matches!(body, Body::PromiseMissed { .. })).collect()
}

fn counts(report: TimerReport) -> (usize, usize) {
    (report.missed, report.dropped)
}

#[tokio::test]
async fn the_customer_sees_who_replies_by_when_and_the_list_says_it_is_due() {
    let deployment = Deployment::new();
    let case = deployment.open(&customer("ada"), "Where is my parcel?").await;
    deployment.listen(&customer("ada"), &case.id).await;
    promise(&deployment, &agent("ines"), &case, 30 * MINUTE).await;
    let by = NOW.plus_seconds(30 * MINUTE);
    let heard = deployment.aws.frames("ada").pop().unwrap();
    assert_eq!(heard["event"]["body"], json!({ "kind": "promised", "by": by }));
    assert_eq!(
        (&heard["event"]["author"]["name"], &heard["event"]["prev_visible"]),
        (&json!("ines"), &json!(1))
    );
    let listed = listed(&deployment, Default::default()).await;
    assert_eq!((listed[0][0].kind, listed[0][0].at), (DeadlineKind::Promise, by));
    assert_eq!(set(&deployment), 1);
}

#[tokio::test]
async fn a_reply_of_any_person_keeps_it_and_words_of_others_do_not() {
    let deployment = Deployment::new();
    let case = promised(&deployment).await;
    let known = now(&deployment, &case).await;
    deployment.store(&customer("ada"), &message(&known, "more", "Hello?")).await;
    let known = now(&deployment, &case).await;
    deployment.answer(&known, "One moment.").await;
    deliver(&deployment, &case).await;
    assert_eq!(
        listed(&deployment, Default::default()).await.len(),
        0,
        "it is answered, not waiting"
    );
    reply(&deployment, &case, 10 * MINUTE).await;
    assert_eq!(counts(run(&deployment, 30 * MINUTE).await), (0, 1));
    assert_eq!((set(&deployment), missed(&deployment, &case).await), (0, vec![]));
}

#[tokio::test]
async fn what_nobody_keeps_is_missed_once_by_the_system_for_the_staff() {
    let deployment = Deployment::new();
    let case = promised(&deployment).await;
    for who in [customer("ada"), agent("ines")] {
        deployment.listen(&who, &case.id).await;
    }
    assert_eq!(counts(run(&deployment, 30 * MINUTE - 1).await), (0, 0));
    assert_eq!(counts(run(&deployment, 30 * MINUTE).await), (1, 0));
    let event = deployment.log(&case.id).await.pop().unwrap().event;
    let by = NOW.plus_seconds(30 * MINUTE);
    assert_eq!(
        (event.body, event.author.role),
        (Body::PromiseMissed { of: seq(2), by }, Role::System)
    );
    assert_eq!((deployment.aws.frames("ada").len(), deployment.aws.frames("ines").len()), (0, 1));
    // The stream brings all of it again.
    deliver(&deployment, &case).await;
    assert_eq!((set(&deployment), counts(run(&deployment, HOUR).await)), (1, (1, 0)));
    assert_eq!(missed(&deployment, &case).await.len(), 1);
    assert_eq!(listed(&deployment, Default::default()).await[0][0].at, by, "it is still owed");
}

#[tokio::test]
async fn a_late_run_notes_what_was_kept_late() {
    for (replied, is_missed) in [(29 * MINUTE, 0), (31 * MINUTE, 1)] {
        let deployment = Deployment::new();
        let case = promised(&deployment).await;
        reply(&deployment, &case, replied).await;
        assert_eq!(run(&deployment, DAY).await.missed, is_missed, "{replied}");
        assert_eq!(missed(&deployment, &case).await.len(), is_missed);
    }
}

#[tokio::test]
async fn a_later_promise_takes_its_place() {
    let deployment = Deployment::new();
    let case = promised(&deployment).await;
    promise(&deployment, &agent("omar"), &case, HOUR).await;
    assert_eq!(counts(run(&deployment, 30 * MINUTE).await), (0, 1));
    assert_eq!(counts(run(&deployment, HOUR).await), (1, 0));
    let by = NOW.plus_seconds(HOUR);
    assert_eq!(missed(&deployment, &case).await, [Body::PromiseMissed { of: seq(3), by }]);
}

#[tokio::test]
async fn it_is_withdrawn_until_somebody_replies_and_ends_with_the_case() {
    let deployment = Deployment::new();
    let case = promised(&deployment).await;
    assert_eq!(withdraw(&deployment, &agent("ines"), &case, 1).await["code"], "already_decided");
    assert_eq!(withdraw(&deployment, &customer("ada"), &case, 2).await["code"], "not_allowed");
    assert_eq!(withdraw(&deployment, &agent("omar"), &case, 2).await["action"], "ack");
    assert_eq!(withdraw(&deployment, &agent("ines"), &case, 2).await["code"], "already_decided");
    assert_eq!(counts(run(&deployment, 30 * MINUTE).await), (0, 1));

    promise(&deployment, &agent("ines"), &case, 40 * MINUTE).await;
    let known = now(&deployment, &case).await;
    deployment.store(&agent("ines"), &settle(&known, "end")).await;
    deliver(&deployment, &case).await;
    assert_eq!(withdraw(&deployment, &agent("ines"), &case, 4).await["code"], "already_decided");
    assert_eq!(counts(run(&deployment, HOUR).await), (0, 1));
    assert!(missed(&deployment, &case).await.is_empty());
}

#[tokio::test]
async fn only_the_staff_promise_and_only_what_lies_ahead_within_thirty_days() {
    let deployment = Deployment::new();
    let case = deployment.open(&customer("ada"), "Where is my parcel?").await;
    let ines = agent("ines");
    for (who, by, expected) in [
        (&customer("ada"), HOUR, "not_allowed"),
        (&ines, 0, "wrong_state"),
        (&ines, 30 * DAY + 1, "wrong_state"),
    ] {
        assert_eq!(promise(&deployment, who, &case, by).await["code"], expected);
    }
    assert_eq!(promise(&deployment, &ines, &case, 30 * DAY).await["action"], "ack");
}

#[tokio::test]
async fn a_promise_survives_crashes_and_a_rebuild() {
    survives_crashes(
        async |deployment| promised(deployment).await,
        async |deployment, case| {
            let bring = async || {
                let newer = deployment.batch(&case.id, 3).await;
                deployment.projections.summarize(&newer).await.unwrap();
            };
            bring().await;
            run(deployment, 30 * MINUTE).await;
            bring().await;
            assert_eq!((set(deployment), missed(deployment, case).await.len()), (0, 1));
        },
    )
    .await;
    let deployment = Deployment::new();
    let case = promised(&deployment).await;
    reply(&deployment, &case, MINUTE).await;
    let whole = deployment.rows();
    assert!(deployment.projections.rebuild(&case.id).await.unwrap());
    assert_eq!(deployment.rows(), whole);
}

#[tokio::test]
async fn no_client_notes_a_target() {
    let deployment = Deployment::new();
    let case = deployment.open(&customer("ada"), "Where is my parcel?").await;
    let what = Command::WarnTarget { target: TargetKind::FirstReply, due: NOW };
    let notes =
        async |who: Caller| deployment.refused(&who, &command(&case, "warn", what.clone())).await;
    for who in [customer("ada"), agent("ines")] {
        assert_eq!(notes(who).await, domain::CommandError::NotAllowed);
    }
}
