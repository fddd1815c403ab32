//! Targets and promises, with the real functions: lists say what is due, the turned clock warns and misses, programs hear of it, and a
//! promise is seen by both sides until somebody replies.

use contract::{CasePage, ClientFrame, DeadlineKind, EventBody, FeedPage};
use domain::{TargetKind, Timestamp};
use serde_json::{Value, json};

use crate::people::{Agent, Customer, Lead};
use crate::stack::{Person, Stack, measured_stack, now, options, start, until};
use crate::timers::{run_at, told};

const MINUTE: i64 = 60;

/// First replies within twenty minutes, by the calendar.
async fn aim(stack: &Stack) -> anyhow::Result<Lead> {
    let lead = Lead::signs_in(&stack.entry_points).await?;
    let targets = json!({ "normal": { "first_reply": 20 }, "clock": "calendar" });
    let set: Value = lead.api.post("/stores/demo/settings", &json!({ "targets": targets })).await?;
    assert_eq!(set["targets"]["normal"]["first_reply"], 20);
    Ok(lead)
}

/// Turns the clock until something has come of it: a case whose list is behind is looked at a minute later.
async fn turned(stack: &Stack, at: Timestamp, what: &str) -> anyhow::Result<()> {
    let ahead = std::sync::atomic::AtomicI64::new(0);
    until(what, async || {
        let seconds = ahead.fetch_add(MINUTE, std::sync::atomic::Ordering::Relaxed);
        let report = run_at(stack, at.plus_seconds(seconds)).await?;
        Ok((report[what] == 1).then_some(()))
    })
    .await
}

#[tokio::test]
async fn a_target_is_listed_warned_of_and_missed_and_programs_hear_of_both() -> anyhow::Result<()> {
    let stack = start(options()?.parameter("EventDays", "1")).await?;
    let lead = aim(&stack).await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut case = customer.asks("demo", "Where is my parcel?").await?;
    customer.listens(&case).await?;
    agent.listens(&case).await?;
    let summary = told(&mut agent, &case).await?;
    let [due] = summary.deadlines.as_deref().unwrap_or_default() else {
        anyhow::bail!("{summary:?}");
    };
    let at = summary.opened_at.plus_seconds(20 * MINUTE);
    let warn_at = summary.opened_at.plus_seconds(15 * MINUTE);
    assert_eq!((due.kind, due.at, due.warn_at), (DeadlineKind::FirstReply, at, Some(warn_at)));

    turned(&stack, warn_at, "warned").await?;
    case.head = 2_u64.try_into()?;
    let heard = agent.hears(&case, case.head).await?;
    let target = TargetKind::FirstReply;
    assert_eq!(heard.body, EventBody::TargetWarned { target, due: at });
    told(&mut agent, &case).await?;
    turned(&stack, at, "missed").await?;
    case.head = 3_u64.try_into()?;
    assert_eq!(
        agent.hears(&case, case.head).await?.body,
        EventBody::TargetMissed { target, due: at }
    );
    told(&mut agent, &case).await?;

    let overdue: CasePage = agent.api.get("/stores/demo/cases?overdue=true").await?;
    assert!(overdue.cases.is_empty(), "by the real clock it is not yet");
    let page: Value = customer.api.get("/cases").await?;
    assert!(page["cases"][0].get("deadlines").is_none(), "{page}");
    let kinds = async || {
        let page: FeedPage = lead.api.get("/stores/demo/events").await?;
        let kinds: Vec<Value> =
            page.events.iter().map(|event| json!(event.data.event.body)["kind"].clone()).collect();
        Ok((kinds.len() == 3).then_some(kinds))
    };
    let kinds = until("programs hear of it", kinds).await?;
    assert_eq!(kinds, ["opened", "target_warned", "target_missed"]);
    Ok(())
}

/// What an opening costs *projections* more where the store has a target: a timer and the summary's second write.
#[tokio::test]
async fn a_target_costs_a_timer_and_a_write_of_the_summary() -> anyhow::Result<()> {
    let mut costs = Vec::new();
    for has_target in [false, true] {
        let stack = measured_stack().await?;
        if has_target {
            aim(&stack).await?;
        }
        let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
        let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
        for _ in 0..2 {
            let warm = customer.asks("demo", "Hello").await?;
            told(&mut agent, &warm).await?;
        }
        until("the last one is counted", async || {
            let read = stack.local.metrics().read().of("projections");
            let counted =
                read.operations.get("TransactWriteItems").map_or(0, |usage| usage.requests);
            Ok((counted >= 2).then_some(()))
        })
        .await?;
        stack.local.metrics().reset();
        let case = customer.asks("demo", "Hello").await?;
        told(&mut agent, &case).await?;
        let read = stack.local.metrics().read();
        // One of them for what the store asks before the first message.
        assert_eq!((read.of("message").read_units(), read.of("message").write_units()), (2.0, 1.0));
        costs.push(read.of("projections").operations["UpdateItem"].requests);
    }
    assert_eq!(costs, [1, 2]);
    Ok(())
}

#[tokio::test]
async fn a_promise_is_seen_by_both_sides_and_what_nobody_keeps_is_missed() -> anyhow::Result<()> {
    let stack = measured_stack().await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut case = customer.asks("demo", "Where is my parcel?").await?;
    customer.listens(&case).await?;
    let by = Timestamp::from_seconds(now().seconds() + 60 * MINUTE);
    let promise = |id, case, after| ClientFrame::PromiseReply { id, case, after, by };
    agent.does(&mut case, promise).await?;
    let heard = customer.hears(&case, case.head).await?;
    assert_eq!((heard.body, heard.author.id), (EventBody::Promised { by }, Some(agent.id.clone())));
    let summary = told(&mut agent, &case).await?;
    let [due] = summary.deadlines.as_deref().unwrap_or_default() else {
        anyhow::bail!("{summary:?}");
    };
    assert_eq!((due.kind, due.at), (DeadlineKind::Promise, by));
    turned(&stack, by, "missed").await?;
    let log = stack.log_of(&case.id).await?;
    let missed = log.last().map(|entry| entry.event.body.clone());
    assert_eq!(missed, Some(domain::Body::PromiseMissed { of: case.head, by }));
    Ok(())
}
