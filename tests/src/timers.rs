//! What is due, with the real functions: a case that was put aside is listed by itself, comes back by the clock, and agents are
//! told of both.

use contract::{CaseCounts, CasePage, CaseSummary, ClientFrame, EventBody, ServerFrame, Snoozed};
use domain::{Body, Timestamp};
use serde_json::{Value, json};

use crate::people::{Agent, Case, Customer, Lead};
use crate::stack::{Person, Stack, measured_stack, now, options, start, until};

const HOUR: i64 = 60 * 60;

/// A run of the timers that was planned for this moment: the clock is turned to it.
pub(crate) async fn run_at(stack: &Stack, at: Timestamp) -> anyhow::Result<Value> {
    let planned = json!({ "time": rfc3339(at) }).to_string();
    let answer = stack.local.invoke("TimersFunction", planned).await;
    let answer = answer.map_err(|failure| anyhow::anyhow!(failure.message()))?;
    Ok(serde_json::from_slice(&answer)?)
}

/// A moment as a scheduler names it. The calendar is counted from a first of March, behind which leap days come.
pub(crate) fn rfc3339(at: Timestamp) -> String {
    let (days, seconds) = (at.seconds().div_euclid(86_400), at.seconds().rem_euclid(86_400));
    let from_march = days + 719_468;
    let (era, day) = (from_march.div_euclid(146_097), from_march.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let from_march = (5 * day + 2) / 153;
    let (day, month) = (day - (153 * from_march + 2) / 5 + 1, (from_march + 2) % 12 + 1);
    let year = year + era * 400 + i64::from(month <= 2);
    let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

#[test]
fn a_moment_is_written_as_a_scheduler_does() {
    for (at, expected) in [
        (1_795_000_000, "2026-11-18T11:06:40Z"),
        (951_782_400, "2000-02-29T00:00:00Z"),
        (1_798_761_599, "2026-12-31T23:59:59Z"),
    ] {
        assert_eq!(rfc3339(Timestamp::from_seconds(at)), expected);
    }
}

/// Waits until an agent's lists know where a case stands with its newest event.
pub(crate) async fn told(agent: &mut Agent, case: &Case) -> anyhow::Result<CaseSummary> {
    let heard = |frame: &ServerFrame| match frame {
        ServerFrame::Worklist { summary, .. } if summary.case == case.id => {
            (summary.seq >= case.head).then(|| summary.clone())
        }
        _ => None,
    };
    agent.socket.hear(heard).await
}

async fn list(agent: &Agent, name: &str) -> anyhow::Result<Vec<domain::CaseId>> {
    let page: CasePage = agent.api.get(&format!("/stores/demo/cases?list={name}")).await?;
    Ok(page.cases.into_iter().map(|summary| summary.case).collect())
}

#[tokio::test]
async fn a_snoozed_case_leaves_the_inbox_and_comes_back_when_its_time_has_come()
-> anyhow::Result<()> {
    let stack = measured_stack().await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut case = customer.asks("demo", "Where is my parcel?").await?;
    let until = Some(Timestamp::from_seconds(now().seconds() + HOUR));
    let snooze = |id, case, after| ClientFrame::Snooze { id, case, after, until };
    agent.does(&mut case, snooze).await?;
    assert_eq!(told(&mut agent, &case).await?.snoozed, Some(Snoozed { until }));
    assert_eq!(list(&agent, "snoozed").await?, std::slice::from_ref(&case.id));
    assert!(list(&agent, "waiting").await?.is_empty());
    let counts: CaseCounts = agent.api.get("/stores/demo/counts").await?;
    assert_eq!((counts.waiting, counts.snoozed), (Some(0), Some(1)));
    assert_eq!(run_at(&stack, now()).await?["woken"], 0);
    stack.local.metrics().reset();
    assert_eq!(run_at(&stack, now().plus_seconds(HOUR)).await?["woken"], 1);
    let read = stack.local.metrics().read().of("timers");
    // The timers of the stores demo and north, the head, the append's read and write, the timer's end.
    assert_eq!(read.operations["Query"].requests, 4, "{:?}", read.operations);
    assert_eq!((read.operations["PutItem"].units, read.operations["DeleteItem"].units), (1.0, 1.0));
    case.head = 3_u64.try_into()?;
    assert_eq!(told(&mut agent, &case).await?.snoozed, None);
    assert_eq!(list(&agent, "waiting").await?, [case.id]);
    Ok(())
}

/// Hours by which a store opens in two hours, every day, in UTC.
fn opens_soon() -> Value {
    let from = (now().seconds().rem_euclid(24 * 60 * 60) / 60 + 120) % (23 * 60);
    let day = json!([{ "from": from, "until": from + 60 }]);
    json!({ "hours": { "zone": "UTC", "week": vec![day; 7], "holidays": [] } })
}

#[tokio::test]
async fn a_message_for_the_opening_reaches_the_customer_when_the_store_opens() -> anyhow::Result<()>
{
    let stack = measured_stack().await?;
    let lead = Lead::signs_in(&stack.entry_points).await?;
    let _: Value = lead.api.post("/stores/demo/settings", &opens_soon()).await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut case = customer.asks("demo", "Where is my parcel?").await?;
    customer.listens(&case).await?;
    let text = "It has arrived by now.".parse()?;
    let schedule =
        |id, case, after| ClientFrame::ScheduleMessage { id, case, after, text, at: None };
    let scheduled = agent.does(&mut case, schedule).await?;
    let EventBody::Scheduled { at, at_opening: true, .. } = scheduled.body else {
        anyhow::bail!("{scheduled:?}");
    };
    assert!(at > now());
    told(&mut agent, &case).await?;
    assert_eq!(run_at(&stack, at).await?["sent"], 1);
    let heard = customer.hears(&case, 3_u64.try_into()?).await?;
    let EventBody::Message { text, .. } = &heard.body else { anyhow::bail!("{heard:?}") };
    assert_eq!(text.as_ref().map(domain::Text::as_str), Some("It has arrived by now."));
    assert_eq!(heard.author.id, Some(agent.id.clone()));
    Ok(())
}

#[tokio::test]
async fn the_clock_runs_the_timers_by_itself() -> anyhow::Result<()> {
    let stack = start(options()?.minute(std::time::Duration::from_millis(200))).await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut case = customer.asks("demo", "Where is my parcel?").await?;
    let soon = Some(now().plus_seconds(1));
    let snooze = |id, case, after| ClientFrame::Snooze { id, case, after, until: soon };
    agent.does(&mut case, snooze).await?;
    let woken = async || {
        let log = stack.log_of(&case.id).await?;
        Ok(log.iter().any(|entry| entry.event.body == Body::Woken).then_some(()))
    };
    until("the case is back", woken).await
}

#[tokio::test]
async fn a_silent_customer_is_reminded_and_then_their_case_is_closed() -> anyhow::Result<()> {
    let stack = measured_stack().await?;
    let lead = Lead::signs_in(&stack.entry_points).await?;
    let words = "Is there anything else?";
    let rules = json!({ "remind_after_hours": 2, "close_after_hours": 3, "reminder": words });
    let _: Value = lead.api.post("/stores/demo/settings", &json!({ "auto_close": rules })).await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut case = customer.asks("demo", "Where is my parcel?").await?;
    agent.says(&mut case, "On its way.").await?;
    // Timers are set before agents are told.
    told(&mut agent, &case).await?;
    // While it is put aside nobody is reminded: it is looked at again an hour later.
    agent
        .does(&mut case, |id, case, after| ClientFrame::Snooze { id, case, after, until: None })
        .await?;
    let soon = now().plus_seconds(2 * HOUR + 60);
    assert_eq!(run_at(&stack, soon).await?["dropped"], 1);
    agent.does(&mut case, |id, case, after| ClientFrame::Wake { id, case, after }).await?;
    let soon = soon.plus_seconds(HOUR + 60);
    assert_eq!(run_at(&stack, soon).await?["reminded"], 1);
    case.head = 5_u64.try_into()?;
    told(&mut agent, &case).await?;
    assert_eq!(run_at(&stack, soon.plus_seconds(3 * HOUR)).await?["closed"], 1);
    let log = stack.log_of(&case.id).await?;
    let said = log[4].event.text.as_ref().map(domain::Text::as_str);
    assert_eq!((said, &log[5].event.body), (Some(words), &Body::Resolved));
    Ok(())
}
