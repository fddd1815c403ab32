//! The use cases on the embedded engine, in this process: no socket, no binary, a millisecond each. A module for each
//! use case or a few that belong together; `deployment`, `clock`,
//! `crashes` and `server` are what they share.

#![allow(clippy::unwrap_used)] // a test crate: what should be there and isn't ends the test
#![allow(clippy::large_futures)] // whole use cases run in one
#![allow(clippy::disallowed_methods)] // it measures how long things take

mod announcing;
mod answers;
mod append;
mod append_crashes;
mod assigned_only;
mod automatic;
mod blocked_cases;
mod budget;
mod canned_replies;
#[path = "../../../../tests/src/certifying_verdicts.rs"]
mod certifying_verdicts;
mod claiming;
mod clock;
mod coming_back;
mod commands;
mod compaction;
mod crashes;
mod deployment;
mod directory;
mod drafts;
mod erasure;
mod export;
mod files;
mod handing_back;
mod help;
mod learning;
mod limits;
mod listening;
mod lists;
mod mentions;
mod outside;
mod participants;
mod places;
mod pre_chat;
mod presence;
mod promises;
mod races;
mod rating;
mod roll_back;
mod routing;
mod saved_views;
mod scheduled;
mod search;
mod server;
mod settings;
mod silence;
mod snoozing;
mod sorting;
mod stale_connections;
mod statistics;
mod target_races;
mod target_statistics;
mod targets;
mod timers;
mod triage;
mod triage_batches;
mod unattended;
