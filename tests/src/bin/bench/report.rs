//! The figures as tables for people and as JSON for comparisons.

use std::fs;
use std::path::Path;

use anyhow::Context as _;
use serde::Serialize;

use crate::outcome::Spread;
use crate::{cold, idle, knowledge, load, long, peers, search, units};

/// All figures of a run.
#[derive(Serialize, Default)]
pub(crate) struct Report {
    machine: String,
    binaries: String,
    loads: Vec<load::Figures>,
    peer_loads: Vec<load::Figures>,
    peers: Vec<peers::Figures>,
    cold: Vec<cold::Figures>,
    long: Option<long::Figures>,
    idle: Option<idle::Figures>,
    knowledge: Option<knowledge::Figures>,
    search: Option<search::Figures>,
    units: Vec<units::Figures>,
}

impl Report {
    /// Nothing measured yet.
    pub(crate) fn new(binaries: &Path) -> Self {
        Self { machine: machine(), binaries: binaries.display().to_string(), ..Self::default() }
    }

    /// Adds a load, and shows its line at once: a run takes minutes.
    pub(crate) fn load(&mut self, figures: load::Figures) {
        show(&figures);
        self.loads.push(figures);
    }

    /// Adds a load of the peer.
    pub(crate) fn peer_load(&mut self, figures: load::Figures) {
        show(&figures);
        self.peer_loads.push(figures);
    }

    /// Adds what the parts do by themselves.
    pub(crate) fn peers(&mut self, figures: Vec<peers::Figures>) {
        self.peers = figures;
    }

    /// Adds the functions' starts.
    pub(crate) fn cold(&mut self, figures: Vec<cold::Figures>) {
        self.cold = figures;
    }

    /// Adds the long log.
    pub(crate) fn long(&mut self, figures: long::Figures) {
        self.long = Some(figures);
    }

    /// Adds the waiting connections.
    pub(crate) fn idle(&mut self, figures: idle::Figures) {
        self.idle = Some(figures);
    }

    /// Adds the store with many answers.
    pub(crate) fn knowledge(&mut self, figures: knowledge::Figures) {
        self.knowledge = Some(figures);
    }

    /// Adds the searches over a store with many cases.
    pub(crate) fn search(&mut self, figures: search::Figures) {
        self.search = Some(figures);
    }

    /// Adds the request units.
    pub(crate) fn units(&mut self, figures: Vec<units::Figures>) {
        self.units = figures;
    }

    /// Writes everything to a file.
    pub(crate) fn save(&self, file: &Path) -> anyhow::Result<()> {
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(file, serde_json::to_string_pretty(self)?)
            .with_context(|| format!("cannot write {}", file.display()))
    }

    /// Prints what people want to read.
    pub(crate) fn print(&self) {
        println!("{}\n", self.machine);
        self.print_loads();
        self.print_parts();
        self.print_units();
    }

    fn print_loads(&self) {
        if self.loads.is_empty() {
            return;
        }
        println!(
            "messages of 120 bytes: stored, acknowledged, received; times from sending to receiving in ms"
        );
        println!(
            "{:<50} {:>7} {:>7} {:>7} {:>7}  CPU ms a message: message views host all",
            "", "msg/s", "p50", "p99", "max"
        );
        for load in self.loads.iter().chain(&self.peer_loads) {
            let Spread { p50, p99, max } = load.receive;
            print!("{:<50} {:>7.0} {p50:>7.1} {p99:>7.1} {max:>7.1}", load.name, load.rate);
            print!(
                "  {:>8.3} {:.3} {:.3} {:.3}",
                load.message_cpu, load.views_cpu, load.host_cpu, load.all_cpu
            );
            println!("  {}", verdict(load));
        }
        // Both have begun with the same loads, one after the other.
        for (own, peer) in self.loads.iter().zip(&self.peer_loads) {
            println!(
                "{}: {:.2} times the messages/s of {}, {:.2} times its p99, {:.2} times its CPU",
                own.name,
                own.rate / peer.rate,
                peer.name,
                own.receive.p99 / peer.receive.p99,
                own.all_cpu / peer.all_cpu
            );
        }
        println!();
    }

    fn print_parts(&self) {
        for peer in &self.peers {
            println!(
                "{:<62} {:>7.0}/s  p50 {:.2} ms  p99 {:.2} ms",
                peer.name, peer.rate, peer.time.p50, peer.time.p99
            );
        }
        for cold in &self.cold {
            let Spread { p50, p99, .. } = cold.first_answer;
            println!(
                "{:<12} first answer after {p50:>5.1} ms (p99 {p99:.1}), {:.1} MB resident, binary {:.1} MB",
                cold.function, cold.megabytes, cold.binary
            );
        }
        if let Some(long) = &self.long {
            println!("in a log of {} events:", long.events);
            for (name, time) in [
                ("newest 50 by GET", long.newest),
                ("newest 50 from the engine", long.engine),
                ("a message", long.message),
            ] {
                println!("  {name:<26} p50 {:.2} ms  p99 {:.2} ms", time.p50, time.p99);
            }
        }
        if let Some(idle) = &self.idle {
            println!(
                "{} connections held: {:.1} KB each, the gateway with the database {:.0} MB, {:.0} connects/s",
                idle.connections,
                idle.kilobytes_each,
                idle.host_megabytes,
                idle.connects_per_second
            );
        }
        if let Some(knowledge::Figures { answers, megabytes, cold, warm }) = &self.knowledge {
            println!("over {answers} answers, a snapshot of {megabytes:.1} MB:");
            for (name, time) in [("first decision, cold", cold), ("a decision, warm", warm)] {
                let Spread { p50, p99, max } = time;
                println!("  {name:<26} p50 {p50:.1} ms  p99 {p99:.1} ms  max {max:.1} ms");
            }
        }
        if let Some(search::Figures { cases, searches }) = &self.search {
            println!("a page of a search over {cases} cases:");
            for search::SearchFigures { kind, p50, p95, max, hits } in searches {
                println!(
                    "  {kind:<36} p50 {p50:.1} ms  p95 {p95:.1} ms  max {max:.1} ms  {hits:.1} hits"
                );
            }
        }
    }

    fn print_units(&self) {
        if self.units.is_empty() {
            return;
        }
        println!(
            "\n{:<44} {:>6} {:>6} {:>6}  requests, with those of views",
            "units of", "read", "write", "pushes"
        );
        for units in &self.units {
            let units::Figures { operation, read, write, pushes, requests } = units;
            println!("{operation:<44} {read:>6.1} {write:>6.1} {pushes:>6}  {requests}");
        }
    }
}

/// A load's line, as soon as it is known.
fn show(figures: &load::Figures) {
    eprintln!(
        "{}: {:.0} messages/s, p99 {:.1} ms",
        figures.name, figures.rate, figures.receive.p99
    );
}

fn verdict(load: &load::Figures) -> String {
    if load.lost + load.doubled + load.unanswered == 0 {
        return "none lost, none doubled".to_owned();
    }
    format!("{} LOST, {} DOUBLED, {} unanswered", load.lost, load.doubled, load.unanswered)
}

/// The processor's name, how many cores there are, and how busy others keep them.
fn machine() -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = info
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "))
        .map_or("?", |(_, name)| name);
    let cores = std::thread::available_parallelism().map_or(0, Into::into);
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or("?");
    format!("{cores} cores of {name}, load {load} before the start")
}
