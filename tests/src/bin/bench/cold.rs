//! Process start to first answer, with the Lambda Runtime API played by this process: nothing else is in the way.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

use crate::host::World;
use crate::http::request;
use crate::load::bar;
use crate::machine;
use crate::outcome::Spread;
use crate::rest;

/// How often each function is started.
const STARTS: usize = 15;
const PATIENCE: Duration = Duration::from_secs(10);

/// A function's start.
#[derive(serde::Serialize)]
pub(crate) struct Figures {
    /// Which.
    pub(crate) function: String,
    /// Process start to the first answer, in milliseconds.
    pub(crate) first_answer: Spread,
    /// Resident megabytes after that answer.
    pub(crate) megabytes: f64,
    /// Megabytes of the binary.
    pub(crate) binary: f64,
}

/// Starts each function that the stack runs, with the environment the stack gives it.
pub(crate) async fn measure(world: &World, binaries: &Path) -> anyhow::Result<Vec<Figures>> {
    let environments = environments(world, binaries).await?;
    let bar = bar("cold starts");
    bar.set_length((environments.len() * STARTS) as u64);
    let mut figures = Vec::new();
    for (function, environment) in environments {
        let event = event(&function)?;
        let (mut times, mut megabytes) = (Vec::new(), 0.0_f64);
        for _ in 0..STARTS {
            let (time, resident) = start(&binaries.join(&function), &environment, &event).await?;
            times.push(time);
            megabytes = megabytes.max(resident);
            bar.inc(1);
        }
        let binary = fs::metadata(binaries.join(&function))?.len() as f64 / 1_000_000.0;
        figures.push(Figures { function, first_answer: Spread::of(times), megabytes, binary });
    }
    bar.finish_and_clear();
    Ok(figures)
}

/// The environment of each function, read from a process that the stack has started: no second list of it here.
async fn environments(
    world: &World,
    binaries: &Path,
) -> anyhow::Result<BTreeMap<String, Vec<(String, String)>>> {
    // Everyone is needed once, so that every function runs.
    drop(crate::conversation::Conversation::begin(world, 0).await?);
    rest::visitor(world, world.desk(0).0).await?;
    let gives_up = Instant::now() + PATIENCE;
    loop {
        let found = running(world, binaries)?;
        // The stream comes last, once the window for its first batch has passed.
        if found.contains_key("triage") || Instant::now() > gives_up {
            return Ok(found);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

fn running(
    world: &World,
    binaries: &Path,
) -> anyhow::Result<BTreeMap<String, Vec<(String, String)>>> {
    let mut found = BTreeMap::new();
    for id in machine::children(world.process)? {
        let name = machine::name(id)?;
        // The stack has a child of its own that is no function.
        if binaries.join(&name).exists() {
            found.insert(name, machine::environment(id)?);
        }
    }
    Ok(found)
}

/// The function's first captured event, of those that `cargo lambda invoke` takes too.
fn event(function: &str) -> anyhow::Result<String> {
    let folder = Path::new("events").join(function);
    let entries =
        fs::read_dir(&folder).with_context(|| format!("no events in {}", folder.display()))?;
    let file = entries.filter_map(|entry| Some(entry.ok()?.path())).min();
    Ok(fs::read_to_string(file.context("an empty folder")?)?)
}

/// One start: the time to the first answer, and the memory after it.
async fn start(
    binary: &Path,
    environment: &[(String, String)],
    event: &str,
) -> anyhow::Result<(Duration, f64)> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let mut command = Command::new(binary);
    command.env_clear().envs(environment.iter().map(|(name, value)| (name, value)));
    command.env("AWS_LAMBDA_RUNTIME_API", listener.local_addr()?.to_string());
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let started = Instant::now();
    let mut child =
        command.spawn().with_context(|| format!("cannot start {}", binary.display()))?;
    let answered = timeout(PATIENCE, answer(&listener, event)).await;
    let time = started.elapsed();
    let resident = machine::resident(child.id());
    end(&mut child);
    // The connection lives until here, or the function would end before its memory is read.
    let _connection =
        answered.with_context(|| format!("{} gave no answer", binary.display()))??;
    Ok((time, resident?))
}

fn end(child: &mut Child) {
    // It may have ended by itself: then there is nothing to do.
    child.kill().ok();
    child.wait().ok();
}

/// Hands out the event and waits for what comes back; gives the connection it came over.
async fn answer(listener: &TcpListener, event: &str) -> anyhow::Result<TcpStream> {
    loop {
        let (mut stream, _) = listener.accept().await?;
        if serve(&mut stream, event).await? {
            return Ok(stream);
        }
    }
}

/// Serves one connection; whether the answer came over it.
async fn serve(stream: &mut TcpStream, event: &str) -> anyhow::Result<bool> {
    stream.set_nodelay(true)?;
    while let Some(path) = request(stream).await? {
        if path.ends_with("/next") {
            stream.write_all(invocation(event).as_bytes()).await?;
        } else if path.ends_with("/response") {
            return Ok(true);
        } else {
            bail!("the function reported {path}");
        }
    }
    Ok(false)
}

/// What Lambda answers to a function that asks for its next event.
fn invocation(event: &str) -> String {
    format!(
        "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: 8476a536-e9f4-11e8-9739-2dfe598c3fcd\r\n\
         Lambda-Runtime-Deadline-Ms: 99999999999999\r\n\
         Lambda-Runtime-Trace-Id: Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700\r\n\
         Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:us-east-1:123456789012:function:bench\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{event}",
        event.len()
    )
}
