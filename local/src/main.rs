//! Starts the local stack and tells where things are.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use local::{Announcement, Options, Stack, StartError};

/// Messages are many small values that live for a moment: this allocator gives them back at once, where the system's
/// takes a fifth of the stack's time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Runs Firstline on this machine from its template and its functions' binaries.
#[derive(Parser)]
#[command(name = "local")]
struct Arguments {
    /// The template.
    #[arg(long, default_value = "infra/template.yaml")]
    template: PathBuf,
    /// Values for the template's parameters.
    #[arg(long, default_value = "infra/local.json")]
    parameters: PathBuf,
    /// Another value for one of the parameters, as NAME=VALUE; it may be given again for others.
    #[arg(long = "parameter", value_name = "NAME=VALUE", value_parser = named_value)]
    overrides: Vec<(String, String)>,
    /// The folder with the functions' binaries.
    #[arg(long, default_value = "target/debug")]
    functions: PathBuf,
    /// The first of six ports in a row.
    #[arg(long, default_value_t = 4700)]
    port: u16,
    /// Where data lasts; in memory without it.
    #[arg(long)]
    data: Option<PathBuf>,
    /// The built site.
    #[arg(long)]
    site: Option<PathBuf>,
    /// When a connection without messages is closed.
    #[arg(long, default_value_t = 600)]
    idle_seconds: u64,
    /// When a connection is closed in any case.
    #[arg(long, default_value_t = 7_200)]
    total_seconds: u64,
    /// Refuse each function what the template does not allow it.
    #[arg(long)]
    checked: bool,
    /// The most processes of one function.
    #[arg(long, default_value_t = 8)]
    processes: usize,
}

impl Arguments {
    fn options(self) -> Options {
        let mut options = Options::new(self.template, self.parameters, self.functions)
            .port(self.port)
            .idle(Duration::from_secs(self.idle_seconds))
            .total(Duration::from_secs(self.total_seconds))
            .processes(self.processes);
        for (name, value) in self.overrides {
            options = options.parameter(name, value);
        }
        if let Some(folder) = self.data {
            options = options.data(folder);
        }
        if self.checked {
            options = options.checked();
        }
        if let Some(folder) = self.site {
            options = options.site(folder);
        }
        options
    }
}

/// A parameter's name and its value.
fn named_value(raw: &str) -> Result<(String, String), String> {
    let (name, value) = raw.split_once('=').ok_or("expected NAME=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse().options()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: Options) -> Result<(), StartError> {
    // Heard from the first moment on: what has started by then must be stopped too.
    let ended = tokio::spawn(asked_to_end());
    let stack = Stack::start(options).await?;
    // Whoever started the stack may have closed its output; that is no reason to end.
    let _ = writeln!(std::io::stdout(), "{}", Announcement::text(stack.urls()));
    // A task that can't wait any more ends the stack as well.
    let _ = ended.await;
    stack.shutdown().await;
    Ok(())
}

/// Ctrl-C, or what a supervisor sends.
async fn asked_to_end() {
    use tokio::signal::unix::{SignalKind, signal};
    let interrupted = tokio::signal::ctrl_c();
    match signal(SignalKind::terminate()) {
        Ok(mut terminated) => {
            tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            }
        }
        Err(_) => {
            let _ = interrupted.await;
        }
    }
}
