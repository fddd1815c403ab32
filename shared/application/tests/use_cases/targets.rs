//! Targets of a store: cases are warned of them and miss them once, by the hours in which people answer; and what that costs.

use application::{Filter, TimerReport, Wanted, Watched};
use contract::{Deadline, DeadlineKind};
use domain::{Body, Command, Priority, TargetKind, Timestamp};
use serde_json::json;

use crate::crashes::survives_crashes;
use crate::deployment::{
    Deployment, KnownCase, NOW, agent, command, customer, later, message, seq, settle, store,
};
use crate::timers::{HOUR, NOTHING, run, set};

pub(crate) const MINUTE: i64 = 60;
pub(crate) const WARNED: TimerReport = TimerReport { warned: 1, ..NOTHING };
pub(crate) const MISSED: TimerReport = TimerReport { missed: 1, ..NOTHING };
pub(crate) const DROPPED: TimerReport = TimerReport { dropped: 1, ..NOTHING };

/// First replies within 20 minutes, of urgent cases within 8, by the calendar.
pub(crate) async fn aim(deployment: &Deployment) {
    let targets = json!({
        "normal": { "first_reply": 20 }, "urgent": { "first_reply": 8 }, "clock": "calendar",
    });
    deployment.settle(json!({ "targets": targets })).await;
}

/// Cases resolved within eight hours.
async fn aim_at_ends(deployment: &Deployment) {
    let targets = json!({ "normal": { "resolution": 480 }, "clock": "calendar" });
    deployment.settle(json!({ "targets": targets })).await;
}

/// Brings all of a case to the lists and the timers, as the stream does.
pub(crate) async fn deliver(deployment: &Deployment, case: &KnownCase) {
    let batch = deployment.batch(&case.id, 1).await;
    bring(deployment, batch).await;
}

async fn bring(deployment: &Deployment, batch: application::Batch) {
    let (views, mut watched) = (&deployment.projections, Watched::default());
    let mut changed: Vec<_> = views.summarize(&batch).await.unwrap().into_iter().collect();
    let rosters = Default::default();
    views.watch_targets(&[batch], &mut changed, &rosters, &mut watched).await;
    assert!(watched.failure.is_none(), "{watched:?}");
}

/// A case of Ada's that waits, opened so many seconds from the time at which tests play.
pub(crate) async fn opened(deployment: &Deployment, seconds: i64) -> KnownCase {
    let case = deployment.open(&later(seconds, customer("ada")), "Where is my parcel?").await;
    deliver(deployment, &case).await;
    case
}

/// The case at its newest event.
pub(crate) async fn now(deployment: &Deployment, case: &KnownCase) -> KnownCase {
    let head = deployment.log(&case.id).await.len();
    KnownCase { head: seq(head.try_into().unwrap()), ..case.clone() }
}

pub(crate) async fn reply(deployment: &Deployment, case: &KnownCase, seconds: i64) {
    let case = now(deployment, case).await;
    let id = format!("reply-{}", case.head);
    let ines = later(seconds, agent("ines"));
    deployment.store(&ines, &message(&case, &id, "On its way.")).await;
    deliver(deployment, &case).await;
}

/// What the log says of targets.
pub(crate) async fn noted(deployment: &Deployment, case: &KnownCase) -> Vec<Body> {
    let bodies = deployment.log(&case.id).await.into_iter().map(|entry| entry.event.body);
    bodies
        .filter(|body| matches!(body, Body::TargetWarned { .. } | Body::TargetMissed { .. }))
        .collect()
}

pub(crate) fn at(seconds: i64) -> Timestamp {
    NOW.plus_seconds(seconds)
}

pub(crate) fn warned(target: TargetKind, seconds: i64) -> Body {
    Body::TargetWarned { target, due: at(seconds) }
}

pub(crate) fn missed(target: TargetKind, seconds: i64) -> Body {
    Body::TargetMissed { target, due: at(seconds) }
}

/// What the list of those that wait says is due.
pub(crate) async fn listed(deployment: &Deployment, filter: Filter) -> Vec<Vec<Deadline>> {
    let (ines, stores) = (agent("ines"), &deployment.cases.stores);
    let wanted = Wanted::Waiting(store());
    let page = deployment.lists.list(&ines, stores, wanted, &filter, None).await.unwrap();
    page.cases.into_iter().map(|case| case.deadlines.unwrap_or_default()).collect()
}

use TargetKind::{FirstReply, Resolution};

#[tokio::test]
async fn a_case_is_warned_of_its_target_and_misses_it_once_each() {
    let deployment = Deployment::new();
    aim(&deployment).await;
    let case = opened(&deployment, 0).await;
    assert_eq!(set(&deployment), 1);
    let due = Deadline {
        kind: DeadlineKind::FirstReply,
        at: at(20 * MINUTE),
        warn_at: Some(at(15 * MINUTE)),
    };
    assert_eq!(listed(&deployment, Filter::default()).await, [[due]]);
    assert_eq!(run(&deployment, 15 * MINUTE - 1).await, NOTHING);
    assert_eq!(run(&deployment, 15 * MINUTE).await, WARNED);
    deliver(&deployment, &case).await;
    assert_eq!(run(&deployment, 20 * MINUTE - 1).await, NOTHING);
    assert_eq!(run(&deployment, 20 * MINUTE).await, MISSED);
    deliver(&deployment, &case).await;
    let expected = [warned(FirstReply, 20 * MINUTE), missed(FirstReply, 20 * MINUTE)];
    assert_eq!(noted(&deployment, &case).await, expected);
    assert_eq!((set(&deployment), run(&deployment, 99 * HOUR).await), (0, NOTHING));
    let overdue = |seconds| Filter { overdue_at: Some(at(seconds)), ..Filter::default() };
    assert_eq!(listed(&deployment, overdue(20 * MINUTE)).await.len(), 0);
    assert_eq!(listed(&deployment, overdue(20 * MINUTE + 1)).await.len(), 1);
}

#[tokio::test]
async fn the_staff_hear_of_it_and_customers_do_not() {
    let deployment = Deployment::new();
    aim(&deployment).await;
    let case = opened(&deployment, 0).await;
    for who in [customer("ada"), agent("ines")] {
        deployment.listen(&who, &case.id).await;
    }
    run(&deployment, 15 * MINUTE).await;
    let body = &deployment.aws.frames("ines").pop().unwrap()["event"]["body"];
    let expected =
        json!({ "kind": "target_warned", "target": "first_reply", "due": at(20 * MINUTE) });
    assert_eq!(body, &expected);
    assert!(deployment.aws.frames("ada").is_empty());
}

#[tokio::test]
async fn who_is_answered_in_time_is_not_warned_of() {
    let deployment = Deployment::new();
    aim(&deployment).await;
    let case = opened(&deployment, 0).await;
    reply(&deployment, &case, 14 * MINUTE).await;
    assert_eq!(run(&deployment, 15 * MINUTE).await, DROPPED);
    assert_eq!((set(&deployment), noted(&deployment, &case).await), (0, vec![]));
}

#[tokio::test]
async fn a_target_counts_the_hours_in_which_people_answer() {
    let deployment = Deployment::new();
    // It is a Friday, nine in the morning; they answer until half past, and Monday is a holiday.
    let day = json!([{ "from": 540, "until": 1020 }]);
    let friday = json!([{ "from": 540, "until": 570 }]);
    let week = json!([day, day, day, day, friday, [], []]);
    let holidays = json!([{ "date": "2027-01-18", "shifts": [] }]);
    let hours = json!({ "zone": "Europe/Berlin", "week": week, "holidays": holidays });
    let targets = json!({ "normal": { "first_reply": 60 } });
    deployment.settle(json!({ "hours": hours, "targets": targets })).await;
    let case = opened(&deployment, 0).await;
    let tuesday = 4 * 24 * HOUR;
    assert_eq!(run(&deployment, tuesday - 1).await, NOTHING);
    assert_eq!(run(&deployment, tuesday + 15 * MINUTE).await, WARNED);
    deliver(&deployment, &case).await;
    assert_eq!(run(&deployment, tuesday + 30 * MINUTE - 1).await, NOTHING);
    assert_eq!(run(&deployment, tuesday + 30 * MINUTE).await, MISSED);
    let due = tuesday + 30 * MINUTE;
    assert_eq!(noted(&deployment, &case).await, [warned(FirstReply, due), missed(FirstReply, due)]);
}

async fn prioritize(deployment: &Deployment, case: &KnownCase, priority: Priority, seconds: i64) {
    let case = now(deployment, case).await;
    let id = format!("sort-{}", case.head);
    let what = command(&case, &id, Command::Prioritize { priority });
    deployment.store(&later(seconds, agent("ines")), &what).await;
    deliver(deployment, &case).await;
}

#[tokio::test]
async fn a_case_that_becomes_urgent_has_less_time_and_one_that_may_wait_none() {
    let deployment = Deployment::new();
    aim(&deployment).await;
    let case = opened(&deployment, 0).await;
    prioritize(&deployment, &case, Priority::Urgent, 5 * MINUTE).await;
    let deadlines = listed(&deployment, Filter::default()).await;
    assert_eq!(deadlines[0][0].at, at(8 * MINUTE));
    assert_eq!(run(&deployment, 6 * MINUTE).await, WARNED);
    deliver(&deployment, &case).await;
    prioritize(&deployment, &case, Priority::Low, 7 * MINUTE).await;
    assert_eq!(listed(&deployment, Filter::default()).await, [[]]);
    assert_eq!(run(&deployment, 8 * MINUTE).await, DROPPED);
    prioritize(&deployment, &case, Priority::Urgent, 10 * MINUTE).await;
    // The warning's time is over, and so is the target's.
    assert_eq!(run(&deployment, 11 * MINUTE).await, MISSED);
    deliver(&deployment, &case).await;
    // What was set at first, for twenty minutes, is dropped.
    assert_eq!(run(&deployment, 30 * MINUTE).await, DROPPED);
    let expected = [warned(FirstReply, 8 * MINUTE), missed(FirstReply, 8 * MINUTE)];
    assert_eq!((set(&deployment), noted(&deployment, &case).await), (0, expected.to_vec()));
}

#[tokio::test]
async fn a_late_run_says_what_was_missed_even_where_somebody_has_replied_by_then() {
    for (replied, is_missed) in
        [(None, true), (Some(21 * MINUTE), true), (Some(19 * MINUTE), false)]
    {
        let deployment = Deployment::new();
        aim(&deployment).await;
        let case = opened(&deployment, 0).await;
        if let Some(replied) = replied {
            reply(&deployment, &case, replied).await;
        }
        let report = run(&deployment, 9 * HOUR).await;
        assert_eq!(report, if is_missed { MISSED } else { DROPPED }, "{replied:?}");
        let expected = is_missed.then(|| missed(FirstReply, 20 * MINUTE));
        assert_eq!(noted(&deployment, &case).await, Vec::from_iter(expected), "{replied:?}");
        assert_eq!(set(&deployment), 0);
    }
}

#[tokio::test]
async fn what_the_stream_brings_again_sets_and_notes_nothing_again() {
    let deployment = Deployment::new();
    aim(&deployment).await;
    let case = opened(&deployment, 0).await;
    let first = deployment.batch(&case.id, 1).await;
    bring(&deployment, first.clone()).await;
    assert_eq!(set(&deployment), 1);
    run(&deployment, 15 * MINUTE).await;
    deliver(&deployment, &case).await;
    run(&deployment, 20 * MINUTE).await;
    bring(&deployment, first).await;
    deliver(&deployment, &case).await;
    assert_eq!((set(&deployment), run(&deployment, HOUR).await), (0, NOTHING));
    assert_eq!(noted(&deployment, &case).await.len(), 2);
}

#[tokio::test]
async fn a_run_waits_for_lists_that_are_behind() {
    let deployment = Deployment::new();
    aim(&deployment).await;
    let case = opened(&deployment, 0).await;
    let more = message(&case, "more", "Hello?");
    deployment.store(&later(MINUTE, customer("ada")), &more).await;
    assert_eq!(run(&deployment, 15 * MINUTE).await, DROPPED);
    deliver(&deployment, &case).await;
    assert_eq!(run(&deployment, 16 * MINUTE).await, WARNED);
}

#[tokio::test]
async fn the_time_until_the_end_begins_anew_where_a_case_comes_back() {
    let deployment = Deployment::new();
    aim_at_ends(&deployment).await;
    let case = opened(&deployment, 0).await;
    reply(&deployment, &case, MINUTE).await;
    let known = now(&deployment, &case).await;
    deployment.store(&later(2 * MINUTE, agent("ines")), &settle(&known, "end")).await;
    deliver(&deployment, &case).await;
    let known = now(&deployment, &case).await;
    let back = message(&known, "back", "It has not come.");
    deployment.store(&later(30 * MINUTE, customer("ada")), &back).await;
    deliver(&deployment, &case).await;
    let due = 8 * HOUR + 30 * MINUTE;
    assert_eq!(listed(&deployment, Filter::default()).await[0][0].at, at(due));
    // The first warning finds another time, the second one and the end hold.
    assert_eq!(run(&deployment, 6 * HOUR).await, DROPPED);
    assert_eq!(run(&deployment, 6 * HOUR + 30 * MINUTE).await, WARNED);
    deliver(&deployment, &case).await;
    assert_eq!(run(&deployment, due).await, MISSED);
    assert_eq!(noted(&deployment, &case).await, [warned(Resolution, due), missed(Resolution, due)]);
}

#[tokio::test]
async fn what_was_resolved_late_before_a_run_came_was_missed() {
    for (resolved, is_missed) in [(9 * MINUTE, false), (11 * MINUTE, true)] {
        let deployment = Deployment::new();
        let targets = json!({ "normal": { "resolution": 10 }, "clock": "calendar" });
        deployment.settle(json!({ "targets": targets, "hours": null })).await;
        let case = opened(&deployment, 0).await;
        let known = now(&deployment, &case).await;
        deployment.store(&later(resolved, agent("ines")), &settle(&known, "end")).await;
        deliver(&deployment, &case).await;
        assert_eq!(run(&deployment, HOUR).await, if is_missed { MISSED } else { DROPPED });
    }
}

#[tokio::test]
async fn what_the_assistant_answers_owes_no_reply_until_the_customer_comes_back() {
    let deployment = Deployment::new();
    aim(&deployment).await;
    let case = opened(&deployment, 0).await;
    let known = deployment.answer(&case, "Within a week.").await;
    deliver(&deployment, &case).await;
    assert_eq!(run(&deployment, 20 * MINUTE).await, DROPPED);
    let back = message(&known, "back", "It has not come.");
    deployment.store(&later(30 * MINUTE, customer("ada")), &back).await;
    deliver(&deployment, &case).await;
    assert_eq!(run(&deployment, 45 * MINUTE).await, WARNED);
    assert_eq!(noted(&deployment, &case).await, [warned(FirstReply, 50 * MINUTE)]);
}

#[tokio::test]
async fn both_targets_of_one_length_are_noted() {
    let deployment = Deployment::new();
    let targets = json!({ "first_reply": 20, "resolution": 20 });
    let targets = json!({ "normal": targets, "clock": "calendar", "warn_at_percent": 0 });
    deployment.settle(json!({ "targets": targets })).await;
    let case = opened(&deployment, 0).await;
    assert_eq!(set(&deployment), 2);
    let both = TimerReport { missed: 2, ..NOTHING };
    let first = run(&deployment, 20 * MINUTE).await;
    deliver(&deployment, &case).await;
    // The list may be behind the first one's event for the second.
    let rest = run(&deployment, 21 * MINUTE + 1).await;
    assert_eq!(TimerReport { missed: first.missed + rest.missed, ..NOTHING }, both);
    assert_eq!(noted(&deployment, &case).await.len(), 2);
}

#[tokio::test]
async fn crashes_anywhere_leave_each_timer_and_each_event_once() {
    survives_crashes(
        async |deployment| {
            aim(deployment).await;
            deployment.open(&customer("ada"), "Where is my parcel?").await
        },
        async |deployment, case| deliver(deployment, case).await,
    )
    .await;
    survives_crashes(
        async |deployment| {
            aim(deployment).await;
            opened(deployment, 0).await
        },
        async |deployment, case| {
            deliver(deployment, case).await;
            run(deployment, 20 * MINUTE).await;
            deliver(deployment, case).await;
            assert_eq!((set(deployment), noted(deployment, case).await.len()), (0, 1));
        },
    )
    .await;
}

#[tokio::test]
async fn what_is_due_is_made_anew_from_the_log() {
    let deployment = Deployment::new();
    aim(&deployment).await;
    let case = opened(&deployment, 0).await;
    prioritize(&deployment, &case, Priority::Urgent, MINUTE).await;
    let whole = deployment.rows();
    assert!(deployment.projections.rebuild(&case.id).await.unwrap());
    assert_eq!(deployment.rows(), whole);
}

/// The operations with which the lists take a case in, in a store with so many others.
async fn operations(deployment: &Deployment, others: usize) -> Vec<String> {
    for n in 0..others {
        let other = deployment.open(&customer(&format!("c{n}")), "Hello").await;
        deliver(deployment, &other).await;
    }
    let case = deployment.open(&customer("ada"), "Where is my parcel?").await;
    let batch = deployment.batch(&case.id, 1).await;
    deployment.aws.forget_requests();
    bring(deployment, batch).await;
    deployment.aws.operations()
}

/// Whom to tell is read in any case, and the store's settings come with it. A timer and the summary's second write are what a
/// target costs.
#[tokio::test]
async fn what_a_target_costs_does_not_grow_and_without_one_there_is_none() {
    let plain = operations(&Deployment::new(), 0).await;
    assert_eq!(plain, ["UpdateItem", "Query"]);
    for others in [0, 30] {
        let deployment = Deployment::new();
        aim(&deployment).await;
        let with_target = operations(&deployment, others).await;
        assert_eq!(with_target, ["UpdateItem", "Query", "PutItem", "UpdateItem"]);
        // Nothing is due: one Query, however many wait.
        deployment.aws.forget_requests();
        run(&deployment, MINUTE).await;
        assert_eq!(deployment.aws.operations(), ["Query"]);
    }
    let deployment = Deployment::new();
    aim(&deployment).await;
    opened(&deployment, 0).await;
    deployment.aws.forget_requests();
    run(&deployment, 15 * MINUTE).await;
    let of_warning =
        ["Query", "Query", "BatchGetItem", "Query", "PutItem", "PutItem", "DeleteItem"];
    assert_eq!(deployment.aws.operations(), of_warning);
}
