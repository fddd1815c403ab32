//! Wires the function and runs it.

use edge::telemetry;
use lambda_runtime::{Error, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::start();
    let views = views::views()?;
    run(service_fn(|event| views::handle(&views, event))).await
}
