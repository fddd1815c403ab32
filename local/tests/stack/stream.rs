//! From the table's stream to a function.

use serde_json::Value;

use crate::client::{options, put, start, until};

/// Which records the function was given up with.
fn given_up(stack: &local::Stack) -> Vec<Value> {
    stack.queue("Failures")
}

#[tokio::test]
async fn new_rows_reach_the_function_within_moments_and_others_never() {
    let stack = start(options()).await;
    put(&stack, "CASE#1", "PART#v_1", false).await;
    let began = std::time::Instant::now();
    put(&stack, "CASE#1", "EVENT#1", false).await;
    until(async || stack.metrics().read().invocations.get("echo").copied()).await;
    assert!(began.elapsed().as_millis() < 2_000, "{:?}", began.elapsed());
    put(&stack, "CASE#1", "EVENT#2", false).await;
    until(async || (stack.metrics().read().invocations["echo"] == 2).then_some(())).await;
    stack.shutdown().await;
}

#[tokio::test]
async fn a_poisoned_record_goes_to_the_failure_queue_and_the_others_go_on() {
    let stack = start(options()).await;
    for number in 0..5 {
        put(&stack, "CASE#1", &format!("EVENT#{number}"), number == 2).await;
    }
    let failures =
        until(async || Some(given_up(&stack)).filter(|failures| !failures.is_empty())).await;
    assert_eq!(failures.len(), 1);
    assert_eq!(failures[0]["DDBStreamBatchInfo"]["batchSize"], 1, "{}", failures[0]);
    stack.shutdown().await;
}

#[tokio::test]
async fn with_a_data_folder_rows_last_and_the_mapping_goes_on_where_it_was() {
    let folder = std::env::temp_dir().join(format!("local-stack-{}", std::process::id()));
    let first = start(options().data(&folder)).await;
    put(&first, "CASE#1", "EVENT#1", false).await;
    until(async || first.metrics().read().invocations.get("echo").copied()).await;
    let kept = folder.join("RecordsFunctionRows.position.json");
    until(async || std::fs::read_to_string(&kept).ok().filter(|text| text.len() > 2)).await;
    first.shutdown().await;
    let second = start(options().data(&folder)).await;
    put(&second, "CASE#1", "EVENT#2", true).await;
    until(async || Some(given_up(&second)).filter(|failures| !failures.is_empty())).await;
    let tries = second.metrics().read().invocations["echo"];
    second.shutdown().await;
    std::fs::remove_dir_all(folder).unwrap();
    assert_eq!(tries, 2, "one try and one retry of the second record, none of the first");
}
