//! What the parts do by themselves, in the same run: with these a figure can be compared across machines.

use std::time::Duration;

use futures_util::future::try_join_all;
use serde_json::json;
use tokio::time::Instant;

use crate::host::World;
use crate::load::bar;
use crate::outcome::Spread;
use crate::person::Person;
use crate::{database, rest};

/// Requests under way at a time.
const AT_ONCE: usize = 16;
const LENGTH: Duration = Duration::from_secs(4);

/// What was done, how often a second, and how long once took.
#[derive(serde::Serialize)]
pub(crate) struct Figures {
    /// What.
    pub(crate) name: &'static str,
    /// A second.
    pub(crate) rate: f64,
    /// In milliseconds.
    pub(crate) time: Spread,
}

/// Measures the engine's put and query, and the way through gateway and function without either.
pub(crate) async fn measure(world: &World) -> anyhow::Result<Vec<Figures>> {
    let bar = bar("parts by themselves");
    bar.set_length(3);
    let mut figures = Vec::new();
    for peer in [Peer::Put, Peer::Query, Peer::Echo] {
        figures.push(peer.measure(world).await?);
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(figures)
}

#[derive(Clone, Copy)]
enum Peer {
    Put,
    Query,
    Echo,
}

impl Peer {
    async fn measure(self, world: &World) -> anyhow::Result<Figures> {
        let end = Instant::now() + LENGTH;
        let workers = (0..AT_ONCE).map(|worker| self.work(world, worker, end));
        let times: Vec<Duration> = try_join_all(workers).await?.concat();
        let rate = times.len() as f64 / LENGTH.as_secs_f64();
        Ok(Figures { name: self.name(), rate, time: Spread::of(times) })
    }

    fn name(self) -> &'static str {
        match self {
            Self::Put => "the engine alone: conditional PutItem of 600 bytes",
            Self::Query => "the engine alone: Query that finds one such row",
            Self::Echo => "gateway and function alone: a frame that is refused unread",
        }
    }

    async fn work(
        self,
        world: &World,
        worker: usize,
        end: Instant,
    ) -> anyhow::Result<Vec<Duration>> {
        let mut person = match self {
            Self::Echo => Some(
                Person::connect(
                    &world.socket,
                    world.protocol,
                    &rest::visitor(world, world.desk(0).0).await?,
                )
                .await?,
            ),
            Self::Put | Self::Query => None,
        };
        let mut times = Vec::new();
        while Instant::now() < end {
            let started = Instant::now();
            match &mut person {
                Some(person) => refused(person, times.len()).await?,
                None => self.ask(world, worker, times.len()).await?,
            }
            times.push(started.elapsed());
        }
        Ok(times)
    }

    async fn ask(self, world: &World, worker: usize, n: usize) -> anyhow::Result<()> {
        let case = format!("peer-{worker}");
        match self {
            Self::Put => database::call(world, "PutItem", &put(world, &case, n)).await?,
            _ => database::call(world, "Query", &database::query(world, &case, Some(1))).await?,
        };
        Ok(())
    }
}

fn put(world: &World, case: &str, n: usize) -> serde_json::Value {
    let key = |value: String| json!({ "S": value });
    json!({
        "TableName": world.table,
        "Item": {
            // No event, so that no view follows it.
            "pk": key(format!("PEER#{case}")), "sk": key(format!("ROW#{n:012}")), "b": key("x".repeat(560)),
        },
        "ConditionExpression": "attribute_not_exists(pk)",
    })
}

async fn refused(person: &mut Person, n: usize) -> anyhow::Result<()> {
    let id = format!("echo-{n:06}");
    person.send(format!(r#"{{"action":"no_such_action","id":"{id}"}}"#).into()).await?;
    person.next().await?;
    Ok(())
}
