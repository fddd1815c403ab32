//! Back up, lose everything, restore: the log is there again, and every view is made anew from it. And views that are
//! wrong or gone, made anew in place from the logs beside them, and what triage has learned with them.

use std::process::Output;

use anyhow::{Context as _, ensure};
use contract::{AnswerView, CasePage};
use domain::CaseId;
use serde_json::{Value, json};
use tokio::process::Command;

use crate::people::{Agent, Customer, Lead, fresh_id};
use crate::stack::{Person, Stack, TABLE, now, project, stack, until};

/// Runs the operators' tool against a stack.
async fn tool(stack: &Stack, arguments: &[&str]) -> anyhow::Result<()> {
    let urls = stack.local.urls();
    let ended = run(&urls.database, &urls.runtime, arguments).await?;
    ensure!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    Ok(())
}

/// Runs the operators' tool, whatever it comes to.
async fn run(database: &str, lambda: &str, arguments: &[&str]) -> anyhow::Result<Output> {
    let mut command = Command::new("python3");
    command.arg(project().join("infra/tools/table.py")).args(arguments);
    for name in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] {
        command.env(name, "local");
    }
    command.env_remove("AWS_SESSION_TOKEN").env("AWS_REGION", "eu-central-1");
    command.env("AWS_ENDPOINT_URL_DYNAMODB", database).env("AWS_ENDPOINT_URL_LAMBDA", lambda);
    command.output().await.context("python3 for infra/tools/table.py")
}

#[tokio::test]
#[cfg_attr(not(has_python), ignore = "needs python3, which operators run the tool with")]
async fn a_restored_log_brings_every_list_back() -> anyhow::Result<()> {
    let file = std::env::temp_dir().join(format!("firstline-backup-{}", std::process::id()));
    let file = file.display().to_string();
    let before = stack().await?;
    let mut customer = Customer::visits(&before.entry_points, "demo").await?;
    let mut agent = Agent::signs_in(&before.entry_points, Person::Ines).await?;
    let waiting = customer.asks("demo", "Where is my parcel?").await?;
    let mut answered = customer.asks("demo", "May I send it back?").await?;
    agent.catches_up(&answered, answered.head).await?;
    agent.says(&mut answered, "You may, for thirty days.").await?;
    before.until_listed(&agent, &waiting, "waiting").await?;
    tool(&before, &["export", TABLE, &file]).await?;
    let kept = before.log_of(&answered.id).await?;
    before.local.shutdown().await;

    let after = stack().await?;
    let agent = Agent::signs_in(&after.entry_points, Person::Ines).await?;
    tool(&after, &["import", &file, TABLE]).await?;
    after.until_listed(&agent, &waiting, "waiting").await?;
    after.until_listed(&agent, &answered, "open").await?;
    assert_eq!(after.log_of(&answered.id).await?, kept);
    // Once more changes nothing: what is there is left alone.
    tool(&after, &["import", &file, TABLE]).await?;
    assert_eq!(after.log_of(&answered.id).await?, kept);
    std::fs::remove_file(file)?;
    Ok(())
}

#[tokio::test]
#[cfg_attr(not(has_python), ignore = "needs python3, which operators run the tool with")]
async fn what_a_proxy_says_instead_of_the_table_is_one_sentence() -> anyhow::Result<()> {
    let page = async || (axum::http::StatusCode::FORBIDDEN, "<html>Who are you?</html>");
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    let router = axum::Router::new().fallback(page);
    tokio::spawn(async move { axum::serve(listener, router).await });
    for (url, expected) in [(url.as_str(), "403"), ("http://127.0.0.1:9", "refused")] {
        let ended = run(url, url, &["export", TABLE, "/dev/null"]).await?;
        let said = String::from_utf8_lossy(&ended.stderr);
        assert!(!ended.status.success() && said.lines().count() == 1, "{said}");
        assert!(said.starts_with("table.py: ") && said.contains(expected), "{said}");
    }
    Ok(())
}

/// One request of DynamoDB's API about the view of a case, past everybody.
async fn engine(
    stack: &Stack,
    operation: &str,
    case: &str,
    mut body: Value,
) -> anyhow::Result<Value> {
    let name = if operation == "PutItem" { "Item" } else { "Key" };
    body[name]["pk"] = json!({ "S": format!("CASE#{case}") });
    body[name]["sk"] = json!({ "S": "VIEW#SUMMARY" });
    body["TableName"] = TABLE.into();
    // An engine on this machine wants a signature and does not check it.
    let signature = "AWS4-HMAC-SHA256 Credential=local/20260101/local/dynamodb/aws4_request, \
         SignedHeaders=host;x-amz-date, Signature=local";
    let request = reqwest::Client::new()
        .post(&stack.local.urls().database)
        .header("content-type", "application/x-amz-json-1.0")
        .header("x-amz-target", format!("DynamoDB_20120810.{operation}"))
        .header("x-amz-date", "20260101T000000Z")
        .header("authorization", signature);
    let answer: Value = request.body(body.to_string()).send().await?.json().await?;
    ensure!(answer.get("__type").is_none(), "{answer}");
    Ok(answer)
}

#[tokio::test]
#[cfg_attr(not(has_python), ignore = "needs python3, which operators run the tool with")]
async fn views_that_are_wrong_or_gone_are_made_anew_from_the_logs_beside_them() -> anyhow::Result<()>
{
    let stack = stack().await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut waiting = customer.asks("demo", "Where is my parcel?").await?;
    let mut answered = customer.asks("demo", "May I send it back?").await?;
    agent.catches_up(&answered, answered.head).await?;
    agent.says(&mut answered, "You may, for thirty days.").await?;
    stack.until_listed(&agent, &waiting, "waiting").await?;
    stack.until_listed(&agent, &answered, "open").await?;
    let list = async |list: &str| -> anyhow::Result<CasePage> {
        agent.api.get(&format!("/stores/demo/cases?list={list}")).await
    };
    let right = (list("waiting").await?, list("open").await?);

    engine(&stack, "DeleteItem", waiting.id.as_str(), json!({})).await?;
    let scribble = json!({
        "UpdateExpression": "SET j = :j, q = :q, wpk = :w",
        "ExpressionAttributeValues":
            { ":j": { "S": "scribbled" }, ":q": { "N": "99" }, ":w": { "S": "WAITING#demo" } },
    });
    engine(&stack, "UpdateItem", answered.id.as_str(), scribble).await?;
    let nobodys: CaseId = "0".repeat(26).parse()?;
    engine(&stack, "PutItem", nobodys.as_str(), json!({})).await?;
    assert_ne!((list("waiting").await?, list("open").await?), right);

    tool(&stack, &["rebuild", TABLE, "ProjectionsFunction"]).await?;
    assert_eq!((list("waiting").await?, list("open").await?), right);
    let left = engine(&stack, "GetItem", nobodys.as_str(), json!({})).await?;
    assert_eq!(left.get("Item"), None, "a view without a log is gone");
    customer.says(&mut waiting, "Still waiting.").await?;
    stack.until_listed(&agent, &waiting, "waiting").await?;
    Ok(())
}

#[tokio::test]
#[cfg_attr(not(has_python), ignore = "needs python3, which operators run the tool with")]
async fn what_triage_has_learned_is_made_anew_from_logs_and_answers() -> anyhow::Result<()> {
    let stack = stack().await?;
    let lead = Lead::signs_in(&stack.entry_points).await?;
    let new = json!({ "id": fresh_id(), "question": "Where is my parcel?", "text": "On its way." });
    let answer: AnswerView = lead.api.post("/stores/demo/answers", &new).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut case = customer.asks("demo", "Where is my parcel?").await?;
    case.head = stack.assistant_drafts(&case, &answer).await?;
    agent.approves(&mut case).await?;
    let (store, examples) = ("demo".parse()?, stack.examples());
    let learned = async |count: usize| {
        let learned = examples.all(&store).await?;
        Ok((learned.len() == count).then_some(learned))
    };
    until("the answer and the approval are learned", async || learned(2).await).await?;
    tool(&stack, &["rebuild", TABLE, "ProjectionsFunction", "TriageFunction"]).await?;
    let learned = examples.all(&store).await?;
    assert_eq!(
        (learned.len(), learned.iter().all(|example| example.compacted == Some(1))),
        (2, true)
    );
    let standing = stack.knowledge().standing(&store, now()).await?;
    assert_eq!(standing.generation, 1);
    let counted: AnswerView = lead.api.get(&format!("/stores/demo/answers/{}", answer.id)).await?;
    assert_eq!(counted.approvals, 1, "nothing is counted twice");
    Ok(())
}
