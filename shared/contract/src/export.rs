//! What a store holds of a customer, for the customer: the document that a lead hands over.

use domain::{CaseId, Score, Status, StoreId, Tag, Timestamp, UserId};
use serde::{Deserialize, Serialize};

use crate::EventView;

/// The form of the document. Another form gets another number.
pub const EXPORT_VERSION: u32 = 1;

/// A page of what a store holds of a customer: their profile and their cases, newest first, each with its log in order.
/// Notes of the staff are about the customer, and are in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct CustomerExport {
    /// The form of this document.
    pub version: u32,
    /// The store.
    pub store: StoreId,
    /// When it was read.
    pub at: Timestamp,
    /// Who they are.
    pub profile: CustomerProfile,
    /// Their cases. One that a page ends in goes on in the next, with the events behind these.
    pub cases: Vec<ExportedCase>,
    /// Asks for the next page; null on the last one. Opaque.
    pub next: Option<String>,
}

/// What is known of a customer beside what they wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct CustomerProfile {
    /// Their id: made of the shop's own, or of chance for visitors without an account.
    pub id: UserId,
    /// Whether the shop has vouched for them.
    pub signed_in: bool,
}

/// A case with its log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct ExportedCase {
    /// Which.
    pub case: CaseId,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// Where it stands.
    pub status: Status,
    /// What the staff say that it is about; null where they say nothing.
    pub subject: Option<String>,
    /// Its tags in alphabetical order.
    pub tags: Vec<Tag>,
    /// The customer's last verdict.
    pub rating: Option<Score>,
    /// What happened, oldest first, as the staff see it.
    pub events: Vec<EventView>,
}
