//! The HTTP client that all clients of the SDK share: one pool of connections for plain HTTP and one for TLS, each made
//! with the first request that needs it. The trusted roots are checked before: a process whose roots can't be read does not start,
//! and none falls back to the roots of its machine.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use aws_smithy_http_client::Connector;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;

use super::CONNECT_TIMEOUT;
use crate::trust::{self, TrustError};

/// How long a connection may be idle before it is no longer reused: less than AWS's services keep idle connections.
const IDLE_TIMEOUT: Duration = Duration::from_secs(20);

/// The connections of this process. Clones share them.
#[derive(Debug, Clone)]
struct Connections(Arc<Pools>);

#[derive(Debug)]
struct Pools {
    plain: Pool,
    encrypted: Pool,
}

#[derive(Debug)]
struct Pool {
    tls: TlsContext,
    connector: OnceLock<Connector>,
}

/// The client. It opens nothing before the first request.
///
/// # Errors
/// [`TrustError`].
pub(super) fn client() -> Result<SharedHttpClient, TrustError> {
    let plain = Pool::new(TrustStore::empty())?;
    let encrypted = Pool::new(trusting(trust::pem())?)?;
    let connections = Connections(Arc::new(Pools { plain, encrypted }));
    let connector = SharedHttpConnector::new(connections);
    Ok(http_client_fn(move |_, _| connector.clone()))
}

/// A store of these roots and no others.
fn trusting(pem: String) -> Result<TrustStore, TrustError> {
    trust::check(&pem)?;
    Ok(TrustStore::empty().with_pem_certificate(pem))
}

impl Pool {
    fn new(trust_store: TrustStore) -> Result<Self, TrustError> {
        let tls = TlsContext::builder().with_trust_store(trust_store).build();
        Ok(Self { tls: tls.map_err(|_| TrustError)?, connector: OnceLock::new() })
    }

    fn connector(&self) -> &Connector {
        self.connector.get_or_init(|| {
            let settings =
                HttpConnectorSettings::builder().connect_timeout(CONNECT_TIMEOUT).build();
            Connector::builder()
                .tls_provider(Provider::Rustls(CryptoMode::Ring))
                .connector_settings(settings)
                .pool_idle_timeout(IDLE_TIMEOUT)
                .tls_context(self.tls.clone())
                .build()
        })
    }
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
            pool.connector().call(request).await
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
        let browsers = Pool::new(trusting(trust::pem()).unwrap()).unwrap();
        let refusal = browsers.connector().call(request(&url)).await.unwrap_err();
        assert!(format!("{refusal:?}").contains("UnknownIssuer"), "{refusal:?}");
        let own = Pool::new(trusting(pem).unwrap()).unwrap();
        assert_eq!(own.connector().call(request(&url)).await.unwrap().status().as_u16(), 200);
    }

    #[test]
    fn roots_that_cannot_be_read_end_the_start() {
        client().unwrap();
        let (pem, signed) = (trust::pem(), generate_simple_self_signed(["localhost".to_owned()]));
        let cut = trust::encoded(&signed.unwrap().cert.der()[..40]);
        for damaged in ["", "not PEM", &pem.replacen("MII", "M I!", 1), &format!("{pem}{cut}")] {
            assert_eq!(trusting(damaged.to_owned()).map(drop), Err(TrustError), "{damaged:.30}");
        }
    }

    #[tokio::test]
    async fn models_webhooks_and_issuers_are_held_to_the_same_certificates() {
        let (url, _) = self_signed_host().await;
        let refusal = crate::http::client().unwrap().get(&url).send().await.unwrap_err();
        assert!(format!("{refusal:?}").contains("UnknownIssuer"), "{refusal:?}");
    }
}
