//! Whether a file's bytes are of the type that was said, and what a picture shows.

use application::FileInspection;
use domain::{FileRefusal, MediaKind, MediaType};

use crate::picture;

/// What else the bytes of a type may look like to whoever only looks at them: containers look alike.
const ALIKE: [(&str, &[&str]); 6] = [
    ("audio/mp4", &["audio/m4a", "video/mp4", "video/quicktime"]),
    ("audio/ogg", &["audio/opus"]),
    ("audio/wav", &["audio/x-wav"]),
    ("audio/webm", &["video/webm", "video/x-matroska"]),
    ("video/mp4", &["video/x-m4v", "video/quicktime"]),
    ("video/quicktime", &["video/mp4"]),
];
/// Old office documents are of one container; which program's shows only deep inside.
const OLE: &str = "application/x-ole-storage";
/// New ones are archives.
const ZIP: &str = "application/zip";

/// Looks at a file's bytes.
///
/// # Errors
/// It is of another type than was said, or can't be read.
pub fn inspect(bytes: &[u8], media_type: &MediaType) -> Result<FileInspection, FileRefusal> {
    let seen = infer::get(bytes).map(|kind| kind.mime_type());
    let is_so = match media_type.kind() {
        None => false,
        Some(MediaKind::Text) => is_text(bytes, seen),
        Some(MediaKind::Office) => seen.is_some_and(|seen| is_office(bytes, media_type, seen)),
        Some(_) => seen.is_some_and(|seen| is_like(media_type.as_str(), seen)),
    };
    match media_type.kind() {
        _ if !is_so => Err(FileRefusal::NotItsType),
        Some(MediaKind::Picture) => picture::inspect(bytes, media_type),
        _ => Ok(FileInspection::default()),
    }
}

fn is_like(said: &str, seen: &str) -> bool {
    let alike = ALIKE.iter().find(|(name, _)| *name == said).map(|(_, alike)| *alike);
    said == seen || alike.is_some_and(|alike| alike.contains(&seen))
}

/// A document names its own type, or is an archive of the kind that such documents are.
fn is_office(bytes: &[u8], said: &MediaType, seen: &str) -> bool {
    let has = |part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
    match said.as_str() {
        same if same == seen => true,
        open if open.starts_with("application/vnd.openxmlformats") => {
            seen == ZIP && has(b"[Content_Types].xml")
        }
        open if open.starts_with("application/vnd.oasis") => seen == ZIP && has(open.as_bytes()),
        _ => seen == OLE || is_old_office(seen),
    }
}

fn is_old_office(seen: &str) -> bool {
    ["application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint"]
        .contains(&seen)
}

/// Characters, and no page that a browser would run: UTF-8, another encoding of one byte a character, or UTF-16 that says so.
fn is_text(bytes: &[u8], seen: Option<&str>) -> bool {
    let is_marked = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    let is_control = |byte: &u8| *byte < b' ' && !b"\t\n\r\x0c\x1b".contains(byte);
    let is_plain = seen.is_none() || seen == Some("text/plain");
    is_plain && (is_marked || !bytes.iter().any(is_control))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(media_type: &str, bytes: &[u8], expected: Result<(), FileRefusal>) {
        let seen = inspect(bytes, &media_type.parse().unwrap()).map(|_| ());
        assert_eq!(seen, expected, "{media_type}");
    }

    #[test]
    fn bytes_of_another_type_than_was_said_are_refused() {
        let other = Err(FileRefusal::NotItsType);
        let page = b"<html><script>alert(1)</script></html>".as_slice();
        for media_type in ["image/jpeg", "application/pdf", "text/plain", "text/csv", "video/mp4"] {
            check(media_type, page, other);
        }
        check("image/png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", other);
        check("text/plain", b"<?xml version=\"1.0\"?><svg/>", other);
        check("application/pdf", b"MZ\x90\0", other);
        check("text/plain", b"\0\x01\x02binary", other);
        check("image/svg+xml", b"<svg/>", other);
        check("application/msword", b"PK\x03\x04", other);
    }

    #[test]
    fn what_is_of_its_type_is_taken() {
        check("application/pdf", b"%PDF-1.7\n%\xe2\xe3", Ok(()));
        check("text/plain", "Grüße\r\n\tein Text".as_bytes(), Ok(()));
        check("text/plain", b"Gr\xfc\xdfe", Ok(()));
        check("text/plain", b"\xff\xfeh\0i\0", Ok(()));
        check("text/csv", b"a;b\n1;2\n", Ok(()));
        check("application/msword", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0\0", Ok(()));
        check("video/mp4", b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", Ok(()));
        check("audio/mpeg", b"ID3\x03\0\0\0\0\0\0", Ok(()));
    }

    #[test]
    fn a_picture_that_only_begins_like_one_is_unreadable() {
        check("image/jpeg", b"\xff\xd8\xff\xe0 not a picture", Err(FileRefusal::Unreadable));
    }
}
