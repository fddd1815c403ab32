//! Events as one viewer gets them, in answers that stay within the gateway's limits.

use contract::{CaseView, EventView};
use domain::{Case, CaseId, Entry, Principal, Seq, StorePolicy, Timestamp, audience};

/// The bytes of events that one answer carries; the gateway takes 128 KB in frames of 32 KB.
const ANSWER_BYTES: usize = 64 * 1024;

/// A part of a log as one viewer gets it.
#[derive(Debug)]
pub(crate) struct Shown {
    /// The events that this viewer may see.
    pub(crate) events: Vec<EventView>,
    /// Whether some did not fit.
    pub(crate) more: bool,
}

/// The same with the newest kept where not all fit: for pages that go back from their end.
pub(crate) fn show_newest(
    entries: &[Entry],
    case: &Case,
    viewer: &Principal,
    policy: StorePolicy,
    now: Timestamp,
) -> Shown {
    let mut shown = show(entries.iter().rev(), case, viewer, policy, now);
    shown.events.reverse();
    shown
}

/// What this viewer sees of these entries, as far as it fits; in order from the first.
pub(crate) fn show<'a>(
    entries: impl IntoIterator<Item = &'a Entry>,
    case: &Case,
    viewer: &Principal,
    policy: StorePolicy,
    now: Timestamp,
) -> Shown {
    let mut events = Vec::new();
    let mut bytes = 0;
    for entry in entries {
        let seen = audience(&entry.event, case, viewer, policy, now);
        let Some(view) = EventView::of(&entry.event, seen) else { continue };
        bytes += 400 + entry.event.text.as_ref().map_or(0, |text| text.as_str().len());
        if bytes > ANSWER_BYTES && !events.is_empty() {
            return Shown { events, more: true };
        }
        events.push(view);
    }
    Shown { events, more: false }
}

/// A case at its head as this viewer gets it. A case without events is nobody's to see.
pub(crate) fn view(id: &CaseId, case: &Case, viewer: &Principal) -> Option<CaseView> {
    Some(CaseView::of(id, case.head, case.state.as_ref()?, viewer))
}

/// The last event of a case that this viewer may see.
pub(crate) fn visible_head(case: &Case, viewer: &Principal) -> Seq {
    match &case.state {
        Some(state) if viewer.role == domain::Role::Customer => state.visible,
        _ => case.head,
    }
}
