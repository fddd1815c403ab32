//! The lists of a store: how long they are, and all cases of one customer.

use contract::{CaseCounts, CasePage, ClientFrame};

use crate::people::{Agent, Case, Customer, Lead};
use crate::stack::{Person, stack, until};

/// Waits until the store's counts are these, as somebody with this API gets them.
async fn counted(api: &crate::api::Api, expected: (u32, u32, u32)) -> anyhow::Result<()> {
    let is_so = async || {
        let counts: CaseCounts = api.get("/stores/demo/counts").await?;
        let (waiting, open, closed) = expected;
        let wanted = CaseCounts {
            waiting: Some(waiting),
            open: Some(open),
            snoozed: Some(0),
            closed: Some(closed),
        };
        Ok((counts == wanted).then_some(()))
    };
    until(&format!("the counts are {expected:?}"), is_so).await
}

fn ids(page: &CasePage) -> Vec<&str> {
    page.cases.iter().map(|summary| summary.case.as_str()).collect()
}

#[tokio::test]
async fn a_count_follows_a_case_from_list_to_list() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    counted(&agent.api, (0, 0, 0)).await?;
    // More than one page of a list has.
    let mut cases = Vec::new();
    for _ in 0..52 {
        cases.push(customer.asks("demo", "hello").await?);
    }
    counted(&agent.api, (52, 0, 0)).await?;
    let case: &mut Case = &mut cases[0];
    agent.listens(case).await?;
    agent.says(case, "Hello!").await?;
    counted(&agent.api, (51, 1, 0)).await?;
    agent.does(case, |id, case, after| ClientFrame::Resolve { id, case, after }).await?;
    counted(&agent.api, (51, 0, 1)).await
}

#[tokio::test]
async fn only_the_lists_that_were_asked_for_are_counted() -> anyhow::Result<()> {
    let stack = stack().await?;
    let agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let counts: CaseCounts = agent.api.get("/stores/demo/counts?lists=open").await?;
    assert_eq!(counts, CaseCounts { open: Some(0), ..CaseCounts::default() });
    for wrong in ["", "mine", "waiting,,open"] {
        let path = format!("/stores/demo/counts?lists={wrong}");
        assert_eq!(agent.api.request("GET", &path, None).await?.status, 400, "{wrong}");
    }
    Ok(())
}

#[tokio::test]
async fn who_sees_only_their_own_cases_is_told_no_counts() -> anyhow::Result<()> {
    let stack = stack().await?;
    let nora = Agent::signs_in(&stack.entry_points, Person::Nora).await?;
    let lead = Lead::signs_in(&stack.entry_points).await?;
    let theirs: CaseCounts = nora.api.get("/stores/north/counts").await?;
    assert_eq!(theirs, CaseCounts::default());
    let all: CaseCounts = lead.api.get("/stores/north/counts").await?;
    assert_eq!(all.waiting, Some(0));
    Ok(())
}

#[tokio::test]
async fn all_cases_of_a_customer_come_newest_first_and_nobody_elses() -> anyhow::Result<()> {
    let stack = stack().await?;
    let agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut other = Customer::visits(&stack.entry_points, "demo").await?;
    let first = customer.asks("demo", "one").await?;
    other.asks("demo", "not theirs").await?;
    let second = customer.asks("demo", "two").await?;
    let path = format!("/stores/demo/cases?customer={}", customer.id);
    let listed = async || {
        let page: CasePage = agent.api.get(&path).await?;
        Ok((ids(&page) == [second.id.as_str(), first.id.as_str()]).then_some(()))
    };
    until("both are listed", listed).await?;
    for wrong in ["list=open", "group=1", "priority=low", "tag=vip"] {
        let wrong = format!("{path}&{wrong}");
        assert_eq!(agent.api.request("GET", &wrong, None).await?.status, 400);
    }
    Ok(())
}

#[tokio::test]
async fn a_group_that_is_none_and_a_list_that_knows_no_groups_are_refused() -> anyhow::Result<()> {
    let stack = stack().await?;
    let agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let of_groups = ["group=0", "group=61", "group=Billing", "group=", "list=open&group=1"];
    let of_sorts = ["priority=utmost", "priority=", "tag=", "tag=Two%20words", "tag=VIP"];
    for wrong in of_groups.into_iter().chain(of_sorts) {
        let path = format!("/stores/demo/cases?{wrong}");
        assert_eq!(agent.api.request("GET", &path, None).await?.status, 400, "{wrong}");
    }
    Ok(())
}

#[tokio::test]
async fn of_a_customers_cases_an_agent_gets_only_those_they_may_read() -> anyhow::Result<()> {
    let stack = stack().await?;
    let nora = Agent::signs_in(&stack.entry_points, Person::Nora).await?;
    let mut lead = Lead::signs_in(&stack.entry_points).await?;
    let mut customer = Customer::visits(&stack.entry_points, "north").await?;
    let mut given = customer.asks("north", "for Nora").await?;
    customer.asks("north", "for nobody").await?;
    let agent = nora.id.clone();
    lead.does(&mut given, |id, case, after| ClientFrame::Assign { id, case, after, agent }).await?;
    let path = format!("/stores/north/cases?customer={}", customer.id);
    let listed = async || {
        let all: CasePage = lead.api.get(&path).await?;
        let theirs: CasePage = nora.api.get(&path).await?;
        Ok((all.cases.len() == 2 && ids(&theirs) == [given.id.as_str()]).then_some(()))
    };
    until("the lead gets both and the agent one", listed).await
}
