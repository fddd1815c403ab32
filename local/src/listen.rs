//! Listening on this machine: one hyper server per port, plain HTTP/1.1 with keep-alive.

use std::convert::Infallible;
use std::future::Future;
use std::net::SocketAddr;

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// Every answer's body is whole.
pub(crate) type HttpResponse = Response<Full<Bytes>>;

/// A bound port, and when to leave it.
pub(crate) struct Listener {
    pub(crate) socket: TcpListener,
    pub(crate) stop: watch::Receiver<bool>,
}

impl Listener {
    /// Where it listens.
    pub(crate) fn address(&self) -> std::io::Result<SocketAddr> {
        self.socket.local_addr()
    }
}

/// Resolves when the stack stops.
pub(crate) async fn stopped(mut stop: watch::Receiver<bool>) {
    // A sender that is gone means the same.
    let _ = stop.wait_for(|is_stopped| *is_stopped).await;
}

/// Accepts connections until the stack stops; each is served by a task of its own that ends with it.
pub(crate) async fn serve<F, A>(listener: Listener, answer: F)
where
    F: Fn(Request<Incoming>, SocketAddr) -> A + Clone + Send + 'static,
    A: Future<Output = HttpResponse> + Send,
{
    serve_fallible(listener, move |request, peer| {
        let answered = answer(request, peer);
        async move { Ok::<_, Infallible>(answered.await) }
    })
    .await;
}

/// The same for a service whose error means: close the connection without an answer.
pub(crate) async fn serve_fallible<F, A, E>(listener: Listener, answer: F)
where
    F: Fn(Request<Incoming>, SocketAddr) -> A + Clone + Send + 'static,
    A: Future<Output = Result<HttpResponse, E>> + Send,
    E: std::error::Error + Send + Sync + 'static,
{
    loop {
        let accepted = tokio::select! {
            accepted = listener.socket.accept() => accepted,
            () = stopped(listener.stop.clone()) => return,
        };
        let Ok((stream, peer)) = accepted else { continue };
        // Answers are small and awaited: never hold them back for more.
        let _ = stream.set_nodelay(true);
        let (answer, stop) = (answer.clone(), listener.stop.clone());
        tokio::spawn(async move {
            let connection = http1::Builder::new()
                .pipeline_flush(true)
                .serve_connection(
                    TokioIo::new(stream),
                    service_fn(move |request| answer(request, peer)),
                )
                .with_upgrades();
            tokio::select! {
                // A peer that breaks off is its own business.
                _ = connection => {}
                () = stopped(stop) => {}
            }
        });
    }
}
