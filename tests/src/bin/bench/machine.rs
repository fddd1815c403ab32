//! What processes used, as Linux counts it.

use std::collections::BTreeMap;
use std::fs;

use anyhow::Context as _;

/// Linux counts CPU time in hundredths of a second on every machine we know.
const MS_PER_TICK: f64 = 10.0;

/// A stack's processes and this one, at a moment or since an earlier one.
pub(crate) struct Usage {
    host: f64,
    own: f64,
    functions: BTreeMap<u32, Process>,
}

/// A function's process.
#[derive(Clone)]
pub(crate) struct Process {
    /// Its function.
    pub(crate) name: String,
    /// Milliseconds of CPU.
    pub(crate) cpu: f64,
}

impl Usage {
    /// What these processes, those that they started, and this process have used so far.
    pub(crate) fn of(roots: &[u32]) -> anyhow::Result<Self> {
        // A process that ends meanwhile is not counted.
        let started =
            roots.iter().map(|root| children(*root)).collect::<anyhow::Result<Vec<_>>>()?;
        let functions = started.concat().into_iter().filter_map(|id| {
            let (name, cpu, _) = stat(id).ok()?;
            Some((id, Process { name, cpu }))
        });
        let (own, functions) = (stat(std::process::id())?.1, functions.collect());
        let host = roots.iter().map(|root| Ok(stat(*root)?.1)).sum::<anyhow::Result<f64>>()?;
        Ok(Self { host, own, functions })
    }

    /// What was used since `before`.
    pub(crate) fn since(mut self, before: &Self) -> Self {
        self.host -= before.host;
        self.own -= before.own;
        for (id, process) in &mut self.functions {
            process.cpu -= before.functions.get(id).map_or(0.0, |earlier| earlier.cpu);
        }
        self
    }

    /// Milliseconds of CPU of a function's processes.
    pub(crate) fn cpu_of(&self, function: &str) -> f64 {
        self.of_function(function).map(|process| process.cpu).sum()
    }

    /// How many processes a function has.
    pub(crate) fn count_of(&self, function: &str) -> usize {
        self.of_function(function).count()
    }

    /// Milliseconds of CPU of gateway, database and stream.
    pub(crate) fn host_cpu(&self) -> f64 {
        self.host
    }

    /// Milliseconds of CPU of the whole stack.
    pub(crate) fn all_cpu(&self) -> f64 {
        self.host + self.functions.values().map(|process| process.cpu).sum::<f64>()
    }

    /// Milliseconds of CPU of this process, which plays the clients.
    pub(crate) fn own_cpu(&self) -> f64 {
        self.own
    }

    fn of_function(&self, function: &str) -> impl Iterator<Item = &Process> {
        self.functions.values().filter(move |process| process.name == function)
    }
}

/// The processes that `parent` started.
pub(crate) fn children(parent: u32) -> anyhow::Result<Vec<u32>> {
    let ids =
        fs::read_dir("/proc")?.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    Ok(ids.filter(|id| stat(*id).is_ok_and(|(_, _, its_parent)| its_parent == parent)).collect())
}

/// A process's name.
pub(crate) fn name(id: u32) -> anyhow::Result<String> {
    Ok(stat(id)?.0)
}

/// Resident memory in megabytes: what is its own and what it shares.
pub(crate) fn resident(id: u32) -> anyhow::Result<f64> {
    let status = fs::read_to_string(format!("/proc/{id}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
    let kilobytes: f64 = line.split_whitespace().next().context("no number")?.parse()?;
    Ok(kilobytes / 1024.0)
}

/// The environment that a process was started with.
pub(crate) fn environment(id: u32) -> anyhow::Result<Vec<(String, String)>> {
    let raw = String::from_utf8_lossy(&fs::read(format!("/proc/{id}/environ"))?).into_owned();
    let pairs = raw.split('\0').filter_map(|pair| pair.split_once('='));
    Ok(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
}

/// Name, milliseconds of CPU, and parent.
fn stat(id: u32) -> anyhow::Result<(String, f64, u32)> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat"))?;
    let (start, rest) = stat.rsplit_once(") ").context("an unknown form of stat")?;
    let name = start.split_once('(').map_or("", |(_, name)| name).to_owned();
    let fields: Vec<&str> = rest.split(' ').collect();
    let number = |at: usize| {
        fields.get(at).and_then(|field| field.parse::<f64>().ok()).context("a field is missing")
    };
    // Counted from the state, which is the third field: parent, and user and system time.
    Ok((name, (number(11)? + number(12)?) * MS_PER_TICK, number(1)? as u32))
}
