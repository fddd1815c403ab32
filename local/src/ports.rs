//! The six ports of a stack, bound before anything else starts.

use std::io::{self, ErrorKind};
use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::data_folder::{BETWEEN_TRIES, GRACE};
use crate::listen::Listener;

/// The listeners, in the order of their ports.
pub(crate) struct Ports {
    pub(crate) site: Listener,
    pub(crate) http: Listener,
    pub(crate) socket: Listener,
    pub(crate) database: Listener,
    pub(crate) runtime: Listener,
    pub(crate) files: Listener,
}

impl Ports {
    /// Binds this port and the five behind it; 0 takes any that are free.
    ///
    /// # Errors
    /// A sentence that names the port.
    pub(crate) async fn bind(first: u16, stop: &watch::Receiver<bool>) -> Result<Self, String> {
        let port = |offset: u16| async move {
            let port = if first == 0 { Some(0) } else { first.checked_add(offset) };
            let port = port.ok_or_else(|| {
                format!("there are no six ports from {first} on (choose others with --port)")
            })?;
            listener(port, stop).await
        };
        Ok(Self {
            site: port(0).await?,
            http: port(1).await?,
            socket: port(2).await?,
            database: port(3).await?,
            runtime: port(4).await?,
            files: port(5).await?,
        })
    }
}

/// Binds an address that is given back within this time.
async fn bind_within(address: SocketAddr, time: Duration) -> io::Result<TcpListener> {
    let deadline = Instant::now() + time;
    loop {
        match TcpListener::bind(address).await {
            Err(error) if error.kind() == ErrorKind::AddrInUse && Instant::now() < deadline => {
                tokio::time::sleep(BETWEEN_TRIES).await;
            }
            outcome => return outcome,
        }
    }
}

/// Binds one port on this machine.
///
/// # Errors
/// A sentence that names the port.
pub(crate) async fn listener(port: u16, stop: &watch::Receiver<bool>) -> Result<Listener, String> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let socket = bind_within(address, GRACE).await.map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => {
            format!("port {port} is in use (stop what uses it, or choose others with --port)")
        }
        _ => format!("port {port} can't be used: {error}"),
    })?;
    Ok(Listener { socket, stop: stop.clone() })
}
