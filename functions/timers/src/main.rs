//! Wires the function and runs it.

use lambda::telemetry;
use lambda_runtime::{Error, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::start();
    let app = timers::app()?;
    run(service_fn(|event| timers::handle(&app, event))).await
}
