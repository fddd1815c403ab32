//! A customer wants what a store holds of them: a lead reads it page by page.

use contract::CustomerExport;
use serde_json::Value;

use crate::people::{Agent, Customer, Lead};
use crate::stack::{Person, measured_stack};

/// What `infra/README.md` says of it: the log is read once, strongly consistent, a unit for each four kilobytes.
#[tokio::test]
async fn an_export_of_a_thousand_messages_is_one_page_and_costs_few_reads() -> anyhow::Result<()> {
    let stack = measured_stack().await?;
    let lead = Lead::signs_in(&stack.entry_points).await?;
    let agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut case = customer.asks("demo", "hello").await?;
    stack.until_listed(&agent, &case, "waiting").await?;
    stack.pile_up_notes(&mut case, 999).await?;
    stack.local.metrics().reset();
    let path = format!("/stores/demo/export?customer={}", customer.id);
    let page: CustomerExport = lead.api.get(&path).await?;
    let read = stack.local.metrics().read().of("history");
    let events: Vec<_> = page.cases.iter().map(|case| case.events.len()).collect();
    assert_eq!((events, page.next), (vec![1_000], None));
    let units = |name: &str| read.operations.get(name).map_or(0.0, |usage| usage.units);
    assert_eq!((units("Query"), units("BatchGetItem"), read.write_units()), UNITS, "{read:?}");
    let whole: Value = lead.api.get(&path).await?;
    assert!(whole.to_string().len() < 1_000_000, "far below what Lambda answers with");
    Ok(())
}

/// Units of Queries (the list's and the log's), of BatchGetItem (the summary's and the lead's own), and of writes.
const UNITS: (f64, f64, f64) = (60.5, 1.5, 0.0);
