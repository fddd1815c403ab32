//! The rules of a case, tried from outside: whatever people do in whatever order, these hold.

#![allow(clippy::unwrap_used)] // a test fails by panicking, in its helpers too

mod log;
mod rate_limit;
mod recent;
mod routing;
mod sorting;
