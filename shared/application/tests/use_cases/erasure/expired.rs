//! What a store keeps no longer by its own rule.

use adapters::dynamo::TableError;
use application::{ApplicationError, Eraser};
use domain::{AnswerStatus, CommandError, ErasureStep, ErasureSubject, Status, Timestamp};
use serde_json::json;

use super::{carry_out, list, requests, run, steps};
use crate::clock;
use crate::crashes::survives_crashes;
use crate::deployment::{
    Decided, Deployment, KnownCase, NOW, agent, command_id, customer, frame, later, lead, seq,
    settle, store,
};

const DAY: i64 = 24 * 60 * 60;

/// A case that its agent resolves so many days after the time at which tests play.
async fn settled(deployment: &Deployment, id: &str, day: i64) -> KnownCase {
    let case = deployment.open_as(&later(day * DAY, customer("ada")), id, "a secret").await;
    let by = later(day * DAY, agent("ines"));
    let head = deployment.store(&by, &settle(&case, "settle")).await.entry.event.seq;
    list(deployment, &case.id, 1).await;
    KnownCase { head, ..case }
}

/// A minute of the timers, so many days after the time at which tests play.
async fn retain(deployment: &Deployment, day: i64) -> bool {
    deployment.timers.retain(&store(), NOW.plus_seconds(day * DAY)).await.unwrap()
}

async fn is_gone(deployment: &Deployment, case: &KnownCase) -> bool {
    deployment.log(&case.id).await[0].event.text.is_none()
}

#[tokio::test]
async fn what_was_settled_long_enough_ago_goes_and_nothing_else() {
    let deployment = Deployment::new();
    let old = settled(&deployment, "old", 0).await;
    let older = settled(&deployment, "older", -75).await;
    let young = settled(&deployment, "young", 20).await;
    let open = deployment.open_as(&customer("ada"), "open", "a secret").await;
    list(&deployment, &open.id, 1).await;
    assert!(!retain(&deployment, 40).await, "no rule, nothing begun");
    deployment.settle(json!({ "retention_days": 30 })).await;
    assert!(retain(&deployment, 40).await);
    carry_out(&deployment).await;
    for (case, gone) in [(&old, true), (&older, true), (&young, false), (&open, false)] {
        assert_eq!(is_gone(&deployment, case).await, gone, "{}", case.id);
    }
    assert_eq!(steps(&deployment).await, [ErasureStep::Done]);
    let listed = requests(&deployment).list(&lead("lea"), &store()).await.unwrap();
    let own = &listed.erasures[0];
    assert_eq!((own.cases, &own.by, &own.by_name), (2, &None, &None));
    let log = deployment.log(&old.id).await;
    let said = (log.len(), log[2].event.author.id.as_ref(), log[2].state.status);
    assert_eq!(said, (3, None, Status::Resolved), "nobody has written but the rule");
}

#[tokio::test]
async fn a_day_is_begun_once_and_a_late_run_does_what_others_have_left() {
    let deployment = Deployment::new();
    deployment.settle(json!({ "retention_days": 30 })).await;
    let cases = [
        settled(&deployment, "first", 0).await,
        settled(&deployment, "second", 3).await,
        settled(&deployment, "third", 9).await,
    ];
    assert!(retain(&deployment, 32).await);
    assert!(!retain(&deployment, 32).await, "the same day");
    carry_out(&deployment).await;
    assert!(is_gone(&deployment, &cases[0]).await && !is_gone(&deployment, &cases[1]).await);
    // Nobody ran for a week.
    assert!(retain(&deployment, 40).await);
    carry_out(&deployment).await;
    assert!(is_gone(&deployment, &cases[1]).await && is_gone(&deployment, &cases[2]).await);
    let events = deployment.log(&cases[0].id).await.len();
    assert_eq!(events, 3, "what is gone is not erased again");
    // A longer rule brings nothing back and begins nothing; a shorter one goes on from there.
    deployment.settle(json!({ "retention_days": 60 })).await;
    assert!(!retain(&deployment, 41).await);
    deployment.settle(json!({ "retention_days": 1 })).await;
    assert!(retain(&deployment, 41).await);
}

#[tokio::test]
async fn a_case_that_has_come_back_stays() {
    let deployment = Deployment::new();
    deployment.settle(json!({ "retention_days": 30 })).await;
    let case = settled(&deployment, "back", 0).await;
    assert!(retain(&deployment, 40).await);
    let (other, known) = (deployment.restarted(), case.clone());
    // Between the look at its head and the event.
    deployment.aws.before_next("PutItem", async move {
        let reopen = frame("reopen", "reopen", &known, json!({}));
        assert_eq!(other.act(&customer("ada"), reopen).await["action"], "ack");
    });
    carry_out(&deployment).await;
    assert!(!is_gone(&deployment, &case).await);
    assert_eq!(steps(&deployment).await, [ErasureStep::Done]);
    // It counts from its new end.
    let head = KnownCase { head: seq(3), ..case.clone() };
    let again = deployment.store(&later(50 * DAY, agent("ines")), &settle(&head, "again")).await;
    list(&deployment, &case.id, again.entry.event.seq.get()).await;
    assert!(retain(&deployment, 79).await);
    carry_out(&deployment).await;
    assert!(!is_gone(&deployment, &case).await);
    assert!(retain(&deployment, 82).await);
    carry_out(&deployment).await;
    assert!(is_gone(&deployment, &case).await);
}

/// What a lead stands behind is the store's own; what nobody has looked at goes with the case that it was saved from.
#[tokio::test]
async fn approved_answers_stay_however_old_the_case_is() {
    let deployment = Deployment::new();
    deployment.settle(json!({ "retention_days": 30 })).await;
    let case = settled(&deployment, "old", 0).await;
    for (by, id) in [(lead("lea"), "approved"), (agent("ines"), "candidate")] {
        let from = Some(contract::Provenance { case: case.id.clone(), seq: seq(1) });
        let question = format!("Which {id} secret?");
        let new = contract::NewAnswer { from, ..crate::answers::new(id, &question, "a secret") };
        let stores = &deployment.cases.stores;
        deployment.knowledge.add(stores, &by, &store(), new).await.unwrap();
    }
    assert!(retain(&deployment, 40).await);
    carry_out(&deployment).await;
    let standing = async |id: &str| {
        let id = domain::AnswerId::derive(&store(), command_id(id).as_str());
        let answers = &deployment.knowledge;
        answers.read(&lead("lea"), &store(), &id).await.unwrap().status
    };
    let standing = (standing("approved").await, standing("candidate").await);
    assert_eq!(standing, (AnswerStatus::Approved, AnswerStatus::Retired));
}

#[tokio::test]
async fn after_a_roll_back_a_rule_that_only_the_newer_release_reads_begins_nothing() {
    let deployment = Deployment::new();
    let case = settled(&deployment, "old", 0).await;
    deployment.settle(json!({ "retention_days": 30 })).await;
    let mut row = json!({ "pk": { "S": "RETENTION#demo" }, "sk": { "S": "META" } });
    row["v"] = json!({ "N": "1" });
    deployment.aws.put_rows([&row]);
    let begun = deployment.timers.retain(&store(), NOW.plus_seconds(40 * DAY)).await;
    let Err(ApplicationError::Store(error)) = begun else { panic!("{begun:?}") };
    assert!(matches!(error, TableError::Newer { kind: "retention", version: 1 }));
    assert_eq!(deployment.count("ERASURE#", ""), 0);
    assert!(!is_gone(&deployment, &case).await && deployment.aws.rows().contains(&row));
}

#[tokio::test]
async fn nobody_asks_for_it_by_hand() {
    let deployment = Deployment::new();
    let subject = ErasureSubject::Expired { after: Timestamp(0), until: NOW };
    let request = contract::ErasureRequest { id: command_id("all"), subject };
    let asked = requests(&deployment).request(&lead("lea"), &store(), request).await;
    assert_eq!(asked.decided(), Err(CommandError::NotAllowed));
    assert_eq!(deployment.count("ERASURE#", ""), 0);
}

#[tokio::test]
async fn it_survives_the_end_of_its_process_anywhere() {
    survives_crashes(
        async |deployment| {
            deployment.settle(json!({ "retention_days": 30 })).await;
            settled(deployment, "first", 0).await;
            settled(deployment, "second", -75).await;
        },
        async |deployment, ()| {
            retain(deployment, 40).await;
            run(deployment).await;
        },
    )
    .await;
}

#[tokio::test]
async fn more_than_a_page_is_gone_on_with_by_the_next_runs() {
    let deployment = Deployment::new();
    deployment.settle(json!({ "retention_days": 30 })).await;
    let mut cases = Vec::new();
    for n in 0..55 {
        cases.push(settled(&deployment, &format!("case-{n}"), n % 3 * -31).await);
    }
    assert!(retain(&deployment, 40).await);
    while steps(&deployment).await == [ErasureStep::Erasing] {
        // Its time is over at once.
        let eraser = Eraser::new(&deployment.table, deployment.triage.clone());
        eraser.run(&store(), "learner", clock::now()).await.unwrap();
    }
    for case in &cases {
        assert!(is_gone(&deployment, case).await);
    }
}

#[tokio::test]
async fn a_rule_that_is_turned_off_goes_no_further_and_the_next_one_begins_anew() {
    let deployment = Deployment::new();
    let mut cases = Vec::new();
    for number in 0..6 {
        cases.push(settled(&deployment, &format!("open-{number}"), 0).await);
    }
    deployment.settle(json!({ "retention_days": 30 })).await;
    assert!(retain(&deployment, 40).await);
    let eraser = Eraser::new(&deployment.table, deployment.triage.clone());
    // Its time is over at once, as that of a run which has had much to do.
    eraser.run(&store(), "learner", clock::now()).await.unwrap();
    deployment.settle(json!({ "retention_days": 0 })).await;
    run(&deployment).await;
    assert_eq!(steps(&deployment).await, [ErasureStep::Done]);
    let gone = async || {
        let mut gone = 0;
        for case in &cases {
            gone += usize::from(is_gone(&deployment, case).await);
        }
        gone
    };
    assert_eq!(gone().await, 2, "what is gone stays so, what is left stays too");
    deployment.settle(json!({ "retention_days": 30 })).await;
    assert!(retain(&deployment, 41).await);
    carry_out(&deployment).await;
    assert_eq!(gone().await, 6);
}
