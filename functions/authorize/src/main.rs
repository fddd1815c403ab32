//! Wires the function and runs it.

use lambda::telemetry;
use lambda_runtime::{Error, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::start();
    let authorizer = authorize::authorizer()?;
    run(service_fn(|event| authorize::handle(&authorizer, event))).await
}
