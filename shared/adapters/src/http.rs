//! The HTTP client for all that is not AWS: language models, webhooks, issuers' keys. A process has one.

use std::sync::LazyLock;
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Certificate, Client, RequestBuilder, Response};

use crate::trust;

/// How long a connection may take to stand.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);
/// How long a connection may be idle before it is no longer reused.
const IDLE_TIMEOUT: Duration = Duration::from_secs(20);

/// Made with the first request: a process that makes none reads no certificates.
static CLIENT: LazyLock<Option<Client>> = LazyLock::new(|| build().ok());

/// The client; none where it can't be built, which is no other than a host that is never reached.
pub(crate) fn client() -> Option<&'static Client> {
    CLIENT.as_ref()
}

/// No redirects, no proxies: who is told something is named by the configuration alone.
fn build() -> reqwest::Result<Client> {
    let mut builder = Client::builder()
        .user_agent("firstline")
        .connect_timeout(CONNECT_TIMEOUT)
        .pool_idle_timeout(IDLE_TIMEOUT)
        .redirect(Policy::none())
        .no_proxy()
        .http1_only()
        .tls_built_in_root_certs(false);
    for certificate in trust::certificates() {
        builder = builder.add_root_certificate(Certificate::from_der(certificate)?);
    }
    builder.build()
}

/// Sends a request.
///
/// # Errors
/// As with [`RequestBuilder::send`].
pub(crate) async fn send(request: RequestBuilder) -> reqwest::Result<Response> {
    // Lets the runtime look at its sockets, so that connections which were closed while the process was frozen are
    // recognized before one of them is reused.
    tokio::task::yield_now().await;
    Box::pin(request.send()).await
}
