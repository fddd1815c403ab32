//! The captured events, one file for each trigger: every function takes its own, as `cargo lambda invoke` sends it.

use serde_json::Value;

use crate::stack::{Stack, project, stack};

async fn invoke(stack: &Stack, function: &str, file: &str) -> anyhow::Result<Value> {
    let event = std::fs::read(project().join("events").join(file))?;
    let answer = stack.local.invoke(function, event).await;
    let answer = answer.map_err(|failure| anyhow::anyhow!("{file}: {}", failure.message()))?;
    Ok(serde_json::from_slice(&answer)?)
}

#[tokio::test]
async fn every_function_takes_its_captured_event() -> anyhow::Result<()> {
    let stack = stack().await?;
    let status = async |function, file| {
        invoke(&stack, function, file).await.map(|answer| answer["statusCode"].clone())
    };
    assert_eq!(status("ConnectFunction", "connect/connect.json").await?, 200);
    assert_eq!(status("MessageFunction", "message/default.json").await?, 200);
    assert_eq!(status("DisconnectFunction", "disconnect/disconnect.json").await?, 200);
    assert_eq!(status("HistoryFunction", "history/get-health.json").await?, 200);
    let views = invoke(&stack, "ViewsFunction", "views/insert.json").await?;
    assert!(views["batchItemFailures"].is_array(), "{views}");
    let delivered = invoke(&stack, "DeliverFunction", "deliver/schedule.json").await?;
    assert_eq!(delivered["behind"], 0, "{delivered}");
    let triage = invoke(&stack, "TriageFunction", "triage/opened.json").await?;
    assert!(triage["batchItemFailures"].is_array(), "{triage}");
    let policy = invoke(&stack, "AuthorizeFunction", "authorize/request.json").await?;
    assert_eq!(
        policy["policyDocument"]["Statement"][0]["Effect"], "Deny",
        "the captured token is nobody's"
    );
    Ok(())
}
