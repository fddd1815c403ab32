//! What programs outside hear of a case, over the bus that the parameter `EventBus` names.

use std::collections::BTreeMap;
use std::time::Duration;

use contract::{DomainEvent, EventBody};
use local::BusFaults;
use serde_json::{Value, json};

use crate::people::{Agent, Case, Customer};
use crate::stack::{Person, Stack, options, project, start, until};

const BUS: &str = "shop/events";
/// How often events come while others are told.
const ROUNDS: u64 = 8;

async fn stack_with_bus(texts: &str) -> anyhow::Result<Stack> {
    start(options()?.parameter("EventBus", BUS).parameter("EventTexts", texts)).await
}

/// The events of a case as the bus has them, by their places; what came more than once, as it came last.
fn heard(stack: &Stack, case: &Case) -> anyhow::Result<BTreeMap<u64, DomainEvent>> {
    let details = stack.local.events(BUS).into_iter().map(|mut event| event["detail"].take());
    let events = details.map(serde_json::from_value::<DomainEvent>);
    let events = events.collect::<Result<Vec<_>, _>>()?.into_iter();
    let own = events.filter(|event| event.case == case.id);
    Ok(own.map(|event| (event.event.seq.get(), event)).collect())
}

/// Waits until the bus has had the whole case.
async fn until_heard(stack: &Stack, case: &Case) -> anyhow::Result<BTreeMap<u64, DomainEvent>> {
    let look = async || {
        let heard = heard(stack, case)?;
        Ok((heard.len() as u64 == case.head.get()).then_some(heard))
    };
    until("every event of the case is on the bus", look).await
}

#[tokio::test]
async fn a_program_hears_each_event_of_a_case_without_a_word_of_it() -> anyhow::Result<()> {
    let stack = stack_with_bus("no").await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut case = customer.asks("demo", "Where is my SECRET parcel?").await?;
    agent.catches_up(&case, case.head).await?;
    agent.says(&mut case, "The SECRET is on its way.").await?;
    agent.resolves(&mut case).await?;
    let heard = until_heard(&stack, &case).await?;
    let told = heard.values().map(|event| json!([event.event.body, event.status, event.words]));
    assert_eq!(
        told.collect::<Value>(),
        json!([
            [{ "kind": "opened", "text": null, "locale": null }, "waiting", false],
            [{ "kind": "message", "text": null, "answers": 1, "sources": [] }, "open", false],
            [{ "kind": "resolved" }, "resolved", false],
        ])
    );
    assert_eq!(heard[&1].customer, customer.id);
    let all = Value::from(stack.local.events(BUS)).to_string();
    assert!(!all.contains("SECRET") && !all.contains("Ines"), "{all}");
    let first = &stack.local.events(BUS)[0];
    assert_eq!(
        (&first["source"], &first["detail-type"]),
        (&json!("firstline"), &json!("firstline.event.v1"))
    );
    Ok(())
}

#[tokio::test]
async fn words_and_names_go_along_where_the_operator_says_so() -> anyhow::Result<()> {
    let stack = stack_with_bus("yes").await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let case = customer.asks("demo", "Where is my parcel?").await?;
    let heard = until_heard(&stack, &case).await?;
    let EventBody::Opened { text, .. } = &heard[&1].event.body else { panic!("{heard:?}") };
    assert_eq!(text.as_ref().map(domain::Text::as_str), Some("Where is my parcel?"));
    Ok(())
}

#[tokio::test]
async fn a_bus_that_takes_some_and_throttles_others_has_all_of_it_in_the_end() -> anyhow::Result<()>
{
    let stack = stack_with_bus("no").await?;
    let (refuse, throttle, refuse_entries) = (0.1, 0.2, 0.3);
    stack.local.faults().set_bus(BusFaults {
        refuse,
        throttle,
        refuse_entries,
        ..BusFaults::default()
    });
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut case = customer.asks("demo", "one").await?;
    for text in ["two", "three", "four", "five", "six"] {
        customer.says(&mut case, text).await?;
    }
    until_heard(&stack, &case).await?;
    Ok(())
}

/// The places of a case's events in the order in which the bus took them.
fn places(stack: &Stack, case: &Case) -> Vec<Value> {
    let events = stack.local.events(BUS).into_iter();
    let own = events.filter(|event| event["detail"]["case"] == case.id.as_str());
    own.map(|mut event| event["detail"]["event"]["seq"].take()).collect()
}

/// What programs outside were to be told of a case when the stack gave it up.
async fn given_up(stack: &Stack, case: &Case) -> anyhow::Result<Value> {
    let look = async || {
        let mut messages = stack.local.queue("ProjectionsFailures").into_iter();
        let of_case = |message: &Value| {
            !message["requestPayload"]["tell"]["publish"][case.id.as_str()].is_null()
        };
        Ok(messages.find(of_case))
    };
    until("the case is given up", look).await
}

#[tokio::test]
async fn a_bus_that_is_down_holds_up_no_list_and_what_it_missed_is_told_out_of_the_queue()
-> anyhow::Result<()> {
    let stack = stack_with_bus("no").await?;
    stack.local.faults().set_bus(BusFaults { refuse: 1.0, ..BusFaults::default() });
    let record = std::fs::read_to_string(project().join("events/projections/insert.json"))?;
    assert_eq!(
        views(&stack, record).await?["batchItemFailures"],
        json!([]),
        "no worker waits for the bus"
    );
    let agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut case = customer.asks("demo", "hello").await?;
    stack.until_listed(&agent, &case, "waiting").await?;
    let message = given_up(&stack, &case).await?;
    assert_eq!(message["requestContext"]["condition"], "RetriesExhausted");
    assert!(!message.to_string().contains("hello"), "{message}");

    stack.local.faults().clear();
    customer.says(&mut case, "and another thing").await?;
    let places = || places(&stack, &case);
    until("the bus is used again", async || Ok((places() == [2]).then_some(()))).await?;
    let told = views(&stack, message["requestPayload"].to_string()).await?;
    assert_eq!((told, places()), (json!({ "told": 1 }), vec![2.into(), 1.into(), 2.into()]));
    Ok(())
}

#[tokio::test]
async fn what_comes_while_older_events_are_told_is_told_after_them() -> anyhow::Result<()> {
    let stack = stack_with_bus("no").await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    for round in 0..ROUNDS {
        let mut case = customer.asks("demo", "one").await?;
        until_heard(&stack, &case).await?;
        stack.local.faults().seed(round);
        stack.local.faults().set_bus(BusFaults {
            delay: 1.0,
            longest_delay: Duration::from_millis(150),
            ..BusFaults::default()
        });
        let from_the_first = json!({ "tell": { "publish": { case.id.as_str(): 1 }, "feed": {} } });
        let writes = async {
            for text in ["two", "three", "four"] {
                customer.says(&mut case, text).await?;
            }
            anyhow::Ok(())
        };
        let (told, written) = tokio::join!(views(&stack, from_the_first.to_string()), writes);
        assert_eq!((told?, written?), (json!({ "told": 1 }), ()));
        until_heard(&stack, &case).await?;
        stack.local.faults().clear();
        // The stream's own telling of the last event may come behind all else.
        let last = async || Ok((places(&stack, &case).last() == Some(&4.into())).then_some(()));
        until("what came last is told last", last).await?;
    }
    Ok(())
}

/// An answer of the function that keeps the lists.
async fn views(stack: &Stack, event: String) -> anyhow::Result<Value> {
    let answer = stack.local.invoke("ProjectionsFunction", event).await;
    let answer = answer.map_err(|failure| anyhow::anyhow!(failure.message()))?;
    Ok(serde_json::from_slice(&answer)?)
}
