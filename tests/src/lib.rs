//! The specification of Firstline: people using the whole stack over real sockets, with the real binaries.

pub mod api;
pub mod model;
pub mod people;
pub mod socket;
pub mod stack;

#[cfg(test)]
mod access;
#[cfg(test)]
mod authority;
#[cfg(test)]
mod backup;
#[cfg(test)]
mod captured;
#[cfg(test)]
mod conversation;
#[cfg(test)]
mod costs;
#[cfg(test)]
mod cursors;
#[cfg(test)]
mod deployed;
#[cfg(test)]
mod drafting;
#[cfg(test)]
mod events;
#[cfg(test)]
mod folding;
#[cfg(test)]
mod knowledge;
#[cfg(test)]
mod learning;
#[cfg(test)]
mod meaning;
#[cfg(test)]
mod reading;
#[cfg(test)]
mod rest;
#[cfg(test)]
mod schedules;
#[cfg(test)]
mod staff;
#[cfg(test)]
mod starting;
#[cfg(test)]
mod triage;
#[cfg(test)]
mod triage_faults;
#[cfg(test)]
mod unattended;
#[cfg(test)]
mod voting;
#[cfg(test)]
mod webhooks;
