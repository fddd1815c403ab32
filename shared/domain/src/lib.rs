//! The rules of a support case, as a pure function of what is known.
//!
//! A case is an append-only log. [`decide`] turns a command into the next event or a [`CommandError`], [`State::apply`]
//! folds events into the state, [`audience`] says who may see an event. Nothing here knows a network, a table, a
//! clock or a random number: time and ids come in as values.

mod address;
mod answer;
mod appearance;
mod assignment;
mod audience;
mod auto_close;
mod byte_list;
mod canned_reply;
mod case;
mod case_words;
mod characters;
mod claim;
mod command;
mod command_error;
mod decide;
mod decide_later;
mod decision;
mod directory;
mod earning;
mod erasure;
mod event;
mod feedback;
mod field_change;
mod file;
mod grounds;
mod hours;
mod id;
mod label;
mod mention;
mod model_vote;
mod policy;
mod pre_chat;
mod principal;
mod priority;
mod proactive_greeting;
mod promise;
mod rate_limit;
mod rating;
mod recent;
mod record;
mod routing;
mod saved_view;
mod scheduled_message;
mod settings;
mod snooze;
mod sorting;
mod statistics;
mod stored_file;
mod targets;
mod text;
mod triage;
mod unattended;
mod withdrawal;
mod worklist;
mod workload;
mod written;

pub use address::NetworkAddress;
pub use answer::{Answer, AnswerStatus, Change, Tally};
pub use appearance::Appearance;
pub use audience::{Audience, Listener, audience};
pub use auto_close::{AutoClose, Silence};
pub use canned_reply::{
    CannedReply, CannedReplyOwner, MacroAssignee, Placeholder, ReplyTemplate, Shortcut,
    TemplatePart,
};
pub use case::{Case, Participant, State, Status};
pub use case_words::{CaseWords, SaidWords, TextOrigin, searched_texts, takes_words_back};
pub use characters::{cleaned, is_invisible};
pub use claim::{Claim, LOOKS_AGAIN, claim_id};
pub use command::{Command, Digest, Guard, LastSeen, Proposal, Target};
pub use command_error::CommandError;
pub use decide::decide;
pub use decision::Decision;
pub use directory::{
    AgentTerms, AuditEntry, AuditedChange, DirectoryEntry, Group, GroupId, Groups, TermsChange,
};
pub use earning::{CLEAN_APPROVALS, Fit};
pub use erasure::{Erasure, ErasureProgress, ErasureStep, ErasureSubject, expired_until};
pub use event::{Author, Body, Entry, Event};
pub use feedback::{Judgement, judge, judged_from};
pub use field_change::FieldChange;
pub use file::{Attachment, FileIds, FileName, MaxFileBytes, MediaKind, MediaType};
pub use grounds::{
    EarnedBy, EscalationReason, FoundBy, Grounds, RejectionReason, Score, Source, TextRange,
};
pub use hours::{Holiday, Hours, Opening, Shift};
pub use id::{
    AnswerId, CannedReplyId, CaseId, CommandId, ConnectionId, FileId, Invalid, SavedViewId, Seq,
    SessionId, StoreId, Timestamp, UserId,
};
pub use label::{Subject, Tag, TagList};
pub use mention::MentionList;
pub use model_vote::ModelVote;
pub use policy::{
    Action, DataAction, DirectoryAction, KnowledgeAction, StorePolicy, Stranger, may, may_direct,
    may_follow, may_handle_data, may_read, may_tend,
};
pub use pre_chat::{
    Consent, ConsentVersion, FieldId, FieldKind, GivenAnswer, PreChat, PreChatAnswer,
    PreChatAnswers, PreChatField, PreChatReply, Translated, Translation,
};
pub use principal::{Colleague, Memberships, Principal, Role};
pub use priority::{Precedence, Priority};
pub use proactive_greeting::{GreetingText, ProactiveGreeting};
pub use rate_limit::{Admission, Limits, OpenedCases, Wait, Window};
pub use rating::RatingGiven;
pub use recent::RecentCommands;
pub use record::Record;
pub use routing::{Candidate, Demand, Routing, choose};
pub use saved_view::{CaseFilter, SavedView, SavedViewOwner};
pub use scheduled_message::{ScheduledMessage, SendAt};
pub use settings::{AutomaticReplies, Settings, TriageMode};
pub use snooze::Snooze;
pub use statistics::{
    CaseFacts, Count, Day, Figures, Scope, Spread, TargetFacts, TargetOutcome, difference,
};
pub use stored_file::{FileKey, FilePlace, FileRefusal, FileState, StoredFile};
pub use targets::{ServiceTargets, TargetClock, TargetDue, TargetKind, TargetTimes};
pub use text::{Locale, Name, Text};
pub use triage::{Finding, Move, is_due, next_move};
pub use unattended::{ReplyOutcome, UnattendedReply, outcome_of};
pub use worklist::{Worklist, WorklistPosition};
pub use workload::{NoPlace, Place, Workload};
pub use written::Written;

pub(crate) use byte_list::ByteList;
pub(crate) use recent::tag_of;

/// Whether a flag is at its default, so that a document need not say it.
#[allow(clippy::trivially_copy_pass_by_ref)] // as serde calls it
pub(crate) fn is_false(flag: &bool) -> bool {
    !flag
}
