//! Functions as processes: reuse, scale, failures, ends.

use std::collections::BTreeSet;

use http::{Request, StatusCode};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::client::{options, send, start, until, within};

fn event(told: &Value) -> String {
    json!({ "body": told.to_string() }).to_string()
}

async fn pid(stack: &local::Stack, told: &Value) -> u64 {
    let answer = stack.invoke("EchoFunction", event(told)).await.unwrap();
    let answer: Value = serde_json::from_slice(&answer).unwrap();
    serde_json::from_str::<Value>(answer["body"].as_str().unwrap()).unwrap()["pid"]
        .as_u64()
        .unwrap()
}

#[tokio::test]
async fn a_process_is_used_again_and_more_start_when_it_is_busy() {
    let stack = start(options()).await;
    let free = async || pid(&stack, &json!({})).await;
    // One that is still on its way back from an event leaves the next one to another.
    let mut last = free().await;
    until(async || (std::mem::replace(&mut last, free().await) == last).then_some(())).await;

    let door = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let told = json!({ "do": "stay", "until": door.local_addr().unwrap().to_string() });
    let while_busy = async {
        let _busy = within(door.accept()).await.unwrap();
        free().await
    };
    let (busy, other) = within(futures_util::future::join(pid(&stack, &told), while_busy)).await;
    assert_ne!(busy, other);
    stack.shutdown().await;
}

#[tokio::test]
async fn beyond_the_limit_an_invocation_waits_for_the_next_free_process() {
    let stack = start(options().processes(2)).await;
    let all = (0..50).map(|_| stack.invoke("EchoFunction", event(&json!({}))));
    let answers = within(futures_util::future::join_all(all)).await;
    assert!(answers.iter().all(Result::is_ok));
    assert!(stack.metrics().read().processes.len() <= 2);
    stack.shutdown().await;
}

#[tokio::test]
async fn each_failure_is_told_in_lambdas_words() {
    let stack = start(options()).await;
    let kind = async |function: &str, told: &str| {
        let failure = stack.invoke(function, event(&json!({ "do": told }))).await.unwrap_err();
        serde_json::from_slice::<Value>(&failure.document).unwrap()
    };
    let failed = kind("EchoFunction", "fail").await;
    assert_eq!(failed["errorMessage"], "told to fail");
    let exited = kind("EchoFunction", "exit").await;
    assert_eq!(exited["errorType"], "Runtime.ExitError");
    assert!(exited["errorMessage"].as_str().unwrap().ends_with("exit status: 3"), "{exited}");
    let late = kind("BriefFunction", "sleep").await;
    assert_eq!(late["errorType"], "Sandbox.Timedout");
    assert!(
        late["errorMessage"].as_str().unwrap().ends_with("Task timed out after 1.00 seconds"),
        "{late}"
    );
    let broken = kind("BrokenFunction", "").await;
    assert_eq!(broken["errorType"], "Runtime.ExitError", "{broken}");
    stack.shutdown().await;
}

#[tokio::test]
async fn no_process_outlives_its_stack() {
    let lives = |pid: u64| {
        std::fs::read_to_string(format!("/proc/{pid}/stat"))
            .is_ok_and(|stat| !stat.contains(") Z "))
    };
    let stack = start(options()).await;
    let first = pid(&stack, &json!({})).await;
    stack.shutdown().await;
    until(async || (!lives(first)).then_some(())).await;
    let stack = start(options()).await;
    let second = pid(&stack, &json!({})).await;
    drop(stack);
    until(async || (!lives(second)).then_some(())).await;
}

/// The shells that this test program has started and that live.
fn shells() -> BTreeSet<String> {
    let own = format!(" {} ", std::process::id());
    let stats = std::fs::read_dir("/proc").unwrap().flatten();
    let stats = stats.filter_map(|entry| std::fs::read_to_string(entry.path().join("stat")).ok());
    let shell = |stat: String| {
        let (pid, rest) = stat.split_once(" (sh) ")?;
        // The state, a letter, then the parent.
        rest.get(1..)?.starts_with(&own).then(|| pid.to_owned())
    };
    stats.filter_map(shell).collect()
}

#[test]
fn a_stack_whose_runtime_ends_leaves_no_shell_behind() {
    let before = shells();
    let runtime = || tokio::runtime::Runtime::new().unwrap();
    let ended = runtime();
    // Shells of other tests' stacks may be among them; those end too.
    let meanwhile = ended.block_on(async {
        let stack = start(options()).await;
        pid(&stack, &json!({})).await;
        shells()
    });
    assert!(meanwhile.difference(&before).next().is_some(), "the stack's own shell is seen");
    drop(ended);
    let left = || meanwhile.difference(&before).any(|shell| shells().contains(shell));
    runtime().block_on(until(async || (!left()).then_some(())));
}

/// Hands an event over, as Lambda's own API takes it.
async fn hand_over(stack: &local::Stack, function: &str, event: String) -> StatusCode {
    let url = format!("{}/2015-03-31/functions/{function}/invocations", stack.urls().runtime);
    let request = Request::post(url).header("x-amz-invocation-type", "Event");
    send(request.body(event).unwrap()).await.status()
}

#[tokio::test]
async fn an_event_that_is_handed_over_is_accepted_at_once_and_tried_again_when_it_fails() {
    let stack = start(options()).await;
    let sleeping = hand_over(&stack, "EchoFunction", event(&json!({ "do": "sleep" }))).await;
    assert_eq!(sleeping, StatusCode::ACCEPTED, "before the function has answered");
    let failing = event(&json!({ "do": "fail" }));
    assert_eq!(hand_over(&stack, "EchoFunction", failing).await, StatusCode::ACCEPTED);
    let given_up =
        until(async || Some(stack.queue("Failures")).filter(|failures| !failures.is_empty())).await;
    assert_eq!(given_up[0]["requestContext"]["approximateInvokeCount"], 2);
    assert_eq!(given_up[0]["responsePayload"]["errorMessage"], "told to fail");
    assert_eq!(hand_over(&stack, "Nobody", String::new()).await, StatusCode::NOT_FOUND);
    stack.shutdown().await;
}
