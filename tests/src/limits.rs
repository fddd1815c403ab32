//! How often people may write and open cases, over real sockets and REST, with the limits that a deployment has.

use contract::{ClientFrame, Code, ServerFrame};
use domain::{CommandId, Seq};
use serde_json::json;

use crate::api::Api;
use crate::people::{Agent, Case, Customer, fresh_id};
use crate::stack::{Person, Stack, limited_options, start};

async fn limited(limits: serde_json::Value) -> anyhow::Result<Stack> {
    start(limited_options()?.parameter("Limits", limits.to_string())).await
}

fn send(case: &Case, id: &CommandId, after: Seq) -> anyhow::Result<ClientFrame> {
    let (id, case, text) = (id.clone(), case.id.clone(), Some("again".parse()?));
    let (files, answers, anyway) = (None, None, None);
    Ok(ClientFrame::Send { id, case, after, text, files, answers, anyway })
}

#[tokio::test]
async fn sixty_messages_of_a_flood_are_taken_and_the_others_told_how_long_to_wait()
-> anyhow::Result<()> {
    let stack = start(limited_options()?).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let case = customer.asks("demo", "hello").await?;
    let ids: Vec<CommandId> = (0..70).map(|_| fresh_id()).collect();
    for id in &ids {
        let frame = send(&case, id, case.head)?;
        customer.socket.send_raw(serde_json::to_string(&frame)?).await?;
    }
    let mut taken = 0;
    for id in &ids {
        match customer.socket.answer_to(id).await? {
            ServerFrame::Ack { .. } => taken += 1,
            ServerFrame::Error { code: Code::RateLimited, retry_after: Some(wait), .. } => {
                assert!((1..=60).contains(&wait), "{wait}");
            }
            other => anyhow::bail!("neither taken nor told to wait: {other:?}"),
        }
    }
    // The opening was the first of the sixty.
    assert_eq!((taken, stack.log_of(&case.id).await?.len()), (59, 60));
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut theirs = Case { id: case.id.clone(), head: Seq::try_from(60)? };
    agent.listens(&theirs).await?;
    agent.says(&mut theirs, "Please one at a time.").await?;
    Ok(())
}

#[tokio::test]
async fn rest_says_the_wait_in_the_document_and_in_retry_after() -> anyhow::Result<()> {
    let stack = limited(json!({ "cases_an_hour": 1 })).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    customer.asks("demo", "hello").await?;
    let opening = json!({ "id": fresh_id(), "store": "demo", "text": "hello again" });
    let answer = customer.api.request("POST", "/cases", Some(&opening)).await?;
    assert_eq!((answer.status, answer.body["code"].as_str()), (429, Some("rate_limited")));
    let named = answer.headers["retry-after"].to_str()?.parse::<u64>()?;
    assert_eq!(answer.body["retry_after"], json!(named));
    assert!((3_500..=3_600).contains(&named), "{named}");
    Ok(())
}

#[tokio::test]
async fn a_customer_has_five_open_cases_and_a_sixth_once_one_is_settled() -> anyhow::Result<()> {
    let stack = start(limited_options()?).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut first = customer.asks("demo", "hello").await?;
    for _ in 1..5 {
        customer.asks("demo", "hello").await?;
    }
    assert!(customer.asks("demo", "hello").await.is_err());
    agent.resolves(&mut first).await?;
    customer.asks("demo", "hello").await?;
    Ok(())
}

#[tokio::test]
async fn an_address_has_so_many_visitors_and_cases_an_hour_and_no_more() -> anyhow::Result<()> {
    let limits = json!({ "address_visitors_an_hour": 3, "address_cases_an_hour": 2 });
    let stack = limited(limits).await?;
    let mut visitors = Vec::new();
    for _ in 0..3 {
        visitors.push(Customer::visits(&stack.entry_points, "demo").await?);
    }
    let api = Api::anonymous(&stack.entry_points);
    let fourth = api.request("POST", "/visitors", Some(&json!({ "store": "demo" }))).await?;
    assert_eq!((fourth.status, fourth.body["code"].as_str()), (429, Some("rate_limited")));
    assert!(fourth.headers.contains_key("retry-after"));
    let others = api.request("POST", "/visitors", Some(&json!({ "store": "north" }))).await?;
    assert_eq!(others.status, 201, "each store has its own count");
    visitors[0].asks("demo", "hello").await?;
    visitors[1].asks("demo", "hello").await?;
    assert!(visitors[2].asks("demo", "hello").await.is_err());
    Ok(())
}

#[tokio::test]
async fn an_opening_is_counted_by_one_read_and_two_writes_beside_the_stores_settings()
-> anyhow::Result<()> {
    let stack = start(limited_options()?.metered()).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    for _ in 0..2 {
        stack.local.metrics().reset();
        customer.asks("demo", "hello").await?;
        let read = stack.local.metrics().read().of("message");
        let usage = |operation: &str| {
            let usage = read.operations.get(operation).cloned().unwrap_or_default();
            (usage.requests, usage.units)
        };
        assert_eq!(usage("GetItem"), (2, 2.0), "what the customer has opened, what the store asks");
        assert_eq!(usage("PutItem"), (2, 2.0), "the same with one more, and the event");
        let by_address = usage("UpdateItem").0;
        assert!((1..=2).contains(&by_address), "the address, once more where its hour begins");
    }
    Ok(())
}
