//! Wires the function and runs it.

use lambda::telemetry;
use lambda_http::{Error, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::start();
    let presence = disconnect::presence()?;
    run(service_fn(|request| disconnect::handle(&presence, request))).await
}
