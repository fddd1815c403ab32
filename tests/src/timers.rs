//! What is due, with the real functions: a case that was put aside is listed by itself, comes back by the clock, and agents are
//! told of both.

use contract::{CaseCounts, CasePage, ClientFrame, ServerFrame, Snoozed};
use domain::{Body, Timestamp};
use serde_json::{Value, json};

use crate::people::{Agent, Case, Customer};
use crate::stack::{Person, Stack, measured_stack, now, options, start, until};

/// A run of the timers that was planned for this moment: the clock is turned to it.
async fn run_at(stack: &Stack, at: &str) -> anyhow::Result<Value> {
    let answer = stack.local.invoke("TimersFunction", json!({ "time": at }).to_string()).await;
    let answer = answer.map_err(|failure| anyhow::anyhow!(failure.message()))?;
    Ok(serde_json::from_slice(&answer)?)
}

/// Long after all that tests set timers for.
const LATER: &str = "2100-01-01T00:00:00Z";

/// Waits until an agent's lists know where a case stands with its newest event.
async fn told(agent: &mut Agent, case: &Case) -> anyhow::Result<Option<Snoozed>> {
    let heard = |frame: &ServerFrame| match frame {
        ServerFrame::Worklist { summary, .. } if summary.case == case.id => {
            (summary.seq >= case.head).then_some(summary.snoozed)
        }
        _ => None,
    };
    agent.socket.hear(heard).await
}

async fn list(agent: &Agent, name: &str) -> anyhow::Result<Vec<domain::CaseId>> {
    let page: CasePage = agent.api.get(&format!("/stores/demo/cases?list={name}")).await?;
    Ok(page.cases.into_iter().map(|summary| summary.case).collect())
}

#[tokio::test]
async fn a_snoozed_case_leaves_the_inbox_and_comes_back_when_its_time_has_come()
-> anyhow::Result<()> {
    let stack = measured_stack().await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut case = customer.asks("demo", "Where is my parcel?").await?;
    let until = Some(Timestamp::from_seconds(now().seconds() + 60 * 60));
    let snooze = |id, case, after| ClientFrame::Snooze { id, case, after, until };
    agent.does(&mut case, snooze).await?;
    assert_eq!(told(&mut agent, &case).await?, Some(Snoozed { until }));
    assert_eq!(list(&agent, "snoozed").await?, std::slice::from_ref(&case.id));
    assert!(list(&agent, "waiting").await?.is_empty());
    let counts: CaseCounts = agent.api.get("/stores/demo/counts").await?;
    assert_eq!((counts.waiting, counts.snoozed), (Some(0), Some(1)));
    assert_eq!(run_at(&stack, "2026-01-01T00:00:00Z").await?["woken"], 0);
    stack.local.metrics().reset();
    assert_eq!(run_at(&stack, LATER).await?["woken"], 1);
    let read = stack.local.metrics().read().of("timers");
    // The timers of the stores demo and north, the head, the append's read and write, the timer's end.
    assert_eq!(read.operations["Query"].requests, 4, "{:?}", read.operations);
    assert_eq!((read.operations["PutItem"].units, read.operations["DeleteItem"].units), (1.0, 1.0));
    case.head = 3_u64.try_into()?;
    assert_eq!(told(&mut agent, &case).await?, None);
    assert_eq!(list(&agent, "waiting").await?, [case.id]);
    Ok(())
}

#[tokio::test]
async fn the_clock_runs_the_timers_by_itself() -> anyhow::Result<()> {
    let stack = start(options()?.minute(std::time::Duration::from_millis(200))).await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut case = customer.asks("demo", "Where is my parcel?").await?;
    let soon = Some(now().plus_seconds(1));
    let snooze = |id, case, after| ClientFrame::Snooze { id, case, after, until: soon };
    agent.does(&mut case, snooze).await?;
    let woken = async || {
        let log = stack.log_of(&case.id).await?;
        Ok(log.iter().any(|entry| entry.event.body == Body::Woken).then_some(()))
    };
    until("the case is back", woken).await
}
