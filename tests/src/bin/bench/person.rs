//! Someone with an open socket. Frames are read no further than the check needs.

use anyhow::{Context as _, bail, ensure};
use futures_util::{SinkExt as _, StreamExt as _};
use serde::Deserialize;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

/// How frames travel on a socket.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Protocol {
    /// As they are.
    Firstline,
    /// In events of Socket.IO, by its protocol of version 5 over that of Engine.IO, version 4.
    SocketIo,
}

/// What stands before a frame in an event of Socket.IO, and behind it.
const EVENT: (&str, &str) = (r#"42["frame","#, "]");

/// An open connection.
pub(crate) struct Person {
    protocol: Protocol,
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
    pub(crate) async fn connect(
        socket: &str,
        protocol: Protocol,
        token: &str,
    ) -> anyhow::Result<Self> {
        let mut request = socket.into_client_request()?;
        let protocols = format!("firstline.v1, bearer.{token}").parse()?;
        if protocol == Protocol::Firstline {
            request.headers_mut().insert("Sec-WebSocket-Protocol", protocols);
        }
        let (stream, _) =
            tokio_tungstenite::connect_async(request).await.context("the handshake was refused")?;
        if let MaybeTlsStream::Plain(stream) = stream.get_ref() {
            stream.set_nodelay(true)?;
        }
        let mut person = Self { protocol, stream };
        if protocol == Protocol::SocketIo {
            // Engine.IO opens the session, then Socket.IO its namespace.
            person.greeted("0").await?;
            person.stream.send(Message::text("40")).await?;
            person.greeted("40").await?;
        }
        Ok(person)
    }

    /// Waits for a packet that begins like this.
    async fn greeted(&mut self, start: &str) -> anyhow::Result<()> {
        let packet = self.stream.next().await.context("the connection ended")??;
        ensure!(packet.to_text()?.starts_with(start), "no packet {start}: {packet}");
        Ok(())
    }

    /// Sends a frame.
    pub(crate) async fn send(&mut self, frame: Utf8Bytes) -> anyhow::Result<()> {
        let frame = match self.protocol {
            Protocol::Firstline => frame,
            Protocol::SocketIo => format!("{}{frame}{}", EVENT.0, EVENT.1).into(),
        };
        Ok(self.stream.send(Message::Text(frame)).await?)
    }

    /// The next frame as it came.
    pub(crate) async fn next(&mut self) -> anyhow::Result<Utf8Bytes> {
        loop {
            match self.stream.next().await.context("the connection ended")?? {
                Message::Text(text) if self.protocol == Protocol::Firstline => return Ok(text),
                Message::Text(text) if text.as_str() == "2" => {
                    self.stream.send(Message::text("3")).await?;
                }
                Message::Text(text) => {
                    let event = text.strip_prefix(EVENT.0).and_then(|e| e.strip_suffix(EVENT.1));
                    if let Some(frame) = event {
                        return Ok(frame.into());
                    }
                }
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
