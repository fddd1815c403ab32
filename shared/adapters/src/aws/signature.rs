//! Signature Version 4: a request says who sends it, and that nobody has changed it on its way.

use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use bytes::Bytes;
use hmac::{Hmac, Mac as _};
use http::header::{AUTHORIZATION, HeaderValue};
use http::{HeaderMap, Request, Uri};
use http_body_util::Full;
use sha2::{Digest as _, Sha256};

use super::Access;

/// Signs the requests to one service.
pub(super) struct Signer {
    access: Access,
    service: &'static str,
    /// The key of a day, by that day: it takes four of the five hashes of a signature.
    key: Mutex<Option<(String, [u8; 32])>>,
}

impl Signer {
    /// Signs for this service (`dynamodb`).
    pub(super) fn new(access: &Access, service: &'static str) -> Self {
        Self { access: access.clone(), service, key: Mutex::default() }
    }

    /// The time, as signatures have it.
    pub(super) fn now(&self) -> SystemTime {
        (self.access.clock)()
    }

    /// The request with its signature. What its headers say is signed too.
    ///
    /// # Errors
    /// [`http::Error`]: a header's value is none.
    pub(super) fn sign(
        &self,
        mut request: Request<Bytes>,
    ) -> Result<Request<Full<Bytes>>, http::Error> {
        let time = basic(self.now());
        let date = &time[..8];
        let headers = request.headers_mut();
        headers.insert("x-amz-date", HeaderValue::try_from(&time)?);
        if let Some(token) = self.access.credentials.session_token() {
            headers.insert("x-amz-security-token", HeaderValue::try_from(token)?);
        }
        let (names, canonical) = canonical(&request);
        let scope = format!("{date}/{}/{}/aws4_request", self.access.region, self.service);
        let digest = hex(&Sha256::digest(canonical));
        let text = format!("AWS4-HMAC-SHA256\n{time}\n{scope}\n{digest}");
        let signature = hex(&hmac(&self.key(date), &text));
        let id = self.access.credentials.access_key_id();
        let says = format!(
            "AWS4-HMAC-SHA256 Credential={id}/{scope}, SignedHeaders={names}, Signature={signature}"
        );
        request.headers_mut().insert(AUTHORIZATION, HeaderValue::try_from(says)?);
        Ok(request.map(Full::new))
    }

    fn key(&self, date: &str) -> [u8; 32] {
        let mut kept = self.key.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((day, key)) = kept.as_ref()
            && day == date
        {
            return *key;
        }
        let first =
            hmac(format!("AWS4{}", self.access.credentials.secret_access_key()).as_bytes(), date);
        let rest = [self.access.region.as_str(), self.service, "aws4_request"];
        let key = rest.iter().fold(first, |key, part| hmac(&key, part));
        *kept = Some((date.to_owned(), key));
        key
    }
}

fn hmac(key: &[u8], text: &str) -> [u8; 32] {
    // A key of any length will do.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return [0; 32] };
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().into()
}

/// The names of a request's headers, and the request in the one form that both sides hash.
fn canonical(request: &Request<Bytes>) -> (String, String) {
    let headers = sorted(request.headers());
    let names = headers.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(";");
    let mut text = String::with_capacity(1024);
    text.push_str(request.method().as_str());
    text.push('\n');
    push_path(&mut text, request.uri());
    text.push_str("\n\n"); // no query: none of our requests has one
    for (name, value) in &headers {
        text.extend([name, ":", value, "\n"]);
    }
    text.extend(["\n", &names, "\n", &hex(&Sha256::digest(request.body()))]);
    (names, text)
}

fn sorted(headers: &HeaderMap) -> Vec<(&str, &str)> {
    let mut sorted: Vec<_> = headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.to_str().unwrap_or_default()))
        .collect();
    sorted.sort_unstable();
    sorted
}

/// The path, encoded once more than it is sent.
fn push_path(text: &mut String, uri: &Uri) {
    for byte in uri.path().bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                text.push(char::from(byte));
            }
            // Writing to a string cannot fail.
            _ => drop(write!(text, "%{byte:02X}")),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}

/// `20261126T064945Z`.
fn basic(time: SystemTime) -> String {
    let seconds = DateTime::from(time).secs();
    let mut text = DateTime::from_secs(seconds).fmt(Format::DateTime).unwrap_or_default();
    text.retain(|c| !matches!(c, '-' | ':'));
    text
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use aws_credential_types::Credentials;
    use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
    use aws_sigv4::sign::v4::SigningParams;

    use super::*;

    fn access(session: Option<&str>) -> Access {
        let text = str::to_owned;
        Access::new(text("eu-central-1"), text("AKID"), text("secret"), session.map(text), || {
            SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_000_000)
        })
    }

    /// What AWS's own crate signs this request with.
    fn expected(access: &Access, service: &str, request: &Request<Bytes>) -> String {
        let identity = Credentials::clone(&access.credentials).into();
        let params = SigningParams::builder()
            .identity(&identity)
            .region(&access.region)
            .name(service)
            .time((access.clock)())
            .settings(SigningSettings::default())
            .build()
            .unwrap()
            .into();
        let headers = request.headers().iter().map(|(n, v)| (n.as_str(), v.to_str().unwrap()));
        let url = format!("https://example.org{}", request.uri());
        let body = SignableBody::Bytes(request.body());
        let signable = SignableRequest::new(request.method().as_str(), url, headers, body).unwrap();
        sign(signable, &params).unwrap().into_parts().1
    }

    #[track_caller]
    fn check(service: &'static str, path: &str, session: Option<&str>, body: &'static str) {
        let request = Request::post(path)
            .header("host", "example.org")
            .header("content-type", "application/x-amz-json-1.0")
            .header("x-amz-target", "DynamoDB_20120810.Query")
            .body(Bytes::from_static(body.as_bytes()))
            .unwrap();
        let access = access(session);
        let expected = expected(&access, service, &request);
        let signer = Signer::new(&access, service);
        for _ in 0..2 {
            let signed = signer.sign(request.clone()).unwrap();
            let says = signed.headers()[AUTHORIZATION].to_str().unwrap();
            assert!(says.ends_with(&format!("Signature={expected}")), "{says}, not {expected}");
        }
    }

    #[test]
    fn a_request_is_signed_as_by_the_services_own_library() {
        check("dynamodb", "/", None, r#"{"TableName":"t"}"#);
        check("dynamodb", "/", Some("session"), "{}");
        check("execute-api", "/live/@connections/L0SM9cOFvHcCIhw%3D", Some("session"), "frame");
    }

    #[test]
    fn a_time_is_written_without_marks() {
        let time = SystemTime::UNIX_EPOCH + Duration::from_millis(1_795_000_000_999);
        assert_eq!(basic(time), "20261118T110640Z");
    }
}
