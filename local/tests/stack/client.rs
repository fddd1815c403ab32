//! A stack of the test's template, and clients that talk to it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use bytes::Bytes;
use futures_util::{SinkExt as _, StreamExt as _};
use http::{HeaderMap, Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use local::{Log, Options, Stack};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// Longer than anything here takes, shorter than a hang.
const PATIENCE: Duration = Duration::from_secs(30);

/// The folder of this package.
fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Where cargo put the example.
pub(crate) fn examples() -> PathBuf {
    let own = std::env::current_exe().unwrap();
    own.ancestors().nth(2).unwrap().join("examples")
}

/// What every test starts with.
pub(crate) fn options() -> Options {
    let tests = package().join("tests/stack");
    Options::new(tests.join("template.yaml"), tests.join("parameters.json"), examples())
        .log(Log::none())
}

/// A stack with these options.
pub(crate) async fn start(options: Options) -> Stack {
    Stack::start(options).await.unwrap()
}

/// An answer with its whole body.
pub(crate) async fn send(request: Request<impl Into<Bytes>>) -> Response<Bytes> {
    let http = Client::builder(TokioExecutor::new()).build_http::<Full<Bytes>>();
    let answer = within(http.request(request.map(|body| Full::new(body.into())))).await.unwrap();
    let (parts, body) = answer.into_parts();
    Response::from_parts(parts, body.collect().await.unwrap().to_bytes())
}

/// What comes within the test's patience.
pub(crate) async fn within<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, future).await.expect("it takes too long")
}

/// Looks until something is so.
pub(crate) async fn until<T>(mut look: impl AsyncFnMut() -> Option<T>) -> T {
    within(async {
        loop {
            if let Some(found) = look().await {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await
}

/// A client of the socket.
pub(crate) struct Socket {
    pub(crate) stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    pub(crate) answered: HeaderMap,
}

impl Socket {
    /// Connects, or gives the status of the refusal.
    pub(crate) async fn open(
        url: &str,
        protocol: Option<&str>,
    ) -> Result<Self, (StatusCode, HeaderMap)> {
        let mut request = url.into_client_request().unwrap();
        if let Some(protocol) = protocol {
            request.headers_mut().insert("sec-websocket-protocol", protocol.parse().unwrap());
        }
        match within(connect_async(request)).await {
            Ok((stream, answer)) => Ok(Self { stream, answered: answer.headers().clone() }),
            Err(Error::Http(answer)) => Err((answer.status(), answer.headers().clone())),
            Err(other) => panic!("{other}"),
        }
    }

    /// A connection that is let in.
    pub(crate) async fn connected(stack: &Stack) -> Self {
        Self::open(&stack.urls().socket, Some("echo, token")).await.unwrap()
    }

    pub(crate) async fn say(&mut self, frame: &Value) {
        self.stream.send(Message::text(frame.to_string())).await.unwrap();
    }

    /// The next text.
    pub(crate) async fn hear_text(&mut self) -> String {
        match within(self.stream.next()).await {
            Some(Ok(Message::Text(text))) => text.as_str().to_owned(),
            other => panic!("no text: {other:?}"),
        }
    }

    pub(crate) async fn hear(&mut self) -> Value {
        serde_json::from_str(&self.hear_text().await).unwrap()
    }

    /// The code of the server's close frame; `None` when the connection just broke.
    pub(crate) async fn end(&mut self) -> Option<u16> {
        loop {
            match within(self.stream.next()).await {
                Some(Ok(Message::Close(frame))) => return frame.map(|frame| frame.code.into()),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return None,
            }
        }
    }

    /// What the function got with a message.
    pub(crate) async fn ask(&mut self, frame: &Value) -> Value {
        self.say(frame).await;
        self.hear().await["event"].clone()
    }

    /// This connection's id.
    pub(crate) async fn id(&mut self) -> String {
        let event = self.ask(&json!({})).await;
        event["requestContext"]["connectionId"].as_str().unwrap().to_owned()
    }
}

/// The management URL of a connection.
pub(crate) fn management(stack: &Stack, id: &str) -> String {
    format!(
        "{}/@connections/{}",
        stack.urls().socket.replacen("ws:", "http:", 1),
        id.replace('=', "%3D")
    )
}

/// Posts a frame to a connection.
pub(crate) async fn post(stack: &Stack, id: &str, frame: impl Into<Bytes>) -> StatusCode {
    send(Request::post(management(stack, id)).body(frame).unwrap()).await.status()
}

/// Asks the table's engine.
pub(crate) async fn database(stack: &Stack, operation: &str, body: &Value) -> Response<Bytes> {
    let request = Request::post(&stack.urls().database)
        .header("content-type", "application/x-amz-json-1.0")
        .header("x-amz-target", format!("DynamoDB_20120810.{operation}"))
        .header("x-amz-date", "20260101T000000Z")
        .header(
            "authorization",
            "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host, Signature=f",
        );
    send(request.body(body.to_string()).unwrap()).await
}

/// Writes a row.
pub(crate) async fn put(stack: &Stack, pk: &str, sk: &str, poison: bool) {
    let mut item = json!({ "pk": { "S": pk }, "sk": { "S": sk } });
    if poison {
        item["poison"] = json!({ "BOOL": true });
    }
    let answer =
        database(stack, "PutItem", &json!({ "TableName": "firstline-Table", "Item": item })).await;
    assert_eq!(answer.status(), StatusCode::OK, "{:?}", answer.body());
}
