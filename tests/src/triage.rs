//! Triage: what happens by itself with a customer's message.

use domain::{Body, Entry, EscalationReason, Role, Seq};

use crate::people::{Case, Customer};
use crate::stack::{Stack, stack, until};

/// What triage has written in a case.
async fn done_by_triage(stack: &Stack, case: &Case) -> anyhow::Result<Vec<Entry>> {
    let mut log = stack.log_of(&case.id).await?;
    log.retain(|entry| entry.event.author.role == Role::Assistant);
    Ok(log)
}

/// Waits until triage has done something about a message.
async fn until_done(stack: &Stack, case: &Case, seq: Seq) -> anyhow::Result<Entry> {
    let id = format!("triage-{seq}");
    until("triage does something", async || {
        let done = done_by_triage(stack, case).await?;
        Ok(done.into_iter().find(|entry| entry.event.id.as_str() == id))
    })
    .await
}

#[tokio::test]
async fn who_asks_for_a_person_in_words_gets_one_in_whatever_language() -> anyhow::Result<()> {
    let stack = stack().await?;
    let wishes = [
        "I want to talk to a real person",
        "Ich möchte mit einem Mitarbeiter sprechen",
        "Quiero hablar con una persona",
        "Je voudrais parler à un conseiller",
    ];
    for wish in wishes {
        let mut customer = Customer::visits(&stack.doors, "demo").await?;
        let case = customer.asks("demo", wish).await?;
        let called = until_done(&stack, &case, case.head).await?;
        let Body::Escalated { reason, .. } = called.event.body else { panic!("{wish}") };
        assert_eq!(reason, EscalationReason::CustomerAsked);
    }
    Ok(())
}
