//! Twenty agents, five hundred cases and everybody at once: nobody above their capacity, nobody starved, no case with two
//! agents or lost.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use application::Caller;
use domain::{Body, CaseId, Entry, Status, UserId, Workload};
use embedded_aws::Fault;
use futures_util::future::{join, join_all};
use retrieval::random::Random;
use serde_json::json;

use crate::deployment::{
    Deployment, KnownCase, NOW, agent, customer, frame, later, lead, settle, store, user,
};
use crate::directory::{arrive, change};
use crate::routing::{cases, deliver, run_at};

const AGENTS: usize = 20;
const CASES: usize = 500;

fn agents() -> Vec<Caller> {
    (0..AGENTS).map(|n| agent(&format!("a{n:02}"))).collect()
}

fn capacity(n: usize) -> usize {
    1 + n % 5
}

/// Every request takes a while, so that all that goes on at once gets in each other's way.
fn slow(deployment: &Deployment) {
    for (operation, wait) in [("Query", 3), ("BatchGetItem", 5), ("GetItem", 2), ("PutItem", 7)] {
        deployment.aws.fail_every(operation, Fault::Slow(Duration::from_millis(wait)));
    }
}

/// Checks a log of all cases, event by event in the order of time: who has how many at each moment.
fn check_capacity(logs: &BTreeMap<CaseId, Vec<Entry>>, limits: &BTreeMap<UserId, usize>) {
    for (case, log) in logs {
        for pair in log.windows(2) {
            let (before, after) = (&pair[0].state, &pair[1]);
            if let Body::Assigned { from, .. } = &after.event.body {
                assert_eq!(from, &before.assignee, "{case}: nobody loses a case unsaid");
            }
        }
    }
    let mut load: BTreeMap<&UserId, usize> = BTreeMap::new();
    for log in logs.values() {
        let state = &log.last().unwrap().state;
        if let Some(agent) = state.assignee.as_ref().filter(|_| state.status != Status::Resolved) {
            *load.entry(agent).or_default() += 1;
        }
    }
    for (agent, count) in load {
        assert!(count <= limits[agent], "{agent} has {count} of {}", limits[agent]);
    }
}

async fn open_all(deployment: &Deployment) -> Vec<KnownCase> {
    let mut cases = Vec::new();
    for n in 0..CASES {
        let who = later(n as i64 / 50, customer(&format!("c{n:03}")));
        let case = deployment.open(&who, "hello").await;
        deployment.projections.summarize(&deployment.batch(&case.id, 1).await).await.unwrap();
        cases.push(case);
    }
    cases
}

async fn logs(deployment: &Deployment, cases: &[KnownCase]) -> BTreeMap<CaseId, Vec<Entry>> {
    let mut logs = BTreeMap::new();
    for case in cases {
        logs.insert(case.id.clone(), deployment.log(&case.id).await);
    }
    logs
}

/// What each agent has, as the logs say.
fn held(logs: &BTreeMap<CaseId, Vec<Entry>>) -> BTreeMap<UserId, Vec<(CaseId, u64)>> {
    let mut held: BTreeMap<UserId, Vec<(CaseId, u64)>> = BTreeMap::new();
    for (case, log) in logs {
        let head = log.last().unwrap();
        let open = head.state.assignee.clone().filter(|_| head.state.status != Status::Resolved);
        if let Some(agent) = open {
            held.entry(agent).or_default().push((case.clone(), head.event.seq.get()));
        }
    }
    held
}

/// Checks that as many cases find their agents as these have places. An attempt that was answered `busy` may have left one
/// reserved; that holds nobody back once its run is over.
async fn check_all_free(deployment: &Deployment, places: usize) {
    cases(deployment, u8::try_from(places).unwrap()).await;
    let mut given = 0;
    for seconds in 1..=3 {
        given += run_at(deployment, Workload::LONGEST_RUN + seconds).await.assigned;
    }
    assert_eq!(given, places, "everybody has all their places again");
}

#[tokio::test(start_paused = true)]
async fn twenty_agents_and_five_hundred_cases_are_given_out_exactly() {
    let deployment = Deployment::new();
    deployment.settle(json!({ "routing": { "automatic": true, "grace_minutes": 10 } })).await;
    let agents = agents();
    let mut limits = BTreeMap::new();
    for (n, who) in agents.iter().enumerate() {
        arrive(&deployment, who).await;
        let terms = json!({ "version": 0, "capacity": capacity(n) });
        change(&deployment, &lead("lea"), who, &format!("capacity-{n}"), terms).await.unwrap();
        limits.insert(user(who), capacity(n));
    }
    let opened = open_all(&deployment).await;
    let mut served: BTreeSet<UserId> = BTreeSet::new();
    let mut settled = 0;
    for round in 0..200 {
        slow(&deployment);
        // Two routers of the stream, one of the clock, and everybody who takes for themselves.
        let store = store();
        let route = |_| deployment.router.assign_waiting(&store, Vec::new(), NOW);
        let routers = join_all((0..3).map(route));
        let takers = join_all(agents.iter().enumerate().map(async |(n, who)| {
            let case = &opened[(round * 37 + n * 11) % CASES];
            let id = format!("take-{round}-{n}");
            deployment.act(who, frame("assign", &id, case, json!({ "agent": user(who) }))).await
        }));
        let (routed, _) = join(routers, takers).await;
        for given in routed {
            given.unwrap();
        }
        deployment.aws.heal();
        let logs = logs(&deployment, &opened).await;
        check_capacity(&logs, &limits);
        let held = held(&logs);
        served.extend(held.keys().cloned());
        if held.is_empty() {
            break;
        }
        // Everybody resolves what they have, and the stream brings it.
        for (agent, cases) in held {
            let who = agents.iter().find(|who| user(who) == agent).unwrap();
            for (id, head) in cases {
                let case = KnownCase { id, head: head.try_into().unwrap() };
                let resolve = settle(&case, &format!("done-{round}"));
                deployment.store(who, &resolve).await;
                let batch = deployment.batch(&case.id, head).await;
                deployment.projections.summarize(&batch).await.unwrap();
                for entry in &batch.entries {
                    let one =
                        application::Batch { case: case.id.clone(), entries: vec![entry.clone()] };
                    let followed = deployment.router.follow(&[one], Default::default(), NOW).await;
                    assert!(followed.unreleased.is_empty());
                }
                settled += 1;
            }
        }
    }
    assert_eq!(settled, CASES, "none is lost, and none given twice");
    assert_eq!(served.len(), AGENTS, "nobody is starved");
    check_all_free(&deployment, limits.values().sum()).await;
}

/// What happens in one of a few cases.
#[derive(Debug, Clone)]
enum Step {
    Take(usize, usize),
    HandBack(usize, usize),
    Settle(usize, usize),
    Write(usize),
    Deliver(usize),
    Route,
}

fn any_step(random: &mut Random) -> Step {
    let (who, case) = (random.below(3), random.below(4));
    match random.below(11) {
        0..=2 => Step::Take(who, case),
        3 => Step::HandBack(who, case),
        4 | 5 => Step::Settle(who, case),
        6 | 7 => Step::Write(case),
        8 | 9 => Step::Deliver(case),
        _ => Step::Route,
    }
}

async fn play(
    deployment: &Deployment,
    agents: &[Caller],
    cases: &[KnownCase],
    at: usize,
    step: Step,
) {
    let held = async |case: usize| {
        let log = deployment.log(&cases[case].id).await;
        KnownCase { id: cases[case].id.clone(), head: log.last().unwrap().event.seq }
    };
    let id = format!("step-{at}");
    match step {
        Step::Take(who, case) => {
            let to = json!({ "agent": user(&agents[who]) });
            deployment.act(&agents[who], frame("assign", &id, &held(case).await, to)).await;
        }
        Step::HandBack(who, case) => {
            let back = frame("unassign", &id, &held(case).await, json!({}));
            deployment.act(&agents[who], back).await;
        }
        Step::Settle(who, case) => {
            let done = frame("resolve", &id, &held(case).await, json!({}));
            deployment.act(&agents[who], done).await;
        }
        Step::Write(case) => {
            let who = customer(&format!("p{case}"));
            let text = frame("send", &id, &held(case).await, json!({ "text": "and?" }));
            deployment.act(&who, text).await;
        }
        Step::Deliver(case) => {
            deliver(deployment, &cases[case].id, 1).await;
        }
        Step::Route => {
            deployment.router.assign_waiting(&store(), Vec::new(), NOW).await.unwrap();
        }
    }
}

async fn check_random(seed: u64) {
    let mut random = Random::seeded(seed);
    let deployment = Deployment::new();
    deployment.settle(json!({ "routing": { "automatic": true } })).await;
    let agents: Vec<Caller> = (0..3).map(|n| agent(&format!("a{n}"))).collect();
    let mut limits = BTreeMap::new();
    for (n, who) in agents.iter().enumerate() {
        arrive(&deployment, who).await;
        let terms = json!({ "version": 0, "capacity": n + 1 });
        change(&deployment, &lead("lea"), who, &format!("capacity-{n}"), terms).await.unwrap();
        limits.insert(user(who), n + 1);
    }
    let mut cases = Vec::new();
    for n in 0..4 {
        cases.push(deployment.open(&customer(&format!("p{n}")), "hello").await);
    }
    for round in 0..12 {
        slow(&deployment);
        let steps: Vec<_> = (0..=random.below(4)).map(|_| any_step(&mut random)).collect();
        let plays = steps.into_iter().enumerate();
        let plays = plays.map(|(n, step)| play(&deployment, &agents, &cases, round * 10 + n, step));
        join_all(plays).await;
        deployment.aws.heal();
        let logs = logs(&deployment, &cases).await;
        check_capacity(&logs, &limits);
        let held = held(&logs);
        for who in &agents {
            let workload = deployment.cases.workloads.get(&store(), &user(who)).await.unwrap();
            let has_place =
                |case: &CaseId| workload.workload.places().iter().any(|place| place.case == *case);
            let own = held.get(&user(who)).into_iter().flatten();
            assert!(own.clone().all(|(case, _)| has_place(case)), "seed {seed}: {own:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn whatever_happens_at_once_every_case_that_somebody_has_is_in_one_of_their_places() {
    for seed in 0..40 {
        check_random(seed).await;
    }
}
