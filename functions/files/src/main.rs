//! Wires the function and runs it.

use lambda::telemetry;
use lambda_runtime::{Error, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::start();
    let app = files::app()?;
    run(service_fn(|event| files::handle(&app, event))).await
}
