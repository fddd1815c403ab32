//! What triage decides, and what models take and cost, as metrics.

use adapters::dynamo::TableError;
use application::Call;
use domain::{Body, StoreId};
use lambda::telemetry::{self, Unit};
use tracing::{error, warn};

/// Notes what was decided about a message.
pub(crate) fn decision(decided: &Body) {
    let count = |is_it: bool| f64::from(u8::from(is_it));
    telemetry::measure(&[
        ("Drafts", Unit::Count, count(matches!(decided, Body::Suggested { .. }))),
        ("Answers", Unit::Count, count(matches!(decided, Body::Message { .. }))),
        ("Escalations", Unit::Count, count(matches!(decided, Body::Escalated { .. }))),
    ]);
}

/// Notes a call of a model.
pub(crate) fn call(call: &Call) {
    let failures = f64::from(u8::from(call.failed.is_some()));
    telemetry::measure(&[
        ("ModelLatency", Unit::Milliseconds, call.took as f64),
        ("ModelTokensIn", Unit::Count, call.usage.input_tokens as f64),
        ("ModelTokensOut", Unit::Count, call.usage.output_tokens as f64),
        ("ModelFailures", Unit::Count, failures),
        // Millionths of a dollar: a hundredth of as many millionths of a cent.
        ("ModelSpend", Unit::None, call.usage.micro_cents as f64 / 100.0),
    ]);
    if let Some(reason) = call.failed {
        warn!(%reason, store = %call.store, "a model gave nothing that can be used");
    }
}

/// Notes what was stored by a newer release, or is damaged: triage goes on without it.
pub(crate) fn unreadable(store: &StoreId, error: &TableError) {
    error!(%error, %store, "triage goes on without what it can't read");
}
