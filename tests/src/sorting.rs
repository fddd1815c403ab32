//! Cases that are sorted: the order in which they wait, what is found by priority and tag, and what each side sees of it.

use contract::{CasePage, ClientFrame, EventBody};
use domain::{Priority, Role};

use crate::people::{Agent, Case, Customer};
use crate::stack::{Person, Stack, stack, until};

async fn asked(stack: &Stack, words: &str) -> anyhow::Result<(Customer, Case)> {
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let case = customer.asks("demo", words).await?;
    Ok((customer, case))
}

/// The subjects of a list, and whether its places say its order: of a case that moves at this moment the list may hold the
/// place from before.
async fn subjects(agent: &Agent, query: &str) -> anyhow::Result<(Vec<String>, bool)> {
    let page: CasePage = agent.api.get(&format!("/stores/demo/cases{query}")).await?;
    let is_sorted = page.cases.is_sorted_by_key(|case| case.place.clone());
    Ok((page.cases.into_iter().filter_map(|case| case.subject).collect(), is_sorted))
}

async fn until_listed(agent: &Agent, query: &str, expected: &[&str]) -> anyhow::Result<()> {
    let listed = async || {
        let (subjects, is_sorted) = subjects(agent, query).await?;
        Ok((subjects == expected && is_sorted).then_some(()))
    };
    until(&format!("{query} lists {expected:?}"), listed).await
}

#[tokio::test]
async fn those_that_wait_are_in_one_order_and_found_by_priority_and_tag() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let (_, _first) = asked(&stack, "first").await?;
    let (_, mut second) = asked(&stack, "second").await?;
    let (mut person, mut third) = asked(&stack, "third").await?;
    let (_, mut fourth) = asked(&stack, "fourth").await?;
    until_listed(&agent, "", &["first", "second", "third", "fourth"]).await?;
    for (case, priority) in [(&mut second, Priority::Low), (&mut fourth, Priority::Urgent)] {
        agent
            .does(case, |id, case, after| ClientFrame::Prioritize { id, case, after, priority })
            .await?;
    }
    person
        .does(&mut third, |id, case, after| ClientFrame::Escalate { id, case, after, group: None })
        .await?;
    let add = vec!["rückgabe".parse::<domain::Tag>()?].try_into().ok();
    let tag = |id, case, after| ClientFrame::Tag { id, case, after, add, remove: None };
    agent.does(&mut second, tag).await?;
    until_listed(&agent, "", &["third", "fourth", "first", "second"]).await?;
    until_listed(&agent, "?priority=urgent", &["fourth"]).await?;
    until_listed(&agent, "?tag=r%C3%BCckgabe", &["second"]).await?;
    until_listed(&agent, "?tag=r%C3%BCckgabe&priority=high", &[]).await
}

#[tokio::test]
async fn a_customer_sees_nothing_of_how_their_case_is_sorted() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let (customer, mut case) = asked(&stack, "my lamp").await?;
    let subject = "Difficult customer".parse().ok();
    agent
        .does(&mut case, |id, case, after| ClientFrame::SetSubject { id, case, after, subject })
        .await?;
    let priority = Priority::Low;
    agent
        .does(&mut case, |id, case, after| ClientFrame::Prioritize { id, case, after, priority })
        .await?;
    until_listed(&agent, "?priority=low", &["Difficult customer"]).await?;
    let own: CasePage = customer.api.get("/cases").await?;
    let own = &own.cases[0];
    assert_eq!(own.subject.as_deref(), Some("my lamp"));
    assert_eq!((&own.priority, &own.tags, &own.place), (&None, &None, &None));
    let view: serde_json::Value = customer.api.get(&format!("/cases/{}", case.id)).await?;
    assert!(view.get("priority").is_none(), "{view}");
    assert_eq!(customer.reads(&case).await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn words_that_say_it_is_urgent_raise_a_case() -> anyhow::Result<()> {
    let stack = stack().await?;
    let agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let (_, case) = asked(&stack, "Es ist dringend: Meine Lieferung fehlt").await?;
    let raised = async || {
        let log = stack.log_of(&case.id).await?;
        let found = log.into_iter().find(|entry| {
            matches!(entry.event.body, domain::Body::Prioritized { priority: Priority::High })
        });
        Ok(found)
    };
    let raised = until("it is raised", raised).await?;
    assert_eq!(raised.event.author.role, Role::Assistant);
    until_listed(&agent, "?priority=high", &["Es ist dringend: Meine Lieferung fehlt"]).await?;
    let seen = agent.reads(&case).await?;
    assert!(seen.iter().any(|event| matches!(event.body, EventBody::Prioritized { .. })));
    Ok(())
}
