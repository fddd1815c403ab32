//! The use cases on the embedded engine, in this process: no socket, no binary, a millisecond each. A module for each
//! use case; `deployment` is what they share.

#![allow(clippy::unwrap_used)] // a test crate: what should be there and isn't ends the test

mod append;
mod deployment;
