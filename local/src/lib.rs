//! Firstline on one machine: what the template describes, run without the cloud.
//!
//! The functions are the very binaries that are deployed. Lambda's Runtime API, both of API Gateway's APIs and the
//! stream's event source mappings are reproduced as far as clients and functions can see them; the table is an
//! embedded engine that speaks DynamoDB's API, or another one. [`Stack::start`] starts it all within a process, as
//! tests and benchmarks do; the binary `local` does so for people.

mod announcement;
mod browser_guard;
mod bucket;
mod bus;
mod clock;
mod crash;
mod data_folder;
mod database;
mod fault_injection;
mod gateway;
mod generated_secrets;
pub mod issuer;
mod listen;
mod metrics;
mod options;
mod permissions;
mod ports;
mod runtime;
mod schedule;
mod secrets;
mod site;
mod stack;
mod storage_health;
mod stream;
pub mod template;

pub use announcement::Announcement;
pub use crash::{Crash, CrashPoint};
pub use fault_injection::{BusFaults, DatabaseFaults, Faults, SocketFaults};
pub use gateway::http::{HttpRoutes, MatchedRoute};
pub use metrics::{Metrics, MetricsSnapshot, OperationUsage};
pub use options::Options;
pub use runtime::{FunctionError, InvocationResult, Log};
pub use stack::{Stack, StartError, Urls};
pub use stream::{Filter, Queues};
