//! The Lambda skin: the environment, the clock, logs and metrics, and the way from an event to a use case and back.

pub mod clock;
pub mod config;
#[cfg(feature = "table")]
mod deployment;
pub mod reply;
#[cfg(feature = "rest")]
pub mod rest;
#[cfg(feature = "socket")]
pub mod socket;
#[cfg(feature = "stream")]
pub mod stream;
pub mod telemetry;

#[cfg(feature = "table")]
pub use deployment::Deployment;

/// A function spends a fifth of a message's time on allocations with the system's own allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
