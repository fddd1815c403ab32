//! Files that nobody needs go: uploads that no message has after a day, and those whose message was taken back or erased.

use adapters::dynamo::{Files, Log, Table};
use adapters::files::Bucket;
use domain::{FileKey, FilePlace, StoreId, StoredFile, Timestamp};

use crate::ApplicationError;

/// Files that are looked at together.
const PAGE: usize = 100;

/// Sweeps what nobody needs.
#[derive(Clone)]
pub struct FileSweeper {
    files: Files,
    log: Log,
    bucket: Bucket,
}

/// What a run came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SweepReport {
    /// Files that are gone.
    pub gone: usize,
    /// Those that could not be looked at; the next run tries them again.
    pub failed: usize,
}

impl FileSweeper {
    /// The sweeper of the files in this table and this bucket.
    pub fn new(table: &Table, bucket: Bucket) -> Self {
        Self { files: Files::new(table.clone()), log: Log::new(table.clone()), bucket }
    }

    /// Looks at what is due in a store, until the time `is_over`: the next run goes on with what is left. One file that can't be looked
    /// at keeps no other one back; `failed` hears of it.
    ///
    /// # Errors
    /// [`ApplicationError`]: what is due can't be read.
    pub async fn run(
        &self,
        store: &StoreId,
        now: Timestamp,
        is_over: impl Fn() -> bool,
        failed: impl Fn(&FileKey, &ApplicationError),
    ) -> Result<SweepReport, ApplicationError> {
        let mut report = SweepReport::default();
        let mut from = None;
        loop {
            let page = self.files.due(store, now, from, PAGE).await?;
            for (due, file) in &page.due {
                if is_over() {
                    return Ok(report);
                }
                match self.look(file, *due, now).await {
                    Ok(is_gone) => report.gone += usize::from(is_gone),
                    Err(error) => {
                        report.failed += 1;
                        failed(file, &error);
                    }
                }
            }
            from = page.next;
            if from.is_none() {
                return Ok(report);
            }
        }
    }

    /// Looks whether anybody needs a file, and takes it away where nobody does.
    async fn look(
        &self,
        file: &FileKey,
        due: Timestamp,
        now: Timestamp,
    ) -> Result<bool, ApplicationError> {
        let held = self.files.one(file).await?;
        if let Some(held) = &held {
            if self.is_needed(file, held, now).await? {
                // What is only about to be written may never be.
                if Self::is_on_its_way(held, now) {
                    self.files.look_at(file, now.plus_seconds(FilePlace::WRITTEN_SECONDS)).await?;
                }
                self.files.looked_at(file, due).await?;
                return Ok(false);
            }
            // From here on no message can have it. One that has taken it in this moment is seen by the next run.
            if !self.files.give_up(file, held).await? {
                return Ok(false);
            }
        }
        self.bucket.remove_all(file).await?;
        if let Some(held) = &held {
            self.files.forget(file, held).await?;
        }
        self.files.looked_at(file, due).await?;
        Ok(held.is_some())
    }

    /// Whether a message has it, or may still get it.
    async fn is_needed(
        &self,
        file: &FileKey,
        held: &StoredFile,
        now: Timestamp,
    ) -> Result<bool, ApplicationError> {
        let Some(place) = &held.place else {
            return Ok(now < held.at.plus_seconds(StoredFile::KEPT_SECONDS));
        };
        let entry = self.log.event(&place.case, place.seq).await?;
        Ok(place.holds(entry.as_ref().map(|entry| &entry.event), &file.id, now))
    }

    fn is_on_its_way(held: &StoredFile, now: Timestamp) -> bool {
        held.place.as_ref().is_some_and(|place| place.may_be_on_its_way(now))
    }
}
