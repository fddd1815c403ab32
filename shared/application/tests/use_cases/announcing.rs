//! Whom a change of the lists is told to, when, and in how many frames.

use adapters::dynamo::{ListFrames, Summary};
use application::{Batch, Caller};
use domain::Timestamp;
use embedded_aws::Fault;
use serde_json::{Value, json};

use crate::deployment::{
    Deployment, KnownCase, NOW, agent, at, customer, frame, lead, message, store, user,
};

/// Colleagues for whom it is worth while to gather.
const TEAM: [&str; 6] = ["omar", "lea", "paul", "rosa", "sam", "tina"];

/// A store where Ines and six colleagues are there, whose clients read several cases in one frame.
async fn team() -> Deployment {
    let deployment = Deployment::new();
    for name in ["ines"].iter().chain(&TEAM) {
        arrive(&deployment, &agent(name), ListFrames::Gathered).await;
    }
    deployment
}

async fn arrive(deployment: &Deployment, caller: &Caller, lists: ListFrames) {
    let connection = caller.connection.clone().unwrap();
    let came = deployment.presence.arrive_reading(lists, &connection, &caller.principal, None, NOW);
    assert!(came.await.unwrap());
    deployment.aws.forget_frames();
}

/// A case that Ines has, of which everybody knows.
async fn of_ines(deployment: &Deployment, name: &str) -> KnownCase {
    let case = deployment.open(&customer(name), "hello").await;
    let assign = frame("assign", "give", &case, json!({ "agent": user(&agent("ines")) }));
    let given = deployment.act(&lead("lea"), assign).await;
    assert_eq!(given["action"], "ack", "{given}");
    let case = KnownCase { id: case.id, head: case.head.next() };
    tell(deployment, &[&case], 1, NOW).await;
    deployment.aws.forget_frames();
    case
}

/// The customer goes on.
async fn goes_on(deployment: &Deployment, name: &str, case: &KnownCase) -> KnownCase {
    let id = format!("more{}", case.head);
    let stored = deployment.store(&customer(name), &message(case, &id, "And when?")).await;
    KnownCase { id: case.id.clone(), head: stored.entry.event.seq }
}

/// Tells agents of what is in these cases' logs from an event on, as one batch.
async fn tell(deployment: &Deployment, cases: &[&KnownCase], from: u64, now: Timestamp) {
    let (mut batches, mut changed): (Vec<Batch>, Vec<Summary>) = Default::default();
    for case in cases {
        let batch = deployment.batch(&case.id, from).await;
        changed.extend(deployment.projections.summarize(&batch).await.unwrap());
        batches.push(batch);
    }
    let (rosters, desks) = Default::default();
    let told = deployment.projections.announce(changed, &batches, &rosters, &desks, now);
    told.await.unwrap();
}

/// The cases of each frame that this agent got since the last look.
fn heard(deployment: &Deployment, who: &str) -> Vec<Vec<(Value, Value)>> {
    let of = |summary: &Value| (summary["case"].clone(), summary["seq"].clone());
    let cases = |frame: &Value| {
        let more = frame["more"].as_array().into_iter().flatten().map(of);
        [of(&frame["summary"])].into_iter().chain(more).collect()
    };
    deployment.aws.frames(who).iter().map(cases).collect()
}

fn place(case: &KnownCase) -> (Value, Value) {
    (json!(case.id), json!(case.head))
}

fn none(deployment: &Deployment) {
    for who in TEAM {
        assert!(heard(deployment, who).is_empty(), "{who} is told later");
    }
}

#[tokio::test]
async fn what_is_said_is_told_to_who_has_the_case_at_once_and_to_colleagues_together() {
    let deployment = team().await;
    let (a, b) = (of_ines(&deployment, "ada").await, of_ines(&deployment, "bob").await);
    // The first after a pause waits for nothing.
    let a = goes_on(&deployment, "ada", &a).await;
    tell(&deployment, &[&a], 3, NOW).await;
    for who in ["ines"].iter().chain(&TEAM) {
        assert_eq!(heard(&deployment, who), [[place(&a)]], "{who}");
    }
    deployment.aws.forget_frames();
    let b = goes_on(&deployment, "bob", &b).await;
    tell(&deployment, &[&b], 3, NOW.plus_millis(9_999)).await;
    assert_eq!(heard(&deployment, "ines"), [[place(&b)]]);
    none(&deployment);
    deployment.aws.forget_frames();
    // What is told then is how the case is by then.
    let reply = frame("send", "reply", &b, json!({ "text": "Tomorrow.", "answers": b.head }));
    deployment.act(&agent("ines"), reply).await;
    let b = KnownCase { id: b.id, head: b.head.next() };
    let c = of_ines(&deployment, "cleo").await;
    let c = goes_on(&deployment, "cleo", &c).await;
    deployment.projections.summarize(&deployment.batch(&b.id, 4).await).await.unwrap();
    deployment.aws.forget_frames();
    tell(&deployment, &[&c], 3, NOW.plus_millis(10_000)).await;
    assert_eq!(heard(&deployment, "ines"), [[place(&c)]], "of the other she knows");
    for who in TEAM {
        let [told] = heard(&deployment, who).try_into().unwrap();
        assert_eq!(told.len(), 2, "{who} hears of both in one frame");
        assert!(told.contains(&place(&b)) && told.contains(&place(&c)), "{told:?}");
    }
}

#[tokio::test]
async fn what_waits_when_nothing_more_happens_the_minute_tells() {
    let deployment = team().await;
    let case = of_ines(&deployment, "ada").await;
    let case = goes_on(&deployment, "ada", &case).await;
    tell(&deployment, &[&case], 3, NOW).await;
    deployment.aws.forget_frames();
    deployment.projections.announce_backlog(&store(), NOW.plus_seconds(60)).await.unwrap();
    assert!(heard(&deployment, "omar").is_empty(), "nothing waits");
    let stored = deployment.store(&agent("ines"), &message(&case, "reply", "Tomorrow.")).await;
    let case = KnownCase { id: case.id, head: stored.entry.event.seq };
    tell(&deployment, &[&case], 4, NOW.plus_seconds(1)).await;
    none(&deployment);
    deployment.aws.forget_frames();
    deployment.projections.announce_backlog(&store(), NOW.plus_seconds(9)).await.unwrap();
    none(&deployment);
    for told in [true, false] {
        deployment.projections.announce_backlog(&store(), NOW.plus_seconds(60)).await.unwrap();
        let expected = if told { vec![vec![place(&case)]] } else { Vec::new() };
        assert_eq!(heard(&deployment, "omar"), expected);
        assert!(heard(&deployment, "ines").is_empty(), "she was told at once");
        deployment.aws.forget_frames();
    }
}

#[tokio::test]
async fn what_may_bring_work_to_anybody_is_told_to_all_at_once() {
    let deployment = team().await;
    let case = of_ines(&deployment, "ada").await;
    let case = goes_on(&deployment, "ada", &case).await;
    tell(&deployment, &[&case], 3, NOW).await;
    deployment.aws.forget_frames();
    let new = deployment.open(&customer("bob"), "hello").await;
    tell(&deployment, &[&new], 1, NOW).await;
    assert_eq!(heard(&deployment, "omar"), [[place(&new)]], "a case that nobody has");
    deployment.aws.forget_frames();
    deployment.act(&agent("ines"), frame("unassign", "back", &case, json!({}))).await;
    let case = KnownCase { id: case.id, head: case.head.next() };
    tell(&deployment, &[&case], 4, NOW).await;
    assert_eq!(heard(&deployment, "omar"), [[place(&case)]], "one that is nobody's any more");
    deployment.aws.forget_frames();
    let case = of_ines(&deployment, "cleo").await;
    let connection = agent("ines").connection.unwrap();
    deployment.presence.leave(&connection, NOW).await.unwrap();
    deployment.aws.forget_frames();
    let case = goes_on(&deployment, "cleo", &case).await;
    tell(&deployment, &[&case], 3, NOW).await;
    assert_eq!(heard(&deployment, "omar"), [[place(&case)]], "one whose agent is not there");
}

#[tokio::test]
async fn few_colleagues_are_told_at_once_and_each_client_in_frames_that_it_reads() {
    let deployment = Deployment::new();
    arrive(&deployment, &agent("ines"), ListFrames::Gathered).await;
    arrive(&deployment, &agent("omar"), ListFrames::Single).await;
    let (a, b) = (of_ines(&deployment, "ada").await, of_ines(&deployment, "bob").await);
    let (a, b) = (goes_on(&deployment, "ada", &a).await, goes_on(&deployment, "bob", &b).await);
    tell(&deployment, &[&a, &b], 3, NOW).await;
    assert_eq!(heard(&deployment, "ines"), [[place(&a), place(&b)]]);
    assert_eq!(heard(&deployment, "omar"), [[place(&a)], [place(&b)]]);
    assert_eq!(deployment.count("LISTS#", ""), 0, "nothing is kept");
}

#[tokio::test]
async fn what_cannot_be_kept_is_told_at_once() {
    let deployment = team().await;
    let case = of_ines(&deployment, "ada").await;
    let case = goes_on(&deployment, "ada", &case).await;
    tell(&deployment, &[&case], 3, NOW).await;
    deployment.aws.forget_frames();
    let stored = deployment.store(&agent("ines"), &message(&case, "reply", "Tomorrow.")).await;
    let case = KnownCase { id: case.id, head: stored.entry.event.seq };
    let batch = deployment.batch(&case.id, 4).await;
    let summary = deployment.projections.summarize(&batch).await.unwrap();
    deployment.aws.fail_every("UpdateItem", Fault::Throttled);
    let (rosters, desks) = Default::default();
    let (changed, batches) = (summary.into_iter().collect(), [batch]);
    let told = deployment.projections.announce(changed, &batches, &rosters, &desks, NOW);
    told.await.unwrap();
    assert_eq!(heard(&deployment, "omar"), [[place(&case)]]);
}

/// A case of which something waits to be told to the team.
async fn waiting(deployment: &Deployment) -> KnownCase {
    let case = of_ines(deployment, "ada").await;
    let case = goes_on(deployment, "ada", &case).await;
    tell(deployment, &[&case], 3, NOW).await;
    let stored = deployment.store(&agent("ines"), &message(&case, "reply", "Tomorrow.")).await;
    let case = KnownCase { id: case.id, head: stored.entry.event.seq };
    tell(deployment, &[&case], 4, NOW.plus_seconds(1)).await;
    deployment.aws.forget_frames();
    case
}

#[tokio::test]
async fn what_nobody_could_be_told_waits_for_the_next_time() {
    let deployment = team().await;
    let case = waiting(&deployment).await;
    deployment.aws.fail_every("BatchGetItem", Fault::Throttled);
    let told = deployment.projections.announce_backlog(&store(), NOW.plus_seconds(60)).await;
    assert!(told.is_err());
    deployment.aws.heal();
    none(&deployment);
    deployment.projections.announce_backlog(&store(), NOW.plus_seconds(120)).await.unwrap();
    assert_eq!(heard(&deployment, "omar"), [[place(&case)]]);
}

#[tokio::test]
async fn what_was_taken_is_told_even_when_the_answer_to_that_was_lost() {
    let deployment = team().await;
    let case = waiting(&deployment).await;
    deployment.aws.fail_next("UpdateItem", Fault::AnswerLost);
    deployment.projections.announce_backlog(&store(), NOW.plus_seconds(60)).await.unwrap();
    assert_eq!(heard(&deployment, "omar"), [[place(&case)]]);
}

#[tokio::test]
async fn where_agents_see_only_their_own_cases_what_waited_is_shown_to_nobody_else() {
    let deployment = Deployment::new();
    let north = "north".parse().unwrap();
    for name in ["ines"].iter().chain(&TEAM) {
        arrive(&deployment, &at("north", agent(name)), ListFrames::Gathered).await;
    }
    let ada = at("north", customer("ada"));
    let case = deployment.open(&ada, "hello").await;
    let assign = frame("assign", "give", &case, json!({ "agent": user(&agent("ines")) }));
    deployment.act(&at("north", lead("lea")), assign).await;
    let case = KnownCase { id: case.id, head: case.head.next() };
    tell(&deployment, &[&case], 1, NOW).await;
    let stored = deployment.store(&ada, &message(&case, "more", "And when?")).await;
    let case = KnownCase { id: case.id, head: stored.entry.event.seq };
    deployment.aws.forget_frames();
    tell(&deployment, &[&case], 3, NOW).await;
    deployment.projections.announce_backlog(&north, NOW.plus_seconds(60)).await.unwrap();
    assert_eq!(heard(&deployment, "ines").len(), 1);
    for who in TEAM {
        assert!(heard(&deployment, who).is_empty(), "{who}");
    }
    assert_eq!(deployment.count("LISTS#", ""), 0, "nothing is kept for nobody");
}
