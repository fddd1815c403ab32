//! The HTTP client that all clients of the SDK share: one pool of connections for plain HTTP and one for TLS, each made
//! with the first request that needs it. None falls back to the roots of its machine.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use aws_smithy_http_client::Connector;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::result::ConnectorError;

use super::CONNECT_TIMEOUT;
use crate::trust;

/// How long a connection may be idle before it is no longer reused: less than AWS's services keep idle connections.
const IDLE_TIMEOUT: Duration = Duration::from_secs(20);

/// The connections of this process. Clones share them.
#[derive(Debug, Clone)]
struct Connections(Arc<Pools>);

#[derive(Debug)]
struct Pools {
    plain: LazyLock<Option<Connector>>,
    encrypted: LazyLock<Option<Connector>>,
}

/// The client. It opens nothing and reads no certificate before the first request.
pub(super) fn client() -> SharedHttpClient {
    let pools = Pools {
        plain: LazyLock::new(|| connector(TrustStore::empty())),
        encrypted: LazyLock::new(|| connector(trusting(trust::pem()))),
    };
    let connector = SharedHttpConnector::new(Connections(Arc::new(pools)));
    http_client_fn(move |_, _| connector.clone())
}

/// A store of these roots and no others.
fn trusting(pem: String) -> TrustStore {
    TrustStore::empty().with_pem_certificate(pem)
}

/// A pool of connections to hosts that these roots vouch for; none where the SDK refuses them.
fn connector(trust_store: TrustStore) -> Option<Connector> {
    let tls = TlsContext::builder().with_trust_store(trust_store).build().ok()?;
    let settings = HttpConnectorSettings::builder().connect_timeout(CONNECT_TIMEOUT).build();
    let connector = Connector::builder()
        .tls_provider(Provider::Rustls(CryptoMode::Ring))
        .connector_settings(settings)
        .pool_idle_timeout(IDLE_TIMEOUT)
        .tls_context(tls)
        .build();
    Some(connector)
}

impl HttpConnector for Connections {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let Self(pools) = self.clone();
        HttpConnectorFuture::new(async move {
            // Lets the runtime look at its sockets. Connections that were closed while the process was frozen are
            // recognized before one of them is reused, so that they cost no attempt.
            tokio::task::yield_now().await;
            let is_plain = request.uri().starts_with("http://");
            let pool = if is_plain { &pools.plain } else { &pools.encrypted };
            match pool.as_ref() {
                Some(connector) => connector.call(request).await,
                None => Err(ConnectorError::user("the trusted roots can't be used".into())),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use rcgen::generate_simple_self_signed;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;
    use tokio_rustls::TlsAcceptor;
    use tokio_rustls::rustls::ServerConfig;
    use tokio_rustls::rustls::crypto::ring;
    use tokio_rustls::rustls::pki_types::PrivateKeyDer;

    use super::*;

    /// A host named `localhost` with a certificate that it has signed itself, in PEM; it answers each request with 200.
    async fn self_signed_host() -> (String, String) {
        let signed = generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let key = PrivateKeyDer::try_from(signed.signing_key.serialize_der()).unwrap();
        let config = ServerConfig::builder_with_provider(ring::default_provider().into())
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![signed.cert.der().clone()], key)
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("https://localhost:{}/", listener.local_addr().unwrap().port());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let Ok(mut stream) = acceptor.accept(stream).await else { continue };
                let mut request = [0; 1024];
                while let Ok(1..) = stream.read(&mut request).await {
                    stream.write_all(b"HTTP/1.1 200 x\r\ncontent-length: 0\r\n\r\n").await.ok();
                }
            }
        });
        (url, trust::encoded(signed.cert.der()))
    }

    fn request(url: &str) -> HttpRequest {
        let mut request = HttpRequest::empty();
        request.set_uri(url.to_owned()).unwrap();
        request
    }

    #[tokio::test]
    async fn a_host_whose_certificate_nobody_vouches_for_is_not_asked() {
        let (url, pem) = self_signed_host().await;
        let browsers = connector(trusting(trust::pem())).unwrap();
        let refusal = browsers.call(request(&url)).await.unwrap_err();
        assert!(format!("{refusal:?}").contains("UnknownIssuer"), "{refusal:?}");
        let own = connector(trusting(pem)).unwrap();
        assert_eq!(own.call(request(&url)).await.unwrap().status().as_u16(), 200);
    }

    #[tokio::test]
    async fn models_webhooks_and_issuers_are_held_to_the_same_certificates() {
        let (url, _) = self_signed_host().await;
        let refusal = crate::http::client().unwrap().get(&url).send().await.unwrap_err();
        assert!(format!("{refusal:?}").contains("UnknownIssuer"), "{refusal:?}");
    }
}
