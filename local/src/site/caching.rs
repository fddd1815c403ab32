//! How long a browser may keep a file, and how it asks whether it has changed.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{HeaderMap, header};
use sha2::{Digest as _, Sha256};

/// Characters of the hash that the bundler puts at the end of a name.
const HASH: usize = 8;

/// `Cache-Control` of a file: what has a hash in its name never changes, the rest is asked for each time.
pub(super) fn cache_control(path: &str) -> &'static str {
    if is_hashed(path) { "public, max-age=31536000, immutable" } else { "no-cache" }
}

/// Whether the bundler named the file: below `assets`, as `name-HASH.extension`.
fn is_hashed(path: &str) -> bool {
    let Some((folder, file)) = path.rsplit_once('/') else { return false };
    let hash = file.split_once('.').and_then(|(stem, _)| {
        let start = stem.len().checked_sub(HASH + 1)?;
        stem.get(start..)?.strip_prefix('-')
    });
    let is_hash =
        |hash: &str| hash.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    folder.ends_with("/assets") && hash.is_some_and(is_hash)
}

/// A tag of the content, without its quotes.
pub(super) fn tag(body: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(&Sha256::digest(body)[..12])
}

/// Whether the client has what this entity tag names; compared weakly, as RFC 9110 has it for `If-None-Match`.
pub(super) fn is_known(headers: &HeaderMap, entity_tag: &str) -> bool {
    let values = headers.get_all(header::IF_NONE_MATCH).iter();
    let mut tags = values.filter_map(|value| value.to_str().ok()).flat_map(|all| all.split(','));
    tags.any(|tag| {
        let tag = tag.trim();
        tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == entity_tag
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_name_with_a_hash_is_kept_for_ever() {
        for path in ["/widget/assets/index-D9x_3kQ-.js", "/console/assets/app-abcdEF12.css.map"] {
            assert!(cache_control(path).contains("immutable"), "{path}");
        }
        for path in [
            "/c.js",
            "/widget/",
            "/config.json",
            "/widget/assets/index.js",
            "/widget/assets/index-short.js",
            "/other/index-D9x_3kQ1.js",
            "/widget/assets/-é1234567.js",
        ] {
            assert_eq!(cache_control(path), "no-cache", "{path}");
        }
    }

    #[test]
    fn a_known_tag_is_found_among_several_and_weakly() {
        let known = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::IF_NONE_MATCH, value.parse().unwrap());
            is_known(&headers, "\"a\"")
        };
        for value in ["\"a\"", "W/\"a\"", "\"b\", \"a\"", "*"] {
            assert!(known(value), "{value}");
        }
        for value in ["\"b\"", "a", "\"a", ""] {
            assert!(!known(value), "{value}");
        }
    }
}
