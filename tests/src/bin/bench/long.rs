//! The newest page of a long log, and a message at its end.

use std::time::Duration;

use anyhow::Context as _;
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::host::World;
use crate::load::bar;
use crate::outcome::Spread;
use crate::person::Person;
use crate::{database, rest};

/// How often each figure is taken.
const TIMES: usize = 200;
/// What one BatchWriteItem takes.
const BATCH: u64 = 25;

/// What a long log costs those who use its end.
#[derive(serde::Serialize)]
pub(crate) struct Figures {
    /// How many events it has.
    pub(crate) events: u64,
    /// GET of the newest 50 through gateway and function, in milliseconds.
    pub(crate) newest: Spread,
    /// The same page asked of the engine itself.
    pub(crate) engine: Spread,
    /// A message from sending to its acknowledgement.
    pub(crate) message: Spread,
}

/// Fills a log and reads its end.
pub(crate) async fn measure(world: &World, events: u64) -> anyhow::Result<Figures> {
    let (store, token) = world.desk(0);
    let visitor = rest::visitor(world, store).await?;
    let mut customer = Person::connect(&world.socket, world.protocol, &visitor).await?;
    let open = format!(r#"{{"action":"open","id":"long-log-1","store":"{store}","text":"hello"}}"#);
    let (case, _) = customer.ask(open, "long-log-1").await?;
    let (_, seq) = customer.ask(send(&case, "long-log-2", 1), "long-log-2").await?;
    fill(world, &case, seq, events).await?;
    let held = count(world, &case).await?;
    anyhow::ensure!(held == events, "the log has {held} events instead of {events}");

    let mut figures = Figures {
        events,
        newest: Spread::default(),
        engine: Spread::default(),
        message: Spread::default(),
    };
    let path = format!("/cases/{case}/events?limit=50");
    let page = rest::get(world, token, &path).await?;
    anyhow::ensure!(page["head"] == json!(events), "the log ends at {}", page["head"]);
    figures.newest = repeat(async |_| rest::get(world, token, &path).await.map(drop)).await?;
    let query = database::query(world, &case, Some(50));
    figures.engine =
        repeat(async |_| database::call(world, "Query", &query).await.map(drop)).await?;
    let mut head = events;
    figures.message = repeat(async |n| {
        let id = format!("long-end-{n}");
        (_, head) = customer.ask(send(&case, &id, head), &id).await?;
        Ok(())
    })
    .await?;
    Ok(figures)
}

fn send(case: &str, id: &str, after: u64) -> String {
    format!(
        r#"{{"action":"send","id":"{id}","case":"{case}","after":{after},"text":"{}"}}"#,
        "x".repeat(120)
    )
}

async fn repeat(mut once: impl AsyncFnMut(usize) -> anyhow::Result<()>) -> anyhow::Result<Spread> {
    let mut times: Vec<Duration> = Vec::with_capacity(TIMES);
    for n in 0..TIMES {
        let started = Instant::now();
        once(n).await?;
        times.push(started.elapsed());
    }
    Ok(Spread::of(times))
}

/// Repeats the row of event `from` up to event `to`, past the front door.
async fn fill(world: &World, case: &str, from: u64, to: u64) -> anyhow::Result<()> {
    let found = database::call(world, "Query", &database::query(world, case, Some(1))).await?;
    let row = found["Items"].get(0).context("the log is empty")?.clone();
    let bar = bar(&format!("a log of {to} events"));
    bar.set_length(to);
    let mut next = from + 1;
    while next <= to {
        let last = (next + BATCH - 1).min(to);
        let puts: Vec<Value> =
            (next..=last).map(|seq| json!({ "PutRequest": { "Item": at(&row, seq) } })).collect();
        database::call(world, "BatchWriteItem", &json!({ "RequestItems": { &world.table: puts } }))
            .await?;
        next = last + 1;
        bar.set_position(last);
    }
    bar.finish_and_clear();
    // The stream has as many records: its consumer gets to the end before anything is timed.
    quiet(world).await
}

/// How many events the engine really has.
async fn count(world: &World, case: &str) -> anyhow::Result<u64> {
    let mut query = database::query(world, case, None);
    query["Select"] = json!("COUNT");
    let mut all = 0;
    loop {
        let page = database::call(world, "Query", &query).await?;
        all += page["Count"].as_u64().context("an answer without a count")?;
        match page.get("LastEvaluatedKey") {
            Some(last) => query["ExclusiveStartKey"] = last.clone(),
            None => return Ok(all),
        }
    }
}

fn at(row: &Value, seq: u64) -> Value {
    let mut row = row.clone();
    row["sk"] = json!({ "S": format!("EVENT#{seq:012}") });
    row["i"] = json!({ "S": format!("long-{seq:08}") });
    row["v"] = json!({ "N": (seq - 1).to_string() });
    row["s"]["M"]["visible"] = json!({ "N": seq.to_string() });
    row
}

/// Waits until the stack does nothing any more.
async fn quiet(world: &World) -> anyhow::Result<()> {
    loop {
        let before = crate::machine::Usage::of(&world.processes)?;
        tokio::time::sleep(Duration::from_secs(1)).await;
        if crate::machine::Usage::of(&world.processes)?.since(&before).all_cpu() < 50.0 {
            return Ok(());
        }
    }
}
