//! A model's server with a script: it keeps what it received and does what it is told, byte by byte.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// What the server does with a request.
pub(crate) enum Act {
    /// Answers with this status and body.
    Answer(u16, String),
    /// Refuses with this status and this `Retry-After`.
    RetryAfter(u16, String),
    /// Answers well, after so long.
    Late(Duration, String),
    /// Answers so late that nobody waits for it.
    Sleep,
    /// Begins an answer and then says nothing any more.
    Stall,
    /// Hangs up without a word.
    Drop,
    /// Hangs up in the middle of its answer.
    Cut,
    /// Sends the client elsewhere.
    Redirect,
}

/// A request as it arrived.
#[derive(Clone)]
pub(crate) struct Received {
    /// Request line and headers.
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Received {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

/// A running server. Its thread ends with the test's runtime.
pub(crate) struct Model {
    url: String,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Model {
    /// A server that does what `script` says of each request and its number, from 0.
    pub(crate) async fn start(
        script: impl Fn(usize, &Received) -> Act + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let received = Arc::new(Mutex::new(Vec::new()));
        let (kept, script) = (Arc::clone(&received), Arc::new(script));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&kept), Arc::clone(&script)));
            }
        });
        Self { url, received }
    }

    /// A server that replies to every chat with these words.
    pub(crate) async fn saying(words: impl Into<String>) -> Self {
        let words = words.into();
        Self::start(move |_, _| said(&words)).await
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Everything it received.
    pub(crate) fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }
}

/// An answer in the form of OpenAI's chat completions, which cost 1,000 tokens sent and 100 received.
pub(crate) fn said(words: &str) -> Act {
    let message = json!({ "role": "assistant", "content": words });
    let usage = json!({ "prompt_tokens": 1000, "completion_tokens": 100 });
    let answer = json!({ "choices": [{ "index": 0, "message": message, "finish_reason": "stop" }], "usage": usage });
    Act::Answer(200, answer.to_string())
}

async fn serve(
    mut stream: TcpStream,
    kept: Arc<Mutex<Vec<Received>>>,
    script: Arc<impl Fn(usize, &Received) -> Act>,
) {
    while let Some(received) = read(&mut stream).await {
        let number = {
            let mut kept = kept.lock().unwrap();
            kept.push(received.clone());
            kept.len() - 1
        };
        let act = script(number, &received);
        if perform(&mut stream, act).await.is_none() {
            return;
        }
    }
}

async fn answer(stream: &mut TcpStream, status: u16, body: &str) -> Option<()> {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n"
    );
    stream.write_all((head + body).as_bytes()).await.ok()
}

async fn perform(stream: &mut TcpStream, act: Act) -> Option<()> {
    match act {
        Act::Late(wait, body) => {
            tokio::time::sleep(wait).await;
            answer(stream, 200, &body).await
        }
        Act::Answer(status, body) => answer(stream, status, &body).await,
        Act::RetryAfter(status, when) => {
            let head =
                format!("HTTP/1.1 {status} X\r\nretry-after: {when}\r\ncontent-length: 0\r\n\r\n");
            stream.write_all(head.as_bytes()).await.ok()
        }
        Act::Sleep => {
            tokio::time::sleep(Duration::from_mins(1)).await;
            None
        }
        Act::Stall => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{").await.ok()?;
            tokio::time::sleep(Duration::from_mins(1)).await;
            None
        }
        Act::Drop => None,
        Act::Cut => {
            stream
                .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"choices\"")
                .await
                .ok();
            None
        }
        Act::Redirect => {
            let head =
                "HTTP/1.1 307 X\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n";
            stream.write_all(head.as_bytes()).await.ok()
        }
    }
}

async fn read(stream: &mut TcpStream) -> Option<Received> {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok()
            });
            if body.len() >= length.unwrap_or(0) {
                return Some(Received { head: head.to_owned(), body: body.to_owned() });
            }
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
}
