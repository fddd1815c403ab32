//! What adapters speak with, played by scripts: issuers of tokens, and models.

#![allow(clippy::unwrap_used)] // a test crate: what should be there and isn't ends the test
#![allow(clippy::disallowed_methods)] // it measures how long things take

mod identity;
mod llm;
