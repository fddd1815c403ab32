//! Files that people attach to messages: what one is called, of which type it is, and where it stands.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::FileId;
use crate::characters::{cleaned_line, is_blank};
use crate::id::{Invalid, checked_string};

/// The longest name, in characters.
const NAME_CHARS: usize = 200;

/// What a file is called: one line of 1 to 200 characters, without the folders in which its author keeps it. It is cleaned
/// like every text and never changes the direction of what stands beside it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[cfg_attr(
    feature = "schema",
    schemars(extend("minLength" = 1, "maxLength" = NAME_CHARS, "pattern" = r"\S")),
    ts(as = "String")
)]
#[serde(try_from = "String", into = "String")]
pub struct FileName(#[cfg_attr(feature = "schema", schemars(with = "String"))] Box<str>);

impl FileName {
    /// The name as it is shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same with an ending of this type, added where it has none: whoever opens a saved file opens what was looked at, not
    /// what its name alone says.
    #[must_use]
    pub fn ending_as(self, media_type: &MediaType) -> Self {
        let endings = media_type.endings();
        let own = self.0.rsplit_once('.').map(|(_, own)| own.to_lowercase());
        let is_fit = own.is_some_and(|own| endings.contains(&own.as_str()));
        let Some(usual) = endings.first().filter(|_| !is_fit) else { return self };
        let room = NAME_CHARS - 1 - usual.len();
        let stem: String = self.0.chars().take(room).collect();
        Self(format!("{stem}.{usual}").into())
    }

    /// What stands where nothing is known of a file any more.
    fn unknown() -> Self {
        Self("file".into())
    }
}

impl TryFrom<String> for FileName {
    type Error = Invalid;
    fn try_from(value: String) -> Result<Self, Invalid> {
        let clean = cleaned_line(&value);
        let name = clean.rsplit(['/', '\\']).next().unwrap_or_default().trim();
        let is_dots = name.chars().all(|c| c == '.');
        match () {
            () if is_blank(name) || is_dots => Err(Invalid::BLANK),
            () if name.chars().count() > NAME_CHARS => {
                Err(Invalid { expected: "a file's name of 1 to 200 characters" })
            }
            () => Ok(Self(name.into())),
        }
    }
}

impl std::str::FromStr for FileName {
    type Err = Invalid;
    fn from_str(value: &str) -> Result<Self, Invalid> {
        value.to_owned().try_into()
    }
}

impl From<FileName> for String {
    fn from(value: FileName) -> String {
        value.0.into()
    }
}

/// Names of files never reach a log, so not a debug print either.
impl fmt::Debug for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FileName({} bytes)", self.0.len())
    }
}

fn is_media_type(value: &str) -> bool {
    let is_part = |part: &str| {
        let is_known = |b: u8| b.is_ascii_digit() || b.is_ascii_lowercase() || b".+-".contains(&b);
        (1..=80).contains(&part.len()) && part.bytes().all(is_known)
    };
    value.split_once('/').is_some_and(|(kind, subtype)| is_part(kind) && is_part(subtype))
}

checked_string!(
    /// A media type without parameters, such as `image/jpeg`.
    MediaType, is_media_type, "^[a-z0-9.+-]{1,80}/[a-z0-9.+-]{1,80}$", "a media type in lower case"
);

/// What files of a type are, for those who show and check them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaKind {
    /// A picture that every browser draws and that runs nothing.
    Picture,
    /// A PDF document.
    Pdf,
    /// A document of an office program.
    Office,
    /// Characters.
    Text,
    /// Sound.
    Audio,
    /// Moving pictures.
    Video,
}

use MediaKind::{Audio, Office, Pdf, Picture, Text, Video};

/// A type, what such files are, and how their names end in lower case, the usual ending first.
type Row = (&'static str, MediaKind, &'static [&'static str]);

/// The types that may be attached. None of them is one that a browser runs: no SVG, no HTML.
static ALLOWED: [Row; 24] = [
    ("image/jpeg", Picture, &["jpg", "jpeg"]),
    ("image/png", Picture, &["png"]),
    ("image/gif", Picture, &["gif"]),
    ("image/webp", Picture, &["webp"]),
    ("application/pdf", Pdf, &["pdf"]),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", Office, &["docx"]),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Office, &["xlsx"]),
    (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        Office,
        &["pptx"],
    ),
    ("application/vnd.oasis.opendocument.text", Office, &["odt"]),
    ("application/vnd.oasis.opendocument.spreadsheet", Office, &["ods"]),
    ("application/vnd.oasis.opendocument.presentation", Office, &["odp"]),
    ("application/msword", Office, &["doc"]),
    ("application/vnd.ms-excel", Office, &["xls"]),
    ("application/vnd.ms-powerpoint", Office, &["ppt"]),
    ("text/plain", Text, &["txt", "log", "md"]),
    ("text/csv", Text, &["csv"]),
    ("audio/mpeg", Audio, &["mp3"]),
    ("audio/mp4", Audio, &["m4a", "mp4"]),
    ("audio/ogg", Audio, &["ogg", "oga", "opus"]),
    ("audio/wav", Audio, &["wav"]),
    ("audio/webm", Audio, &["weba", "webm"]),
    ("video/mp4", Video, &["mp4", "m4v"]),
    ("video/webm", Video, &["webm"]),
    ("video/quicktime", Video, &["mov", "qt"]),
];

impl MediaType {
    /// Each type that may be attached.
    pub fn allowed() -> impl Iterator<Item = Self> {
        ALLOWED.iter().map(|(name, ..)| Self((*name).into()))
    }

    /// What files of this type are; none where they may not be attached.
    pub fn kind(&self) -> Option<MediaKind> {
        self.row().map(|(_, kind, _)| *kind)
    }

    /// How names of such files end, in lower case, the usual ending first.
    fn endings(&self) -> &'static [&'static str] {
        self.row().map(|(.., endings)| *endings).unwrap_or_default()
    }

    fn row(&self) -> Option<&'static Row> {
        ALLOWED.iter().find(|(name, ..)| *name == self.as_str())
    }

    /// Whether a browser may show such a file in place of saving it.
    pub fn is_shown(&self) -> bool {
        self.kind() == Some(Picture)
    }
}

/// A file as the message has it to which it is attached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Attachment {
    /// Which.
    pub id: FileId,
    /// What it is called.
    pub name: FileName,
    /// Its type, as its content has shown.
    pub media_type: MediaType,
    /// Its bytes.
    pub size: u32,
    /// Of a picture, how wide it is, in pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "u32"), ts(optional))]
    pub width: Option<u32>,
    /// And how high.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "u32"), ts(optional))]
    pub height: Option<u32>,
    /// Whether there is a small picture of it.
    pub has_thumbnail: bool,
}

impl Attachment {
    /// The most files of one message.
    pub const MOST: usize = 10;

    /// Stands for a file of which nothing is known any more, so that a repeated command is known again.
    pub fn gone(id: FileId) -> Self {
        Self {
            id,
            name: FileName::unknown(),
            media_type: MediaType("text/plain".into()),
            size: 0,
            width: None,
            height: None,
            has_thumbnail: false,
        }
    }
}

/// The files that a message is to have, in their order: each once, at most 10.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[cfg_attr(
    feature = "schema",
    schemars(extend("maxItems" = Attachment::MOST)),
    ts(as = "Vec<FileId>")
)]
#[serde(try_from = "Vec<FileId>", into = "Vec<FileId>")]
pub struct FileIds(#[cfg_attr(feature = "schema", schemars(with = "Vec<FileId>"))] Vec<FileId>);

impl FileIds {
    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &FileId> {
        self.0.iter()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl TryFrom<Vec<FileId>> for FileIds {
    type Error = Invalid;
    fn try_from(ids: Vec<FileId>) -> Result<Self, Invalid> {
        let mut unique: Vec<FileId> = Vec::new();
        for id in ids {
            if !unique.contains(&id) {
                unique.push(id);
            }
        }
        let is_long = unique.len() > Attachment::MOST;
        if is_long { Err(Invalid { expected: "at most 10 files" }) } else { Ok(Self(unique)) }
    }
}

impl From<FileIds> for Vec<FileId> {
    fn from(ids: FileIds) -> Vec<FileId> {
        ids.0
    }
}

/// The most bytes of one file in a store; 10 MB where nobody has said otherwise, 0 where none may be attached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[cfg_attr(
    feature = "schema",
    schemars(extend("maximum" = MaxFileBytes::MOST)),
    ts(type = "number")
)]
#[serde(try_from = "u32", into = "u32")]
pub struct MaxFileBytes(u32);

impl MaxFileBytes {
    /// The most that it may be: what a function can look at in its memory.
    pub const MOST: u32 = 25 * 1024 * 1024;

    /// The bytes.
    pub fn get(self) -> u32 {
        self.0
    }

    /// Whether nobody has said otherwise.
    #[allow(clippy::trivially_copy_pass_by_ref)] // as serde calls it
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

impl Default for MaxFileBytes {
    fn default() -> Self {
        Self(10 * 1024 * 1024)
    }
}

impl TryFrom<u32> for MaxFileBytes {
    type Error = Invalid;
    fn try_from(bytes: u32) -> Result<Self, Invalid> {
        let is_fit = bytes <= Self::MOST;
        if is_fit { Ok(Self(bytes)) } else { Err(Invalid { expected: "at most 26214400 bytes" }) }
    }
}

impl From<MaxFileBytes> for u32 {
    fn from(bytes: MaxFileBytes) -> u32 {
        bytes.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_line_without_its_folders() {
        for (raw, name) in [
            ("broken mug.jpg", "broken mug.jpg"),
            ("C:\\Users\\ada\\mug.jpg", "mug.jpg"),
            ("../../etc/passwd", "passwd"),
            ("receipt \u{202e}gpj.exe", "receipt gpj.exe"),
            ("two\nlines\u{0}.txt", "two lines.txt"),
            ("返品.pdf", "返品.pdf"),
        ] {
            assert_eq!(raw.parse::<FileName>().unwrap().as_str(), name);
        }
        for blank in ["", " ", "folder/", "..", "a/..", "\u{200b}"] {
            assert!(blank.parse::<FileName>().is_err(), "{blank:?}");
        }
        assert!("é".repeat(200).parse::<FileName>().is_ok());
        assert!("é".repeat(201).parse::<FileName>().is_err());
        assert_eq!(format!("{:?}", "secret".parse::<FileName>().unwrap()), "FileName(6 bytes)");
    }

    #[test]
    fn a_name_ends_as_its_type_does() {
        for (raw, media_type, name) in [
            ("mug.jpg", "image/jpeg", "mug.jpg"),
            ("MUG.JPEG", "image/jpeg", "MUG.JPEG"),
            ("receipt.hta", "text/plain", "receipt.hta.txt"),
            ("receipt.txt.exe", "text/plain", "receipt.txt.exe.txt"),
            ("receipt", "application/pdf", "receipt.pdf"),
            ("page.html", "text/html", "page.html"),
        ] {
            let media_type = media_type.parse().unwrap();
            let ended = raw.parse::<FileName>().unwrap().ending_as(&media_type);
            assert_eq!(ended.as_str(), name);
        }
        let text = "text/plain".parse().unwrap();
        let long = "é".repeat(200).parse::<FileName>().unwrap().ending_as(&text);
        assert_eq!(long.as_str(), format!("{}.txt", "é".repeat(196)));
        assert_eq!(long.as_str().parse::<FileName>().unwrap(), long);
    }

    #[test]
    fn nothing_that_a_browser_runs_may_be_attached() {
        for media_type in ["image/svg+xml", "text/html", "application/xhtml+xml", "text/xml"] {
            assert_eq!(media_type.parse::<MediaType>().unwrap().kind(), None, "{media_type}");
        }
        assert!(MediaType::allowed().all(|one| one.as_str().parse::<MediaType>() == Ok(one)));
        let shown: Vec<_> = MediaType::allowed().filter(MediaType::is_shown).collect();
        assert_eq!(shown.len(), 4, "pictures alone: {shown:?}");
        for wrong in ["image", "image/", "Image/JPEG", "text/plain; charset=utf-8", "a/b\r\nx"] {
            assert!(wrong.parse::<MediaType>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_message_names_each_file_once_and_no_more_than_ten() {
        let ids = |numbers: std::ops::Range<u32>| -> Vec<FileId> {
            numbers.map(|n| format!("file-{n:04}").parse().unwrap()).collect()
        };
        assert!(FileIds::try_from(ids(0..10)).is_ok());
        assert!(FileIds::try_from(ids(0..11)).is_err());
        let twice = [ids(0..2), ids(0..2)].concat();
        assert_eq!(FileIds::try_from(twice).unwrap().iter().count(), 2);
    }
}
