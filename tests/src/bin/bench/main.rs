//! The benchmark: the whole stack on this machine under real clients, as figures. It times nothing in a test.
//!
//! The stack is the binary `local` in a process of its own, so that its work and the clients' are told apart.

#![allow(clippy::large_futures)] // a whole measurement runs in one

mod cold;
mod conversation;
mod database;
mod host;
mod http;
mod idle;
mod issuer;
mod knowledge;
mod load;
mod long;
mod machine;
mod outcome;
mod peer;
mod peers;
mod person;
mod product;
mod report;
mod rest;
mod search;
mod units;

use std::path::PathBuf;
use std::time::Duration;

use clap::{Parser, ValueEnum};

use crate::host::World;
use crate::load::Plan;
use crate::peer::Peer;
use crate::report::Report;

/// Measures Firstline on this machine.
#[derive(Parser)]
struct Args {
    /// The folder of the binaries of the stack and its functions
    #[arg(long, default_value = "target/fast")]
    binaries: PathBuf,
    /// How long each load lasts, in seconds
    #[arg(long, default_value_t = 8)]
    seconds: u64,
    /// How many agents of a store are online at once: each hears of every change of the store's lists
    #[arg(long, default_value_t = 1)]
    agents_per_store: usize,
    /// How many events the long log has
    #[arg(long, default_value_t = 100_000)]
    events: u64,
    /// How many cases a store has that are searched; with them all else in the table
    #[arg(long, default_value_t = 10_000)]
    cases: u64,
    /// How many connections are held
    #[arg(long, default_value_t = 2_000)]
    connections: usize,
    /// Measure Socket.IO on PostgreSQL in the same run, with the same people and messages
    #[arg(long)]
    peer: bool,
    /// Measure these parts only
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Part>,
    /// Where the figures go as JSON
    #[arg(long, default_value = ".bench/latest.json")]
    json: PathBuf,
}

/// A part of the benchmark.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Conversations that wait for each other
    Closed,
    /// Conversations that write at a fixed rate
    Open,
    /// The same in stores where everybody is online
    Crowd,
    /// What the engine and the gateway do by themselves
    Peers,
    /// Process start to first answer
    Cold,
    /// The newest page of a long log
    Long,
    /// Connections that only wait
    Idle,
    /// The first decision over thousands of answers
    Knowledge,
    /// A page of a search over all cases of a store
    Search,
    /// Request units
    Units,
}

/// Conversations of a closed loop.
const CLOSED: [usize; 3] = [1, 50, 200];
/// Conversations and messages a second in all of an open loop.
const OPEN: [(usize, u32); 3] = [(1, 20), (50, 100), (200, 100)];

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let mut report = Report::new(&args.binaries);
    load_parts(&args, &mut report).await?;
    quiet_parts(&args, &mut report).await?;
    report.save(&args.json)?;
    report.print();
    Ok(())
}

/// The parts in which many write. Each load gets a stack of its own: what one leaves behind is no burden of the next.
async fn load_parts(args: &Args, report: &mut Report) -> anyhow::Result<()> {
    let length = Duration::from_secs(args.seconds);
    let (spread, crowd) = (args.agents_per_store, usize::MAX);
    let mut plans = Vec::new();
    if args.wants(Part::Closed) {
        let closed = |conversations| Plan::closed(conversations, length);
        plans.extend(CLOSED.map(|number| (closed(number).without_triage(), spread)));
        plans.extend(CLOSED.map(|number| (closed(number), spread)));
    }
    if args.wants(Part::Crowd) {
        plans.push((Plan::closed(50, length), crowd));
    }
    if args.wants(Part::Open) {
        plans.extend(
            OPEN.map(|(conversations, rate)| (Plan::open(conversations, rate, length), spread)),
        );
    }
    for (plan, agents_per_store) in plans {
        let world = World::start(&args.binaries, plan.conversations, agents_per_store).await?;
        if !plan.is_triaged {
            world.without_triage().await?;
        }
        report.load(load::run(&world, &plan).await?);
        // What was measured stays, whatever becomes of the rest.
        report.save(&args.json)?;
        world.stop().await?;
    }
    if args.peer {
        for conversations in CLOSED {
            let peer = Peer::start(conversations).await?;
            report.peer_load(load::run(&peer.product, &Plan::closed(conversations, length)).await?);
            report.save(&args.json)?;
            peer.stop().await?;
        }
    }
    Ok(())
}

/// The parts in which little happens at a time, on one stack.
async fn quiet_parts(args: &Args, report: &mut Report) -> anyhow::Result<()> {
    let world = World::start(&args.binaries, 16, args.agents_per_store).await?;
    if args.wants(Part::Peers) {
        report.peers(peers::measure(&world).await?);
    }
    if args.wants(Part::Cold) {
        report.cold(cold::measure(&world, &args.binaries).await?);
    }
    if args.wants(Part::Long) {
        report.long(long::measure(&world, args.events).await?);
    }
    if args.wants(Part::Idle) {
        report.idle(idle::measure(&world, args.connections).await?);
    }
    if args.wants(Part::Knowledge) {
        report.knowledge(knowledge::measure(&world).await?);
    }
    world.stop().await?;
    if args.wants(Part::Search) {
        // A stack of its own: its table is large.
        let world = World::start(&args.binaries, 1, 1).await?;
        report.search(search::measure(&world, args.cases).await?);
        world.stop().await?;
    }
    if args.wants(Part::Units) {
        report.units(units::measure(&args.binaries).await?);
    }
    Ok(())
}

impl Args {
    fn wants(&self, part: Part) -> bool {
        self.only.is_empty() || self.only.contains(&part)
    }
}
