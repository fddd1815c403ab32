//! One GET for one JSON document of the issuer's.

use std::time::Duration;

use reqwest::header::ACCEPT;
use reqwest::{StatusCode, Url};
use serde::de::DeserializeOwned;

use super::KeyFetchError;
use crate::http;

/// How long one document may take: a person waits behind it, and the function's own time is 10 s.
const TIMEOUT: Duration = Duration::from_secs(3);
/// The largest document, in bytes; key sets have some 2 KB.
const LARGEST: usize = 256 * 1024;

/// Where a document is: anywhere by HTTPS, on this machine by HTTP too.
pub(super) struct Address(Url);

impl Address {
    /// The address in this URL.
    ///
    /// # Errors
    /// [`KeyFetchError::Answer`] if it is no URL, [`KeyFetchError::Insecure`] if it would be asked without encryption over a
    /// network.
    pub(super) fn parse(url: &str) -> Result<Self, KeyFetchError> {
        let url = Url::parse(url).map_err(|_| KeyFetchError::Answer)?;
        let host = url.host_str().ok_or(KeyFetchError::Answer)?.trim_matches(['[', ']']);
        match url.scheme() {
            "https" => Ok(Self(url)),
            "http" if matches!(host, "127.0.0.1" | "localhost" | "::1") => Ok(Self(url)),
            _ => Err(KeyFetchError::Insecure),
        }
    }

    /// Whether it is on this machine and asked without encryption.
    pub(super) fn is_local(&self) -> bool {
        self.0.scheme() == "http"
    }
}

/// The JSON document at this address. Redirects are not followed: issuers name their documents' places.
pub(super) async fn json<T: DeserializeOwned>(address: &Address) -> Result<T, KeyFetchError> {
    let body = tokio::time::timeout(TIMEOUT, get(address)).await;
    let body = body.map_err(|_| KeyFetchError::Slow)??;
    serde_json::from_slice(&body).map_err(|_| KeyFetchError::Answer)
}

async fn get(address: &Address) -> Result<Vec<u8>, KeyFetchError> {
    let client = http::client().ok_or(KeyFetchError::Connection)?;
    let request = client.get(address.0.clone()).header(ACCEPT, "application/json");
    let mut response = http::send(request).await.map_err(|_| KeyFetchError::Connection)?;
    if response.status() != StatusCode::OK {
        return Err(KeyFetchError::Status);
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|_| KeyFetchError::Answer)? {
        if body.len() + chunk.len() > LARGEST {
            return Err(KeyFetchError::Answer);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

#[cfg(test)]
mod tests {
    use super::*;

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
