//! What integrations do over REST, as others do it over the socket.

use serde_json::{Value, json};

use crate::people::{Agent, Case, Customer, Lead, fresh_id};
use crate::stack::{Person, stack};

/// Does something in a case in the lead's name and moves the test's view of the case on.
async fn posts(lead: &Lead, case: &mut Case, mut command: Value) -> anyhow::Result<()> {
    command["id"] = json!(fresh_id());
    command["after"] = json!(case.head);
    let ack: Value = lead.api.post(&format!("/cases/{}/commands", case.id), &command).await?;
    case.head = serde_json::from_value(ack["event"]["seq"].clone())?;
    Ok(())
}

#[tokio::test]
async fn an_integration_gives_a_case_to_an_agent_and_takes_it_back() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let colleague = Agent::signs_in(&stack.entry_points, Person::Jon).await?;
    let lead = Lead::signs_in(&stack.entry_points).await?;
    let mut case = customer.asks("demo", "hello").await?;
    posts(&lead, &mut case, json!({ "action": "assign", "agent": colleague.id })).await?;
    let assigned = stack.log_of(&case.id).await?.pop().unwrap();
    assert_eq!(assigned.state.assignee.as_ref(), Some(&colleague.id));
    posts(&lead, &mut case, json!({ "action": "unassign" })).await?;
    assert_eq!(stack.log_of(&case.id).await?.pop().unwrap().state.assignee, None);
    Ok(())
}

#[tokio::test]
async fn an_integration_takes_words_back_and_chooses_who_takes_part() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let colleague = Agent::signs_in(&stack.entry_points, Person::Jon).await?;
    let lead = Lead::signs_in(&stack.entry_points).await?;
    let mut case = customer.asks("demo", "hello").await?;
    posts(&lead, &mut case, json!({ "action": "send", "text": "a slip", "anyway": true })).await?;
    let slip = case.head;
    posts(&lead, &mut case, json!({ "action": "withdraw", "of": slip })).await?;
    posts(&lead, &mut case, json!({ "action": "add_participant", "user": colleague.id })).await?;
    posts(&lead, &mut case, json!({ "action": "remove_participant", "user": colleague.id }))
        .await?;
    let log = stack.log_of(&case.id).await?;
    let withdrawn = log.iter().find(|entry| entry.event.seq == slip);
    assert_eq!(withdrawn.and_then(|entry| entry.event.text.clone()), None);
    assert_eq!(log.len(), 5);
    Ok(())
}

#[tokio::test]
async fn a_case_takes_its_own_commands_and_no_other_frame() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let case = customer.asks("demo", "hello").await?;
    let path = format!("/cases/{}/commands", case.id);
    let (id, after) = (fresh_id(), case.head);
    for (document, code) in [
        (json!({ "action": "open", "id": id, "store": "demo", "text": "hello" }), "unknown_action"),
        (json!({ "action": "heartbeat", "id": id, "cases": [] }), "unknown_action"),
        (json!({ "action": "typing", "on": true, "case": case.id }), "bad_frame"),
        (
            json!({ "action": "note", "id": id, "after": after, "text": "a", "case": case.id }),
            "bad_frame",
        ),
        (json!(["typing", true]), "bad_frame"),
        (json!({ "on": true }), "bad_frame"),
    ] {
        let answer = customer.api.request("POST", &path, Some(&document)).await?;
        let code_of = answer.body["code"].as_str();
        assert_eq!((answer.status, code_of), (400, Some(code)), "{document}");
    }
    Ok(())
}
