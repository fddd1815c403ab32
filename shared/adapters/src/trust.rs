//! Whose certificates are believed: the roots that browsers trust, for AWS and for everything else. They are compiled
//! in, so that nothing is read from disk.

#[cfg(feature = "aws")]
use base64::Engine as _;
#[cfg(feature = "aws")]
use base64::engine::general_purpose::STANDARD;
use webpki_root_certs::TLS_SERVER_ROOT_CERTS;

/// The roots' certificates in DER.
#[cfg(feature = "http")]
pub(crate) fn certificates() -> impl Iterator<Item = &'static [u8]> {
    TLS_SERVER_ROOT_CERTS.iter().map(AsRef::as_ref)
}

/// The same in PEM, as the SDK's HTTP client takes them.
#[cfg(feature = "aws")]
pub(crate) fn pem() -> String {
    TLS_SERVER_ROOT_CERTS.iter().map(|certificate| encoded(certificate)).collect()
}

/// A certificate in PEM.
#[cfg(feature = "aws")]
pub(crate) fn encoded(certificate: &[u8]) -> String {
    let text = STANDARD.encode(certificate);
    format!("-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n")
}
