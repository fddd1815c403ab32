//! The table. Keys are written in `keys`, rows in `codec`; the rest is one file per kind of row.

mod answers;
mod asked;
mod attempts;
mod automatic_replies;
mod batch;
mod canned_replies;
mod case_read;
mod claims;
mod codec;
mod cursors;
mod directory;
mod erasures;
mod feed;
mod file_rows;
mod files;
mod form;
mod judged;
mod keys;
mod list_backlogs;
mod listeners;
mod log;
mod mentions;
mod model;
mod months;
mod places;
mod query;
mod questions;
mod rate_limits;
mod recipients;
mod saved_views;
mod search_index;
mod sessions;
mod settings;
mod spend;
mod staff;
mod statistics;
mod summaries;
mod summary_change;
mod summary_row;
mod summary_update;
mod table;
mod timers;
mod training_examples;
mod unattended;
mod workloads;
mod write;

pub use answers::{AnswerList, Answers, Held};
pub use asked::{AskedRow, AskedRows, KeptQuestion};
pub use attempts::Attempts;
pub use automatic_replies::AutomaticReplyCounts;
pub use canned_replies::{CannedReplies, HeldReply};
pub use case_read::Read;
pub use claims::ClaimRows;
pub use codec::{StreamImage, decode_image, row_of, store_of_erasure, store_of_staff};
pub use cursors::{Cursor, Cursors};
pub use directory::Directory;
pub use erasures::{Erasures, HeldErasure, StoredErasures};
pub use feed::{Delivered, FeedEntry, FeedPage, FeedPlace, Feeds};
pub use files::{AttachedFile, Checked, Files, SweepPage};
pub use judged::{FoundJudged, JudgedRows, MessageWords};
pub use list_backlogs::ListBacklogs;
pub use listeners::{Connection, Desk, Gone, ListFrames, Listeners};
pub use log::{Log, Page, Put};
pub use mentions::{MentionPlaces, Mentions};
pub use model::{CHUNK_BYTES, Lease, ModelHead, Models};
pub use places::{
    is_place_of_audit, is_place_of_list, is_place_of_recipients, is_place_of_unattended,
};
pub use questions::{Asking, OpenRow, Questions};
pub use rate_limits::{Counted, HeldCases, RateLimits};
pub use recipients::{Received, Recipients};
pub use saved_views::{HeldView, SavedViews};
pub use search_index::{Beginnings, FoundPlaces, IndexedCase, PlaceRange, SearchIndex};
pub use sessions::{Admission, MOST_CONNECTIONS, Sessions};
pub use settings::{HeldSettings, SettingsRows};
pub use spend::{Hold, Spend};
pub use staff::{HeldRow, Staff};
pub use statistics::{DayRow, HeldFacts, Statistics};
pub use summaries::{CaseList, ListPage, Summaries, Summary};
pub use summary_change::{Change, PromisedReply, WorkTime};
pub use table::{Item, Table};
pub use timers::{Timer, TimerKind, TimerPage, Timers};
pub use training_examples::{
    ExampleId, ExampleKind, PackedQuestion, TrainingExample, TrainingExamples,
};
pub use unattended::{UnattendedList, UnattendedReplies, UnattendedRow};
pub use workloads::{HeldWorkload, Roster, Workloads};

/// The table did not do what was asked: ours to mend, not the caller's.
#[derive(Debug, Clone, thiserror::Error)]
pub enum TableError {
    /// The table is not to be reached, or throttles. `code` is the engine's.
    #[error("the table did not answer {operation}: {code}")]
    Unavailable {
        /// The request.
        operation: &'static str,
        /// The engine's error code, or what became of the connection.
        code: String,
    },
    /// A row is not of the form that we write.
    #[error("a row of kind {kind} can't be read: {reason}")]
    Corrupt {
        /// Which kind of row.
        kind: &'static str,
        /// What is wrong with it; never its content.
        reason: String,
    },
    /// A row has a form of a release after this one: somebody has rolled back.
    #[error("a row of kind {kind} has form {version}, which only a newer release reads")]
    Newer {
        /// Which kind of row.
        kind: &'static str,
        /// Its version.
        version: u64,
    },
}

impl TableError {
    pub(crate) fn corrupt(kind: &'static str, reason: impl ToString) -> Self {
        Self::Corrupt { kind, reason: reason.to_string() }
    }
}
