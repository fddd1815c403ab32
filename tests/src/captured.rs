//! The captured events, one file for each trigger: every function takes its own, as `cargo lambda invoke` sends it.

use serde_json::{Value, json};

use crate::stack::{Stack, project, stack};

async fn invoke(stack: &Stack, function: &str, file: &str) -> anyhow::Result<Value> {
    let event = std::fs::read(project().join("events").join(file))?;
    let answer = stack.local.invoke(function, event).await;
    let answer = answer.map_err(|failure| anyhow::anyhow!("{file}: {}", failure.message()))?;
    Ok(serde_json::from_slice(&answer)?)
}

/// Each file's function, and where in its answer is what.
fn expected() -> [(&'static str, &'static str, &'static str, Value); 9] {
    let effect = "/policyDocument/Statement/0/Effect";
    [
        // The captured tokens are nobody's.
        ("authorize/request.json", "AuthorizeFunction", effect, json!("Deny")),
        ("authorize/visitor.json", "AuthorizeFunction", effect, json!("Deny")),
        ("connect/connect.json", "ConnectFunction", "/statusCode", json!(200)),
        ("deliver/schedule.json", "DeliverFunction", "/behind", json!(0)),
        ("disconnect/disconnect.json", "DisconnectFunction", "/statusCode", json!(200)),
        ("history/get-health.json", "HistoryFunction", "/statusCode", json!(200)),
        ("message/default.json", "MessageFunction", "/statusCode", json!(200)),
        ("triage/opened.json", "TriageFunction", "/batchItemFailures", json!([])),
        ("views/insert.json", "ViewsFunction", "/batchItemFailures", json!([])),
    ]
}

#[tokio::test]
async fn every_captured_event_is_taken_by_its_function() -> anyhow::Result<()> {
    let stack = stack().await?;
    for (file, function, place, value) in expected() {
        let answer = invoke(&stack, function, file).await?;
        assert_eq!(answer.pointer(place), Some(&value), "{file}: {answer}");
    }
    let folders = std::fs::read_dir(project().join("events"))?.flatten();
    let files = folders.flat_map(|folder| std::fs::read_dir(folder.path()).into_iter().flatten());
    assert_eq!(files.count(), expected().len(), "each file is tried");
    Ok(())
}
