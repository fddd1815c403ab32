//! An event as programs outside get it: a CRM, a chat among the staff, a data lake.

use domain::{CaseId, Entry, Source, Status, StoreId, UserId};
use serde::{Deserialize, Serialize};

use crate::{EventBody, EventView};

/// Who sends such events, as a bus names it.
pub const EVENT_SOURCE: &str = "firstline";

/// What such an event is called on a bus. The number is that of this form: another form gets another.
pub const EVENT_TYPE: &str = "firstline.event.v1";

/// An event of a case, for programs outside. It may come more than once: `case` and the event's `seq` are its key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct DomainEvent {
    /// The store.
    pub store: StoreId,
    /// The case.
    pub case: CaseId,
    /// Who asked.
    pub customer: UserId,
    /// Where the case stands after the event.
    pub status: Status,
    /// The agent who has it then.
    pub assignee: Option<UserId>,
    /// Whether words and names are in the event. Where they are not, each is null or empty.
    pub words: bool,
    /// What happened, as the staff see it.
    pub event: EventView,
}

/// An event of a store's feed, as a webhook carries it too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct FeedEvent {
    /// What it is called: `firstline.event.v1`.
    pub r#type: String,
    /// Its place: whoever names it gets what came behind it. Opaque.
    pub cursor: String,
    /// What happened.
    pub data: DomainEvent,
}

/// A page of a store's feed, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct FeedPage {
    /// The events. One may come again at a later place.
    pub events: Vec<FeedEvent>,
    /// Where the next page starts; null before the first event.
    pub next: Option<String>,
    /// Whether there are more already.
    pub more: bool,
}

/// From where a store's webhook is to get its events again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Replay {
    /// The cursor of the last event that it needs not get again.
    pub cursor: String,
}

/// Whether words and names of people leave the deployment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Words {
    /// They stay: who needs them asks the API for the case.
    LeftOut,
    /// They leave with each event.
    Included,
}

impl DomainEvent {
    /// An entry of a case's log as programs outside get it.
    pub fn of(case: &CaseId, entry: &Entry, words: Words) -> Self {
        let state = &entry.state;
        let event = EventView::for_staff(&entry.event);
        Self {
            store: state.store.clone(),
            case: case.clone(),
            customer: state.customer.clone(),
            status: state.status,
            assignee: state.assignee.clone(),
            words: words == Words::Included,
            event: match words {
                Words::Included => event,
                Words::LeftOut => without_words(event),
            },
        }
    }
}

/// The event without what people wrote and what they are called, in whatever part it stands.
fn without_words(mut event: EventView) -> EventView {
    event.author.name = None;
    match &mut event.body {
        EventBody::Opened { text, pre_chat, files, .. } => {
            *text = None;
            pre_chat.iter_mut().for_each(domain::PreChatAnswers::erase);
            files.clear();
        }
        EventBody::Note { text, .. } | EventBody::Scheduled { text, .. } => *text = None,
        EventBody::Rated { comment, .. } => *comment = None,
        EventBody::Assigned { name, .. } | EventBody::ParticipantAdded { name, .. } => *name = None,
        EventBody::Message { text, sources, files, .. } => {
            *text = None;
            files.clear();
            sources.iter_mut().for_each(silence);
        }
        EventBody::Approved { text, sources, .. } => {
            *text = None;
            sources.iter_mut().for_each(silence);
        }
        EventBody::Suggested { text, sources, grounds, .. } => {
            *text = None;
            // The start of an earlier customer's question.
            grounds.like = None;
            sources.iter_mut().for_each(silence);
        }
        EventBody::SubjectChanged { subject } => *subject = None,
        EventBody::Tagged { added, removed } => {
            *added = domain::TagList::default();
            *removed = domain::TagList::default();
        }
        EventBody::Unassigned
        | EventBody::Escalated { .. }
        | EventBody::Helped { .. }
        | EventBody::Resolved
        | EventBody::Reopened
        | EventBody::ParticipantRemoved { .. }
        | EventBody::Withdrawn { .. }
        | EventBody::Claimed { .. }
        | EventBody::Erased
        | EventBody::Rejected { .. }
        | EventBody::Prioritized { .. }
        | EventBody::Snoozed { .. }
        | EventBody::Woken
        | EventBody::Promised { .. }
        | EventBody::PromiseWithdrawn { .. }
        | EventBody::PromiseMissed { .. }
        | EventBody::TargetWarned { .. }
        | EventBody::TargetMissed { .. }
        | EventBody::ScheduleCancelled { .. }
        | EventBody::Unknown => {}
    }
    event
}

/// Which answer it was remains.
fn silence(source: &mut Source) {
    source.question.clear();
    source.quote.clear();
    source.approved_by = None;
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const BODIES: [&str; 11] = [
        r#"{"kind":"opened","text":"SECRET","locale":"de","files":[FILE]}"#,
        r#"{"kind":"message","text":"SECRET","answers":1,"sources":[SOURCE],"files":[FILE]}"#,
        r#"{"kind":"note","text":"SECRET"}"#,
        r#"{"kind":"assigned","agent":"AGENT","name":"SECRET"}"#,
        r#"{"kind":"participant_added","user":"AGENT","name":"SECRET"}"#,
        r#"{"kind":"rated","score":5,"comment":"SECRET"}"#,
        r#"{"kind":"suggested","answers":1,"text":"SECRET","sources":[SOURCE],
            "grounds":{"found_by":"words","like":"SECRET","approvals":2}}"#,
        r#"{"kind":"scheduled","text":"SECRET","answers":1,"at":9,"at_opening":false}"#,
        r#"{"kind":"approved","suggestion":2,"answers":1,"text":"SECRET","edited":true,"sources":[SOURCE]}"#,
        r#"{"kind":"subject_changed","subject":"SECRET"}"#,
        r#"{"kind":"opened","text":"SECRET","locale":null,"pre_chat":{"answers":
            [{"field":"name","kind":"name","label":"Name","value":"SECRET"}]}}"#,
    ];
    const SOURCE: &str = r#"{"answer":"ANSWER","question":"SECRET","quote":"SECRET","approved_by":"SECRET","approved_at":9}"#;

    const FILE: &str = r#"{"id":"file-0001","name":"SECRET","media_type":"image/png","size":9,"has_thumbnail":true}"#;

    fn event(body: &str) -> EventView {
        let agent = UserId::agent("i", "1").to_string();
        let body = body.replace("SOURCE", SOURCE).replace("FILE", FILE).replace("AGENT", &agent);
        let body = body.replace("ANSWER", &"a".repeat(26));
        let body: Value = serde_json::from_str(&body).unwrap();
        let author = json!({ "role": "agent", "id": agent, "name": "SECRET" });
        let view = json!({ "seq": 3, "prev_visible": 2, "at": 1, "id": "command-1", "author": author, "body": body });
        serde_json::from_value(view).unwrap()
    }

    #[test]
    fn no_words_and_no_names_are_left_in_an_event_without_words() {
        for body in BODIES {
            let whole = event(body);
            assert!(serde_json::to_string(&whole).unwrap().contains("SECRET"));
            let text = serde_json::to_string(&without_words(whole)).unwrap();
            assert!(!text.contains("SECRET"), "{text}");
        }
    }

    #[test]
    fn which_answers_a_draft_rested_on_is_left() {
        let text = serde_json::to_string(&without_words(event(BODIES[6]))).unwrap();
        assert!(text.contains(&"a".repeat(26)), "{text}");
    }
}
