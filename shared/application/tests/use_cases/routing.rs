//! Who gets which case: by taking, from a lead, by itself; handed on, back, and once more.

use application::{Caller, RoutingReport};
use domain::{CaseId, State, UserId};
use embedded_aws::Crash;
use serde_json::{Value, json};

use crate::deployment::{
    Deployment, KnownCase, NOW, agent, customer, frame, later, lead, message, seq, settle, store,
    user,
};
use crate::directory::{arrive, change, group};

/// Seconds after which a reserved place is looked at.
pub(crate) const LONGEST_RUN: i64 = domain::Workload::LONGEST_RUN;

pub(crate) async fn state(deployment: &Deployment, case: &CaseId) -> State {
    deployment.log(case).await.pop().unwrap().state
}

pub(crate) async fn assignee(deployment: &Deployment, case: &CaseId) -> Option<UserId> {
    state(deployment, case).await.assignee
}

/// Delivers what has happened in a case since an event, as the stream does; gives how many cases were given out.
pub(crate) async fn deliver(deployment: &Deployment, case: &CaseId, from: u64) -> usize {
    deliver_at(deployment, case, from, NOW).await
}

pub(crate) async fn deliver_at(
    deployment: &Deployment,
    case: &CaseId,
    from: u64,
    now: domain::Timestamp,
) -> usize {
    let batch = deployment.batch(case, from).await;
    deployment.projections.summarize(&batch).await.unwrap();
    let batches = [batch];
    let rosters = deployment.router.rosters(&batches).await.unwrap();
    let followed = deployment.router.follow(&batches, rosters, now).await;
    assert!(followed.failure.is_none(), "{followed:?}");
    followed.assigned
}

pub(crate) async fn run_at(deployment: &Deployment, seconds: i64) -> RoutingReport {
    deployment.router.run(&store(), NOW.plus_seconds(seconds)).await.unwrap()
}

/// Waiting cases of as many customers.
pub(crate) async fn cases(deployment: &Deployment, count: u8) -> Vec<KnownCase> {
    let mut opened = Vec::new();
    for n in 0..count {
        let customer = later(i64::from(n), customer(&format!("c{n}")));
        let case = deployment.open(&customer, "Where is it?").await;
        let batch = deployment.batch(&case.id, 1).await;
        deployment.projections.summarize(&batch).await.unwrap();
        opened.push(case);
    }
    opened
}

pub(crate) async fn takes(
    deployment: &Deployment,
    who: &Caller,
    case: &KnownCase,
    id: &str,
) -> Value {
    gives(deployment, who, who, case, id).await
}

pub(crate) async fn gives(
    deployment: &Deployment,
    by: &Caller,
    to: &Caller,
    case: &KnownCase,
    id: &str,
) -> Value {
    deployment.act(by, frame("assign", id, case, json!({ "agent": user(to) }))).await
}

async fn has_capacity(deployment: &Deployment, who: &Caller, capacity: u8) {
    arrive(deployment, who).await;
    let terms = json!({ "version": 0, "capacity": capacity });
    let id = format!("capacity-{}", user(who).as_str());
    change(deployment, &lead("lea"), who, &id[..30], terms).await.unwrap();
}

pub(crate) async fn automatic(deployment: &Deployment) {
    deployment.settle(json!({ "routing": { "automatic": true, "grace_minutes": 10 } })).await;
}

pub(crate) async fn is_away(deployment: &Deployment, who: &Caller, is_away: bool) {
    let directory = &deployment.directory;
    directory.set_available(who, &store(), &user(who), !is_away).await.unwrap();
}

pub(crate) async fn leaves(deployment: &Deployment, who: &Caller) {
    let connection = who.connection.clone().unwrap();
    deployment.presence.leave(&connection, who.now).await.unwrap();
}

pub(crate) fn resolve(case: &KnownCase, head: u64) -> application::Append {
    settle(&KnownCase { head: seq(head), ..case.clone() }, "resolve")
}

/// A case that an agent who is there has taken and resolved, and whose place is free again.
pub(crate) async fn resolved_by(deployment: &Deployment, who: &Caller) -> KnownCase {
    arrive(deployment, who).await;
    let case = cases(deployment, 1).await.remove(0);
    takes(deployment, who, &case, "take").await;
    deployment.store(who, &resolve(&case, 2)).await;
    deliver(deployment, &case.id, 3).await;
    assert_eq!(places(deployment, who).await, 0);
    KnownCase { head: seq(3), ..case }
}

pub(crate) async fn places(deployment: &Deployment, who: &Caller) -> usize {
    let workloads = &deployment.cases.workloads;
    workloads.get(&store(), &user(who)).await.unwrap().workload.count()
}

#[tokio::test]
async fn of_two_who_take_a_case_one_gets_it_and_the_other_is_told_who() {
    let deployment = Deployment::new();
    let case = cases(&deployment, 1).await.remove(0);
    let (ines, omar) = (agent("ines"), agent("omar"));
    assert_eq!(takes(&deployment, &omar, &case, "omar").await["action"], "ack");
    let refused = takes(&deployment, &ines, &case, "ines").await;
    assert_eq!(refused["code"], "taken");
    let taken_by = json!({ "user": user(&omar), "name": "omar" });
    assert_eq!(refused["taken_by"], taken_by);
    assert_eq!((places(&deployment, &ines).await, places(&deployment, &omar).await), (0, 1));
    let known = KnownCase { head: seq(2), ..case };
    assert_eq!(takes(&deployment, &ines, &known, "over").await["action"], "ack", "knowing it");
    assert_eq!(assignee(&deployment, &known.id).await, Some(user(&ines)));
}

#[tokio::test]
async fn a_rival_between_the_place_and_the_assignment_is_told_of_and_costs_no_place() {
    let deployment = Deployment::new();
    let case = cases(&deployment, 1).await.remove(0);
    let (rival, theirs) = (deployment.clone(), case.clone());
    // The first PutItem is the place, the second the event.
    deployment.aws.before_next("PutItem", async {});
    deployment.aws.before_next("PutItem", async move {
        assert_eq!(takes(&rival, &agent("omar"), &theirs, "omar").await["action"], "ack");
    });
    assert_eq!(takes(&deployment, &agent("ines"), &case, "ines").await["code"], "taken");
    assert_eq!(places(&deployment, &agent("ines")).await, 0);
    assert_eq!(assignee(&deployment, &case.id).await, Some(user(&agent("omar"))));
}

#[tokio::test]
async fn nobody_hands_back_a_case_that_a_colleague_has_got_meanwhile() {
    let deployment = Deployment::new();
    let case = cases(&deployment, 1).await.remove(0);
    takes(&deployment, &agent("omar"), &case, "omar").await;
    let back = frame("unassign", "back", &case, json!({}));
    let refused = deployment.act(&agent("ines"), back).await;
    assert_eq!((&refused["code"], &refused["taken_by"]["name"]), (&json!("taken"), &json!("omar")));
}

#[tokio::test]
async fn nobody_has_more_cases_than_they_take_whoever_gives_them() {
    let deployment = Deployment::new();
    let (ines, lea) = (agent("ines"), lead("lea"));
    has_capacity(&deployment, &ines, 1).await;
    let cases = cases(&deployment, 2).await;
    assert_eq!(takes(&deployment, &ines, &cases[0], "one").await["action"], "ack");
    assert_eq!(takes(&deployment, &ines, &cases[1], "two").await["code"], "at_capacity");
    assert_eq!(gives(&deployment, &lea, &ines, &cases[1], "lea").await["code"], "at_capacity");
    deployment.store(&ines, &resolve(&cases[0], 2)).await;
    deliver(&deployment, &cases[0].id, 2).await;
    assert_eq!(takes(&deployment, &ines, &cases[1], "again").await["action"], "ack");
}

#[tokio::test]
async fn a_taking_that_is_cut_off_and_repeated_takes_once_and_one_place() {
    crate::crashes::survives_crashes(
        async |deployment| {
            has_capacity(deployment, &agent("ines"), 1).await;
            cases(deployment, 1).await.remove(0)
        },
        async |deployment, case| {
            let reply = takes(deployment, &agent("ines"), case, "take").await;
            assert_eq!(reply["action"], "ack", "{reply}");
            assert_eq!(places(deployment, &agent("ines")).await, 1);
        },
    )
    .await;
}

#[tokio::test]
async fn a_place_that_a_process_left_behind_is_found_where_no_other_is_left() {
    for crash in (0..9).flat_map(|at| [Crash::Before(at), Crash::After(at)]) {
        let deployment = Deployment::new();
        let ines = agent("ines");
        has_capacity(&deployment, &ines, 1).await;
        let cases = cases(&deployment, 2).await;
        let cut_off = takes(&deployment, &ines, &cases[0], "lost");
        deployment.aws.until_crash(crash, cut_off).await;
        let late = later(LONGEST_RUN, ines.clone());
        let has_first = assignee(&deployment, &cases[0].id).await == Some(user(&ines));
        let reply = takes(&deployment, &late, &cases[1], "other").await;
        let expected = if has_first { json!("at_capacity") } else { Value::Null };
        assert_eq!(reply["code"], expected, "{crash:?}");
    }
}

#[tokio::test]
async fn a_case_passed_to_a_group_is_nobodys_and_its_place_is_free() {
    let deployment = Deployment::new();
    let ines = agent("ines");
    has_capacity(&deployment, &ines, 1).await;
    let billing = group(&deployment, "billing", "Billing").await;
    let case = cases(&deployment, 1).await.remove(0);
    takes(&deployment, &ines, &case, "take").await;
    let pass = frame(
        "escalate",
        "pass",
        &KnownCase { head: seq(2), ..case.clone() },
        json!({ "group": billing.id }),
    );
    assert_eq!(deployment.act(&ines, pass).await["action"], "ack");
    deliver(&deployment, &case.id, 1).await;
    let state = state(&deployment, &case.id).await;
    assert_eq!((state.assignee, state.group, state.escalated), (None, Some(billing.id), true));
    assert_eq!(places(&deployment, &ines).await, 0);
    let nowhere = frame(
        "escalate",
        "nowhere",
        &KnownCase { head: seq(3), ..case.clone() },
        json!({ "group": 9 }),
    );
    assert_eq!(deployment.act(&ines, nowhere.clone()).await["code"], "wrong_state");
    assert_eq!(deployment.act(&customer("c0"), nowhere.clone()).await["code"], "not_allowed");
    assert_eq!(deployment.act(&customer("eve"), nowhere).await["code"], "not_found");
}

#[tokio::test]
async fn nobody_passes_on_what_a_colleague_has_taken_passed_on_or_settled_unseen() {
    let deployment = Deployment::new();
    let (ines, omar) = (agent("ines"), agent("omar"));
    let billing = group(&deployment, "billing", "Billing").await;
    let returns = group(&deployment, "returns", "Returns").await;
    let cases = cases(&deployment, 3).await;
    let pass = |id: &str, case: &KnownCase, group: &domain::Group| {
        frame("escalate", id, case, json!({ "group": group.id }))
    };
    takes(&deployment, &omar, &cases[0], "take").await;
    let refused = deployment.act(&ines, pass("taken", &cases[0], &billing)).await;
    let taken_by = json!({ "user": user(&omar), "name": "omar" });
    assert_eq!((&refused["code"], &refused["taken_by"]), (&json!("taken"), &taken_by));
    assert_eq!(assignee(&deployment, &cases[0].id).await, Some(user(&omar)));
    deployment.act(&omar, pass("theirs", &cases[1], &returns)).await;
    let refused = deployment.act(&ines, pass("passed", &cases[1], &billing)).await;
    assert_eq!(refused["code"], "conflict");
    deployment.store(&omar, &resolve(&cases[2], 1)).await;
    let refused = deployment.act(&ines, pass("settled", &cases[2], &billing)).await;
    assert_eq!(refused["code"], "conflict");
    assert_eq!(takes(&deployment, &ines, &cases[2], "late").await["code"], "conflict");
    // Whoever knows it may.
    for case in &cases {
        let known = KnownCase { head: seq(2), ..case.clone() };
        let passed = deployment.act(&ines, pass("knowing", &known, &billing)).await;
        assert_eq!(passed["action"], "ack");
    }
}

#[tokio::test]
async fn a_case_goes_by_itself_to_the_least_busy_who_is_there_and_then_in_turn() {
    let deployment = Deployment::new();
    automatic(&deployment).await;
    let cases = cases(&deployment, 6).await;
    assert_eq!(run_at(&deployment, 10).await.assigned, 0, "nobody is there");
    for name in ["ines", "omar"] {
        has_capacity(&deployment, &agent(name), 2).await;
    }
    has_capacity(&deployment, &agent("away"), 9).await;
    is_away(&deployment, &agent("away"), true).await;
    arrive(&deployment, &lead("lea")).await;
    assert_eq!(run_at(&deployment, 20).await.assigned, 4);
    let mut got = Vec::new();
    for case in &cases {
        got.push(assignee(&deployment, &case.id).await);
    }
    let of = |name: &str| Some(user(&agent(name)));
    assert_eq!(got[4..], [None, None], "the oldest first");
    for name in ["ines", "omar"] {
        assert_eq!(got.iter().filter(|one| **one == of(name)).count(), 2, "{name}");
    }
    assert_ne!(got[0], got[1], "in turn");
    assert_eq!(run_at(&deployment, 30).await, RoutingReport::default());
}

#[tokio::test]
async fn a_new_case_is_given_out_at_once_and_one_that_ends_makes_room() {
    let deployment = Deployment::new();
    automatic(&deployment).await;
    let ines = agent("ines");
    has_capacity(&deployment, &ines, 1).await;
    let first = deployment.open(&customer("ada"), "hello").await;
    assert_eq!(deliver(&deployment, &first.id, 1).await, 1);
    let second = deployment.open(&customer("bob"), "hello").await;
    assert_eq!(deliver(&deployment, &second.id, 1).await, 0);
    deployment.store(&ines, &resolve(&first, 2)).await;
    assert_eq!(deliver(&deployment, &first.id, 3).await, 1);
    assert_eq!(assignee(&deployment, &second.id).await, Some(user(&ines)));
    assert_eq!(deliver(&deployment, &first.id, 3).await, 0, "told again");
    assert_eq!(places(&deployment, &ines).await, 1);
}

#[tokio::test]
async fn a_case_for_a_group_goes_to_somebody_of_it_and_not_back_to_who_passed_it_on() {
    let deployment = Deployment::new();
    automatic(&deployment).await;
    let billing = group(&deployment, "billing", "Billing").await;
    let (ines, omar) = (agent("ines"), agent("omar"));
    arrive(&deployment, &ines).await;
    arrive(&deployment, &omar).await;
    for who in [&ines, &omar] {
        let terms = json!({ "version": 0, "groups": [billing.id] });
        let id = format!("in-{}", who.principal.name.as_ref().unwrap());
        change(&deployment, &lead("lea"), who, &id, terms).await.unwrap();
    }
    let case = deployment.open(&customer("ada"), "hello").await;
    deliver(&deployment, &case.id, 1).await;
    let first = assignee(&deployment, &case.id).await.unwrap();
    let (from, to) = if first == user(&ines) { (&ines, &omar) } else { (&omar, &ines) };
    let held = KnownCase { head: seq(2), ..case.clone() };
    deployment.act(from, frame("escalate", "pass", &held, json!({ "group": billing.id }))).await;
    assert_eq!(deliver(&deployment, &case.id, 3).await, 1);
    assert_eq!(assignee(&deployment, &case.id).await, Some(user(to)));
}

#[tokio::test]
async fn what_an_agent_hands_back_does_not_come_back_to_them() {
    let deployment = Deployment::new();
    automatic(&deployment).await;
    let ines = agent("ines");
    arrive(&deployment, &ines).await;
    let case = deployment.open(&customer("ada"), "hello").await;
    assert_eq!(deliver(&deployment, &case.id, 1).await, 1);
    let held = KnownCase { head: seq(2), ..case.clone() };
    deployment.act(&ines, frame("unassign", "back", &held, json!({}))).await;
    assert_eq!(deliver(&deployment, &case.id, 3).await, 0);
    assert_eq!(run_at(&deployment, 60).await.assigned, 0);
    arrive(&deployment, &agent("omar")).await;
    assert_eq!(run_at(&deployment, 120).await.assigned, 1);
    assert_eq!(assignee(&deployment, &case.id).await, Some(user(&agent("omar"))));
}

/// Units that routing takes, whatever else is in the table.
#[tokio::test]
async fn taking_and_giving_cost_the_same_however_many_cases_there_are() {
    let mut costs = Vec::new();
    for others in [0, 40] {
        let deployment = Deployment::new();
        automatic(&deployment).await;
        let ines = agent("ines");
        arrive(&deployment, &ines).await;
        for n in 0..others {
            let case = deployment.open(&customer(&format!("o{n}")), "hello").await;
            deliver(&deployment, &case.id, 1).await;
            let held = KnownCase { head: seq(2), ..case.clone() };
            deployment.store(&ines, &message(&held, "reply", "There.")).await;
            deployment.store(&ines, &resolve(&case, 3)).await;
            deliver(&deployment, &case.id, 3).await;
        }
        let case = deployment.open(&customer("ada"), "hello").await;
        deployment.aws.forget_requests();
        assert_eq!(deliver(&deployment, &case.id, 1).await, 1);
        let given = deployment.aws.operations();
        let taken = deployment.open(&customer("bob"), "hello").await;
        deployment.aws.forget_requests();
        takes(&deployment, &agent("omar"), &taken, "take").await;
        costs.push((given, deployment.aws.operations()));
    }
    assert_eq!(costs[0], costs[1]);
    let (given, taken) = &costs[0];
    // The head, the places, the append.
    assert_eq!(taken, &["Query", "BatchGetItem", "PutItem", "Query", "PutItem"]);
    assert_eq!(given.len(), 12, "{given:?}");
}
