//! Pages of elsewhere at the ports that are for programs: a page may send what it likes to this machine.

use http::{Request, StatusCode};
use serde_json::json;

use crate::client::{Socket, database, management, options, post, send, start};

/// What a browser sends for a page of elsewhere, or with another name for this machine after a DNS rebinding.
const FOREIGN: [(&str, &str); 5] = [
    ("host", "evil.example:4703"),
    ("host", "127.0.0.1.evil.example"),
    ("origin", "https://evil.example"),
    ("origin", "null"),
    ("sec-fetch-site", "cross-site"),
];

#[tokio::test]
async fn a_page_of_elsewhere_reaches_neither_table_nor_functions_nor_connections() {
    let stack = start(options()).await;
    let mut socket = Socket::connected(&stack).await;
    let id = socket.id().await;
    let urls = stack.urls().clone();
    let invocations = format!("{}/2015-03-31/functions/EchoFunction/invocations", urls.runtime);
    let next = format!("{}/1/2018-06-01/runtime/invocation/next", urls.runtime);
    for (name, value) in FOREIGN {
        let status = async |request: http::request::Builder| {
            send(request.header(name, value).body("{}").unwrap()).await.status()
        };
        let scan = Request::post(&urls.database).header("x-amz-target", "DynamoDB_20120810.Scan");
        for request in [
            scan,
            Request::options(&urls.database).header("access-control-request-method", "POST"),
            Request::get(&urls.database),
            Request::post(&invocations),
            Request::get(&next),
            Request::post(&urls.runtime).header("x-amz-target", "secretsmanager.GetSecretValue"),
            Request::post(&urls.runtime).header("x-amz-target", "AWSEvents.PutEvents"),
            Request::post(management(&stack, &id)),
            Request::delete(management(&stack, &id)),
        ] {
            let shown = format!("{name}: {value} {request:?}");
            assert_eq!(status(request).await, StatusCode::FORBIDDEN, "{shown}");
        }
    }
    let table = json!({ "TableName": "firstline-Table" });
    let described = database(&stack, "DescribeTable", &table).await;
    assert_eq!(described.status(), StatusCode::OK, "programs of this machine go on");
    assert_eq!(post(&stack, &id, "still open").await, StatusCode::OK);
    assert_eq!(socket.hear_text().await, "still open");
    stack.shutdown().await;
}
