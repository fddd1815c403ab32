//! Files of a folder, by a request's path.

use std::path::{Path, PathBuf};

use bytes::Bytes;

/// What a path leads to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum SiteFile {
    /// A file and its content type.
    File(Bytes, &'static str),
    /// A folder with a page, asked for without the slash at its end.
    Folder,
    /// Neither.
    Nothing,
}

/// Finds the file of a path; a folder's is its `index.html`.
pub(super) async fn find(folder: &Path, path: &str) -> SiteFile {
    let Some(mut place) = below(folder, path) else { return SiteFile::Nothing };
    if path.ends_with('/') {
        place.push("index.html");
    } else if place.is_dir() {
        return if place.join("index.html").is_file() {
            SiteFile::Folder
        } else {
            SiteFile::Nothing
        };
    }
    match tokio::fs::read(&place).await {
        Ok(bytes) => SiteFile::File(bytes.into(), kind(&place)),
        Err(_) => SiteFile::Nothing,
    }
}

/// The place below the folder; nothing that climbs out of it or is hidden.
fn below(folder: &Path, path: &str) -> Option<PathBuf> {
    let mut place = folder.to_owned();
    for part in path.split('/').filter(|part| !part.is_empty()) {
        let is_plain = !part.starts_with('.') && !part.contains(['\\', '%', ':', '\0']);
        if !is_plain {
            return None;
        }
        place.push(part);
    }
    Some(place)
}

fn kind(place: &Path) -> &'static str {
    match place.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "wasm" => "application/wasm",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_leaves_the_folder() {
        let folder = Path::new("/site");
        assert_eq!(below(folder, "/widget/a.js"), Some(PathBuf::from("/site/widget/a.js")));
        for path in ["/../etc/passwd", "/a/%2e%2e/b", "/.git/config", "/a\\..\\b"] {
            assert_eq!(below(folder, path), None, "{path}");
        }
    }
}
