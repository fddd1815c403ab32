//! The connections that are open, by id.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use bytes::Bytes;
use serde_json::value::RawValue;
use tokio::sync::mpsc;

use crate::clock;

/// How many posted frames may wait for one connection before posting is refused.
const LONGEST_QUEUE: usize = 1024;

/// One connection, as events and management tell of it.
pub(super) struct Peer {
    pub(super) id: String,
    /// In milliseconds since 1970.
    pub(super) connected_at: u64,
    pub(super) source_ip: String,
    pub(super) user_agent: Option<String>,
    /// What the authorizer said, ready for events.
    pub(super) authorizer: Option<Box<RawValue>>,
    last_active: AtomicU64,
}

/// What is done to a connection from outside.
pub(super) enum PeerCommand {
    /// A frame that a function posts.
    Push(Bytes),
    /// Close it.
    Close,
}

/// The queue of a connection could not take it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum PushError {
    /// There is no such connection, or not yet.
    Gone,
    /// Too much waits already.
    Full,
}

impl Peer {
    /// A peer that connects now.
    pub(super) fn new(address: SocketAddr, user_agent: Option<String>) -> Self {
        let now = clock::epoch_ms();
        Self {
            id: clock::short(),
            connected_at: now,
            source_ip: address.ip().to_string(),
            user_agent,
            authorizer: None,
            last_active: AtomicU64::new(now),
        }
    }

    /// Something went to or came from it.
    pub(super) fn touch(&self, now: u64) {
        self.last_active.store(now, Ordering::Relaxed);
    }

    /// When that last was.
    pub(super) fn last_active(&self) -> u64 {
        self.last_active.load(Ordering::Relaxed)
    }
}

/// All open connections.
#[derive(Default)]
pub(super) struct Peers(RwLock<HashMap<String, Entry>>);

/// A connection, and where its orders go.
type Entry = (Arc<Peer>, mpsc::Sender<PeerCommand>);

impl Peers {
    /// From now on it can be posted to.
    pub(super) fn add(&self, peer: &Arc<Peer>) -> mpsc::Receiver<PeerCommand> {
        let (orders, taken) = mpsc::channel(LONGEST_QUEUE);
        let entry = (Arc::clone(peer), orders);
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(peer.id.clone(), entry);
        taken
    }

    /// From now on it is gone.
    pub(super) fn remove(&self, id: &str) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).remove(id);
    }

    /// The connection of this id.
    pub(super) fn find(&self, id: &str) -> Option<Arc<Peer>> {
        self.0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(id)
            .map(|(peer, _)| Arc::clone(peer))
    }

    /// Queues an order for a connection.
    pub(super) fn order(&self, id: &str, order: PeerCommand) -> Result<(), PushError> {
        let peers = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let (_, orders) = peers.get(id).ok_or(PushError::Gone)?;
        orders.try_send(order).map_err(|refused| match refused {
            mpsc::error::TrySendError::Full(_) => PushError::Full,
            mpsc::error::TrySendError::Closed(_) => PushError::Gone,
        })
    }
}
