//! How a browser is told to treat a file: RFC 6266, with the name as RFC 8187 has it.

use domain::Attachment;

/// The value of `Content-Disposition` for a file.
pub(super) fn disposition(about: &Attachment) -> String {
    let kind = if about.media_type.is_shown() { "inline" } else { "attachment" };
    let name = about.name.as_str();
    // For what reads no extended names: letters that every header can hold.
    let is_plain = |c: char| c.is_ascii_alphanumeric() || " ._-()".contains(c);
    let plain: String = name.chars().map(|c| if is_plain(c) { c } else { '_' }).collect();
    format!("{kind}; filename=\"{plain}\"; filename*=UTF-8''{}", encoded(name))
}

/// A name's UTF-8 in percent signs, but for what RFC 8187 lets stand.
fn encoded(name: &str) -> String {
    let letter = |byte: u8| match byte {
        _ if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    };
    name.bytes().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, media_type: &str, expected: &str) {
        let about = Attachment {
            name: name.parse().unwrap(),
            media_type: media_type.parse().unwrap(),
            ..Attachment::gone("file-0001".parse().unwrap())
        };
        assert_eq!(disposition(&about), expected);
    }

    #[test]
    fn only_pictures_are_shown_and_no_name_ends_the_header() {
        check("mug.jpg", "image/jpeg", "inline; filename=\"mug.jpg\"; filename*=UTF-8''mug.jpg");
        check(
            "a\";x=\"b.pdf",
            "application/pdf",
            "attachment; filename=\"a__x__b.pdf\"; filename*=UTF-8''a%22%3Bx%3D%22b.pdf",
        );
        check("é.txt", "text/plain", "attachment; filename=\"_.txt\"; filename*=UTF-8''%C3%A9.txt");
        check("x.svg", "image/svg+xml", "attachment; filename=\"x.svg\"; filename*=UTF-8''x.svg");
    }
}
