//! The specification of Firstline: people using the whole stack over real sockets, with the real binaries.

pub mod api;
pub mod description;
pub mod model;
pub mod people;
pub mod socket;
pub mod stack;

#[cfg(test)]
mod access_control;
#[cfg(test)]
mod agents;
#[cfg(test)]
mod authority;
#[cfg(test)]
mod automatic_answers;
#[cfg(test)]
mod backup;
#[cfg(test)]
mod captured_events;
#[cfg(test)]
mod certifying_verdicts;
#[cfg(test)]
mod claims;
#[cfg(test)]
mod compaction;
#[cfg(test)]
mod conversation;
#[cfg(test)]
mod costs;
#[cfg(test)]
mod counted_costs;
#[cfg(test)]
mod cursors;
#[cfg(test)]
mod deployed;
#[cfg(test)]
mod documents;
#[cfg(test)]
mod drafting;
#[cfg(test)]
mod embeddings;
#[cfg(test)]
mod erasure;
#[cfg(test)]
mod events;
#[cfg(test)]
mod export;
#[cfg(test)]
mod files;
#[cfg(test)]
mod knowledge;
#[cfg(test)]
mod learning;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod lists;
#[cfg(test)]
mod mentions;
#[cfg(test)]
mod model_votes;
#[cfg(test)]
mod pre_chat;
#[cfg(test)]
mod read_cursors;
#[cfg(test)]
mod requests;
#[cfg(test)]
mod rest;
#[cfg(test)]
mod restarts;
#[cfg(test)]
mod retention;
#[cfg(test)]
mod retries;
#[cfg(test)]
mod schedules;
#[cfg(test)]
mod search;
#[cfg(test)]
mod shop;
#[cfg(test)]
mod sorting;
#[cfg(test)]
mod starting;
#[cfg(test)]
mod targets;
#[cfg(test)]
mod timers;
#[cfg(test)]
mod triage;
#[cfg(test)]
mod triage_faults;
#[cfg(test)]
mod webhooks;
