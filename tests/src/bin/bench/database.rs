//! The database as it is asked directly, without an SDK: JSON over HTTP.

use anyhow::{Context as _, bail};
use serde_json::{Value, json};

use crate::host::World;

/// The engine on this machine checks no signature but wants to see one.
const SIGNATURE: &str = "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, \
                         SignedHeaders=host, Signature=0";

/// One operation, such as `Query`.
pub(crate) async fn call(world: &World, operation: &str, body: &Value) -> anyhow::Result<Value> {
    let request = world
        .http
        .post(&world.database)
        .header("X-Amz-Target", format!("DynamoDB_20120810.{operation}"));
    let request = request
        .header("Content-Type", "application/x-amz-json-1.0")
        .header("Authorization", SIGNATURE);
    let answer =
        request.header("X-Amz-Date", "20260101T000000Z").body(body.to_string()).send().await?;
    let (status, text) = (answer.status(), answer.text().await?);
    if !status.is_success() {
        bail!("{operation}: {status} {text}");
    }
    Ok(serde_json::from_str(&text)?)
}

/// The name of the stack's table.
pub(crate) async fn only_table(world: &World) -> anyhow::Result<String> {
    let tables = call(world, "ListTables", &json!({})).await?;
    let name = tables["TableNames"][0].as_str();
    Ok(name.with_context(|| format!("no table: {tables}"))?.to_owned())
}

/// The query of an append: a case's rows from an event on, strongly consistent; newest events first if so asked.
pub(crate) fn query(world: &World, case: &str, newest: Option<u32>) -> Value {
    let mut query = json!({
        "TableName": world.table,
        "ConsistentRead": true,
        "KeyConditionExpression": "pk = :pk AND sk BETWEEN :from AND :to",
        "ExpressionAttributeValues": {
            ":pk": { "S": format!("CASE#{case}") },
            ":from": { "S": "EVENT#000000000001" },
            ":to": { "S": "EVENT#~" },
        },
    });
    if let Some(limit) = newest {
        query["ScanIndexForward"] = json!(false);
        query["Limit"] = json!(limit);
    }
    query
}
