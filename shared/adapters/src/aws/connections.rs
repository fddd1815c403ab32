//! Connections to one host, kept open from request to request: to set up TLS again would cost more than the request.

use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::{Request, Response, Uri};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1::{self, SendRequest};
use hyper::rt::{Read, Write};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::sync::OnceCell;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::RootCertStore;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};

use super::LONGEST_CONNECT;
use crate::tls;

/// The roots under which AWS's endpoints are certified.
const AMAZON_ROOTS: &[u8] = include_bytes!("amazon-roots.pem");
/// How many connections are kept; more are opened while many requests are under way.
const MOST_KEPT: usize = 16;

type Sender = SendRequest<Full<Bytes>>;

/// The connections to a host.
pub(super) struct Connections {
    host: String,
    port: u16,
    /// Set up with the first connection; a host that speaks plain HTTP needs none.
    tls: Option<OnceCell<TlsConnector>>,
    idle: Mutex<Vec<Sender>>,
}

/// The host can't be reached, or a connection broke.
#[derive(Debug)]
pub(super) struct Broken;

impl<E: std::error::Error> From<E> for Broken {
    fn from(_: E) -> Self {
        Self
    }
}

impl Connections {
    /// Connections to the host of this URL; nothing is opened before the first request.
    pub(super) fn new(endpoint: &Uri) -> Self {
        let is_plain = endpoint.scheme_str() == Some("http");
        Self {
            host: endpoint.host().unwrap_or_default().trim_matches(['[', ']']).to_owned(),
            port: endpoint.port_u16().unwrap_or(if is_plain { 80 } else { 443 }),
            tls: (!is_plain).then(OnceCell::new),
            idle: Mutex::default(),
        }
    }

    /// Sends a request and reads the whole answer.
    ///
    /// # Errors
    /// [`Broken`]: whether the other side has seen the request is not known.
    pub(super) async fn send(
        &self,
        mut request: Request<Full<Bytes>>,
    ) -> Result<Response<Bytes>, Broken> {
        while let Some(mut sender) = self.take() {
            // The other side may have closed it meanwhile.
            if sender.ready().await.is_err() {
                continue;
            }
            match sender.try_send_request(request).await {
                Ok(answer) => return self.finish(sender, answer).await,
                Err(mut error) => request = error.take_message().ok_or(Broken)?,
            }
        }
        let mut sender = timeout(LONGEST_CONNECT, self.connect()).await??;
        let answer = sender.send_request(request).await?;
        self.finish(sender, answer).await
    }

    async fn finish(
        &self,
        sender: Sender,
        answer: Response<Incoming>,
    ) -> Result<Response<Bytes>, Broken> {
        let (parts, body) = answer.into_parts();
        let body = body.collect().await?.to_bytes();
        let mut idle = self.idle();
        if idle.len() < MOST_KEPT && !sender.is_closed() {
            idle.push(sender);
        }
        Ok(Response::from_parts(parts, body))
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Sender>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self) -> Option<Sender> {
        self.idle().pop()
    }

    async fn connect(&self) -> Result<Sender, Broken> {
        let stream = TcpStream::connect((self.host.as_str(), self.port)).await?;
        stream.set_nodelay(true)?;
        let Some(tls) = &self.tls else { return begin(TokioIo::new(stream)).await };
        let name = ServerName::try_from(self.host.clone())?;
        let connector = tls.get_or_try_init(async || tls::connector(amazon_roots())).await?;
        begin(TokioIo::new(connector.connect(name, stream).await?)).await
    }
}

async fn begin<S>(stream: S) -> Result<Sender, Broken>
where
    S: Read + Write + Unpin + Send + 'static,
{
    let (sender, connection) = http1::handshake(stream).await?;
    // It ends with its sender, or when the other side closes; both are noticed where it is used next.
    tokio::spawn(connection);
    Ok(sender)
}

fn amazon_roots() -> RootCertStore {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(CertificateDer::pem_slice_iter(AMAZON_ROOTS).flatten());
    roots
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::*;

    #[test]
    fn all_roots_of_amazon_are_understood() {
        assert_eq!(amazon_roots().len(), 5);
    }

    /// A host that answers so many requests on each connection and then closes it; gives its URL.
    async fn host(answers: usize) -> (Uri, tokio::task::JoinHandle<usize>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
        let serving = tokio::spawn(async move {
            let mut connections = 0;
            while connections < 2 {
                let (mut stream, _) = listener.accept().await.unwrap();
                connections += 1;
                for _ in 0..answers {
                    if stream.read(&mut [0; 4096]).await.unwrap_or_default() == 0 {
                        return connections;
                    }
                    let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
                    stream.write_all(answer).await.unwrap();
                }
            }
            connections
        });
        (url, serving)
    }

    async fn send(connections: &Connections) -> Result<Response<Bytes>, Broken> {
        let request = Request::get("/").header("host", "x").body(Full::default()).unwrap();
        connections.send(request).await
    }

    #[tokio::test]
    async fn requests_go_over_one_connection_until_it_closes_and_then_over_another() {
        let (url, serving) = host(3).await;
        let connections = Connections::new(&url);
        for _ in 0..6 {
            assert_eq!(send(&connections).await.unwrap().body(), "ok");
            // Let the connection's task see what its host has done.
            tokio::task::yield_now().await;
        }
        assert_eq!(serving.await.unwrap(), 2);
    }

    #[tokio::test]
    async fn a_host_that_is_not_there_is_an_error() {
        let gone = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        assert!(send(&Connections::new(&format!("http://{gone}").parse().unwrap())).await.is_err());
    }
}
