//! Wires the function and runs it.

use edge::telemetry;
use lambda_runtime::{Error, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::start();
    let app = deliver::app()?;
    run(service_fn(|event| deliver::handle(&app, event))).await
}
