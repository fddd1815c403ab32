//! How functions start: a wrong parameter ends the start with a sentence that says which, and never what is in it.

use retrieval::StaticVectors;
use retrieval::static_vectors::{Folding, Method, Piece};
use tokio::process::Command;

use crate::stack::binaries;

/// How triage starts with this variable: whether it lives, and what it says.
async fn started_with(name: &str, value: &str) -> anyhow::Result<(bool, String)> {
    let variables = [
        ("TABLE_NAME", "table"),
        ("CONNECTIONS_URL", "http://127.0.0.1:9/stage"),
        ("STORES", r#"[{"id":"demo","name":"Demo"}]"#),
        ("LIMITS", "{}"),
        ("AWS_REGION", "eu-central-1"),
        ("AWS_ACCESS_KEY_ID", "local"),
        ("AWS_SECRET_ACCESS_KEY", "local"),
        // Nobody is there: who comes so far asks in vain.
        ("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9"),
        (name, value),
    ];
    let mut command = Command::new(binaries()?.join("triage"));
    let ended = command.env_clear().envs(variables).kill_on_drop(true).output().await?;
    let said = [ended.stdout, ended.stderr].concat();
    Ok((ended.status.success(), String::from_utf8_lossy(&said).into_owned()))
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
        let (is_alive, said) = started_with("MODELS", models).await?;
        assert!(!is_alive && said.contains(sentence), "{models}: {said}");
        assert!(!said.contains("sk-123"), "{said}");
    }
    Ok(())
}

/// The compact file of a table of two pieces.
fn static_vectors() -> Vec<u8> {
    let piece = |text: &str, values| Piece { text: text.to_owned(), score: 0.0, values };
    let pieces = vec![piece("parcel", vec![1.0, 0.0]), piece("refund", vec![0.0, 1.0])];
    StaticVectors::build("two-pieces", Method::Longest, Folding::default(), pieces)
}

#[tokio::test]
async fn triage_starts_with_static_vectors_and_without_damaged_ones_and_says_which()
-> anyhow::Result<()> {
    let good = static_vectors();
    let flipped: Vec<u8> =
        good.iter().enumerate().map(|(at, byte)| byte ^ u8::from(at == 40)).collect();
    let by_words = "questions are read by words alone";
    type Start<'a> = (&'a str, Option<&'a [u8]>, &'a [&'a str]);
    let starts: [Start<'_>; 5] = [
        ("whole", Some(&good), &["two-pieces", "questions are read by words and static vectors"]),
        ("cut", Some(&good[..good.len() - 9]), &["file is damaged", by_words]),
        ("flipped", Some(&flipped), &["file is damaged", by_words]),
        ("foreign", Some(b"PK\x03\x04 a zip"), &["in a format that is not known", by_words]),
        ("missing", None, &["no static vectors are packaged", by_words]),
    ];
    for (name, bytes, sentences) in starts {
        let name = format!("{name}-{}.vectors", std::process::id());
        let file = binaries()?.join(&name);
        if let Some(bytes) = bytes {
            std::fs::write(&file, bytes)?;
        }
        let (_, said) = started_with("STATIC_VECTORS", &name).await?;
        std::fs::remove_file(&file).ok();
        for sentence in sentences {
            assert!(said.contains(sentence), "{name}: {sentence} is not in {said}");
        }
        assert!(!said.contains("is wrong"), "{name}: {said}");
    }
    let (_, said) = started_with("STATIC_VECTORS", "").await?;
    assert!(!said.contains("static vectors"), "an empty name asks for none: {said}");
    Ok(())
}
