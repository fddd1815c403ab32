//! Who gets to see an event: the one place that decides it, for pushes and for reads.

use crate::{Case, Event, Principal, Role, StorePolicy, Timestamp, may_read};

/// What one viewer gets of one event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// All of it: the staff.
    Staff,
    /// What a customer may see of it.
    Customer,
    /// Nothing, and no sign of it but a number.
    Hidden,
    /// The viewer may no longer read here at all, or their token has ended: disconnect them.
    Gone,
}

/// Someone who listens to a case on an open connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listener {
    /// Who they were when they subscribed, and until when that holds.
    pub principal: Principal,
    /// The connection, as the gateway names it.
    pub connection: crate::ConnectionId,
    /// When it last gave a sign of life, to the second.
    pub seen: Timestamp,
}

/// What this viewer gets of this event in this case.
pub fn audience(
    event: &Event,
    case: &Case,
    viewer: &Principal,
    policy: StorePolicy,
    now: Timestamp,
) -> Audience {
    let is_expired = viewer.expires <= now;
    if is_expired || may_read(viewer, case, policy).is_err() {
        return Audience::Gone;
    }
    match viewer.role {
        Role::Agent | Role::Lead | Role::Assistant | Role::System => Audience::Staff,
        Role::Customer if event.body.is_visible() => Audience::Customer,
        Role::Customer => Audience::Hidden,
    }
}
