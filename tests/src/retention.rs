//! How long a store keeps closed cases, with the real functions and the clock turned ahead.

use contract::{ErasureList, ErasureView};
use domain::{Erasure, ErasureProgress, ErasureStep, ErasureSubject, Timestamp};
use serde_json::{Value, json};

use crate::people::{Agent, Customer, Lead, fresh_id};
use crate::stack::{Person, Stack, now, stack, until};
use crate::timers::{rfc3339, run_at};

const DAY: i64 = 24 * 60 * 60;

async fn erasures(lead: &Lead) -> anyhow::Result<Vec<ErasureView>> {
    let listed: ErasureList = lead.api.get("/stores/demo/erasures").await?;
    Ok(listed.erasures)
}

async fn expiring(stack: &Stack, days: i64) -> anyhow::Result<Value> {
    Ok(run_at(stack, now().plus_seconds(days * DAY)).await?["expiring"].clone())
}

#[tokio::test]
async fn closed_cases_go_after_the_time_that_a_stores_leads_settle() -> anyhow::Result<()> {
    let stack = stack().await?;
    let lead = Lead::signs_in(&stack.entry_points).await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut closed = customer.asks("demo", "Where is the plantedparcel?").await?;
    agent.catches_up(&closed, closed.head).await?;
    agent.resolves(&mut closed).await?;
    let open = customer.asks("demo", "And where is the bill?").await?;
    let list = format!("closed&month={}", &rfc3339(now())[..7]);
    stack.until_listed(&agent, &closed, &list).await?;
    assert_eq!(expiring(&stack, 400).await?, 0, "no rule");
    let wrong = json!({ "retention_days": 3_651 });
    assert_eq!(lead.api.request("POST", "/stores/demo/settings", Some(&wrong)).await?.status, 400);
    let _: Value = lead.api.post("/stores/demo/settings", &json!({ "retention_days": 30 })).await?;
    assert_eq!(expiring(&stack, 29).await?, 1, "a day is begun, and nothing is as old");
    assert_eq!(expiring(&stack, 31).await?, 1);
    assert_eq!(expiring(&stack, 31).await?, 0, "once");
    let gone = async || {
        let read = agent.reads(&closed).await?;
        let is_gone = matches!(read[0].body, contract::EventBody::Opened { text: None, .. });
        Ok(is_gone.then_some(()))
    };
    until("its words are gone", gone).await?;
    let done = async || {
        let all = erasures(&lead).await?;
        let done = all.iter().filter(|view| view.step != ErasureStep::Erasing);
        let done = done.map(|view| (view.cases, view.by.clone(), view.subject.clone()));
        let done: Vec<_> = done.collect();
        Ok((done.len() == 2).then_some(done))
    };
    let done = until("both days are erased", done).await?;
    assert_eq!(done.iter().map(|view| view.0).sum::<u32>(), 1, "{done:?}");
    let by_rule = |subject: &ErasureSubject| matches!(subject, ErasureSubject::Expired { .. });
    assert!(done.iter().all(|(_, by, subject)| by.is_none() && by_rule(subject)));
    let read = customer.reads(&open).await?;
    assert!(matches!(read[0].body, contract::EventBody::Opened { text: Some(_), .. }));
    Ok(())
}

#[tokio::test]
async fn a_rule_that_was_turned_off_takes_nothing_and_begins_anew_when_it_is_turned_on()
-> anyhow::Result<()> {
    let stack = stack().await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut closed = customer.asks("demo", "Where is my parcel?").await?;
    agent.catches_up(&closed, closed.head).await?;
    agent.resolves(&mut closed).await?;
    let list = format!("closed&month={}", &rfc3339(now())[..7]);
    stack.until_listed(&agent, &closed, &list).await?;
    let (store, erasures) = ("demo".parse()?, stack.erasures());
    // What the timers have begun before the rule was turned off.
    let until_then = now().plus_seconds(DAY);
    erasures.expire_until(&store, until_then).await?;
    let subject = ErasureSubject::Expired { after: Timestamp::default(), until: until_then };
    let (id, progress) = (fresh_id(), ErasureProgress::default());
    let erasure = Erasure { id, at: now(), by: None, by_name: None, subject, progress };
    erasures.begin(&store, &erasure).await?;
    let ended = async || {
        let held = erasures.one(&store, None, &erasure.id).await?;
        Ok(held.filter(|held| held.progress.step == ErasureStep::Done))
    };
    assert_eq!(until("it has come to its end", ended).await?.progress.cases, 0);
    assert_eq!(erasures.expired_until(&store).await?, Timestamp::default());
    let read = agent.reads(&closed).await?;
    assert!(matches!(read[0].body, contract::EventBody::Opened { text: Some(_), .. }));
    Ok(())
}
