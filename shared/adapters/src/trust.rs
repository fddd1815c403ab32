//! Whose certificates are believed: the roots that browsers trust, for AWS and for everything else. They are compiled
//! in, so that nothing is read from disk. They never change in a process, so a test checks that they can be read, not each start.

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

#[cfg(all(test, feature = "aws", feature = "http"))]
mod tests {
    use rustls::RootCertStore;
    use rustls::pki_types::CertificateDer;
    use rustls::pki_types::pem::PemObject as _;

    use super::*;

    /// How many of these certificates can be believed.
    fn believed<'a>(certificates: impl Iterator<Item = CertificateDer<'a>>) -> usize {
        let mut roots = RootCertStore::empty();
        let (believed, refused) = roots.add_parsable_certificates(certificates);
        assert_eq!((refused, roots.len()), (0, believed));
        believed
    }

    #[test]
    fn every_root_that_is_compiled_in_can_be_read_in_both_forms() {
        let pem = pem();
        let read = CertificateDer::pem_slice_iter(pem.as_bytes()).map(Result::unwrap);
        assert_eq!(believed(read), TLS_SERVER_ROOT_CERTS.len());
        assert_eq!(believed(certificates().map(CertificateDer::from)), TLS_SERVER_ROOT_CERTS.len());
        assert!(!TLS_SERVER_ROOT_CERTS.is_empty(), "nobody could be reached");
    }
}
