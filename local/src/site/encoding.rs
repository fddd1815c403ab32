//! Compression as the CDN does it: Brotli, else gzip, for what is text. Each file is compressed once.

use std::collections::HashMap;
use std::io::{self, Write as _};
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use http::{HeaderMap, header};

/// Shorter files fit into one packet as they are.
const SHORTEST: usize = 1_000;
/// Good ratios within milliseconds; the highest level takes seconds for a script.
const BROTLI_QUALITY: i32 = 5;
/// Files that are kept compressed: several builds of the whole site.
const MOST_KEPT: usize = 256;

/// How a body is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum ContentEncoding {
    Brotli,
    Gzip,
    Identity,
}

impl ContentEncoding {
    /// The best one that the client takes, for a body of this type and length.
    pub(super) fn choose(headers: &HeaderMap, kind: &str, length: usize) -> Self {
        if length < SHORTEST || !is_text(kind) {
            return Self::Identity;
        }
        match (accepts(headers, "br"), accepts(headers, "gzip")) {
            (true, _) => Self::Brotli,
            (_, true) => Self::Gzip,
            _ => Self::Identity,
        }
    }

    /// Its name in `Content-Encoding`; none where the body is sent as it is.
    pub(super) fn name(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Identity => None,
        }
    }
}

/// Whether files of this type get smaller.
pub(super) fn is_text(kind: &str) -> bool {
    let kind = kind.split(';').next().unwrap_or_default();
    kind.starts_with("text/")
        || matches!(kind, "application/json" | "application/manifest+json" | "image/svg+xml")
        || kind == "application/wasm"
}

/// Whether `Accept-Encoding` names the coding, or all, with a weight above zero.
fn accepts(headers: &HeaderMap, coding: &str) -> bool {
    let values = headers.get_all(header::ACCEPT_ENCODING).iter();
    let codings = values.filter_map(|value| value.to_str().ok()).flat_map(|all| all.split(','));
    let weights: HashMap<String, f32> = codings
        .map(|entry| {
            let (name, parameters) = entry.split_once(';').unwrap_or((entry, ""));
            let weight = parameters.trim().strip_prefix("q=").map_or(Some(1.0), |q| q.parse().ok());
            (name.trim().to_ascii_lowercase(), weight.unwrap_or(0.0))
        })
        .collect();
    weights.get(coding).or_else(|| weights.get("*")).is_some_and(|weight| *weight > 0.0)
}

/// Bodies that have been compressed, by the tag of their content.
#[derive(Default)]
pub(super) struct CompressedBodies(Mutex<HashMap<(String, ContentEncoding), Bytes>>);

impl CompressedBodies {
    /// The body in this encoding; `tag` stands for its content.
    ///
    /// # Errors
    /// The compressor's, which writes to memory.
    pub(super) fn encode(
        &self,
        tag: &str,
        body: &Bytes,
        encoding: ContentEncoding,
    ) -> io::Result<Bytes> {
        let compress = match encoding {
            ContentEncoding::Identity => return Ok(body.clone()),
            ContentEncoding::Brotli => brotli,
            ContentEncoding::Gzip => gzip,
        };
        let key = (tag.to_owned(), encoding);
        if let Some(kept) = self.kept().get(&key) {
            return Ok(kept.clone());
        }
        let compressed = Bytes::from(compress(body)?);
        let mut kept = self.kept();
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        kept.insert(key, compressed.clone());
        Ok(compressed)
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, HashMap<(String, ContentEncoding), Bytes>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn brotli(body: &[u8]) -> io::Result<Vec<u8>> {
    let parameters =
        brotli::enc::BrotliEncoderParams { quality: BROTLI_QUALITY, ..Default::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &body[..], &mut compressed, &parameters)?;
    Ok(compressed)
}

fn gzip(body: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(body)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(accepted: &str, kind: &str, length: usize) -> Option<&'static str> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, accepted.parse().unwrap());
        ContentEncoding::choose(&headers, kind, length).name()
    }

    #[test]
    fn the_best_encoding_that_the_client_takes_is_chosen() {
        for (accepted, expected) in [
            ("gzip, deflate, br, zstd", Some("br")),
            ("gzip;q=1.0, br;q=0.1", Some("br")),
            ("br;q=0, gzip", Some("gzip")),
            ("GZIP", Some("gzip")),
            ("*", Some("br")),
            ("*;q=0", None),
            ("br;q=0, *", Some("gzip")),
            ("deflate", None),
            ("brotli, xgzip", None),
            ("br;q=zero", None),
            ("", None),
        ] {
            assert_eq!(chosen(accepted, "text/css", 5_000), expected, "{accepted:?}");
        }
    }

    #[test]
    fn what_does_not_get_smaller_is_sent_as_it_is() {
        assert_eq!(chosen("br", "image/png", 5_000), None);
        assert_eq!(chosen("br", "font/woff2", 5_000), None);
        assert_eq!(chosen("br", "text/html; charset=utf-8", 100), None);
        assert_eq!(chosen("br", "text/html; charset=utf-8", 5_000), Some("br"));
    }
}
