//! The table's engine: embedded in this process, or one that runs elsewhere (`DYNAMODB_ENDPOINT`).

mod client;
mod embedded;
mod proxy;
mod stream_records;

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, Uri, header};

pub(crate) use client::DatabaseClient;
pub(crate) use embedded::EmbeddedDatabase;
pub(crate) use proxy::DatabaseProxy;

use crate::template::Table;

/// An engine, and how it is reached.
#[derive(Clone)]
pub(crate) enum DatabaseEngine {
    /// In this process.
    Embedded(EmbeddedDatabase),
    /// A server at this URL.
    Remote(Uri),
}

/// Makes the template's tables where they are missing.
///
/// # Errors
/// A sentence: the engine is not to be reached, or refuses.
pub(crate) async fn prepare(client: &DatabaseClient, tables: &[Table]) -> Result<(), String> {
    for table in tables {
        let known = client
            .call(
                "DynamoDB_20120810.DescribeTable",
                &serde_json::json!({ "TableName": table.name }),
            )
            .await;
        if known.is_ok() {
            continue;
        }
        client.call("DynamoDB_20120810.CreateTable", &table.creation()).await?;
        if let Some(time_to_live) = table.time_to_live() {
            client.call("DynamoDB_20120810.UpdateTimeToLive", &time_to_live).await?;
        }
    }
    Ok(())
}

/// The operation that an `x-amz-target` names.
fn operation(target: &str) -> &str {
    target.rsplit('.').next().unwrap_or_default()
}

fn json(status: StatusCode, document: Bytes) -> Response<Bytes> {
    let mut answer = Response::new(document);
    *answer.status_mut() = status;
    answer
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-amz-json-1.0"));
    answer
}
