//! Runs of the timers: late, twice, cut off, past what can't be read; and what they cost.

use application::TimerReport;
use domain::{Body, CaseId, Role};
use embedded_aws::Fault;
use serde_json::{Value, json};

use crate::crashes::survives_crashes;
use crate::deployment::{Deployment, KnownCase, NOW, agent, customer, frame, store};

pub(crate) const HOUR: i64 = 60 * 60;

/// What a run says that had nothing to do.
pub(crate) const NOTHING: TimerReport = TimerReport {
    woken: 0,
    sent: 0,
    reminded: 0,
    closed: 0,
    warned: 0,
    missed: 0,
    claimed: 0,
    dropped: 0,
    failed: 0,
};

/// Has the stream bring all of a case to the lists and the timers.
pub(crate) async fn deliver(deployment: &Deployment, case: &CaseId) {
    let batch = deployment.batch(case, 1).await;
    deployment.projections.summarize(&batch).await.unwrap();
}

/// A run at so many seconds from the time at which tests play.
pub(crate) async fn run(deployment: &Deployment, seconds: i64) -> TimerReport {
    deployment.timers.run(&store(), NOW.plus_seconds(seconds)).await.unwrap()
}

/// How many timers are set in the store.
pub(crate) fn set(deployment: &Deployment) -> usize {
    deployment.count("DUE#demo", "")
}

/// A case of this customer that an agent puts aside for so many seconds.
pub(crate) async fn put_aside(deployment: &Deployment, name: &str, seconds: i64) -> KnownCase {
    let case = deployment.open(&customer(name), "Where is my parcel?").await;
    let until = json!({ "until": NOW.plus_seconds(seconds) });
    let reply = deployment.act(&agent("ines"), frame("snooze", "snooze", &case, until)).await;
    assert_eq!(reply["action"], "ack", "{reply}");
    deliver(deployment, &case.id).await;
    case
}

async fn wakings(deployment: &Deployment, case: &CaseId) -> usize {
    let log = deployment.log(case).await;
    log.iter().filter(|entry| entry.event.body == Body::Woken).count()
}

#[tokio::test]
async fn a_timer_does_its_work_when_it_is_due_and_not_before() {
    let deployment = Deployment::new();
    let case = put_aside(&deployment, "ada", HOUR).await;
    assert_eq!(set(&deployment), 1);
    assert_eq!(run(&deployment, HOUR - 1).await, TimerReport::default());
    assert_eq!(run(&deployment, HOUR).await, TimerReport { woken: 1, ..Default::default() });
    assert_eq!(set(&deployment), 0);
    let last = deployment.log(&case.id).await.pop().unwrap();
    assert_eq!((last.event.body, last.event.author.role), (Body::Woken, Role::System));
    assert_eq!(last.event.at, NOW.plus_seconds(HOUR));
}

#[tokio::test]
async fn a_late_run_does_what_the_earlier_ones_have_left() {
    let deployment = Deployment::new();
    for n in 0..60 {
        put_aside(&deployment, &format!("c{n}"), HOUR + n).await;
    }
    // More than a page of them.
    assert_eq!(run(&deployment, 9 * HOUR).await, TimerReport { woken: 60, ..Default::default() });
    assert_eq!((set(&deployment), run(&deployment, 10 * HOUR).await), (0, TimerReport::default()));
}

#[tokio::test]
async fn two_runs_at_once_do_it_once() {
    let deployment = Deployment::new();
    let case = put_aside(&deployment, "ada", HOUR).await;
    let other = deployment.restarted();
    deployment.aws.before_next("PutItem", async move {
        assert_eq!(run(&other, HOUR).await.woken, 1);
    });
    run(&deployment, HOUR).await;
    assert_eq!(wakings(&deployment, &case.id).await, 1);
}

#[tokio::test]
async fn what_the_stream_brings_again_after_it_was_done_is_dropped() {
    let deployment = Deployment::new();
    let case = put_aside(&deployment, "ada", HOUR).await;
    let first = deployment.batch(&case.id, 2).await;
    run(&deployment, HOUR).await;
    deployment.projections.summarize(&first).await.unwrap();
    assert_eq!(set(&deployment), 1);
    let dropped = TimerReport { dropped: 1, ..Default::default() };
    assert_eq!(run(&deployment, HOUR + 60).await, dropped);
    assert_eq!((set(&deployment), wakings(&deployment, &case.id).await), (0, 1));
    // The same with all that has happened since.
    deliver(&deployment, &case.id).await;
    assert_eq!(set(&deployment), 0);
}

#[tokio::test]
async fn a_run_that_is_cut_off_anywhere_is_finished_by_the_next() {
    survives_crashes(
        async |deployment| put_aside(deployment, "ada", HOUR).await,
        async |deployment, case| {
            run(deployment, HOUR).await;
            deliver(deployment, &case.id).await;
            assert_eq!((set(deployment), wakings(deployment, &case.id).await), (0, 1));
        },
    )
    .await;
}

#[tokio::test]
async fn a_timer_that_was_not_set_is_set_when_the_stream_brings_the_event_again() {
    survives_crashes(
        async |deployment| {
            let case = deployment.open(&customer("ada"), "Where is my parcel?").await;
            let until = json!({ "until": NOW.plus_seconds(HOUR) });
            deployment.act(&agent("ines"), frame("snooze", "snooze", &case, until)).await;
            case
        },
        async |deployment, case| {
            deliver(deployment, &case.id).await;
            assert_eq!(set(deployment), 1);
        },
    )
    .await;
}

#[tokio::test]
async fn timers_are_made_anew_from_the_log() {
    let deployment = Deployment::new();
    let case = put_aside(&deployment, "ada", HOUR).await;
    let whole = deployment.rows();
    let timer = deployment.timers.rows.due(&store(), NOW.plus_seconds(HOUR), None, 9).await;
    deployment.timers.rows.remove(&timer.unwrap().timers[0]).await.unwrap();
    assert!(deployment.projections.rebuild(&case.id).await.unwrap());
    assert_eq!(deployment.rows(), whole);
}

#[tokio::test]
async fn a_case_that_cannot_be_read_keeps_no_other_one_back() {
    let deployment = Deployment::new();
    let broken = put_aside(&deployment, "ada", HOUR).await;
    put_aside(&deployment, "bob", HOUR + 1).await;
    break_head(&deployment, &broken.id);
    let report = run(&deployment, 2 * HOUR).await;
    assert_eq!(report, TimerReport { woken: 1, failed: 1, ..Default::default() });
    assert_eq!(set(&deployment), 1, "the next run tries it again");
}

/// Puts something into the newest event's row that no release has written.
fn break_head(deployment: &Deployment, case: &CaseId) {
    let is_head = |row: &Value| {
        row["pk"]["S"] == format!("CASE#{case}") && row["sk"]["S"] == "EVENT#000000000002"
    };
    let mut row = deployment.aws.rows().into_iter().find(is_head).unwrap();
    row["x"] = json!({ "S": "nonsense" });
    deployment.aws.put_rows([&row]);
}

#[tokio::test]
async fn a_table_that_does_not_answer_is_asked_again_by_the_next_run() {
    let deployment = Deployment::new();
    put_aside(&deployment, "ada", HOUR).await;
    for operation in ["Query", "PutItem", "DeleteItem"] {
        deployment.aws.fail_every(operation, Fault::Refused);
        let now = NOW.plus_seconds(HOUR);
        assert!(deployment.timers.run(&store(), now).await.is_err(), "{operation}");
        deployment.aws.heal();
    }
    run(&deployment, HOUR).await;
    assert_eq!(set(&deployment), 0);
}

/// Requests of a run, whatever else is in the table: the store's timers; of each that is due its case's head, the append,
/// and the end of its row.
#[tokio::test]
async fn a_run_costs_one_query_a_store_and_a_few_requests_for_what_is_due() {
    let mut costs = Vec::new();
    for others in [0, 40] {
        let deployment = Deployment::new();
        for n in 0..others {
            put_aside(&deployment, &format!("o{n}"), 90 * HOUR).await;
        }
        deployment.aws.forget_requests();
        run(&deployment, HOUR).await;
        let idle = deployment.aws.operations();
        put_aside(&deployment, "ada", HOUR).await;
        deployment.aws.forget_requests();
        run(&deployment, HOUR).await;
        costs.push((idle, deployment.aws.operations()));
    }
    assert_eq!(costs[0], costs[1]);
    let (idle, due) = &costs[0];
    assert_eq!(idle, &["Query"]);
    assert_eq!(due, &["Query", "Query", "Query", "PutItem", "DeleteItem"]);
}
