//! A client's socket: real frames, and a wait for the thing itself instead of for a time.

use std::collections::VecDeque;
use std::time::Duration;

use anyhow::{Context as _, anyhow, bail};
use contract::{ClientFrame, SUBPROTOCOL, ServerFrame};
use domain::CommandId;
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};

/// Longer than anything takes; reaching it is a failure.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// Bytes that are made ready for each read, where the usual 128 KB take longer than the frame.
const READ_BUFFER: usize = 4 * 1024;

/// An open connection.
pub struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    inbox: VecDeque<ServerFrame>,
}

/// The HTTP status with which a handshake was refused.
#[derive(Debug, PartialEq, Eq)]
pub struct Refused(pub u16);

impl Socket {
    /// Connects with these subprotocols.
    ///
    /// # Errors
    /// The status of the refusal.
    pub async fn connect(url: &str, protocols: &str) -> Result<Self, Refused> {
        let mut request = url.into_client_request().map_err(|_| Refused(0))?;
        let offered = HeaderValue::from_str(protocols).map_err(|_| Refused(0))?;
        if !protocols.is_empty() {
            request.headers_mut().insert("Sec-WebSocket-Protocol", offered);
        }
        let small = WebSocketConfig::default().read_buffer_size(READ_BUFFER);
        let connected = connect_async_with_config(request, Some(small), true);
        match timeout(PATIENCE, connected).await {
            Ok(Ok((stream, _))) => Ok(Self { stream, inbox: VecDeque::new() }),
            Ok(Err(Error::Http(response))) => Err(Refused(response.status().as_u16())),
            Ok(Err(_)) | Err(_) => Err(Refused(0)),
        }
    }

    /// Connects as whoever holds this token.
    ///
    /// # Errors
    /// The status of the refusal.
    pub async fn bearing(url: &str, token: &str) -> Result<Self, Refused> {
        Self::connect(url, &format!("{SUBPROTOCOL}, bearer.{token}")).await
    }

    /// Sends a frame as it stands.
    ///
    /// # Errors
    /// The connection is closed.
    pub async fn send_raw(&mut self, raw: String) -> anyhow::Result<()> {
        let sent = timeout(PATIENCE, self.stream.send(Message::text(raw)));
        sent.await.context("the socket takes nothing")?.context("the socket is closed")
    }

    /// Sends a frame and waits for the answer with its id; what else arrives is kept.
    ///
    /// # Errors
    /// No answer came, or the connection ended.
    pub async fn ask(&mut self, frame: &ClientFrame) -> anyhow::Result<ServerFrame> {
        self.send_raw(serde_json::to_string(frame)?).await?;
        let id = frame.id().context("this frame gets no answer")?;
        self.answer_to(id).await
    }

    /// Waits for the answer with this id.
    ///
    /// # Errors
    /// None came, or the connection ended.
    pub async fn answer_to(&mut self, id: &CommandId) -> anyhow::Result<ServerFrame> {
        if let Some(at) = self.inbox.iter().position(|frame| id_of(frame) == Some(id)) {
            return self.inbox.remove(at).context("it is there");
        }
        loop {
            let frame = self.next().await?;
            if id_of(&frame) == Some(id) {
                return Ok(frame);
            }
            self.inbox.push_back(frame);
        }
    }

    /// Waits for a frame that is an answer to nothing of ours and is as described.
    ///
    /// # Errors
    /// None came.
    pub async fn hear<T>(
        &mut self,
        mut wanted: impl FnMut(&ServerFrame) -> Option<T>,
    ) -> anyhow::Result<T> {
        if let Some((at, found)) =
            self.inbox.iter().enumerate().find_map(|(at, f)| Some((at, wanted(f)?)))
        {
            self.inbox.remove(at);
            return Ok(found);
        }
        loop {
            let frame = self.next().await?;
            match wanted(&frame) {
                Some(found) => return Ok(found),
                None => self.inbox.push_back(frame),
            }
        }
    }

    /// All pushes that were on their way when this was called: what the gateway took before it answered a heartbeat.
    ///
    /// # Errors
    /// The connection ended.
    pub async fn heard(&mut self, id: CommandId) -> anyhow::Result<Vec<ServerFrame>> {
        self.ask(&ClientFrame::Heartbeat { id, cases: Vec::new() }).await?;
        Ok(self.pushed())
    }

    /// The pushes that have arrived and that nobody took yet.
    pub fn pushed(&mut self) -> Vec<ServerFrame> {
        self.inbox.drain(..).collect()
    }

    /// Waits until the server closes, and says with which code.
    ///
    /// # Errors
    /// It did not.
    pub async fn closed(&mut self) -> anyhow::Result<Option<u16>> {
        loop {
            match timeout(PATIENCE, self.stream.next()).await.context("the socket stayed open")? {
                Some(Ok(Message::Close(frame))) => return Ok(frame.map(|frame| frame.code.into())),
                None | Some(Err(_)) => return Ok(None),
                Some(Ok(_)) => {}
            }
        }
    }

    /// Ends the connection as a closed tab does.
    pub async fn close(mut self) {
        let _ = timeout(PATIENCE, self.stream.close(None)).await;
    }

    /// The next text frame as it stands.
    ///
    /// # Errors
    /// None came, or the connection ended.
    pub async fn next_raw(&mut self) -> anyhow::Result<String> {
        loop {
            match timeout(PATIENCE, self.stream.next()).await.context("nothing came")? {
                Some(Ok(Message::Text(text))) => return Ok(text.to_string()),
                Some(Ok(Message::Close(frame))) => bail!("closed: {frame:?}"),
                Some(Ok(_)) => {}
                Some(Err(error)) => return Err(anyhow!(error)),
                None => bail!("the connection ended"),
            }
        }
    }

    async fn next(&mut self) -> anyhow::Result<ServerFrame> {
        let raw = self.next_raw().await?;
        serde_json::from_str(&raw).with_context(|| format!("not a frame of ours: {raw}"))
    }
}

fn id_of(frame: &ServerFrame) -> Option<&CommandId> {
    match frame {
        ServerFrame::Ack { id, .. }
        | ServerFrame::Behind { id, .. }
        | ServerFrame::Missed { id, .. }
        | ServerFrame::Beat { id, .. } => Some(id),
        ServerFrame::Error { id, .. } => id.as_ref(),
        _ => None,
    }
}
