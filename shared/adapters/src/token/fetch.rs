//! One GET for one JSON document, without a client that lives on: keys are asked for a few times an hour, and
//! a process that serves no agent sets up neither a connection pool nor certificates.

use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, HOST, USER_AGENT};
use http::{Request, StatusCode, Uri};
use http_body_util::{BodyExt as _, Empty, Limited};
use hyper::client::conn::http1;
use hyper::rt::{Read, Write};
use hyper_util::rt::TokioIo;
use serde::de::DeserializeOwned;
use tokio::net::TcpStream;
use tokio_rustls::rustls::RootCertStore;
use tokio_rustls::rustls::pki_types::ServerName;

use super::KeyFetchError;
use crate::tls;

/// How long one document may take: a person waits behind it, and the function's own time is 10 s.
const PATIENCE: Duration = Duration::from_secs(3);
/// The largest document, in bytes; key sets have some 2 KB.
const LARGEST: usize = 256 * 1024;

/// Where a document is: anywhere by HTTPS, on this machine by HTTP too.
pub(super) struct Address {
    uri: Uri,
    host: String,
    port: u16,
    is_plain: bool,
}

impl Address {
    /// The address in this URL.
    ///
    /// # Errors
    /// [`KeyFetchError::Answer`] if it is no URL, [`KeyFetchError::Insecure`] if it would be asked without encryption over a network.
    pub(super) fn parse(url: &str) -> Result<Self, KeyFetchError> {
        let uri: Uri = url.parse().map_err(|_| KeyFetchError::Answer)?;
        let host = uri.host().ok_or(KeyFetchError::Answer)?.trim_matches(['[', ']']).to_owned();
        let is_plain = match uri.scheme_str() {
            Some("https") => false,
            Some("http") if matches!(&*host, "127.0.0.1" | "localhost" | "::1") => true,
            _ => return Err(KeyFetchError::Insecure),
        };
        let port = uri.port_u16().unwrap_or(if is_plain { 80 } else { 443 });
        Ok(Self { uri, host, port, is_plain })
    }

    /// Whether it is on this machine and asked without encryption.
    pub(super) fn is_local(&self) -> bool {
        self.is_plain
    }
}

/// The JSON document at this address. Redirects are not followed: issuers name their documents' places.
pub(super) async fn json<T: DeserializeOwned>(address: &Address) -> Result<T, KeyFetchError> {
    let body = tokio::time::timeout(PATIENCE, get(address, public_roots)).await;
    serde_json::from_slice(&body.map_err(|_| KeyFetchError::Slow)??)
        .map_err(|_| KeyFetchError::Answer)
}

async fn get(
    address: &Address,
    roots: impl FnOnce() -> RootCertStore,
) -> Result<Bytes, KeyFetchError> {
    let stream = TcpStream::connect((&*address.host, address.port))
        .await
        .map_err(|_| KeyFetchError::Connection)?;
    if address.is_plain {
        return exchange(address, TokioIo::new(stream)).await;
    }
    let name = ServerName::try_from(address.host.clone()).map_err(|_| KeyFetchError::Answer)?;
    let connector = tls::connector(roots()).map_err(|_| KeyFetchError::Connection)?;
    let stream = connector.connect(name, stream).await.map_err(|_| KeyFetchError::Connection)?;
    exchange(address, TokioIo::new(stream)).await
}

/// The roots that browsers trust; they are compiled in, so nothing is read from disk.
fn public_roots() -> RootCertStore {
    RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() }
}

async fn exchange<S>(address: &Address, stream: S) -> Result<Bytes, KeyFetchError>
where
    S: Read + Write + Unpin + Send + 'static,
{
    let (mut sender, connection) =
        http1::handshake(stream).await.map_err(|_| KeyFetchError::Connection)?;
    let driver = tokio::spawn(connection);
    let answer = read(&mut sender, address).await;
    driver.abort();
    answer
}

async fn read(
    sender: &mut http1::SendRequest<Empty<Bytes>>,
    address: &Address,
) -> Result<Bytes, KeyFetchError> {
    let path = address.uri.path_and_query().map_or("/", |path| path.as_str());
    let authority = address.uri.authority().map_or("", |authority| authority.as_str());
    let request = Request::get(path)
        .header(HOST, authority)
        .header(ACCEPT, "application/json")
        .header(USER_AGENT, "firstline")
        .body(Empty::new())
        .map_err(|_| KeyFetchError::Answer)?;
    let response = sender.send_request(request).await.map_err(|_| KeyFetchError::Connection)?;
    if response.status() != StatusCode::OK {
        return Err(KeyFetchError::Status);
    }
    let body = Limited::new(response.into_body(), LARGEST)
        .collect()
        .await
        .map_err(|_| KeyFetchError::Answer)?;
    Ok(body.to_bytes())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;
    use tokio_rustls::TlsAcceptor;
    use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
    use tokio_rustls::rustls::{ServerConfig, crypto};

    use super::*;

    /// A server with a certificate for this name that nobody vouches for; gives its port and the certificate.
    async fn server(name: &str) -> (u16, CertificateDer<'static>) {
        let made = rcgen::generate_simple_self_signed([name.to_owned()]).unwrap();
        let certificate = made.cert.der().clone();
        let key = PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into());
        let config =
            ServerConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()))
                .with_safe_default_protocol_versions()
                .unwrap()
                .with_no_client_auth()
                .with_single_cert(vec![certificate.clone()], key)
                .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            let (stream, _) = listener.accept().await.unwrap();
            let Ok(mut stream) = TlsAcceptor::from(Arc::new(config)).accept(stream).await else {
                return;
            };
            let _ = stream.read(&mut [0; 1024]).await;
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}").await;
        });
        (port, certificate)
    }

    async fn get_trusting(name: &str, is_trusted: bool) -> Result<Bytes, KeyFetchError> {
        let (port, certificate) = server(name).await;
        let roots = || {
            let mut roots = public_roots();
            if is_trusted {
                roots.add(certificate).unwrap();
            }
            roots
        };
        get(&Address::parse(&format!("https://localhost:{port}/keys")).unwrap(), roots).await
    }

    #[tokio::test]
    async fn only_a_server_that_a_root_vouches_for_under_its_name_is_believed() {
        assert!(public_roots().len() > 50, "those that browsers trust");
        assert_eq!(get_trusting("localhost", true).await, Ok(Bytes::from_static(b"{}")));
        assert_eq!(get_trusting("localhost", false).await, Err(KeyFetchError::Connection));
        assert_eq!(get_trusting("id.example", true).await, Err(KeyFetchError::Connection));
    }

    #[test]
    fn keys_travel_encrypted_unless_they_stay_on_this_machine() {
        let table = [
            ("https://id.example/realm", Some(false)),
            ("http://127.0.0.1:4700/oidc", Some(true)),
            ("http://localhost/", Some(true)),
            ("http://[::1]:8080/", Some(true)),
            ("http://id.example/realm", None),
            ("http://127.0.0.1.example/", None),
            ("ftp://127.0.0.1/", None),
            ("/oidc", None),
            ("not a url", None),
        ];
        for (url, expected) in table {
            assert_eq!(
                Address::parse(url).ok().map(|address| address.is_local()),
                expected,
                "{url}"
            );
        }
    }
}
