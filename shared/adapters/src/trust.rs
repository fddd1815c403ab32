//! Whose certificates are believed: the roots that browsers trust, for AWS and for everything else. They are compiled
//! in, so that nothing is read from disk.

#[cfg(feature = "aws")]
use base64::Engine as _;
#[cfg(feature = "aws")]
use base64::engine::general_purpose::STANDARD;
#[cfg(feature = "aws")]
use rustls::RootCertStore;
#[cfg(feature = "aws")]
use rustls::pki_types::{CertificateDer, pem::PemObject as _};
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

/// The trusted roots can't be read: nothing could be reached, or anybody would have to be believed.
#[cfg(feature = "aws")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the certificates of the trusted roots can't be read")]
pub struct TrustError;

/// Checks that each of these certificates in PEM can be read, and that there is one.
///
/// # Errors
/// [`TrustError`].
#[cfg(feature = "aws")]
pub(crate) fn check(pem: &str) -> Result<(), TrustError> {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
        roots.add(certificate.map_err(|_| TrustError)?).map_err(|_| TrustError)?;
    }
    if roots.is_empty() { Err(TrustError) } else { Ok(()) }
}
