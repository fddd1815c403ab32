//! Wires the function and runs it.

use lambda::telemetry;
use lambda_http::{Error, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::start();
    let presence = connect::presence()?;
    run(service_fn(|request| connect::handle(&presence, request))).await
}
