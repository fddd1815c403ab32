//! Wires the function and runs it.

use lambda::telemetry;
use lambda_http::{Error, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::start();
    let cases = message::cases()?;
    run(service_fn(|request| message::handle(&cases, request))).await
}
