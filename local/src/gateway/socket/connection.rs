//! One open socket: messages in, answers and pushes out, until it closes.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::FuturesUnordered;
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, Sleep, sleep_until, timeout};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use tokio_tungstenite::tungstenite::protocol::frame::{CloseFrame, Frame};
use tokio_tungstenite::tungstenite::{Error, Message, Utf8Bytes};

use super::flaky_connection::{FlakyConnection, OutgoingFrames};
use super::message::work;
use super::peers::{Peer, PeerCommand};
use super::{LARGEST_FRAME, SocketGateway};
use crate::clock;
use crate::listen;

/// Messages of one connection that functions work on at the same time.
const MOST_AT_ONCE: usize = 64;
/// How long a client may take to receive a frame.
const LONGEST_SEND: Duration = Duration::from_secs(10);

/// How long a client may take to see that it is closed.
const LONGEST_CLOSE: Duration = Duration::from_secs(1);

/// A socket with the peer at its other end.
pub(super) struct SocketConnection {
    gateway: Arc<SocketGateway>,
    peer: Arc<Peer>,
    socket: WebSocketStream<TcpStream>,
    flaky: FlakyConnection,
    opened: Instant,
}

/// How a connection ended: code and reason as `$disconnect` is told.
type CloseStatus = (u16, String);

impl SocketConnection {
    pub(super) fn new(
        gateway: Arc<SocketGateway>,
        peer: Arc<Peer>,
        socket: WebSocketStream<TcpStream>,
    ) -> Self {
        Self { gateway, peer, socket, flaky: FlakyConnection::default(), opened: Instant::now() }
    }

    /// Serves it until its end, then tells `$disconnect`.
    pub(super) async fn run(
        mut self,
        orders: mpsc::Receiver<PeerCommand>,
        stop: watch::Receiver<bool>,
    ) {
        let mut working = FuturesUnordered::new();
        let (code, reason) = tokio::select! {
            end = self.converse(orders, &mut working) => end,
            // The stack stops: its functions are no longer there to be told.
            () = listen::stopped(stop) => return,
        };
        let Self { gateway, peer, socket, .. } = self;
        drop(socket);
        // What functions still work on goes on: a message that came in is not lost by a connection's end.
        let finish = async { while working.next().await.is_some() {} };
        tokio::join!(gateway.left(&peer, code, &reason), finish);
    }

    async fn converse(
        &mut self,
        mut orders: mpsc::Receiver<PeerCommand>,
        working: &mut FuturesUnordered<Pin<Box<dyn Future<Output = Option<Utf8Bytes>> + Send>>>,
    ) -> CloseStatus {
        let mut clock = Box::pin(sleep_until(self.next_look()));
        loop {
            let done = tokio::select! {
                Some(answer) = working.next() => self.answer(answer).await,
                Some(order) = orders.recv() => self.obey(order, &mut orders).await,
                message = self.socket.next(), if working.len() < MOST_AT_ONCE => {
                    self.hear(message).await.map(|work| working.extend(work))
                }
                () = clock.as_mut() => self.look(clock.as_mut()).await,
            };
            if let Err(end) = done {
                return end;
            }
            if self.flaky.due().is_some_and(|due| due < clock.deadline()) {
                clock.as_mut().reset(self.next_look());
            }
        }
    }

    /// A message of the client becomes work; its end becomes ours.
    async fn hear(
        &mut self,
        message: Option<Result<Message, Error>>,
    ) -> Result<Option<Pin<Box<dyn Future<Output = Option<Utf8Bytes>> + Send>>>, CloseStatus> {
        let message = match message {
            Some(Ok(message)) => message,
            Some(Err(Error::Capacity(_))) => return Err(self.close(1009, "Message too big").await),
            Some(Err(Error::Utf8(_))) => return Err(self.close(1007, "Invalid UTF-8").await),
            Some(Err(_)) | None => return Err((1006, "Connection Closed Abnormally".to_owned())),
        };
        match message {
            Message::Close(frame) => Err(self.closed(frame).await),
            Message::Text(_) | Message::Binary(_) => {
                self.peer.touch(clock::epoch_ms());
                if self.gateway.context.faults.drops_connection() {
                    return Err((1006, "Connection Closed Abnormally".to_owned()));
                }
                Ok(Some(Box::pin(work(Arc::clone(&self.gateway), Arc::clone(&self.peer), message))))
            }
            Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => {
                // Keeps nothing alive: only messages count as activity. The library has queued the answer.
                self.socket.flush().await.map_err(broken)?;
                Ok(None)
            }
        }
    }

    /// The client closed: the library has queued the answer.
    async fn closed(&mut self, frame: Option<CloseFrame>) -> CloseStatus {
        let _ = timeout(LONGEST_SEND, self.socket.close(None)).await;
        match frame {
            Some(frame) => (frame.code.into(), frame.reason.as_str().to_owned()),
            None => (1005, "Client-side close frame status not set".to_owned()),
        }
    }

    async fn close(&mut self, code: u16, reason: &'static str) -> CloseStatus {
        let frame = CloseFrame { code: code.into(), reason: Utf8Bytes::from_static(reason) };
        let closing = async {
            let _ = self.socket.close(Some(frame)).await;
            let stream = self.socket.get_mut();
            let _ = stream.shutdown().await;
            // What stays unread would make the kernel reset the connection before the close frame is read.
            let _ = tokio::io::copy(stream, &mut tokio::io::sink()).await;
        };
        let _ = timeout(LONGEST_CLOSE, closing).await;
        (code, reason.to_owned())
    }

    async fn answer(&mut self, answer: Option<Utf8Bytes>) -> Result<(), CloseStatus> {
        let Some(text) = answer else { return Ok(()) };
        if self.gateway.context.faults.drops_connection() {
            return Err((1006, "Connection Closed Abnormally".to_owned()));
        }
        self.deliver(Some(Message::Text(text))).await
    }

    /// Carries out an order and what waits behind it, with one flush for all.
    async fn obey(
        &mut self,
        first: PeerCommand,
        orders: &mut mpsc::Receiver<PeerCommand>,
    ) -> Result<(), CloseStatus> {
        let mut order = Some(first);
        while let Some(current) = order {
            match current {
                PeerCommand::Close => return Err(self.close(1000, "Normal Closure").await),
                PeerCommand::Push(frame) => {
                    match self.flaky.take(frame, &self.gateway.context.faults) {
                        OutgoingFrames::SendOne(frame) => self.feed(frame).await?,
                        OutgoingFrames::Send(frames) => {
                            for frame in frames {
                                self.feed(frame).await?;
                            }
                        }
                        OutgoingFrames::Break => {
                            return Err((1006, "Connection Closed Abnormally".to_owned()));
                        }
                    }
                }
            }
            order = orders.try_recv().ok();
        }
        self.deliver(None).await
    }

    /// Queues a posted frame, in parts when it is longer than one frame may be.
    async fn feed(&mut self, bytes: Bytes) -> Result<(), CloseStatus> {
        let message = |bytes: Bytes| match Utf8Bytes::try_from(bytes.clone()) {
            Ok(text) => Message::Text(text),
            Err(_) => Message::Binary(bytes),
        };
        if bytes.len() <= LARGEST_FRAME {
            return self.socket.feed(message(bytes)).await.map_err(broken);
        }
        let is_text = std::str::from_utf8(&bytes).is_ok();
        let last = bytes.len().div_ceil(LARGEST_FRAME) - 1;
        for at in 0..=last {
            let part = bytes.slice(at * LARGEST_FRAME..bytes.len().min((at + 1) * LARGEST_FRAME));
            let kind = match (at, is_text) {
                (0, true) => Data::Text,
                (0, false) => Data::Binary,
                _ => Data::Continue,
            };
            let frame = Frame::message(part, OpCode::Data(kind), at == last);
            self.socket.feed(Message::Frame(frame)).await.map_err(broken)?;
        }
        Ok(())
    }

    /// Sends a message, or only what is queued.
    async fn deliver(&mut self, message: Option<Message>) -> Result<(), CloseStatus> {
        self.peer.touch(clock::epoch_ms());
        let sending = async {
            match message {
                Some(message) => self.socket.send(message).await,
                None => self.socket.flush().await,
            }
        };
        match timeout(LONGEST_SEND, sending).await {
            Ok(sent) => sent.map_err(broken),
            Err(_) => Err((1006, "The client does not receive".to_owned())),
        }
    }

    /// When something may be due: a held frame, or the end of the connection's time.
    fn next_look(&self) -> Instant {
        let lifetime = self.gateway.context.lifetime;
        let quiet =
            Duration::from_millis(clock::epoch_ms().saturating_sub(self.peer.last_active()));
        let idle_end = Instant::now() + lifetime.idle.saturating_sub(quiet);
        let end = idle_end.min(self.opened + lifetime.total);
        self.flaky.due().map_or(end, |due| due.min(end))
    }

    async fn look(&mut self, mut clock: Pin<&mut Sleep>) -> Result<(), CloseStatus> {
        for frame in self.flaky.ripe() {
            self.feed(frame).await?;
            self.deliver(None).await?;
        }
        let next = self.next_look();
        if next <= Instant::now() {
            return Err(self.close(1001, "Going away").await);
        }
        clock.as_mut().reset(next);
        Ok(())
    }
}

fn broken(_: Error) -> CloseStatus {
    (1006, "Connection Closed Abnormally".to_owned())
}
