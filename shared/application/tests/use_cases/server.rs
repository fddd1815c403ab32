//! A server outside, on a port of this machine: a shop's own, or a language model's.

use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// A server that answers as it is told.
#[derive(Clone)]
pub(crate) struct Server {
    pub(crate) url: String,
    seen: Arc<Mutex<Vec<Value>>>,
}

impl Server {
    /// Answers each request with the status and the body that `answer` gives for its number, counted from 0.
    pub(crate) async fn start(answer: impl Fn(usize) -> (u16, String) + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let server = Self { url, seen: Arc::default() };
        let seen = Arc::clone(&server.seen);
        tokio::spawn(async move {
            while let Ok((mut connection, _)) = listener.accept().await {
                let body = read(&mut connection).await;
                let number = seen.lock().unwrap().len();
                seen.lock().unwrap().push(body);
                let (status, body) = answer(number);
                let head = format!("HTTP/1.1 {status} Said\r\nconnection: close\r\n");
                let head = format!("{head}content-length: {}\r\n\r\n", body.len());
                let answered = connection.write_all((head + &body).as_bytes()).await;
                answered.and(connection.shutdown().await).ok();
            }
        });
        server
    }

    /// The bodies of the requests so far.
    pub(crate) fn seen(&self) -> Vec<Value> {
        self.seen.lock().unwrap().clone()
    }
}

/// The JSON that a request brings.
async fn read(connection: &mut TcpStream) -> Value {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
            });
            if body.len() >= length.unwrap_or(0_usize) {
                return serde_json::from_str(body).unwrap_or_default();
            }
        }
        if connection.read_buf(&mut bytes).await.unwrap_or(0) == 0 {
            return Value::Null;
        }
    }
}
