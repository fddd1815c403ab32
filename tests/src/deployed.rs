//! The template deployed elsewhere: in an emulator that is not ours, by `cargo xtask check-infra --deploy`.

use std::collections::BTreeSet;
use std::time::Duration;

use anyhow::Context as _;
use serde_json::Value;
use tokio::time::timeout;

use crate::people::{Agent, Customer};
use crate::stack::{EntryPoints, Person, until};

/// Longer than any case takes. Where a permission is missing, somebody waits in vain.
const PATIENCE: Duration = Duration::from_mins(1);
/// The variable that names the entry points.
const VARIABLE: &str = "FIRSTLINE_DEPLOYED";

/// Where people come in, and where the events that came over the bus are read.
fn entry_points() -> anyhow::Result<(EntryPoints, String)> {
    let text = std::env::var(VARIABLE).context(VARIABLE)?;
    let urls: Value = serde_json::from_str(&text)?;
    let url = |name: &str| urls[name].as_str().map(str::to_owned).context(VARIABLE);
    let entry_points =
        EntryPoints { api: url("api")?, socket: url("socket")?, issuer: url("issuer")? };
    Ok((entry_points, url("events")?))
}

#[tokio::test]
#[ignore = "needs a deployment: cargo xtask check-infra --deploy"]
async fn a_customer_an_agent_and_a_program_go_through_a_case() -> anyhow::Result<()> {
    let (entry_points, events) = entry_points()?;
    timeout(PATIENCE, go_through(entry_points, events)).await.context("something never happened")?
}

async fn go_through(entry_points: EntryPoints, events: String) -> anyhow::Result<()> {
    let mut agent =
        Agent::signs_in(&entry_points, Person::Ines).await.context("an agent signs in")?;
    let mut customer = Customer::visits(&entry_points, "demo").await.context("a visitor comes")?;
    let mut case = customer.asks("demo", "Where is my parcel?").await.context("a case opens")?;
    let list = async || {
        let page: contract::CasePage = agent.api.get("/stores/demo/cases?list=waiting").await?;
        Ok(page.cases.iter().any(|summary| summary.case == case.id).then_some(()))
    };
    until("the views list the case as waiting", list).await?;
    customer.listens(&case).await?;
    agent.listens(&case).await?;
    let reply = agent.says(&mut case, "On its way.").await.context("an agent answers")?;
    customer.hears(&case, reply.seq).await.context("the customer hears the agent")?;
    let thanks = customer.says(&mut case, "Thank you!").await?;
    agent.hears(&case, thanks.seq).await.context("the agent hears the customer")?;
    agent.resolves(&mut case).await.context("the case is resolved")?;
    let read = agent.reads(&case).await.context("a program reads the log")?;
    assert_eq!(read.len(), 4, "the whole log over REST");
    let heard = async || {
        let all: Vec<Value> = reqwest::get(&events).await?.json().await?;
        let own = all.iter().filter(|event| event["detail"]["case"] == case.id.as_str());
        let seqs: BTreeSet<_> = own.map(|event| event["detail"]["event"]["seq"].as_u64()).collect();
        Ok((seqs.len() == 4).then_some(()))
    };
    until("other programs hear each event over the bus", heard).await?;
    Ok(())
}
