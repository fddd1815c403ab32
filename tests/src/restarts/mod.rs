//! The stack is killed in the middle of conversations and started again on the same data, while clients send twice,
//! move their cursors on and drop their sockets: nothing that was acknowledged is lost, nothing is there twice.

mod killed_stack;

use std::time::{Duration, Instant};

use anyhow::Context as _;
use futures_util::future::try_join_all;

use crate::people::{Agent, Customer, User};
use crate::schedules::{Chance, Participants, Scenario};
use crate::stack::Person;
use killed_stack::KilledStack;

/// Groups of four that play at once. A member of the staff has as many connections, which are bounded a person.
const GROUPS: u64 = 4;
/// The kills of an everyday run.
const KILLS: u64 = 3;
/// A kill comes within so many milliseconds of a round's first word: some rounds are over by then.
const LATEST_KILL: u64 = 400;

async fn groups(stack: &KilledStack) -> anyhow::Result<Vec<Participants>> {
    let gathered = (0..GROUPS).map(async |_| {
        let entry_points = &stack.entry_points;
        let customer =
            async || anyhow::Ok(User::from(Customer::visits(entry_points, "demo").await?));
        let agent =
            async |person| anyhow::Ok(User::from(Agent::signs_in(entry_points, person).await?));
        // The demo's issuer makes new keys at every start, so its tokens end with the stack.
        let (ines, jon) = (Person::Ines, Person::Jon);
        let people = [
            (customer().await?, None),
            (customer().await?, None),
            (agent(ines).await?, Some(ines)),
            (agent(jon).await?, Some(jon)),
        ];
        Participants::of("demo".to_owned(), people)
    });
    try_join_all(gathered).await
}

/// A case for each group, which the stack does not survive.
async fn round(
    stack: &mut KilledStack,
    groups: &mut [Participants],
    seed: u64,
) -> anyhow::Result<()> {
    let entry_points = stack.entry_points.clone();
    let staged = groups.iter_mut().zip(seed..);
    let staged = staged.map(|(group, seed)| group.stage(&entry_points, seed));
    let mut scenarios: Vec<Scenario> = try_join_all(staged).await?;
    let killed = async {
        let moment = Duration::from_millis(Chance::of(seed).below(LATEST_KILL));
        tokio::time::sleep(moment).await;
        stack.is_killed_and_starts_again().await
    };
    let plays = groups.iter_mut().zip(&mut scenarios);
    let plays = plays.map(|(group, scenario)| group.play(&entry_points, scenario));
    let (killed, played) = tokio::join!(killed, try_join_all(plays));
    killed?;
    played?;
    for (group, scenario) in groups.iter_mut().zip(scenarios) {
        group.catch_up_and_compare(&entry_points, &stack.log, scenario).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_killed_stack_has_lost_nothing_and_doubled_nothing() -> anyhow::Result<()> {
    let soak = crate::schedules::soak();
    let first = if soak.is_some() { crate::schedules::another_seed() } else { 1 };
    let mut stack = KilledStack::start().await?;
    let mut groups = groups(&stack).await?;
    let started = Instant::now();
    let goes_on = |kills| soak.map_or(kills < KILLS, |length| started.elapsed() < length);
    let mut kills = 0;
    while goes_on(kills) {
        let seed = first + kills * GROUPS;
        round(&mut stack, &mut groups, seed).await.with_context(|| format!("round {seed}"))?;
        kills += 1;
    }
    println!("{kills} kills, {} cases", kills * GROUPS);
    stack.end().await
}
