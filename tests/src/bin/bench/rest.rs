//! What the benchmark needs of the HTTP API.

use anyhow::{Context as _, bail};
use serde_json::{Value, json};

use crate::product::Product;

/// A new visitor's token.
pub(crate) async fn visitor(product: &Product, store: &str) -> anyhow::Result<String> {
    let url = format!("{}/visitors", product.api);
    let answer: Value =
        product.http.post(url).json(&json!({ "store": store })).send().await?.json().await?;
    Ok(answer["token"].as_str().with_context(|| format!("no token: {answer}"))?.to_owned())
}

/// The ids of all events of a case, in the log's order.
pub(crate) async fn log(product: &Product, token: &str, case: &str) -> anyhow::Result<Vec<String>> {
    let mut ids = Vec::new();
    let mut after = 0;
    loop {
        let page =
            get(product, token, &format!("/cases/{case}/events?after={after}&limit=50")).await?;
        let events = page["events"].as_array().with_context(|| format!("no events: {page}"))?;
        ids.extend(events.iter().filter_map(|event| Some(event["id"].as_str()?.to_owned())));
        after = events.last().and_then(|event| event["seq"].as_u64()).unwrap_or(after);
        if page["more"] != true {
            return Ok(ids);
        }
    }
}

/// Any document.
pub(crate) async fn get(product: &Product, token: &str, path: &str) -> anyhow::Result<Value> {
    let answer =
        product.http.get(format!("{}{path}", product.api)).bearer_auth(token).send().await?;
    if !answer.status().is_success() {
        bail!("GET {path}: {} {}", answer.status(), answer.text().await?);
    }
    Ok(answer.json().await?)
}

/// Any document, sent.
pub(crate) async fn post(
    product: &Product,
    token: &str,
    path: &str,
    document: &Value,
) -> anyhow::Result<()> {
    let url = format!("{}{path}", product.api);
    let answer = product.http.post(url).bearer_auth(token).json(document).send().await?;
    if !answer.status().is_success() {
        bail!("POST {path}: {} {}", answer.status(), answer.text().await?);
    }
    Ok(())
}
