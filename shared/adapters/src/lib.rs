//! The outside, each part behind a type of its own: the table, the bucket, the connections, the bus, the tokens, the models, the webhooks,
//! asynchronous invocations.
//!
//! No adapter calls another, none reads the environment or a clock. Each is a feature, so that a function links only
//! what it uses.

#[cfg(feature = "async_invoke")]
pub mod async_invoke;
#[cfg(feature = "aws")]
pub mod aws;
#[cfg(feature = "dynamo")]
pub mod dynamo;
#[cfg(feature = "events")]
pub mod events;
#[cfg(feature = "files")]
pub mod files;
#[cfg(feature = "http")]
mod http;
#[cfg(feature = "llm")]
pub mod llm;
#[cfg(feature = "push")]
pub mod push;
#[cfg(feature = "token")]
pub mod token;
#[cfg(feature = "trust")]
mod trust;
#[cfg(feature = "webhook")]
pub mod webhook;
