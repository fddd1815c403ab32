//! Files as the table knows them: where each stands, which message has it, when it is looked whether somebody needs it, and
//! how much a store's have together. The bytes are in the bucket.

use aws_sdk_dynamodb::types::AttributeValue::{self, N, S};
use domain::{
    CaseId, FileId, FileKey, FilePlace, FileRefusal, FileState, Seq, StoreId, StoredFile,
    Timestamp, UserId,
};
use serde::Serialize;

use super::file_rows::{KIND, attached, row_of, stored};
use super::table::{Item, key, number, text};
use super::{Put, Table, TableError, keys};

/// The files of all stores.
#[derive(Clone)]
pub struct Files(Table);

/// A file of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachedFile {
    /// Which.
    pub key: FileKey,
    /// The event that has it.
    pub seq: Seq,
}

/// Files of which it is to be looked whether anybody needs them, the longest due first.
#[derive(Debug)]
pub struct SweepPage {
    /// When each was due, and which it is.
    pub due: Vec<(Timestamp, FileKey)>,
    /// Where the next page starts; none where this is the last.
    pub next: Option<Item>,
}

/// What a look at a file's bytes has shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checked {
    /// Where it stands: ready, or still with the scanner.
    pub state: FileState,
    /// How wide and how high a picture is.
    pub size: Option<(u32, u32)>,
    /// Whether there is a small picture.
    pub has_thumbnail: bool,
}

impl Files {
    /// The files in this table.
    pub fn new(table: Table) -> Self {
        Self(table)
    }

    /// One file.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn one(&self, file: &FileKey) -> Result<Option<StoredFile>, TableError> {
        self.0.get(row_key(file)).await?.map(stored).transpose()
    }

    /// These files of one author, as far as there are some, in no order. One read unit each.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn some<'a>(
        &self,
        store: &StoreId,
        author: &UserId,
        ids: impl Iterator<Item = &'a FileId>,
    ) -> Result<Vec<StoredFile>, TableError> {
        let partition = keys::files(store, author);
        let wanted = ids.map(|id| key(partition.clone(), id.to_string())).collect();
        self.0.rows(wanted).await?.into_iter().map(stored).collect()
    }

    /// Notes a file that somebody asks to upload, unless there is one of this id.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn ask(&self, file: &FileKey, asked: &StoredFile) -> Result<Put, TableError> {
        let row = serde_dynamo::aws_sdk_dynamodb_1::to_item(row_of(file, asked));
        let row = row.map_err(|error| TableError::corrupt(KIND, error))?;
        self.0.put(row).only_if("attribute_not_exists(pk)").put_if_so().await
    }

    /// Waits anew for the bytes of a file, from this time on.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn renew(&self, file: &FileKey, now: Timestamp) -> Result<(), TableError> {
        let update = self.0.update(row_key(file), "SET t = :t").name("#s", "s");
        let update = update.only_if("#s = :waiting").bind(":t", N(now.0.to_string()));
        update.bind(":waiting", word(FileState::Waiting)?).done_if_so().await.map(drop)
    }

    /// Reserves a ready file for an event that is about to be written; false where another command has it, or another attempt
    /// of this one has got further.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn reserve(&self, file: &FileKey, place: &FilePlace) -> Result<bool, TableError> {
        let update = self.0.update(row_key(file), "SET pc = :c, pi = :i, ps = :s, pt = :t");
        update
            .only_if(
                "#s = :ready AND (attribute_not_exists(pc) OR (pc = :c AND pi = :i AND ps <= :s))",
            )
            .name("#s", "s")
            .bind(":ready", word(FileState::Ready)?)
            .bind(":c", S(place.case.to_string()))
            .bind(":i", S(place.command.to_string()))
            .bind(":s", N(place.seq.to_string()))
            .bind(":t", N(place.at.0.to_string()))
            .done_if_so()
            .await
    }

    /// Gives a file back that was reserved for this event, which was not written.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn release(&self, file: &FileKey, place: &FilePlace) -> Result<(), TableError> {
        let update = self.0.update(row_key(file), "REMOVE pc, pi, ps, pt");
        let update = update.only_if("pc = :c AND pi = :i AND ps = :s");
        let update = update.bind(":c", S(place.case.to_string()));
        let update = update.bind(":i", S(place.command.to_string()));
        update.bind(":s", N(place.seq.to_string())).done_if_so().await.map(drop)
    }

    /// Notes beside a case which event of it is about to have a file. False where it stands at a later event, or where another
    /// author's file has this id in the case.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn attach(&self, file: &FileKey, place: &FilePlace) -> Result<bool, TableError> {
        let row = key(keys::case(&place.case), keys::attached(&file.id));
        let update = self.0.update(row, "SET e = :e, fs = :fs, fa = :fa");
        let update =
            update.only_if("attribute_not_exists(e) OR (e <= :e AND fa = :fa AND fs = :fs)");
        let update = update.bind(":e", N(place.seq.to_string()));
        let update = update.bind(":fs", S(file.store.to_string()));
        update.bind(":fa", S(file.author.to_string())).done_if_so().await
    }

    /// The file of a case.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn attached(
        &self,
        case: &CaseId,
        file: &FileId,
    ) -> Result<Option<AttachedFile>, TableError> {
        let row = self.0.get(key(keys::case(case), keys::attached(file))).await?;
        Ok(row.as_ref().and_then(attached))
    }

    /// All files of a case.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn of_case(&self, case: &CaseId) -> Result<Vec<AttachedFile>, TableError> {
        let query = self.0.query("pk = :p AND sk BETWEEN :f AND :t");
        let query = query.bind(":p", keys::case(case)).bind(":f", keys::ATTACHED);
        let rows = query.bind(":t", keys::after_attached()).all().await?;
        Ok(rows.iter().filter_map(attached).collect())
    }

    /// Notes what a look at a file's bytes has shown; false where it stands elsewhere by now.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn checked(&self, file: &FileKey, checked: Checked) -> Result<bool, TableError> {
        let size = if checked.size.is_some() { ", w = :w, h = :h" } else { "" };
        let update = self.0.update(row_key(file), format!("SET #s = :s, p = :p{size}"));
        let mut update = update
            .only_if("#s IN (:waiting, :checking)")
            .name("#s", "s")
            .bind(":s", word(checked.state)?)
            .bind(":waiting", word(FileState::Waiting)?)
            .bind(":checking", word(FileState::Checking)?)
            .bind(":p", AttributeValue::Bool(checked.has_thumbnail));
        if let Some((width, height)) = checked.size {
            update = update.bind(":w", N(width.to_string())).bind(":h", N(height.to_string()));
        }
        update.done_if_so().await
    }

    /// Has a file be ready that the scanner has let pass; false where it stands elsewhere.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn passed(&self, file: &FileKey) -> Result<bool, TableError> {
        let update = self.0.update(row_key(file), "SET #s = :ready").name("#s", "s");
        let update = update.only_if("#s = :checking").bind(":ready", word(FileState::Ready)?);
        update.bind(":checking", word(FileState::Checking)?).done_if_so().await
    }

    /// Refuses a file at whose bytes it is being looked; false where it stands elsewhere: what has passed stays as it is.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn reject(&self, file: &FileKey, why: FileRefusal) -> Result<bool, TableError> {
        let update = self.0.update(row_key(file), "SET #s = :s, r = :r").name("#s", "s");
        let update = update.only_if("#s IN (:waiting, :checking)");
        let update = update.bind(":waiting", word(FileState::Waiting)?);
        let update = update.bind(":checking", word(FileState::Checking)?);
        update.bind(":s", word(FileState::Refused)?).bind(":r", word(why)?).done_if_so().await
    }

    /// Refuses a file, wherever it stood; false where there is none.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn refuse(&self, file: &FileKey, why: FileRefusal) -> Result<bool, TableError> {
        let update = self.0.update(row_key(file), "SET #s = :s, r = :r").name("#s", "s");
        let update = update.only_if("attribute_exists(pk)");
        update.bind(":s", word(FileState::Refused)?).bind(":r", word(why)?).done_if_so().await
    }

    /// Refuses a file that nobody needs, so that no message can have it any more; false where one has taken it meanwhile.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn give_up(&self, file: &FileKey, held: &StoredFile) -> Result<bool, TableError> {
        let update = self.0.update(row_key(file), "SET #s = :s").name("#s", "s");
        let update = update.bind(":s", word(FileState::Refused)?);
        let update = match &held.place {
            None => update.only_if("attribute_exists(pk) AND attribute_not_exists(pc)"),
            Some(place) => {
                let update = update.bind(":c", S(place.case.to_string()));
                let update = update.bind(":i", S(place.command.to_string()));
                let update = update.bind(":e", N(place.seq.to_string()));
                update.only_if("pc = :c AND pi = :i AND ps = :e")
            }
        };
        update.done_if_so().await
    }

    /// Removes what is known of a file, once its bytes are gone, and takes them off its store's. Repeating it changes nothing.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn forget(&self, file: &FileKey, held: &StoredFile) -> Result<(), TableError> {
        if self.set_counted(file, false).await? {
            self.add_bytes(&file.store, -i64::from(held.attachment.size)).await?;
        }
        self.0.delete(row_key(file)).done().await
    }

    /// Counts a file's bytes among its store's, unless they are. Who comes at the same time counts them no second time; a crash
    /// in between leaves them out.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn count(&self, file: &FileKey, held: &StoredFile) -> Result<(), TableError> {
        if !held.is_counted && self.set_counted(file, true).await? {
            self.add_bytes(&file.store, i64::from(held.attachment.size)).await?;
        }
        Ok(())
    }

    /// Notes whether a file's bytes are counted; false where that was noted before, or there is no such file.
    async fn set_counted(&self, file: &FileKey, is_counted: bool) -> Result<bool, TableError> {
        let update = self.0.update(row_key(file), "SET c = :now").only_if("c = :before");
        let update = update.bind(":now", AttributeValue::Bool(is_counted));
        update.bind(":before", AttributeValue::Bool(!is_counted)).done_if_so().await
    }

    async fn add_bytes(&self, store: &StoreId, bytes: i64) -> Result<(), TableError> {
        let update = self.0.update(storage_key(store), "ADD z :z");
        update.bind(":z", N(bytes.to_string())).done().await
    }

    /// How many bytes a store's files have together; a moment old.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn stored_bytes(&self, store: &StoreId) -> Result<u64, TableError> {
        let row = self.0.get_eventual(storage_key(store)).await?;
        let bytes: Option<i64> = row.as_ref().and_then(|row| number(row, "z"));
        Ok(bytes.unwrap_or_default().max(0).unsigned_abs())
    }

    /// Has it be looked at a time whether somebody needs a file. Repeating it changes nothing.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn look_at(&self, file: &FileKey, due: Timestamp) -> Result<(), TableError> {
        self.0.put(sweep_key(file, due)).done().await
    }

    /// What is to be looked at in a store by now, at most `limit` of it.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn due(
        &self,
        store: &StoreId,
        now: Timestamp,
        from: Option<Item>,
        limit: usize,
    ) -> Result<SweepPage, TableError> {
        let query = self.0.query("pk = :p AND sk <= :t").bind(":p", keys::sweep(store));
        let query = query.bind(":t", keys::sweep_until(now)).exclusive_start_key(from);
        let found = query.limit(limit).page().await?;
        let of_row = |row: &Item| {
            let (due, author, id) = keys::sweep_parts(text(row, keys::SK)?)?;
            Some((due, FileKey { store: store.clone(), author, id }))
        };
        let due = found.items.iter().filter_map(of_row).collect();
        Ok(SweepPage { due, next: found.last_evaluated_key })
    }

    /// Takes a file off that list.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn looked_at(&self, file: &FileKey, due: Timestamp) -> Result<(), TableError> {
        self.0.delete(sweep_key(file, due)).done().await
    }
}

fn row_key(file: &FileKey) -> Item {
    key(keys::files(&file.store, &file.author), file.id.to_string())
}

fn sweep_key(file: &FileKey, due: Timestamp) -> Item {
    key(keys::sweep(&file.store), keys::sweep_place(due, file))
}

fn storage_key(store: &StoreId) -> Item {
    key(keys::store(store), keys::STORAGE.to_owned())
}

/// A value of an enum as rows hold it.
fn word(value: impl Serialize) -> Result<AttributeValue, TableError> {
    serde_dynamo::aws_sdk_dynamodb_1::to_attribute_value(value)
        .map_err(|error| TableError::corrupt(KIND, error))
}
