//! The captured events, one file for each trigger: every function takes its own, as `cargo lambda invoke` sends it.

use serde_json::{Value, json};

use crate::stack::{Stack, options, project, stack, start, until};

async fn invoke(stack: &Stack, function: &str, file: &str) -> anyhow::Result<Value> {
    let event = std::fs::read(project().join("events").join(file))?;
    let answer = stack.local.invoke(function, event).await;
    let answer = answer.map_err(|failure| anyhow::anyhow!("{file}: {}", failure.message()))?;
    Ok(serde_json::from_slice(&answer)?)
}

/// Each file's function, and where in its answer is what.
fn expected() -> [(&'static str, &'static str, &'static str, Value); 18] {
    let effect = "/policyDocument/Statement/0/Effect";
    [
        // The captured tokens are nobody's.
        ("authorize/request.json", "AuthorizeFunction", effect, json!("Deny")),
        ("authorize/visitor.json", "AuthorizeFunction", effect, json!("Deny")),
        ("connect/connect.json", "ConnectFunction", "/statusCode", json!(200)),
        ("webhooks/schedule.json", "WebhooksFunction", "/behind", json!(0)),
        ("disconnect/disconnect.json", "DisconnectFunction", "/statusCode", json!(200)),
        ("history/get-health.json", "HistoryFunction", "/statusCode", json!(200)),
        // Nobody's token, so nobody's settings.
        ("manage/get-settings.json", "ManageFunction", "/statusCode", json!(401)),
        ("message/default.json", "MessageFunction", "/statusCode", json!(200)),
        ("triage/opened.json", "TriageFunction", "/batchItemFailures", json!([])),
        ("triage/erasure.json", "TriageFunction", "/batchItemFailures", json!([])),
        ("triage/schedule.json", "TriageFunction", "/done", json!(0)),
        ("projections/insert.json", "ProjectionsFunction", "/batchItemFailures", json!([])),
        ("projections/staff.json", "ProjectionsFunction", "/batchItemFailures", json!([])),
        ("projections/schedule.json", "ProjectionsFunction", "/handed_back", json!(0)),
        // Nobody has asked to upload it.
        ("files/created.json", "FilesFunction", "/checked", json!(1)),
        ("files/scanned.json", "FilesFunction", "/scanned", json!(1)),
        ("files/schedule.json", "FilesFunction", "/failed", json!(0)),
        ("timers/schedule.json", "TimersFunction", "/behind", json!(0)),
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

#[tokio::test]
async fn a_record_that_cannot_be_read_is_told_of_without_its_words() -> anyhow::Result<()> {
    let file = std::env::temp_dir().join(format!("firstline-unreadable-{}", std::process::id()));
    let stack = start(options()?.log(local::Log::file(&file)?)).await?;
    for (binary, captured, function) in [
        ("projections", "projections/insert.json", "ProjectionsFunction"),
        ("triage", "triage/opened.json", "TriageFunction"),
    ] {
        let event = std::fs::read(project().join("events").join(captured))?;
        let mut event: Value = serde_json::from_slice(&event)?;
        let record = &mut event["Records"][0]["dynamodb"];
        record["NewImage"]["x"] = json!({ "S": "SECRET words" });
        let (number, case) = (record["SequenceNumber"].clone(), record["Keys"]["pk"]["S"].clone());
        let answer = stack.local.invoke(function, event.to_string()).await;
        let answer = answer.map_err(|failure| anyhow::anyhow!(failure.message()))?;
        let answer: Value = serde_json::from_slice(&answer)?;
        assert_eq!(answer["batchItemFailures"], json!([{ "itemIdentifier": number }]), "{answer}");
        let said = async || {
            let log = std::fs::read_to_string(&file)?;
            let own: String = log.lines().filter(|line| line.starts_with(binary)).collect();
            let tells = |what: &Value| own.contains(what.as_str().unwrap_or("?"));
            let is_told = tells(&number) && tells(&case) && own.contains("\"UnreadableRecords\":1");
            Ok(is_told.then_some(log))
        };
        let log = until("its row is named and counted", said).await?;
        assert!(!log.contains("SECRET"), "{log}");
    }
    std::fs::remove_file(file)?;
    Ok(())
}
