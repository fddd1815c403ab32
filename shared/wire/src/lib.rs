//! What crosses the network: the socket's frames, the REST documents, and the problems both may answer with.
//!
//! Unknown fields and actions are refused, so that a client's mistake is seen at once. The TypeScript types, the
//! OpenAPI document and the AsyncAPI document are generated from here (`cargo xtask types`).

mod client;
mod code;
mod event;
mod rest;
mod server;
mod view;

#[cfg(feature = "schema")]
pub mod schema;

pub use client::{ClientFrame, Head, MAX_FRAME_BYTES, Malformed};
pub use code::Code;
pub use event::{EventBody, EventView};
pub use rest::{
    CasePage, EventPage, Me, OpenCase, Problem, StoreView, VisitorRequest, VisitorToken,
};
pub use server::ServerFrame;
pub use view::{CaseSummary, CaseView};

/// The subprotocol of the socket; the token travels beside it as `bearer.<jwt>`.
pub const SUBPROTOCOL: &str = "firstline.v1";
