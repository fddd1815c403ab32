//! Back up, lose everything, restore: the log is there again, and every view is made anew from it.

use std::path::Path;
use std::process::Stdio;

use anyhow::ensure;
use tokio::process::Command;

use crate::people::{Agent, Customer};
use crate::stack::{Person, Stack, project, stack};

/// Runs the operators' tool against a stack's table; false where there is no Python for it.
async fn tool(stack: &Stack, verb: &str, file: &Path) -> anyhow::Result<bool> {
    let file = file.display().to_string();
    let table = stack.local.table("Table").unwrap_or_default();
    let what = if verb == "export" { [table, &file] } else { [&file, table] };
    let mut command = Command::new("python3");
    command.arg(project().join("infra/tools/table.py")).arg(verb).args(what);
    for name in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] {
        command.env(name, "local");
    }
    command.env_remove("AWS_SESSION_TOKEN").env("AWS_REGION", "eu-central-1");
    command.env("AWS_ENDPOINT_URL_DYNAMODB", &stack.local.urls().database);
    match command.stdout(Stdio::null()).status().await {
        Ok(status) => {
            ensure!(status.success(), "the tool ended with {status}");
            Ok(true)
        }
        Err(_) => {
            eprintln!("skipped: there is no python3 to run infra/tools/table.py");
            Ok(false)
        }
    }
}

#[tokio::test]
async fn a_restored_log_brings_every_list_back() -> anyhow::Result<()> {
    let file = std::env::temp_dir().join(format!("firstline-backup-{}", std::process::id()));
    let before = stack().await?;
    let mut customer = Customer::visits(&before.doors, "demo").await?;
    let mut agent = Agent::signs_in(&before.doors, Person::Ines).await?;
    let waiting = customer.asks("demo", "Where is my parcel?").await?;
    let mut answered = customer.asks("demo", "May I send it back?").await?;
    agent.catches_up(&answered, answered.head).await?;
    agent.says(&mut answered, "You may, for thirty days.").await?;
    before.until_listed(&agent, &waiting, "waiting").await?;
    if !tool(&before, "export", &file).await? {
        return Ok(());
    }
    let kept = before.log_of(&answered.id).await?;
    before.local.shutdown().await;

    let after = stack().await?;
    let agent = Agent::signs_in(&after.doors, Person::Ines).await?;
    tool(&after, "import", &file).await?;
    after.until_listed(&agent, &waiting, "waiting").await?;
    after.until_listed(&agent, &answered, "open").await?;
    assert_eq!(after.log_of(&answered.id).await?, kept);
    // Once more changes nothing: what is there is left alone.
    tool(&after, "import", &file).await?;
    assert_eq!(after.log_of(&answered.id).await?, kept);
    std::fs::remove_file(file)?;
    Ok(())
}
