use super::*;

fn models(json: &str) -> Result<Models, String> {
    serde_json::from_str::<Models>(json).map_err(|error| error.to_string())
}

fn chat(fields: &str) -> Result<Models, String> {
    models(&format!(r#"{{"chat":[{{"model":"m","price":{{"input":1}},{fields}}}]}}"#))
}

/// The document in this module's own documentation.
fn documented() -> String {
    let text =
        include_str!("../settings.rs").lines().skip_while(|line| *line != "//! ```json").skip(1);
    text.take_while(|line| *line != "//! ```").map(|line| &line[3..]).collect()
}

#[test]
fn the_documented_example_is_understood() {
    let models = models(&documented()).unwrap();
    let bases: Vec<String> = models.chat.iter().map(ChatModel::base).collect();
    assert_eq!(
        bases,
        [
            "https://api.openai.com/v1",
            "https://api.anthropic.com",
            "https://bedrock-runtime.eu-central-1.amazonaws.com/openai/v1",
            "https://bedrock-runtime.eu-central-1.amazonaws.com/openai/v1",
        ]
    );
    let by_role: Vec<bool> = models.chat.iter().map(ChatModel::is_by_role).collect();
    assert_eq!(by_role, [false, false, true, false]);
    assert_eq!(models.chat[1].key, Some(KeyName::Secret("firstline/anthropic".to_owned(), None)));
    assert_eq!(models.embeddings(), Some("all-minilm"));
}

#[test]
fn no_model_at_all_is_a_setting_too() {
    let models = models("{}").unwrap();
    assert!(models.chat.is_empty() && models.embeddings().is_none());
}

#[test]
fn a_parameter_is_read_as_it_is_written_and_its_mistakes_hold_no_value() {
    assert!(Models::parse(" ").unwrap().chat.is_empty());
    for (text, expected) in [
        ("{", "it is not JSON near line 1"),
        (r#"{"chat":[{"api":"openai","model":"m"}]}"#, "missing field `price`"),
        (r#"{"chat":"sk-123"}"#, "a value is of a wrong form near line 1"),
        (r#"{"chat":[{"api":"sk-123"}]}"#, "a value is of a wrong form near line 1"),
        (r#"{"chat":[{"api":"bedrock","model":"m","price":{"input":1}}]}"#, "needs a region"),
    ] {
        let told = Models::parse(text).unwrap_err().to_string();
        assert!(told.contains(expected) && !told.contains("sk-123"), "{text}: {told}");
    }
}

#[test]
fn each_mistake_is_told_in_a_sentence_that_holds_no_key() {
    let table = [
        (chat(r#""api":"bedrock""#), "the chat model `m` needs a region"),
        (
            chat(r#""api":"openai","url":"http://models.example/v1""#),
            "http:// only on this machine or in a private network",
        ),
        (chat(r#""api":"openai","url":"ftp://127.0.0.1""#), "needs an https:// URL"),
        (chat(r#""api":"openai","timeout_ms":60000"#), "needs a timeout_ms from 100 to 25000"),
        (chat(r#""api":"openai","reply_tokens":0"#), "needs reply_tokens from 1 to 8000"),
        (
            chat(r#""api":"openai","key":"sk-123""#),
            "a key is named by env:NAME, ssm:/name or secretsmanager:name",
        ),
        (chat(r#""api":"openai","key":"env:""#), "a key is named by"),
        (chat(r#""api":"other""#), "unknown variant `other`"),
        (chat(r#""api":"openai","modle":1"#), "unknown field `modle`"),
        (models(r#"{"chat":[{"api":"openai","model":"m"}]}"#), "missing field `price`"),
        (
            models(r#"{"chat":[{"api":"openai","model":" ","price":{"input":1}}]}"#),
            "a model needs a name",
        ),
        (
            models(r#"{"chat":[{"api":"openai","model":"m","price":{"input":-1}}]}"#),
            "needs a price of 0 to 1000000",
        ),
        (
            models(
                r#"{"embeddings":{"url":"https://e.example","model":"e","dimensions":0,"price":{"input":0}}}"#,
            ),
            "needs dimensions from 1 to 4096",
        ),
    ];
    for (outcome, sentence) in table {
        let error = outcome.map(drop).unwrap_err();
        assert!(error.contains(sentence), "{error} lacks {sentence}");
        assert!(!error.contains("sk-123"));
    }
}

#[test]
fn servers_in_a_private_network_may_be_asked_without_encryption() {
    for url in [
        "http://127.0.0.1:8000/v1",
        "http://localhost/v1",
        "http://[::1]/v1",
        "http://10.1.2.3/v1",
        "http://ollama:11434/v1",
        "http://gpu.internal/v1",
        "https://models.example/v1",
    ] {
        assert!(is_safe(url), "{url}");
    }
    for url in [
        "http://8.8.8.8/v1",
        "http://models.example/v1",
        "http://127.0.0.1.example/v1",
        "not a url",
        "",
        "https://",
    ] {
        assert!(!is_safe(url), "{url}");
    }
}

#[test]
fn a_key_is_named_by_where_it_is_kept() {
    let name = |text: &str| KeyName::try_from(text.to_owned());
    assert_eq!(name("env:A"), Ok(KeyName::Variable("A".to_owned())));
    assert_eq!(name("ssm:/a/b"), Ok(KeyName::Parameter("/a/b".to_owned())));
    let arn = "arn:aws:secretsmanager:eu-central-1:1:secret:a";
    assert_eq!(
        name(&format!("secretsmanager:{arn}#key")),
        Ok(KeyName::Secret(arn.to_owned(), Some("key".to_owned())))
    );
}
