//! How many cases reached their store's targets in time: each is judged by what the store had set for it, and once.

use contract::{FiguresView, TargetFigures};
use serde_json::json;

use crate::crashes::survives_crashes;
use crate::deployment::{Deployment, KnownCase, agent, customer, later, message, settle, store};
use crate::statistics::{count, record, statistics, today};
use crate::targets::{MINUTE, aim, deliver, missed, noted, now, opened, reply};
use crate::timers::{HOUR, run};

const NONE: TargetFigures = TargetFigures { met: 0, missed: 0 };
const MET: TargetFigures = TargetFigures { met: 1, missed: 0 };
const MISSED: TargetFigures = TargetFigures { met: 0, missed: 1 };

/// A first reply within 20 minutes and the end within 60, by the calendar.
async fn aim_at_both(deployment: &Deployment) {
    let normal = json!({ "first_reply": 20, "resolution": 60 });
    deployment.settle(json!({ "targets": { "normal": normal, "clock": "calendar" } })).await;
}

async fn resolve(deployment: &Deployment, case: &KnownCase, seconds: i64) {
    let case = now(deployment, case).await;
    let ines = later(seconds, agent("ines"));
    deployment.store(&ines, &settle(&case, &format!("end-{}", case.head))).await;
}

/// What the store's figures say of its first replies and of its ends.
async fn figures(deployment: &Deployment) -> (TargetFigures, TargetFigures) {
    let FiguresView { first_reply_target, resolution_target, .. } = today(deployment).await.total;
    (first_reply_target, resolution_target)
}

#[tokio::test]
async fn a_case_has_met_a_target_or_missed_it_by_the_minute() {
    for (replied, resolved, expected) in [
        (None, None, (NONE, NONE)),
        (Some(20 * MINUTE), None, (MET, NONE)),
        (Some(20 * MINUTE + 1), None, (MISSED, NONE)),
        (Some(MINUTE), Some(60 * MINUTE), (MET, MET)),
        (Some(MINUTE), Some(60 * MINUTE + 1), (MET, MISSED)),
        // Nobody owes a reply in what is resolved.
        (None, Some(MINUTE), (NONE, MET)),
    ] {
        let deployment = Deployment::new();
        aim_at_both(&deployment).await;
        let case = deployment.open(&customer("ada"), "Where is my parcel?").await;
        if let Some(seconds) = replied {
            reply(&deployment, &case, seconds).await;
        }
        if let Some(seconds) = resolved {
            resolve(&deployment, &case, seconds).await;
        }
        count(&deployment, &case).await;
        assert_eq!(figures(&deployment).await, expected, "{replied:?} {resolved:?}");
    }
}

#[tokio::test]
async fn what_nobody_has_answered_is_missed_once_its_time_is_over_and_for_few_requests() {
    let deployment = Deployment::new();
    aim(&deployment).await;
    let case = opened(&deployment, 0).await;
    count(&deployment, &case).await;
    run(&deployment, 15 * MINUTE).await;
    deliver(&deployment, &case).await;
    // A warning counts for nothing.
    let warning = deployment.batch(&case.id, 2).await;
    deployment.aws.forget_requests();
    statistics(&deployment).record(&warning, &Default::default()).await.unwrap();
    assert!(deployment.aws.operations().is_empty());
    run(&deployment, 20 * MINUTE).await;
    let miss = deployment.batch(&case.id, 3).await;
    let settings = deployment.knowledge.settings(&store()).await.unwrap();
    deployment.aws.forget_requests();
    statistics(&deployment).record(&miss, &settings).await.unwrap();
    assert_eq!(deployment.aws.operations(), ["GetItem", "Query", "TransactWriteItems"]);
    assert_eq!(figures(&deployment).await, (MISSED, NONE));
    reply(&deployment, &case, HOUR).await;
    count(&deployment, &case).await;
    assert_eq!(figures(&deployment).await, (MISSED, NONE), "once");
}

#[tokio::test]
async fn what_the_assistant_answers_owes_no_reply_until_the_customer_comes_back() {
    let deployment = Deployment::new();
    aim_at_both(&deployment).await;
    let case = deployment.open(&customer("ada"), "Where is my parcel?").await;
    let answered = deployment.answer(&case, "Within a week.").await;
    count(&deployment, &case).await;
    assert_eq!(figures(&deployment).await, (NONE, NONE));
    let back = message(&answered, "back", "It has not come.");
    deployment.store(&later(30 * MINUTE, customer("ada")), &back).await;
    reply(&deployment, &case, 50 * MINUTE).await;
    count(&deployment, &case).await;
    assert_eq!(figures(&deployment).await, (MET, NONE));
}

#[tokio::test]
async fn a_case_that_comes_back_is_to_be_resolved_in_time_again() {
    for (resolved, expected) in [(90 * MINUTE, MET), (91 * MINUTE, MISSED)] {
        let deployment = Deployment::new();
        aim_at_both(&deployment).await;
        let case = deployment.open(&customer("ada"), "Where is my parcel?").await;
        resolve(&deployment, &case, MINUTE).await;
        count(&deployment, &case).await;
        assert_eq!(figures(&deployment).await.1, MET);
        let known = now(&deployment, &case).await;
        let back = message(&known, "back", "It has not come.");
        deployment.store(&later(30 * MINUTE, customer("ada")), &back).await;
        reply(&deployment, &case, 31 * MINUTE).await;
        count(&deployment, &case).await;
        assert_eq!(figures(&deployment).await.1, NONE, "open again");
        resolve(&deployment, &case, resolved).await;
        count(&deployment, &case).await;
        assert_eq!(figures(&deployment).await.1, expected);
    }
}

#[tokio::test]
async fn a_target_that_a_store_sets_later_does_not_count_for_what_was_counted_before() {
    let deployment = Deployment::new();
    let case = deployment.open(&customer("ada"), "Where is my parcel?").await;
    count(&deployment, &case).await;
    aim_at_both(&deployment).await;
    reply(&deployment, &case, MINUTE).await;
    count(&deployment, &case).await;
    assert_eq!(figures(&deployment).await, (NONE, NONE));
    // From the next event on it has one.
    resolve(&deployment, &case, 2 * MINUTE).await;
    count(&deployment, &case).await;
    assert_eq!(figures(&deployment).await, (NONE, MET));
}

#[tokio::test]
async fn a_recount_keeps_what_was_judged_by_the_targets_of_then() {
    let deployment = Deployment::new();
    aim_at_both(&deployment).await;
    let case = deployment.open(&customer("ada"), "Where is my parcel?").await;
    reply(&deployment, &case, 10 * MINUTE).await;
    resolve(&deployment, &case, 50 * MINUTE).await;
    count(&deployment, &case).await;
    let normal = json!({ "first_reply": 1, "resolution": 1 });
    deployment.settle(json!({ "targets": { "normal": normal, "clock": "calendar" } })).await;
    let rows = deployment.rows();
    statistics(&deployment).recount(&case.id).await.unwrap();
    assert_eq!(figures(&deployment).await, (MET, MET));
    assert_eq!(deployment.rows(), rows);
}

#[tokio::test]
async fn what_an_earlier_release_has_counted_is_counted_anew_when_it_goes_on() {
    let deployment = Deployment::new();
    let case = deployment.open(&customer("ada"), "Where is my parcel?").await;
    reply(&deployment, &case, MINUTE).await;
    count(&deployment, &case).await;
    let mut rows = deployment.aws.rows();
    let row = rows.iter_mut().find(|row| row["sk"]["S"] == "VIEW#FACT").unwrap();
    let targets = row["a"]["M"].as_object_mut().unwrap().remove("t");
    assert!(targets.is_some());
    let before = Deployment::new();
    before.aws.put_rows(&rows);
    aim_at_both(&before).await;
    resolve(&before, &case, 2 * MINUTE).await;
    count(&before, &case).await;
    assert_eq!(figures(&before).await, (MET, MET));
    assert_eq!(today(&before).await.total.opened, 1);
}

/// Two cases of which one is answered late: before the run that notes it, or after.
async fn answered_late(deployment: &Deployment, seconds: i64) -> KnownCase {
    aim_at_both(deployment).await;
    let case = opened(deployment, 0).await;
    run(deployment, 20 * MINUTE).await;
    deliver(deployment, &case).await;
    reply(deployment, &case, seconds).await;
    run(deployment, HOUR).await;
    deliver(deployment, &case).await;
    resolve(deployment, &case, 2 * HOUR).await;
    case
}

#[tokio::test]
async fn what_is_counted_equals_a_recount_however_records_come() {
    let expected = {
        let deployment = Deployment::new();
        let case = answered_late(&deployment, 25 * MINUTE).await;
        let events = noted(&deployment, &case).await;
        assert!(events.contains(&missed(domain::TargetKind::FirstReply, 20 * MINUTE)));
        assert!(statistics(&deployment).recount(&case.id).await.unwrap());
        today(&deployment).await
    };
    assert_eq!(expected.total.first_reply_target, MISSED);
    assert_eq!(expected.total.resolution_target, MISSED);
    assert_eq!(expected.agents[0].figures, expected.total);
    for backwards in [false, true] {
        let deployment = Deployment::new();
        let case = answered_late(&deployment, 25 * MINUTE).await;
        let log = deployment.log(&case.id).await;
        let mut order: Vec<Vec<_>> = log.into_iter().map(|entry| vec![entry]).collect();
        if backwards {
            order.reverse();
        }
        for entries in order {
            let batch = application::Batch { case: case.id.clone(), entries };
            for _ in 0..2 {
                record(&deployment, &batch).await.unwrap();
            }
        }
        assert_eq!(today(&deployment).await, expected, "{backwards}");
    }
}

#[tokio::test]
async fn a_crash_anywhere_counts_a_target_once() {
    survives_crashes(
        async |deployment| {
            aim_at_both(deployment).await;
            let case = deployment.open(&customer("ada"), "Where is my parcel?").await;
            count(deployment, &case).await;
            reply(deployment, &case, 30 * MINUTE).await;
            resolve(deployment, &case, 50 * MINUTE).await;
            case
        },
        async |deployment, case| {
            let batch = deployment.batch(&case.id, 2).await;
            if record(deployment, &batch).await.is_ok() {
                assert_eq!(figures(deployment).await, (MISSED, MET));
            }
        },
    )
    .await;
}
