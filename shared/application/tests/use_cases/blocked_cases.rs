//! Cases that nobody can be given keep no others back, and cost no look at each.

use application::Caller;
use domain::{CaseId, GroupId};
use serde_json::json;

use crate::deployment::{
    Deployment, KnownCase, NOW, agent, customer, frame, later, lead, message, seq, store, user,
};
use crate::directory::{arrive, change, group};
use crate::routing::{assignee, automatic, cases, deliver, run_at, takes};

async fn summarize(deployment: &Deployment, case: &CaseId) {
    let batch = deployment.batch(case, 1).await;
    deployment.projections.summarize(&batch).await.unwrap();
}

/// Cases that have waited for a group for the longest time.
async fn waiting_for(deployment: &Deployment, group: GroupId, count: u8) -> Vec<KnownCase> {
    let cases = cases(deployment, count).await;
    for case in &cases {
        let pass = frame("escalate", "pass", case, json!({ "group": group }));
        assert_eq!(deployment.act(&lead("lea"), pass).await["action"], "ack");
        summarize(deployment, &case.id).await;
    }
    cases
}

/// A case behind those, for anybody.
async fn for_anybody(deployment: &Deployment, name: &str) -> KnownCase {
    let case = deployment.open(&later(150, customer(name)), "hello").await;
    summarize(deployment, &case.id).await;
    case
}

async fn has_got(deployment: &Deployment, case: &KnownCase, who: &Caller) -> bool {
    assignee(deployment, &case.id).await == Some(user(who))
}

#[tokio::test]
async fn heads_of_cases_whose_group_has_no_room_are_not_read() {
    let mut costs = Vec::new();
    for count in [2, 12] {
        let deployment = Deployment::new();
        automatic(&deployment).await;
        let billing = group(&deployment, "billing", "Billing").await.id;
        let (omar, ines) = (agent("omar"), agent("ines"));
        arrive(&deployment, &omar).await;
        arrive(&deployment, &ines).await;
        let terms = json!({ "version": 0, "capacity": 1, "groups": [billing] });
        change(&deployment, &lead("lea"), &omar, "omar", terms).await.unwrap();
        let held = deployment.open(&customer("held"), "hello").await;
        takes(&deployment, &omar, &held, "take").await;
        summarize(&deployment, &held.id).await;
        waiting_for(&deployment, billing, count).await;
        deployment.aws.forget_requests();
        assert_eq!(run_at(&deployment, 200).await.assigned, 0);
        costs.push(deployment.aws.operations());
    }
    assert_eq!(costs[0], costs[1]);
}

#[tokio::test]
async fn an_opening_costs_the_same_however_many_wait_for_a_group_without_room() {
    let mut costs = Vec::new();
    for count in [110, 210] {
        let deployment = Deployment::new();
        automatic(&deployment).await;
        let nobodys = group(&deployment, "nobodys", "Nobody's").await.id;
        waiting_for(&deployment, nobodys, count).await;
        let ines = agent("ines");
        arrive(&deployment, &ines).await;
        let case = deployment.open(&later(300, customer("ada")), "hello").await;
        deployment.aws.forget_requests();
        assert_eq!(deliver(&deployment, &case.id, 1).await, 1);
        assert!(has_got(&deployment, &case, &ines).await);
        costs.push(deployment.aws.operations());
    }
    assert_eq!(costs[0], costs[1]);
    let pages = costs[0].iter().filter(|operation| *operation == "BatchGetItem").count();
    // A page from the front, one from where the last pass has stopped, the summary and the places of who gets it.
    assert!(pages <= 4, "{:?}", costs[0]);
}

#[tokio::test]
async fn what_lies_behind_more_than_an_event_looks_at_is_given_out_within_the_minute() {
    let deployment = Deployment::new();
    automatic(&deployment).await;
    let nobodys = group(&deployment, "nobodys", "Nobody's").await.id;
    waiting_for(&deployment, nobodys, 160).await;
    let case = for_anybody(&deployment, "ada").await;
    let ines = agent("ines");
    arrive(&deployment, &ines).await;
    let given = deployment.router.assign_waiting(&store(), Vec::new(), NOW).await.unwrap();
    assert_eq!(given, 0);
    assert_eq!(run_at(&deployment, 200).await.assigned, 1);
    assert!(has_got(&deployment, &case, &ines).await);
}

#[tokio::test]
async fn whoever_is_absent_costs_a_look_at_the_lists_and_none_at_cases_that_do_not_wait() {
    let mut costs = Vec::new();
    for count in [2, 40] {
        let deployment = Deployment::new();
        let ines = agent("ines");
        arrive(&deployment, &ines).await;
        for (n, case) in cases(&deployment, count).await.iter().enumerate() {
            takes(&deployment, &ines, case, &format!("take-{n}")).await;
            let held = KnownCase { head: seq(2), ..case.clone() };
            deployment.store(&ines, &message(&held, "reply", "There.")).await;
            summarize(&deployment, &case.id).await;
        }
        crate::routing::is_away(&deployment, &ines, true).await;
        deployment.aws.forget_requests();
        assert_eq!(run_at(&deployment, 700).await.handed_back, 0);
        costs.push(deployment.aws.operations());
    }
    assert_eq!(costs[0], costs[1]);
}

#[tokio::test]
async fn of_more_cases_than_a_minute_looks_at_each_has_its_turn() {
    let deployment = Deployment::new();
    let agents: Vec<Caller> = (0..3).map(|n| agent(&format!("gone-{n}"))).collect();
    let mut opened = Vec::new();
    for (n, who) in agents.iter().enumerate() {
        arrive(&deployment, who).await;
        for m in 0..80 {
            let customer = later(n as i64 * 80 + m, customer(&format!("c{n}-{m}")));
            let case = deployment.open(&customer, "hello").await;
            summarize(&deployment, &case.id).await;
            takes(&deployment, who, &case, &format!("take-{m}")).await;
            opened.push(case);
        }
        crate::routing::is_away(&deployment, who, true).await;
    }
    let mut handed_back = 0;
    for minute in [12, 13] {
        let run = run_at(&deployment, minute * 60).await.handed_back;
        assert!(run <= 200, "{run} at once");
        handed_back += run;
    }
    assert_eq!(handed_back, opened.len());
}

#[tokio::test]
async fn cases_that_nobody_can_be_given_hide_none_behind_them() {
    let deployment = Deployment::new();
    automatic(&deployment).await;
    let nobodys = group(&deployment, "nobodys", "Nobody's").await.id;
    waiting_for(&deployment, nobodys, 60).await;
    let case = for_anybody(&deployment, "ada").await;
    let ines = agent("ines");
    arrive(&deployment, &ines).await;
    assert_eq!(run_at(&deployment, 200).await.assigned, 1);
    assert!(has_got(&deployment, &case, &ines).await);
}

#[tokio::test]
async fn what_lies_behind_more_of_them_than_a_pass_reads_is_given_by_the_next() {
    let mut deployment = Deployment::new();
    deployment.router.pages = 1;
    automatic(&deployment).await;
    let nobodys = group(&deployment, "nobodys", "Nobody's").await.id;
    waiting_for(&deployment, nobodys, 102).await;
    let case = for_anybody(&deployment, "ada").await;
    let ines = agent("ines");
    arrive(&deployment, &ines).await;
    assert_eq!(run_at(&deployment, 200).await.assigned, 0);
    assert!(stopped_at(&deployment).await.is_some());
    assert_eq!(run_at(&deployment, 260).await.assigned, 1);
    assert!(has_got(&deployment, &case, &ines).await);
    assert_eq!(stopped_at(&deployment).await, None, "that was the end");
}

/// Where the last pass over the store's waiting cases has stopped.
async fn stopped_at(deployment: &Deployment) -> Option<String> {
    deployment.cases.workloads.roster(&store()).await.unwrap().stopped_at
}

#[tokio::test]
async fn a_case_that_can_not_be_read_is_told_of_and_keeps_no_other_back() {
    let deployment = Deployment::new();
    automatic(&deployment).await;
    let damaged = cases(&deployment, 1).await.remove(0);
    let case = for_anybody(&deployment, "ada").await;
    deployment.damage(&damaged);
    let ines = agent("ines");
    arrive(&deployment, &ines).await;
    let run = deployment.router.run(&store(), NOW.plus_seconds(200)).await;
    assert!(run.is_err(), "{run:?}");
    assert!(has_got(&deployment, &case, &ines).await);
}

#[tokio::test]
async fn a_case_that_can_not_be_taken_back_keeps_no_other_with_who_has_left() {
    let deployment = Deployment::new();
    let ines = agent("ines");
    arrive(&deployment, &ines).await;
    let cases = cases(&deployment, 2).await;
    for (case, id) in cases.iter().zip(["one", "two"]) {
        takes(&deployment, &ines, case, id).await;
    }
    deployment.damage(&cases[0]);
    crate::routing::is_away(&deployment, &ines, true).await;
    let run = deployment.router.run(&store(), NOW.plus_seconds(700)).await;
    assert!(run.is_err(), "{run:?}");
    assert_eq!(assignee(&deployment, &cases[1].id).await, None);
}
