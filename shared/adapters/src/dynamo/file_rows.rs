//! The rows of files, and of those that a case has.

use domain::{
    Attachment, CaseId, CommandId, FileKey, FileName, FilePlace, FileRefusal, FileState, MediaType,
    Seq, StoredFile, Timestamp,
};
use serde::{Deserialize, Serialize};

use super::files::AttachedFile;
use super::table::{Item, number, text};
use super::{TableError, keys};

/// What errors call such a row.
pub(super) const KIND: &str = "file";

/// A file's row. What a later release adds is passed over.
#[derive(Serialize, Deserialize)]
pub(super) struct FileRow {
    pk: String,
    sk: String,
    /// What it is called.
    n: FileName,
    /// Its type.
    m: MediaType,
    /// Its bytes.
    z: u32,
    /// When it was asked for.
    t: Timestamp,
    /// Where it stands.
    s: FileState,
    /// Why it was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    r: Option<FileRefusal>,
    /// Its width and height.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    w: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    h: Option<u32>,
    /// Whether there is a small picture.
    #[serde(default)]
    p: bool,
    /// Whether its bytes are counted.
    #[serde(default)]
    c: bool,
    /// Its place: the case, the command, the event, and when that was about to be written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pc: Option<CaseId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pi: Option<CommandId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ps: Option<Seq>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pt: Option<Timestamp>,
}

pub(super) fn row_of(file: &FileKey, stored: &StoredFile) -> FileRow {
    let about = &stored.attachment;
    let place = stored.place.as_ref();
    FileRow {
        pk: keys::files(&file.store, &file.author),
        sk: file.id.to_string(),
        n: about.name.clone(),
        m: about.media_type.clone(),
        z: about.size,
        t: stored.at,
        s: stored.state,
        r: stored.refusal,
        w: about.width,
        h: about.height,
        p: about.has_thumbnail,
        c: stored.is_counted,
        pc: place.map(|place| place.case.clone()),
        pi: place.map(|place| place.command.clone()),
        ps: place.map(|place| place.seq),
        pt: place.map(|place| place.at),
    }
}

pub(super) fn stored(row: Item) -> Result<StoredFile, TableError> {
    let row = serde_dynamo::aws_sdk_dynamodb_1::from_item::<FileRow>(row);
    let row = row.map_err(|error| TableError::corrupt(KIND, error))?;
    let id = row.sk.parse().map_err(|error| TableError::corrupt(KIND, error))?;
    let attachment = Attachment {
        id,
        name: row.n,
        media_type: row.m,
        size: row.z,
        width: row.w,
        height: row.h,
        has_thumbnail: row.p,
    };
    let place = match (row.pc, row.pi, row.ps) {
        (Some(case), Some(command), Some(seq)) => {
            Some(FilePlace { case, command, seq, at: row.pt.unwrap_or_default() })
        }
        _ => None,
    };
    let (state, refusal) = (row.s, row.r);
    Ok(StoredFile { attachment, state, refusal, at: row.t, place, is_counted: row.c })
}

pub(super) fn attached(row: &Item) -> Option<AttachedFile> {
    let id = keys::attached_of(text(row, keys::SK)?)?;
    let (store, author) = (text(row, "fs")?.parse().ok()?, text(row, "fa")?.parse().ok()?);
    let seq = Seq::try_from(number::<u64>(row, "e")?).ok()?;
    Some(AttachedFile { key: FileKey { store, author, id }, seq })
}

#[cfg(test)]
mod tests {
    use domain::UserId;

    use super::super::form::tests::extended;
    use super::*;

    #[test]
    fn a_row_reads_back_and_what_a_later_release_has_added_is_passed_over() {
        let key = FileKey {
            store: "demo".parse().unwrap(),
            author: UserId::visitor([1; 16]),
            id: "file-0001".parse().unwrap(),
        };
        let attachment = Attachment {
            name: "broken mug.jpg".parse().unwrap(),
            media_type: "image/jpeg".parse().unwrap(),
            size: 9,
            width: Some(640),
            height: Some(480),
            has_thumbnail: true,
            ..Attachment::gone(key.id.clone())
        };
        let mut whole = StoredFile::asked(attachment, Timestamp(7));
        for is_attached in [false, true] {
            whole.place = is_attached.then(|| FilePlace {
                case: "0".repeat(26).parse().unwrap(),
                command: "command-1".parse().unwrap(),
                seq: Seq::NONE.next(),
                at: Timestamp(8),
            });
            let row: Item =
                serde_dynamo::aws_sdk_dynamodb_1::to_item(row_of(&key, &whole)).unwrap();
            assert_eq!(stored(row.clone()).unwrap(), whole);
            assert_eq!(stored(extended(row)).unwrap(), whole);
        }
    }

    #[test]
    fn no_message_reads_the_rows_of_files() {
        let file = keys::attached(&"file-0001".parse().unwrap());
        assert!(file < keys::event(Seq::NONE), "{file}");
    }
}
