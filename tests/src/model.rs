//! A model's server with a script: it keeps what it was asked and answers what it is told to, when it is let to.

use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context as _;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// What the server does with a request.
#[derive(Debug, Clone)]
pub enum Act {
    /// Answers with these words of a model; they cost 1,000 tokens sent and 100 received.
    Say(String),
    /// Answers with this status and body.
    Answer(u16, String),
    /// Never answers.
    Wait,
    /// Hangs up without a word.
    Drop,
}

/// A running server. It ends with the test's runtime.
pub struct Model {
    url: String,
    heard: Arc<Mutex<Vec<Value>>>,
    gate: watch::Sender<bool>,
}

impl Model {
    /// A server that does what `script` says of each request's body.
    ///
    /// # Errors
    /// It found no port.
    pub async fn start(
        script: impl Fn(&Value) -> Act + Send + Sync + 'static,
    ) -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}/v1", listener.local_addr()?);
        let (heard, script) = (Arc::<Mutex<Vec<Value>>>::default(), Arc::new(script));
        let (gate, open) = watch::channel(true);
        let kept = Arc::clone(&heard);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&kept), Arc::clone(&script), open.clone()));
            }
        });
        Ok(Self { url, heard, gate })
    }

    /// A server that replies to every chat with these words.
    ///
    /// # Errors
    /// It found no port.
    pub async fn saying(words: &Value) -> anyhow::Result<Self> {
        let words = words.to_string();
        Self::start(move |_| Act::Say(words.clone())).await
    }

    /// The parameter `Models` for a chat model of this server, with further fields.
    pub fn chat(&self, fields: &Value) -> String {
        let mut model = json!({
            "api": "openai", "url": self.url, "model": "test",
            "price": { "input": 100, "output": 400 },
        });
        for (name, value) in fields.as_object().into_iter().flatten() {
            model[name] = value.clone();
        }
        json!({ "chat": [model] }).to_string()
    }

    /// The parameter `Models` for an embeddings model of this server.
    pub fn embeddings(&self, dimensions: usize) -> String {
        let model = json!({
            "url": self.url, "model": "all-MiniLM-L6-v2", "dimensions": dimensions,
            "price": { "input": 2 },
        });
        json!({ "embeddings": model }).to_string()
    }

    /// From now on nothing is answered.
    pub fn hold(&self) {
        self.gate.send_replace(false);
    }

    /// Everything is answered.
    pub fn release(&self) {
        self.gate.send_replace(true);
    }

    /// The bodies of all requests so far.
    pub fn heard(&self) -> Vec<Value> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// What a model is told of a conversation: the line of data in its prompt.
///
/// # Errors
/// There is none.
pub fn told(request: &Value) -> anyhow::Result<Value> {
    let prompt = request["messages"][1]["content"].as_str().context("no prompt")?;
    let data = prompt.lines().nth(1).context("no data")?;
    Ok(serde_json::from_str(data)?)
}

async fn serve(
    mut stream: TcpStream,
    kept: Arc<Mutex<Vec<Value>>>,
    script: Arc<impl Fn(&Value) -> Act>,
    mut open: watch::Receiver<bool>,
) {
    while let Some(request) = read(&mut stream).await {
        kept.lock().unwrap_or_else(PoisonError::into_inner).push(request.clone());
        let act = script(&request);
        if open.wait_for(|is_open| *is_open).await.is_err() {
            return;
        }
        let (status, body) = match act {
            Act::Say(words) if is_converse(&request) => (200, converse(&words)),
            Act::Say(words) => (200, said(&words)),
            Act::Answer(status, body) => (status, body),
            Act::Wait => return std::future::pending().await,
            Act::Drop => return,
        };
        let head = format!(
            "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        if stream.write_all((head + &body).as_bytes()).await.is_err() {
            return;
        }
    }
}

fn said(words: &str) -> String {
    let message = json!({ "role": "assistant", "content": words });
    let usage = json!({ "prompt_tokens": 1000, "completion_tokens": 100 });
    json!({ "choices": [{ "index": 0, "message": message }], "usage": usage }).to_string()
}

/// Whether a request is for Bedrock's Converse API.
fn is_converse(request: &Value) -> bool {
    request.get("inferenceConfig").is_some()
}

fn converse(words: &str) -> String {
    let message = json!({ "role": "assistant", "content": [{ "text": words }] });
    let usage = json!({ "inputTokens": 1000, "outputTokens": 100, "totalTokens": 1100 });
    let output = json!({ "message": message });
    json!({ "output": output, "stopReason": "end_turn", "usage": usage }).to_string()
}

/// A request's body, once all of it has come.
async fn read(stream: &mut TcpStream) -> Option<Value> {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok()
            });
            if body.len() >= length.unwrap_or(0) {
                return serde_json::from_str(body).ok();
            }
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
}
