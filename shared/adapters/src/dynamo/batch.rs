//! Many rows at once. The SDK sends a batch; what the engine leaves undone of it is sent again here.

use std::time::Duration;

use aws_sdk_dynamodb::types::{DeleteRequest, KeysAndAttributes, PutRequest, WriteRequest};

use super::TableError;
use super::table::{Item, Table, unavailable};

/// Keys that the engine takes at once.
const KEYS_AT_ONCE: usize = 100;
/// Rows that the engine writes at once.
const ROWS_AT_ONCE: usize = 25;
/// How often a batch is sent of which the engine gets to nothing.
const TRIES: u32 = 5;
/// The operation that writes many rows.
const WRITE: &str = "BatchWriteItem";
/// The wait before a batch is sent the second time; it doubles with each further one.
const INITIAL_BACKOFF: Duration = Duration::from_millis(10);

impl Table {
    /// The rows with these keys as the last write left them, in no order; those that are not there are left out.
    pub(super) async fn rows(&self, wanted: Vec<Item>) -> Result<Vec<Item>, TableError> {
        self.batches(wanted, true, None).await
    }

    /// The same with no more of each row than these attributes.
    pub(super) async fn rows_projected(
        &self,
        wanted: Vec<Item>,
        attributes: &str,
    ) -> Result<Vec<Item>, TableError> {
        self.batches(wanted, true, Some(attributes)).await
    }

    /// The same for half the price, where rows that are a moment old do no harm.
    pub(super) async fn rows_eventual(&self, wanted: Vec<Item>) -> Result<Vec<Item>, TableError> {
        self.batches(wanted, false, None).await
    }

    async fn batches(
        &self,
        mut wanted: Vec<Item>,
        is_consistent: bool,
        projection: Option<&str>,
    ) -> Result<Vec<Item>, TableError> {
        let mut rows = Vec::with_capacity(wanted.len());
        while !wanted.is_empty() {
            let keys = wanted.split_off(wanted.len().saturating_sub(KEYS_AT_ONCE));
            self.batch(keys, is_consistent, projection, &mut rows).await?;
        }
        Ok(rows)
    }

    /// Adds the rows of one batch. Keys that the engine does not get to, for their size or their number, are asked for
    /// again.
    async fn batch(
        &self,
        mut keys: Vec<Item>,
        is_consistent: bool,
        projection: Option<&str>,
        rows: &mut Vec<Item>,
    ) -> Result<(), TableError> {
        const OPERATION: &str = "BatchGetItem";
        let mut tries = 1;
        loop {
            let asked = keys.len();
            let wanted = KeysAndAttributes::builder().set_keys(Some(keys));
            let wanted = wanted.consistent_read(is_consistent);
            let wanted = wanted.set_projection_expression(projection.map(str::to_owned)).build();
            let wanted = wanted.map_err(|_| undone(OPERATION, "no usable request"))?;
            let request = self.client.batch_get_item().request_items(&self.name, wanted);
            let answer =
                Box::pin(request.send()).await.map_err(|error| unavailable(OPERATION, &error))?;
            let found = answer.responses.and_then(|mut tables| tables.remove(&self.name));
            rows.extend(found.unwrap_or_default());
            let left = answer.unprocessed_keys.and_then(|mut tables| tables.remove(&self.name));
            keys = left.map(|left| left.keys).unwrap_or_default();
            if keys.is_empty() {
                return Ok(());
            }
            tries = if keys.len() < asked { 1 } else { tries + 1 };
            wait(OPERATION, tries).await?;
        }
    }

    /// Writes these rows whole, whatever is there; some of them where it is an error.
    pub(super) async fn put_many(&self, rows: Vec<Item>) -> Result<(), TableError> {
        let put = |item| PutRequest::builder().set_item(Some(item)).build();
        let puts = rows.into_iter().map(put).collect::<Result<Vec<_>, _>>();
        let puts = puts.map_err(|_| undone(WRITE, "no usable request"))?;
        let write = |put| WriteRequest::builder().put_request(put).build();
        self.write_many(puts.into_iter().map(write).collect()).await
    }

    /// Removes the rows with these keys, as far as there are some; some of them where it is an error.
    pub(super) async fn delete_many(&self, keys: Vec<Item>) -> Result<(), TableError> {
        let delete = |key| DeleteRequest::builder().set_key(Some(key)).build();
        let deletes = keys.into_iter().map(delete).collect::<Result<Vec<_>, _>>();
        let deletes = deletes.map_err(|_| undone(WRITE, "no usable request"))?;
        let write = |delete| WriteRequest::builder().delete_request(delete).build();
        self.write_many(deletes.into_iter().map(write).collect()).await
    }

    async fn write_many(&self, mut writes: Vec<WriteRequest>) -> Result<(), TableError> {
        while !writes.is_empty() {
            let some = writes.split_off(writes.len().saturating_sub(ROWS_AT_ONCE));
            self.write_batch(some).await?;
        }
        Ok(())
    }

    async fn write_batch(&self, mut writes: Vec<WriteRequest>) -> Result<(), TableError> {
        let mut tries = 1;
        loop {
            let asked = writes.len();
            let request = self.client.batch_write_item().request_items(&self.name, writes);
            let answer =
                Box::pin(request.send()).await.map_err(|error| unavailable(WRITE, &error))?;
            let left = answer.unprocessed_items.and_then(|mut tables| tables.remove(&self.name));
            writes = left.unwrap_or_default();
            if writes.is_empty() {
                return Ok(());
            }
            tries = if writes.len() < asked { 1 } else { tries + 1 };
            wait(WRITE, tries).await?;
        }
    }
}

/// Waits before what is left of a batch is sent again.
async fn wait(operation: &'static str, tries: u32) -> Result<(), TableError> {
    if tries > TRIES {
        return Err(undone(operation, "some left undone"));
    }
    tokio::time::sleep(INITIAL_BACKOFF * 2_u32.pow(tries - 1)).await;
    Ok(())
}

fn undone(operation: &'static str, code: &str) -> TableError {
    TableError::Unavailable { operation, code: code.to_owned() }
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;
    use std::sync::{Arc, Mutex};

    use axum::routing::post;
    use axum::{Json, Router};
    use serde_json::{Value, json};

    use super::*;
    use crate::aws;
    use crate::dynamo::table::key;

    fn keys(places: std::ops::Range<usize>) -> Vec<Item> {
        places.map(|place| key("p".to_owned(), place.to_string())).collect()
    }

    /// A table of an engine that gets to so many of each request's items, beyond the list to all. What it makes of a
    /// request, given what it gets to and what it leaves, is `answer`'s to say; it notes how many each request had.
    async fn table(
        items: &'static str,
        script: &[usize],
        answer: fn(&[Value], &[Value]) -> Value,
    ) -> (Table, Arc<Mutex<Vec<usize>>>) {
        let script = Arc::new(Mutex::new(VecDeque::from(script.to_vec())));
        let seen = Arc::<Mutex<Vec<usize>>>::default();
        let asked = Arc::clone(&seen);
        let serve = async move |body: String| {
            let body: Value = serde_json::from_str(&body).unwrap();
            assert_ne!(body["RequestItems"]["t"].get("ConsistentRead"), Some(&json!(false)));
            let wanted = body.pointer(items).and_then(Value::as_array).unwrap();
            asked.lock().unwrap().push(wanted.len());
            let done = script.lock().unwrap().pop_front().unwrap_or(wanted.len());
            let (done, left) = wanted.split_at(done);
            Json(answer(done, left))
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().route("/", post(serve));
        tokio::spawn(async move { axum::serve(listener, router).await });
        (Table::new(&aws::test_config(), Some(&url), "t".to_owned()), seen)
    }

    /// How many rows come of so many keys, and how many keys each request had.
    async fn check(wanted: usize, script: &[usize]) -> (Option<usize>, Vec<usize>) {
        let answer = |rows: &[Value], left: &[Value]| {
            let left = if left.is_empty() { json!({}) } else { json!({ "t": { "Keys": left } }) };
            json!({ "Responses": { "t": rows }, "UnprocessedKeys": left })
        };
        let (table, seen) = table("/RequestItems/t/Keys", script, answer).await;
        let rows = table.rows(keys(0..wanted)).await;
        let seen = seen.lock().unwrap().clone();
        (rows.ok().map(|rows| rows.len()), seen)
    }

    /// Whether so many rows are written, and how many each request had.
    async fn check_put(rows: usize, script: &[usize]) -> (bool, Vec<usize>) {
        let answer = |_: &[Value], left: &[Value]| match left {
            [] => json!({ "UnprocessedItems": {} }),
            left => json!({ "UnprocessedItems": { "t": left } }),
        };
        let (table, seen) = table("/RequestItems/t", script, answer).await;
        let written = table.put_many(keys(0..rows)).await;
        let seen = seen.lock().unwrap().clone();
        (written.is_ok(), seen)
    }

    #[tokio::test]
    async fn rows_that_the_engine_does_not_get_to_are_written_again_while_that_helps() {
        assert_eq!(check_put(0, &[]).await, (true, vec![]));
        assert_eq!(check_put(60, &[]).await, (true, vec![25, 25, 10]));
        assert_eq!(check_put(9, &[2, 0, 0, 4]).await, (true, vec![9, 7, 7, 7, 3]));
        assert_eq!(check_put(2, &[1, 0, 0, 0, 0, 0]).await, (false, vec![2, 1, 1, 1, 1, 1]));
    }

    #[tokio::test]
    async fn keys_that_the_engine_does_not_get_to_are_asked_for_again_while_that_helps() {
        assert_eq!(check(0, &[]).await, (Some(0), vec![]));
        assert_eq!(check(3, &[]).await, (Some(3), vec![3]));
        assert_eq!(check(230, &[]).await, (Some(230), vec![100, 100, 30]));
        assert_eq!(check(9, &[2, 0, 0, 4]).await, (Some(9), vec![9, 7, 7, 7, 3]));
        assert_eq!(check(2, &[1, 0, 0, 0, 0, 0]).await, (None, vec![2, 1, 1, 1, 1, 1]));
    }
}
