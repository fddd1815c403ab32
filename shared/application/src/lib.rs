//! The use cases of the support desk, one file each: read what is needed, ask the domain, write, tell.
//!
//! [`Cases`] is all that happens inside a case, [`CaseRouter`] who gets it, [`AgentDirectory`] who works for a store, [`CannedReplyLibrary`] what agents send again and again, [`SavedViewShelf`] which lists they look at again and again, [`Timers`] what becomes due, [`Lists`] what is listed, [`CaseSearch`] what is found, [`MentionLists`] whom notes call, [`CaseStatistics`] what cases come to, [`SignIns`] and [`Presence`] who is there, [`Claims`] which visitors are customers, [`Projections`] what
//! is derived from the logs, [`Exporter`] what stores hold of a customer, [`ErasureRequests`] and [`Eraser`] what is erased, [`FileUploads`], [`FileChecker`] and [`FileSweeper`] what becomes of files, [`Outside`] and [`Carrier`] what programs outside hear, [`Triage`] what happens by itself, [`Knowledge`] what stores know and settle.

mod admit_opening;
mod announce;
mod append;
mod assign;
mod broadcast;
mod browse;
mod canned_replies;
mod claim;
mod count;
mod directory;
mod erasure;
mod export;
mod feed;
mod files;
mod handle_frame;
mod heartbeat;
mod hint;
mod knowledge;
mod list;
mod listener_limit;
mod mentions;
mod open_case;
mod outside;
mod page;
mod presence;
mod publish;
mod rate;
mod rebuild;
mod repeated;
mod reply;
mod routing;
mod saved_views;
mod schedule_message;
mod search;
mod sign_out;
mod statistics;
mod stores;
mod summarize;
mod sync;
mod tag;
mod taken;
mod timers;
mod triage;
mod use_case_error;
mod withdraw_promise;

use adapters::dynamo::{
    self, Cursors, Directory, Files, ListBacklogs, Listeners, Log, Mentions, RateLimits, Sessions,
    SettingsRows, Staff, Summaries, Table, TableError, Workloads,
};
use adapters::files::BucketError;
use adapters::push::{Push, PushError};
use contract::{Code, ServerFrame};
use domain::{ConnectionId, NetworkAddress, Principal, Timestamp};

pub use append::{Append, Outcome, Stored};
pub use broadcast::PushReport;
pub use browse::Direction;
pub use canned_replies::{CannedReplyError, CannedReplyLibrary};
pub use claim::Claims;
pub use count::CountedList;
pub use directory::{AgentDirectory, DirectoryError};
pub use erasure::{Eraser, ErasureReport, ErasureRequests};
pub use export::{ExportPlace, Exporter};
pub use feed::{Carrier, DeliveryError, FeedError, FeedReader, FeedWriter};
pub use files::{FileChecker, FileError, FileInspection, FileSweeper, FileUploads, SweepReport};
pub use knowledge::{
    Compaction, Embeddings, Feedback, IngestResult, Knowledge, KnowledgeConfig, ModelStatus,
    QuestionContext, SearchResult, SettingsError, WantedAnswers,
};
pub use list::{Filter, Wanted};
pub use mentions::MentionLists;
pub use outside::{Backlog, Lag, Outside, PublishError};
pub use publish::Publisher;
pub use reply::Reply;
pub use routing::{CaseRouter, Followed, Rosters, RoutingReport};
pub use saved_views::{SavedViewError, SavedViewShelf};
pub use search::{CaseSearch, SearchQuery};
pub use statistics::CaseStatistics;
pub use stores::{Store, Stores};
pub use summarize::Batch;
pub use timers::{Desks, TimerReport, Timers, Watched};
pub use triage::{BatchOutcome, Call, Message, Model, Triage};
pub use use_case_error::UseCaseError;

/// Everything that happens inside a case.
#[derive(Clone)]
pub struct Cases {
    /// The logs.
    pub log: Log,
    /// Who listens.
    pub listeners: Listeners,
    /// How far everybody has read.
    pub cursors: Cursors,
    /// What is counted for limits.
    pub rate_limits: RateLimits,
    /// Who works here.
    pub directory: Directory,
    /// The stores' groups.
    pub staff: Staff,
    /// What the stores' leads have set.
    pub settings: SettingsRows,
    /// How many cases agents have.
    pub workloads: Workloads,
    /// What lists say of cases.
    pub summaries: Summaries,
    /// The files of their messages.
    pub files: Files,
    /// How they are told.
    pub push: Push,
    /// What the stores lay down.
    pub stores: Stores,
}

impl Cases {
    /// The cases in this table.
    pub fn new(table: &Table, push: Push, stores: Stores) -> Self {
        Self {
            log: Log::new(table.clone()),
            listeners: Listeners::new(table.clone()),
            cursors: Cursors::new(table.clone()),
            rate_limits: RateLimits::new(table.clone()),
            directory: Directory::new(table.clone()),
            staff: Staff::new(table.clone()),
            settings: SettingsRows::new(table.clone()),
            workloads: Workloads::new(table.clone()),
            summaries: Summaries::new(table.clone()),
            files: Files::new(table.clone()),
            push,
            stores,
        }
    }
}

/// The lists of cases.
#[derive(Clone)]
pub struct Lists {
    /// The views behind them.
    pub summaries: Summaries,
}

impl Lists {
    /// The lists in this table.
    pub fn new(table: &Table) -> Self {
        Self { summaries: Summaries::new(table.clone()) }
    }
}

/// Who has signed in, and may stay so.
#[derive(Clone)]
pub struct SignIns {
    /// Those that were ended, and the connections of each.
    pub sessions: Sessions,
    /// How connections are ended.
    pub push: Push,
}

impl SignIns {
    /// The sign-ins in this table.
    pub fn new(table: &Table, push: Push) -> Self {
        Self { sessions: Sessions::new(table.clone()), push }
    }
}

/// Who of a store's staff is there.
#[derive(Clone)]
pub struct Presence {
    /// The connections.
    pub listeners: Listeners,
    /// With which sign-ins they were opened.
    pub sessions: Sessions,
    /// Who works here.
    pub directory: Directory,
    /// When they came and left.
    pub staff: Staff,
    /// How colleagues are told.
    pub push: Push,
}

impl Presence {
    /// The connections in this table.
    pub fn new(table: &Table, push: Push) -> Self {
        Self {
            listeners: Listeners::new(table.clone()),
            sessions: Sessions::new(table.clone()),
            directory: Directory::new(table.clone()),
            staff: Staff::new(table.clone()),
            push,
        }
    }
}

/// What is derived from the logs.
#[derive(Clone)]
pub struct Projections {
    /// The logs, out of which withdrawn words go.
    pub log: Log,
    /// The rows written.
    pub summaries: Summaries,
    /// What is due when.
    pub timers: dynamo::Timers,
    /// The files of their messages.
    pub files: Files,
    /// Whom notes call.
    pub mentions: Mentions,
    /// Who got which answer.
    pub knowledge: Knowledge,
    /// Who is told of a list's change.
    pub listeners: Listeners,
    /// What they are told later.
    pub list_backlogs: ListBacklogs,
    /// How they are told.
    pub push: Push,
    /// What the stores lay down.
    pub stores: Stores,
}

impl Projections {
    /// What is derived from the logs in this table.
    pub fn new(table: &Table, push: Push, stores: Stores) -> Self {
        Self {
            log: Log::new(table.clone()),
            summaries: Summaries::new(table.clone()),
            timers: dynamo::Timers::new(table.clone()),
            files: Files::new(table.clone()),
            mentions: Mentions::new(table.clone()),
            knowledge: Knowledge::new(table.clone(), KnowledgeConfig::default()),
            listeners: Listeners::new(table.clone()),
            list_backlogs: ListBacklogs::new(table.clone()),
            push,
            stores,
        }
    }
}

/// Who asks, from where, and when.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Verified.
    pub principal: Principal,
    /// The open connection, where the request came over one.
    pub connection: Option<ConnectionId>,
    /// The time of the request.
    pub now: Timestamp,
    /// Where it came from; none for what the system does by itself.
    pub address: Option<NetworkAddress>,
}

/// It is our fault that something was not done; the caller may try the same again.
#[derive(Debug, thiserror::Error)]
pub enum ApplicationError {
    /// The table.
    #[error(transparent)]
    Store(#[from] TableError),
    /// A connection that had to end.
    #[error(transparent)]
    Push(#[from] PushError),
    /// The bucket.
    #[error(transparent)]
    Bucket(#[from] BucketError),
    /// Too many wrote to the case at once.
    #[error("the case was written to too often at once")]
    Contended,
}

impl ApplicationError {
    /// Whether it is about one case or row alone, so that others may be gone on with. A table that does not answer does so
    /// for all.
    pub(crate) fn is_of_one_case(&self) -> bool {
        self.is_unreadable() || matches!(self, ApplicationError::Contended)
    }

    /// Whether a row itself can't be read, today and tomorrow.
    pub fn is_unreadable(&self) -> bool {
        let ApplicationError::Store(error) = self else { return false };
        matches!(error, TableError::Corrupt { .. } | TableError::Newer { .. })
    }

    /// The code for the client.
    pub fn code(&self) -> Code {
        match self {
            ApplicationError::Store(TableError::Unavailable { .. })
            | ApplicationError::Push(_)
            | ApplicationError::Bucket(_)
            | ApplicationError::Contended => Code::Busy,
            ApplicationError::Store(TableError::Corrupt { .. } | TableError::Newer { .. }) => {
                Code::Internal
            }
        }
    }
}

/// A frame as it is sent.
pub fn encode(frame: &ServerFrame) -> String {
    serde_json::to_string(frame).unwrap_or_else(|_| {
        r#"{"action":"error","code":"internal","message":"An answer could not be written.","id":null}"#.to_owned()
    })
}
