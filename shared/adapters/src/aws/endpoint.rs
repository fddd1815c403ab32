//! Requests to one service of AWS: signed, timed, tried again where that can help.
//!
//! By hand, where an SDK would do: it spends more CPU around a request than all the rest of a message takes. What
//! an SDK promises is kept: three attempts with growing, uneven waits; only for what may pass; within a time.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, HOST, HeaderMap, HeaderName, HeaderValue};
use http::{Method, Request, StatusCode, Uri};
use serde::Deserialize;
use tokio::time::{sleep, timeout};

use super::connections::Connections;
use super::signature::Signer;
use super::{ATTEMPTS, Access, FIRST_BACKOFF, LONGEST_ATTEMPT, LONGEST_CALL};

/// One service at one address.
pub(crate) struct Endpoint {
    signer: Signer,
    connections: Connections,
    host: HeaderValue,
    /// What paths begin with, without a slash at its end.
    base: String,
}

/// A request, before it is addressed and signed.
pub(crate) struct Call<'a> {
    /// What is done.
    pub(crate) method: Method,
    /// Below the service's address, from a slash on, encoded as it is sent.
    pub(crate) path: &'a str,
    /// What it says beyond its address.
    pub(crate) headers: &'a [(HeaderName, HeaderValue)],
    /// What is sent.
    pub(crate) body: Bytes,
}

/// Why a call came to nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Failure {
    /// The service said no; with its own code.
    #[error("{code}")]
    Refused {
        /// The answer's status.
        status: StatusCode,
        /// Such as `ConditionalCheckFailedException`; the status where it named none.
        code: String,
    },
    /// It took too long.
    #[error("timed out")]
    TimedOut,
    /// No connection, or it broke.
    #[error("not reached")]
    NotReached,
    /// The request can't be written.
    #[error("no usable request")]
    Malformed,
}

/// Codes that come with a status of the caller's fault, and yet pass.
const PASSING: [&str; 10] = [
    "ProvisionedThroughputExceededException",
    "ThrottlingException",
    "Throttling",
    "ThrottledException",
    "RequestThrottled",
    "RequestLimitExceeded",
    "LimitExceededException",
    "TooManyRequestsException",
    "RequestTimeout",
    "RequestTimeoutException",
];

impl Failure {
    /// Whether the same request may be answered the next time.
    fn may_pass(&self) -> bool {
        match self {
            Self::Refused { status, code } => {
                matches!(status.as_u16(), 429 | 500 | 502 | 503 | 504)
                    || PASSING.contains(&code.as_str())
            }
            Self::TimedOut | Self::NotReached => true,
            Self::Malformed => false,
        }
    }
}

impl Endpoint {
    /// The service of this name at this URL; nothing is opened before the first call.
    pub(crate) fn new(access: &Access, name: &'static str, url: &str) -> Self {
        // An address that is none is one that nobody answers at.
        let url: Uri = url.parse().unwrap_or_default();
        let host = url.authority().map_or("", |authority| authority.as_str());
        Self {
            signer: Signer::new(access, name),
            host: HeaderValue::try_from(host).unwrap_or(HeaderValue::from_static("")),
            base: url.path().trim_end_matches('/').to_owned(),
            connections: Connections::new(&url),
        }
    }

    /// Makes a call; gives the body of its answer.
    ///
    /// # Errors
    /// [`Failure`]. What was refused was not done; else that is not known.
    pub(crate) async fn call(&self, call: &Call<'_>) -> Result<Bytes, Failure> {
        timeout(LONGEST_CALL, self.attempts(call)).await.unwrap_or(Err(Failure::TimedOut))
    }

    /// Makes a call that would do harm if it were done twice: one attempt, whatever becomes of it.
    ///
    /// # Errors
    /// [`Failure`], as for [`call`](Self::call).
    pub(crate) async fn call_once(&self, call: &Call<'_>) -> Result<Bytes, Failure> {
        self.attempt(call).await
    }

    /// Waits until what was tried so often may be tried again.
    pub(crate) async fn pause(&self, tries: u32) {
        sleep(backoff(tries, share(self.signer.now()))).await;
    }

    async fn attempts(&self, call: &Call<'_>) -> Result<Bytes, Failure> {
        let mut tries = 1;
        loop {
            let failure = match self.attempt(call).await {
                Ok(body) => return Ok(body),
                Err(failure) => failure,
            };
            if tries == ATTEMPTS || !failure.may_pass() {
                return Err(failure);
            }
            self.pause(tries).await;
            tries += 1;
        }
    }

    async fn attempt(&self, call: &Call<'_>) -> Result<Bytes, Failure> {
        let request = self.address(call).and_then(|request| self.signer.sign(request));
        let request = request.map_err(|_| Failure::Malformed)?;
        match timeout(LONGEST_ATTEMPT, self.connections.send(request)).await {
            Err(_) => Err(Failure::TimedOut),
            Ok(Err(_)) => Err(Failure::NotReached),
            Ok(Ok(answer)) if answer.status().is_success() => Ok(answer.into_body()),
            Ok(Ok(answer)) => {
                let (parts, body) = answer.into_parts();
                Err(refused(parts.status, &parts.headers, &body))
            }
        }
    }

    fn address(&self, call: &Call<'_>) -> Result<Request<Bytes>, http::Error> {
        let mut request = Request::new(call.body.clone());
        *request.method_mut() = call.method.clone();
        *request.uri_mut() = format!("{}{}", self.base, call.path).parse()?;
        let headers = request.headers_mut();
        headers.insert(HOST, self.host.clone());
        headers.insert(CONTENT_LENGTH, call.body.len().into());
        headers.extend(call.headers.iter().cloned());
        Ok(request)
    }
}

/// What a service calls its refusal: in a header (`GoneException:http://…`), or in the body with a namespace before it.
fn refused(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Failure {
    #[derive(Deserialize)]
    struct Document {
        #[serde(rename = "__type", alias = "code")]
        kind: String,
    }
    let named = headers.get("x-amzn-errortype").and_then(|value| value.to_str().ok());
    let name = named
        .map(str::to_owned)
        .or_else(|| Some(serde_json::from_slice::<Document>(body).ok()?.kind))
        .unwrap_or_else(|| status.as_u16().to_string());
    let name = name.split(':').next().unwrap_or_default();
    let code = name.rsplit('#').next().unwrap_or_default().to_owned();
    Failure::Refused { status, code }
}

/// Twice as long after each attempt, and a random share of that, so that those who failed together come apart.
fn backoff(tries: u32, chance: f64) -> Duration {
    (FIRST_BACKOFF * 2_u32.pow(tries - 1)).mul_f64(chance)
}

/// A share from 0 to 1 that is as good as random: the last digits of the time, which no two calls have in common.
fn share(time: SystemTime) -> f64 {
    const WHEEL: u32 = 100_000;
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    f64::from(since.subsec_nanos() % WHEEL) / f64::from(WHEEL)
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::*;

    const BUSY: Turn = Turn::Answer(400, "", r#"{"__type":"x#ThrottlingException"}"#);
    const TAKEN: Turn = Turn::Answer(400, "", r#"{"__type":"x#ConditionalCheckFailedException"}"#);
    const GONE: Turn = Turn::Answer(410, "x-amzn-errortype: GoneException:http://x/\r\n", "{}");
    const DOWN: Turn = Turn::Answer(500, "", "");
    const DONE: Turn = Turn::Answer(200, "", "done");

    /// What a host does with a request.
    #[derive(Clone, Copy)]
    enum Turn {
        /// A status, a header and a body.
        Answer(u16, &'static str, &'static str),
        /// It closes the connection without an answer.
        Break,
    }

    /// A host that does so with one request after the other; gives its URL, and the requests as they come.
    async fn host(turns: &[Turn]) -> (String, Arc<Mutex<Vec<String>>>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/stage", listener.local_addr().unwrap());
        let requests = Arc::<Mutex<Vec<String>>>::default();
        let turns = turns.to_vec();
        let mut turns = turns.into_iter();
        let seen = Arc::clone(&requests);
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut request = vec![0; 8192];
                while let Ok(length @ 1..) = stream.read(&mut request).await {
                    seen.lock().unwrap().push(String::from_utf8_lossy(&request[..length]).into());
                    let Some(Turn::Answer(status, header, body)) = turns.next() else { break };
                    let length = body.len();
                    let answer = format!(
                        "HTTP/1.1 {status} x\r\n{header}content-length: {length}\r\n\r\n{body}"
                    );
                    stream.write_all(answer.as_bytes()).await.unwrap();
                }
            }
        });
        (url, requests)
    }

    const FRAME: Call<'_> =
        Call { method: Method::POST, path: "/x", headers: &[], body: Bytes::from_static(b"frame") };

    fn endpoint(url: &str) -> Endpoint {
        let text = || "local".to_owned();
        let access = Access::new(text(), text(), text(), None, || SystemTime::UNIX_EPOCH);
        Endpoint::new(&access, "execute-api", url)
    }

    async fn call(url: &str) -> Result<Bytes, Failure> {
        endpoint(url).call(&FRAME).await
    }

    async fn check(turns: &[Turn], expected: &str, attempts: usize) {
        let (url, requests) = host(turns).await;
        let said = match call(&url).await {
            Ok(body) => String::from_utf8_lossy(&body).into_owned(),
            Err(failure) => failure.to_string(),
        };
        assert_eq!((said.as_str(), requests.lock().unwrap().len()), (expected, attempts));
    }

    #[tokio::test]
    async fn what_may_pass_is_tried_three_times_and_what_is_settled_once() {
        check(&[DONE], "done", 1).await;
        check(&[BUSY, DOWN, DONE], "done", 3).await;
        check(&[Turn::Break, DONE], "done", 2).await;
        check(&[DOWN, DOWN, DOWN, DONE], "500", 3).await;
        check(&[BUSY, BUSY, BUSY], "ThrottlingException", 3).await;
        check(&[Turn::Break, Turn::Break, Turn::Break], "not reached", 3).await;
        check(&[TAKEN, DONE], "ConditionalCheckFailedException", 1).await;
        check(&[GONE, DONE], "GoneException", 1).await;
    }

    #[tokio::test]
    async fn what_must_not_be_done_twice_is_tried_once() {
        for turn in [BUSY, DOWN, Turn::Break] {
            let (url, requests) = host(&[turn, DONE]).await;
            endpoint(&url).call_once(&FRAME).await.unwrap_err();
            assert_eq!(requests.lock().unwrap().len(), 1);
        }
    }

    #[tokio::test]
    async fn a_request_goes_to_its_place_and_says_how_long_it_is() {
        let (url, requests) = host(&[DONE]).await;
        call(&url).await.unwrap();
        let request = requests.lock().unwrap().concat();
        let host = url.trim_start_matches("http://").trim_end_matches("/stage");
        assert!(request.starts_with("POST /stage/x HTTP/1.1\r\n"), "{request}");
        assert!(request.contains(&format!("\r\nhost: {host}\r\n")), "{request}");
        assert!(request.contains("\r\ncontent-length: 5\r\n"), "{request}");
        assert!(request.ends_with("\r\n\r\nframe"), "{request}");
    }

    #[tokio::test]
    async fn an_address_that_is_none_is_one_that_nobody_answers_at() {
        assert_eq!(call("not a url").await.unwrap_err(), Failure::NotReached);
    }

    #[test]
    fn waits_grow_and_differ() {
        assert_eq!(backoff(1, 1.0), FIRST_BACKOFF);
        assert_eq!(backoff(2, 1.0), FIRST_BACKOFF * 2);
        assert_eq!(backoff(2, 0.25), FIRST_BACKOFF / 2);
        let at = |nanos| SystemTime::UNIX_EPOCH + Duration::new(1_795_000_000, nanos);
        assert_eq!(share(at(123_425_000)), 0.25);
        assert_eq!(share(at(123_450_000)), 0.5);
    }
}
