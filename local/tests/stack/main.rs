//! The stack over real sockets, with one small function behind every trigger.
//!
//! The function is the example `echo`: what the gateways hand it comes back, so a test sees what a function would.

#![allow(clippy::unwrap_used, reason = "a test ends where something is not as it should be")]

mod browsers;
mod captured;
mod client;
mod data;
mod fault_injection;
mod functions;
mod process;
mod rest;
mod shapes;
mod site;
mod socket;
mod stream;
