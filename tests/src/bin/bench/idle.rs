//! Connections that only wait, and what they cost.

use futures_util::stream::{self, StreamExt as _, TryStreamExt as _};
use tokio::time::Instant;

use crate::host::World;
use crate::load::bar;
use crate::machine::resident;
use crate::person::Person;
use crate::rest;

/// How many connect at a time.
const AT_ONCE: usize = 32;

/// What waiting connections cost.
#[derive(serde::Serialize)]
pub(crate) struct Figures {
    /// How many are held.
    pub(crate) connections: usize,
    /// Handshakes a second, each with its authorizer and its `$connect`.
    pub(crate) connects_per_second: f64,
    /// Kilobytes of the gateway for each.
    pub(crate) kilobytes_each: f64,
    /// Megabytes of gateway and database together while they are held.
    pub(crate) host_megabytes: f64,
}

/// Opens `count` connections and looks at the gateway's memory.
pub(crate) async fn measure(world: &World, count: usize) -> anyhow::Result<Figures> {
    // A sign-in has a bound on its connections, so each is a visitor's own.
    let store = world.desk(0).0;
    let tokens = stream::iter(0..count).map(async |_| rest::visitor(world, store).await);
    let tokens: Vec<_> = tokens.buffer_unordered(AT_ONCE).try_collect().await?;
    let bar = bar(&format!("{count} connections"));
    bar.set_length(count as u64);
    let before = resident(world.process)?;
    let started = Instant::now();
    let connect = stream::iter(&tokens).map(async |token| {
        let person = Person::connect(&world.socket, world.protocol, token).await;
        bar.inc(1);
        person
    });
    let held: Vec<Person> = connect.buffer_unordered(AT_ONCE).try_collect().await?;
    let took = started.elapsed();
    let after = resident(world.process)?;
    bar.finish_and_clear();
    Ok(Figures {
        connections: held.len(),
        connects_per_second: count as f64 / took.as_secs_f64(),
        kilobytes_each: (after - before) * 1024.0 / count as f64,
        host_megabytes: after,
    })
}
