//! The documents of files: the way to the bucket, where a file stands, and the links to read it.

use domain::{
    ConsentVersion, FileId, FileName, FileRefusal, FileState, MediaType, StoredFile, Timestamp,
};
use serde::{Deserialize, Serialize};

/// Asks for the way of a file to the bucket. Asking again with the same id and the same words gives a fresh form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct UploadRequest {
    /// The client's id for the file.
    pub id: FileId,
    /// What it is called.
    pub name: FileName,
    /// Its type, as the browser names it.
    pub media_type: MediaType,
    /// Its bytes, exactly.
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub size: u32,
    /// Of a customer, which version of the store's consent they have agreed to: where one is asked for, nothing of theirs is
    /// kept before. Who has a conversation in the store needs none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", ts(optional))]
    pub consent: Option<ConsentVersion>,
}

/// The form with which a browser sends a file to the bucket: `multipart/form-data`, the fields in this order, then the bytes
/// as `file`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct UploadForm {
    /// The file.
    pub id: FileId,
    /// Where the form goes.
    pub url: String,
    /// Names and values, in their order.
    pub fields: Vec<(String, String)>,
    /// Until when it may be sent, in milliseconds since 1970.
    pub expires_at: Timestamp,
}

/// Where a file stands, for whoever uploads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct FileView {
    /// The file.
    pub id: FileId,
    /// What it is called.
    pub name: FileName,
    /// Its type.
    pub media_type: MediaType,
    /// Its bytes.
    pub size: u32,
    /// Where it stands.
    pub state: FileState,
    /// Why it was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "FileRefusal"), ts(optional))]
    pub reason: Option<FileRefusal>,
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

impl FileView {
    /// Where a file stands at this time.
    pub fn of(file: StoredFile, now: Timestamp) -> Self {
        let (state, reason) = file.state_at(now);
        let file = file.attachment;
        Self {
            id: file.id,
            name: file.name,
            media_type: file.media_type,
            size: file.size,
            state,
            reason,
            width: file.width,
            height: file.height,
            has_thumbnail: file.has_thumbnail,
        }
    }
}

/// Links by which a file is read for a minute, without a token.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct FileLinks {
    /// The file. Whatever is no picture is saved and not shown.
    pub url: String,
    /// The small picture of it, a JPEG.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "String"), ts(optional))]
    pub thumbnail_url: Option<String>,
    /// Until when they hold, in milliseconds since 1970.
    pub expires_at: Timestamp,
}

/// Which files may be attached in a store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct FileRules {
    /// The most bytes of one.
    pub max_bytes: u32,
    /// The types.
    pub media_types: Vec<MediaType>,
}
