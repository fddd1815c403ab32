//! Someone with an open socket. Frames are read no further than the check needs.

use anyhow::{Context as _, bail};
use futures_util::{SinkExt as _, StreamExt as _};
use serde::Deserialize;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

/// An open connection.
pub(crate) struct Person {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

/// As much of a server's frame as matters here.
#[derive(Deserialize)]
pub(crate) struct Heard<'a> {
    /// Which frame; none in an error frame of the gateway itself.
    #[serde(borrow)]
    pub(crate) action: Option<&'a str>,
    /// The command that is answered.
    pub(crate) id: Option<&'a str>,
    /// The case it is about.
    pub(crate) case: Option<&'a str>,
    /// Why something was refused.
    pub(crate) code: Option<&'a str>,
    /// The event that is told or acknowledged.
    pub(crate) event: Option<HeardEvent<'a>>,
}

/// As much of an event as matters here.
#[derive(Deserialize)]
pub(crate) struct HeardEvent<'a> {
    /// Its place in the log.
    pub(crate) seq: u64,
    /// The id of the command that made it.
    pub(crate) id: &'a str,
}

impl Person {
    /// Connects with a token.
    pub(crate) async fn connect(socket: &str, token: &str) -> anyhow::Result<Self> {
        let mut request = socket.into_client_request()?;
        let protocols = format!("firstline.v1, bearer.{token}").parse()?;
        request.headers_mut().insert("Sec-WebSocket-Protocol", protocols);
        let (stream, _) =
            tokio_tungstenite::connect_async(request).await.context("the handshake was refused")?;
        if let MaybeTlsStream::Plain(stream) = stream.get_ref() {
            stream.set_nodelay(true)?;
        }
        Ok(Self { stream })
    }

    /// Sends a frame.
    pub(crate) async fn send(&mut self, frame: Utf8Bytes) -> anyhow::Result<()> {
        Ok(self.stream.send(Message::Text(frame)).await?)
    }

    /// The next frame as it came.
    pub(crate) async fn next(&mut self) -> anyhow::Result<Utf8Bytes> {
        loop {
            match self.stream.next().await.context("the connection ended")?? {
                Message::Text(text) => return Ok(text),
                Message::Close(reason) => bail!("the connection was closed: {reason:?}"),
                _ => {}
            }
        }
    }

    /// Sends a frame and waits for its answer; gives the case and the seq in it.
    pub(crate) async fn ask(&mut self, frame: String, id: &str) -> anyhow::Result<(String, u64)> {
        self.send(frame.into()).await?;
        loop {
            let raw = self.next().await?;
            let heard = read(&raw)?;
            // The gateway's own error frames have no action, and do not say what they are about.
            if heard.action.is_none() || heard.id == Some(id) && heard.action == Some("error") {
                bail!("refused: {raw}");
            }
            if heard.id != Some(id) {
                continue;
            }
            let seq = heard.event.map_or(0, |event| event.seq);
            return Ok((heard.case.unwrap_or_default().to_owned(), seq));
        }
    }
}

/// Reads what matters of a frame.
pub(crate) fn read(raw: &str) -> anyhow::Result<Heard<'_>> {
    serde_json::from_str(raw).with_context(|| format!("not a frame: {raw:.200}"))
}
