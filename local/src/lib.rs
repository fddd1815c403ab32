//! The local stack.
mod stream;
pub mod template;
pub mod issuer;
mod database; // database/ and stream/ (reader, lanes, progress, queues) are complete: written by the lead, only wire them into the stack
