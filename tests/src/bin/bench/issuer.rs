//! The demo's OpenID issuer, served by the benchmark itself: it vouches for as many agents in as many stores as a load needs.

use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use http::Request;
use serde_json::json;
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::http::request;

/// The audience of its tokens.
pub(crate) const AUDIENCE: &str = "bench";

/// Serves its documents while it lives.
pub(crate) struct Issuer {
    /// Its address, which is its name.
    pub(crate) url: String,
    issuer: local::issuer::Issuer,
    serving: JoinHandle<()>,
}

impl Issuer {
    /// Starts one on a free port.
    pub(crate) async fn start() -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        let issuer = local::issuer::Issuer::new(url.clone());
        let served = issuer.clone();
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, served.clone()));
            }
        });
        Ok(Self { url, issuer, serving })
    }

    /// A token of the agent of this number, who serves this store.
    pub(crate) fn token(&self, number: usize, store: &str) -> anyhow::Result<String> {
        self.sign(&format!("Agent {number}"), "agent", store)
    }

    /// A token of this store's lead.
    pub(crate) fn lead(&self, store: &str) -> anyhow::Result<String> {
        self.sign("Lead", "lead", store)
    }

    fn sign(&self, name: &str, role: &str, store: &str) -> anyhow::Result<String> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
        let subject = format!("{}-{store}", name.to_lowercase().replace(' ', "-"));
        Ok(self.issuer.sign_claims(&json!({
            "iss": self.url, "aud": AUDIENCE, "sub": subject, "iat": now, "exp": now + 3_600,
            "name": name, "role": role, "stores": [store],
        })))
    }
}

impl Drop for Issuer {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// Serves one connection; a client that goes away is no matter here.
async fn serve(mut stream: TcpStream, issuer: local::issuer::Issuer) {
    while let Ok(Some(path)) = request(&mut stream).await {
        let Ok(asked) = Request::get(path).body(Bytes::new()) else { return };
        let answer = issuer.handle(asked).await;
        let (status, body) = (answer.status(), answer.body());
        let length = body.len();
        let head = format!(
            "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
        );
        if stream.write_all(&[head.as_bytes(), body].concat()).await.is_err() {
            return;
        }
    }
}
