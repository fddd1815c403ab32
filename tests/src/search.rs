//! The search over a store's cases, through the whole stack.

use adapters::dynamo::IndexedCase;
use anyhow::Context as _;
use contract::{ClientFrame, SearchPage};
use serde_json::Value;

use crate::people::{Agent, Customer, Lead};
use crate::stack::{Person, Stack, measured_stack, stack, until};

/// The page that a query finds.
async fn search(agent: &Agent, query: &str) -> anyhow::Result<SearchPage> {
    agent.api.get(&format!("/stores/demo/search?{query}")).await
}

/// Waits until a query finds this many cases.
async fn until_found(agent: &Agent, query: &str, count: usize) -> anyhow::Result<SearchPage> {
    let found = async || {
        let page = search(agent, query).await?;
        Ok((page.hits.len() == count).then_some(page))
    };
    until(&format!("{query} finds {count}"), found).await
}

#[tokio::test]
async fn an_agent_finds_a_case_by_what_was_said_in_it_however_it_is_spelled() -> anyhow::Result<()>
{
    let stack = stack().await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut case = customer.asks("demo", "Liefern Sie nach Zürich?").await?;
    agent.listens(&case).await?;
    agent.says(&mut case, "Yes, order 48213 left on Monday.").await?;
    for query in ["query=zurich", "query=ZUR", "query=z%C3%BCrich%2048213", "query=monday"] {
        let page = until_found(&agent, query, 1).await?;
        assert_eq!(page.hits[0].case.case, case.id, "{query}");
        assert!(page.hits[0].excerpt.iter().any(|part| part.is_hit), "{query}");
    }
    until_found(&agent, &format!("query=%23{}", &case.id.as_str()[21..]), 1).await?;
    let customer = format!("query=zurich&customer={}", customer.id);
    until_found(&agent, &customer, 1).await?;
    for query in ["query=unicorn", "query=zurich&tag=vip", "query=zurich&until=2001-01-01"] {
        assert_eq!(search(&agent, query).await?.hits.len(), 0, "{query}");
    }
    Ok(())
}

#[tokio::test]
async fn what_is_no_search_is_refused() -> anyhow::Result<()> {
    let stack = stack().await?;
    let agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let long = format!("query={}", "x".repeat(201));
    for wrong in
        ["", "query=", &long, "query=x&from=today", "query=x&cursor=x", "query=x&list=open"]
    {
        let path = format!("/stores/demo/search?{wrong}");
        let answer = agent.api.request("GET", &path, None).await?;
        assert_eq!(answer.status, 400, "{wrong}");
    }
    Ok(())
}

#[tokio::test]
async fn who_sees_only_their_own_cases_finds_no_others() -> anyhow::Result<()> {
    let stack = stack().await?;
    let lead = Lead::signs_in(&stack.entry_points).await?;
    let nora = Agent::signs_in(&stack.entry_points, Person::Nora).await?;
    let mut customer = Customer::visits(&stack.entry_points, "north").await?;
    customer.asks("north", "The lamp is broken").await?;
    let path = "/stores/north/search?query=lamp";
    let found = async || {
        let page: SearchPage = lead.api.get(path).await?;
        Ok((page.hits.len() == 1).then_some(()))
    };
    until("the lead finds it", found).await?;
    let theirs: SearchPage = nora.api.get(path).await?;
    assert_eq!(theirs.hits.len(), 0);
    Ok(())
}

#[tokio::test]
async fn withdrawn_words_are_found_no_more() -> anyhow::Result<()> {
    let stack = stack().await?;
    let agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut case = customer.asks("demo", "my card is plantedword").await?;
    until_found(&agent, "query=plantedword", 1).await?;
    let of = case.head;
    customer
        .does(&mut case, |id, case, after| ClientFrame::Withdraw { id, case, after, of })
        .await?;
    until_found(&agent, "query=plantedword", 0).await?;
    Ok(())
}

/// Waits until `projections` has counted so many write units for the index.
async fn indexed(stack: &Stack, rows: f64) -> anyhow::Result<()> {
    let is_so = async || {
        let read = stack.local.metrics().read().of("projections");
        let usage = read.operations.get("BatchWriteItem").map_or(0.0, |usage| usage.units);
        Ok((usage >= rows).then_some(()))
    };
    until("the words are indexed", is_so).await
}

/// Off the message's way: half a read unit, and where words are new one write unit for each of them and one for the case's own row.
#[tokio::test]
async fn a_message_costs_a_unit_for_each_word_that_is_new_and_a_search_few() -> anyhow::Result<()> {
    let stack = measured_stack().await?;
    let agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    // The end of its id, and two words that are not in every text.
    stack.local.metrics().reset();
    let mut case = customer.asks("demo", "The lamp is broken").await?;
    indexed(&stack, 3.0).await?;
    until_found(&agent, "query=broken", 1).await?;
    stack.local.metrics().reset();
    customer.says(&mut case, "another lamp is broken too").await?;
    indexed(&stack, 1.0).await?;
    let put = async || {
        let read = stack.local.metrics().read().of("projections");
        Ok(read.operations.get("PutItem").cloned())
    };
    let put = until("the case's row is written", put).await?;
    let read = stack.local.metrics().read().of("projections");
    let (look, rows) = (&read.operations["GetItem"], &read.operations["BatchWriteItem"]);
    assert_eq!((look.requests, look.units), (1, 0.5), "{read:?}");
    assert_eq!((rows.requests, rows.units), (1, 1.0), "{read:?}");
    assert_eq!((put.requests, put.units), (1, 1.0), "{read:?}");
    stack.local.metrics().reset();
    search(&agent, "query=broken").await?;
    let read = stack.local.metrics().read().of("history");
    // The rows under the term; who asks, the case's terms and summary, the event that is shown: half a unit each.
    let usage = |operation: &str| {
        let usage = read.operations[operation].clone();
        (usage.requests, usage.units)
    };
    assert_eq!((usage("Query"), usage("BatchGetItem")), ((1, 0.5), (4, 2.0)), "{read:?}");
    assert_eq!(read.write_units(), 0.0);
    Ok(())
}

#[tokio::test]
async fn an_index_is_made_anew_on_demand() -> anyhow::Result<()> {
    let stack = stack().await?;
    let agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let case = customer.asks("demo", "The lamp is broken").await?;
    until_found(&agent, "query=lamp", 1).await?;
    let (index, opened_at) = (stack.search_index(), stack.log_of(&case.id).await?[0].event.at);
    let words = index.words(&case.id).await?.context("the case is indexed")?;
    let indexed = IndexedCase { case: case.id.clone(), store: "demo".parse()?, opened_at };
    index.remove(&indexed, words.iter().map(|(term, _)| term.to_owned())).await?;
    assert_eq!(search(&agent, "query=lamp").await?.hits.len(), 0);
    let rebuild = serde_json::json!({ "rebuild": [case.id] }).to_string();
    let answer = stack.local.invoke("ProjectionsFunction", rebuild).await;
    let answer = answer.map_err(|failure| anyhow::anyhow!(failure.message()))?;
    assert_eq!(serde_json::from_slice::<Value>(&answer)?["rebuilt"], 1);
    until_found(&agent, "query=lamp", 1).await?;
    Ok(())
}
