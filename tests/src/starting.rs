//! How functions start: a wrong parameter ends the start with a sentence that says which, and never what is in it.

use tokio::process::Command;

use crate::stack::binaries;

/// How triage starts with this parameter `Models`: whether it lives, and what it says.
async fn started_with(models: &str) -> anyhow::Result<(bool, String)> {
    let variables = [
        ("TABLE_NAME", "table"),
        ("CONNECTIONS_URL", "http://127.0.0.1:9/stage"),
        ("STORES", r#"[{"id":"demo","name":"Demo"}]"#),
        ("AWS_REGION", "eu-central-1"),
        ("AWS_ACCESS_KEY_ID", "local"),
        ("AWS_SECRET_ACCESS_KEY", "local"),
        // Nobody is there: who comes so far asks in vain.
        ("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9"),
        ("MODELS", models),
    ];
    let mut command = Command::new(binaries()?.join("triage"));
    let ended = command.env_clear().envs(variables).kill_on_drop(true).output().await?;
    Ok((ended.status.success(), String::from_utf8_lossy(&ended.stderr).into_owned()))
}

#[tokio::test]
async fn a_bad_models_parameter_ends_the_start_with_a_sentence() -> anyhow::Result<()> {
    let bad = [
        ("sk-123 no JSON", "MODELS is wrong: "),
        (
            r#"{"chat":[{"api":"openai","url":"ftp://models","model":"m","price":{"input":1},"key":"sk-123"}]}"#,
            "MODELS is wrong: ",
        ),
        (
            r#"{"chat":[{"api":"openai","url":"https://models.example/v1","model":"m","price":{"input":1},"key":"env:NOT_SET"}]}"#,
            "MODELS is wrong: ",
        ),
    ];
    for (models, sentence) in bad {
        let (is_alive, said) = started_with(models).await?;
        assert!(!is_alive && said.contains(sentence), "{models}: {said}");
        assert!(!said.contains("sk-123"), "{said}");
    }
    Ok(())
}
