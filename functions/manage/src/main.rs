//! Wires the function and runs it.

use lambda::telemetry;
use lambda_http::{Error, run};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::start();
    run(manage::router(manage::app()?)).await
}
