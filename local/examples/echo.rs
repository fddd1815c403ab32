//! A function that gives its event back, or does what its event says, for the stack's own tests.
//!
//! Under a socket its answer's body is the event; a message `{"do": …}` makes it fail, exit, sleep, stay busy or say something.

use std::time::Duration;

use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde_json::{Value, json};
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    if std::env::var("INIT").as_deref() == Ok("fail") {
        return Err("told not to start".into());
    }
    lambda_runtime::run(service_fn(answer)).await
}

async fn answer(event: LambdaEvent<Value>) -> Result<Value, Error> {
    let (event, context) = event.into_parts();
    println!("EVENT {event}");
    if event["type"] == "REQUEST" {
        return Ok(verdict(&event));
    }
    if let Some(records) = event["Records"].as_array() {
        return Ok(report(records));
    }
    let told: Value =
        event["body"].as_str().and_then(|body| serde_json::from_str(body).ok()).unwrap_or_default();
    match told["do"].as_str() {
        Some("fail") => return Err("told to fail".into()),
        Some("exit") => std::process::exit(3),
        Some("sleep") => tokio::time::sleep(Duration::from_mins(10)).await,
        Some("stay") => stay(told["until"].as_str().unwrap_or_default()).await?,
        Some("malformed") => return Ok(json!("no proxy's answer")),
        Some("answer") => return Ok(told["with"].clone()),
        _ => {}
    }
    let body = json!({ "event": event, "pid": std::process::id(), "function": context.env_config.function_name });
    let offered = event["headers"]["Sec-WebSocket-Protocol"].as_str().unwrap_or_default();
    let headers = json!({ "Sec-WebSocket-Protocol": offered.split(',').next(), "content-type": "application/json" });
    let status =
        event["queryStringParameters"]["status"].as_str().unwrap_or("200").parse::<u16>()?;
    Ok(json!({ "statusCode": status, "headers": headers, "body": body.to_string() }))
}

/// Shows that it is at work by calling at an address, and stays until that hangs up.
async fn stay(address: &str) -> std::io::Result<()> {
    TcpStream::connect(address).await?.read_to_end(&mut Vec::new()).await?;
    Ok(())
}

/// Allows everybody who does not ask for a denial.
fn verdict(event: &Value) -> Value {
    let protocol = event["headers"]["Sec-WebSocket-Protocol"].as_str().unwrap_or_default();
    let effect = if protocol.contains("deny") { "Deny" } else { "Allow" };
    let statement =
        json!({ "Action": "execute-api:Invoke", "Effect": effect, "Resource": event["methodArn"] });
    json!({
        "principalId": "v_0000000000000000000000000g",
        "policyDocument": { "Version": "2012-10-17", "Statement": [statement] },
        "context": { "user": "v_0000000000000000000000000g", "role": "customer", "name": "", "stores": "demo", "expires": "4100000000",
            "session": "00000000000000000000000000" },
    })
}

/// Records with a `poison` attribute fail.
fn report(records: &[Value]) -> Value {
    let poisoned =
        records.iter().filter(|record| record.pointer("/dynamodb/NewImage/poison").is_some());
    let failures: Vec<Value> = poisoned
        .map(|record| json!({ "itemIdentifier": record["dynamodb"]["SequenceNumber"] }))
        .collect();
    json!({ "batchItemFailures": failures })
}
