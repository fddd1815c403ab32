//! Random schedules with faults: two customers and two agents on one case, while the engine fails and the sockets
//! drop, double and reorder. In the end everybody holds what the table lets them see: nothing lost, nothing twice.

mod client;
mod participants;

use std::time::Duration;

use anyhow::Context as _;
use contract::{ClientFrame, Head, ServerFrame};
use futures_util::future::try_join_all;
use local::{DatabaseFaults, SocketFaults};
use serde_json::{Value, json};

use crate::people::{Agent, Customer, User, fresh_id};
use crate::stack::{Person, Stack, measured_stack, options, start};
pub(crate) use client::Chance;
pub(crate) use participants::{Participants, Scenario};

/// Schedules of an everyday run; `cargo xtask test --soak` runs many more.
const SCHEDULES: u64 = 1_000;
/// Groups of four that play at once: most of a schedule is waiting.
const GROUPS: usize = 20;
/// Schedules that a group plays one after the other under the same faults.
const SCENARIOS: u64 = 5;

/// Some schedules of every group, all under the same faults.
async fn round(stack: &Stack, groups: &mut [Participants], seed: u64) -> anyhow::Result<()> {
    let entry_points = &stack.entry_points;
    let seeds = (seed..).step_by(SCENARIOS as usize);
    let staged = groups.iter_mut().zip(seeds).map(async |(participants, first)| {
        let mut scenarios = Vec::new();
        for seed in first..first + SCENARIOS {
            scenarios.push(participants.stage(entry_points, seed).await?);
        }
        anyhow::Ok((participants, scenarios))
    });
    let staged = try_join_all(staged).await?;
    disturb(stack, seed);
    let played = try_join_all(staged.into_iter().map(async |(participants, mut scenarios)| {
        for scenario in &mut scenarios {
            participants.play(entry_points, scenario).await?;
        }
        anyhow::Ok((participants, scenarios))
    }))
    .await;
    stack.local.faults().clear();
    try_join_all(played?.into_iter().map(async |(participants, scenarios)| {
        for scenario in scenarios {
            let seed = scenario.seed;
            let log = stack.log();
            let compared = participants.catch_up_and_compare(&stack.entry_points, &log, scenario);
            compared.await.with_context(|| format!("schedule {seed}"))?;
        }
        anyhow::Ok(())
    }))
    .await?;
    Ok(())
}

/// A stack with a store for each group: agents hear of every case of their store, and would pay for one another.
async fn stack_of_stores() -> anyhow::Result<Stack> {
    let store = |n| json!({ "id": store(n), "name": "A store", "assigned_only": false });
    let stores = Value::from((0..GROUPS).map(store).collect::<Vec<_>>());
    let options = options()?.metered().parameter("Stores", stores.to_string());
    start(options.parameter("LogLevel", "error")).await
}

fn store(n: usize) -> String {
    format!("store-{n}")
}

/// Two customers and two agents of a store of their own.
async fn gather(stack: &Stack, store: String) -> anyhow::Result<Participants> {
    let people: [User; 4] = [
        Customer::visits(&stack.entry_points, &store).await?.into(),
        Customer::visits(&stack.entry_points, &store).await?.into(),
        Agent::serves(stack, Person::Ines, &store).await?.into(),
        Agent::serves(stack, Person::Jon, &store).await?.into(),
    ];
    // The issuer lives as long as the stack.
    Participants::of(store, people.map(|user| (user, None)))
}

/// What goes wrong in a schedule: some things of each kind, drawn by its seed.
fn disturb(stack: &Stack, seed: u64) {
    let mut chance = Chance::of(seed);
    let mut share = |most: u64| chance.below(most) as f64 / 100.0;
    let database = DatabaseFaults {
        refuse: share(8),
        throttle: share(4),
        lose_answer: share(8),
        delay: share(10),
        longest_delay: Duration::from_millis(8),
        last_after: None,
        operations: Vec::new(),
    };
    let sockets = SocketFaults {
        drop: share(6),
        duplicate: share(20),
        reorder: share(10),
        longest_swap: Duration::from_millis(50),
        delay: share(10),
        longest_delay: Duration::from_millis(8),
    };
    stack.local.faults().seed(seed);
    stack.local.faults().set_database(database);
    stack.local.faults().set_sockets(sockets);
}

#[tokio::test]
async fn whatever_fails_everyone_ends_with_what_the_table_lets_them_see() -> anyhow::Result<()> {
    let (first, count) =
        if soak().is_some() { (another_seed(), 20 * SCHEDULES) } else { (1, SCHEDULES) };
    let stack = stack_of_stores().await?;
    let gathered = (0..GROUPS).map(|n| gather(&stack, store(n)));
    let mut groups = try_join_all(gathered).await?;
    for seed in (first..first + count).step_by(GROUPS * SCENARIOS as usize) {
        round(&stack, &mut groups, seed).await.with_context(|| format!("schedules from {seed}"))?;
    }
    Ok(())
}

/// How long what may go on for ever goes on; nothing in an everyday run.
pub(crate) fn soak() -> Option<Duration> {
    let minutes = std::env::var("FIRSTLINE_SOAK").ok()?.parse::<u64>().ok()?;
    Some(Duration::from_secs(60 * minutes))
}

/// A soak starts from another seed each time; the failing one is in the message.
pub(crate) fn another_seed() -> u64 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default().as_secs()
        << 20
}

/// Keeps the heartbeat's part in the picture: a client that lost a push learns of it by comparing heads.
#[tokio::test]
async fn a_lost_push_is_found_by_the_heartbeat() -> anyhow::Result<()> {
    let stack = measured_stack().await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut case = customer.asks("demo", "hello").await?;
    customer.listens(&case).await?;
    let gone = SocketFaults {
        delay: 1.0,
        longest_delay: Duration::from_mins(10),
        ..SocketFaults::default()
    };
    stack.local.faults().set_sockets(gone);
    let reply = agent.says(&mut case, "hello").await?;
    stack.local.faults().clear();
    let held = vec![Head { case: case.id.clone(), head: 1.try_into()? }];
    let beat = customer.socket.ask(&ClientFrame::Heartbeat { id: fresh_id(), cases: held }).await?;
    let ServerFrame::Beat { behind, .. } = beat else { anyhow::bail!("{beat:?}") };
    assert_eq!(behind, [Head { case: case.id.clone(), head: reply.seq }]);
    assert_eq!(customer.catches_up(&case, 1.try_into()?).await?.len(), 1);
    Ok(())
}
