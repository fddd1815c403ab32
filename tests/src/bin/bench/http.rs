//! As much of HTTP as it takes to play a server for one's own clients.

use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;

/// Reads one request to its end and gives its path; none at the end of the connection.
pub(crate) async fn request(stream: &mut TcpStream) -> anyhow::Result<Option<String>> {
    let mut raw = Vec::new();
    let mut part = [0; 16 * 1024];
    loop {
        let count = stream.read(&mut part).await?;
        if count == 0 {
            return Ok(None);
        }
        raw.extend_from_slice(&part[..count]);
        if let Some(path) = complete(&String::from_utf8_lossy(&raw)) {
            return Ok(Some(path));
        }
    }
}

/// The path of a request that is here as a whole.
fn complete(raw: &str) -> Option<String> {
    let (head, body) = raw.split_once("\r\n\r\n")?;
    let lower = head.to_ascii_lowercase();
    let length = lower
        .split("content-length: ")
        .nth(1)
        .and_then(|rest| rest.lines().next()?.trim().parse().ok());
    let is_chunked = lower.contains("transfer-encoding: chunked");
    let is_whole =
        if is_chunked { body.ends_with("0\r\n\r\n") } else { body.len() >= length.unwrap_or(0) };
    is_whole.then(|| head.split(' ').nth(1).unwrap_or_default().to_owned())
}
