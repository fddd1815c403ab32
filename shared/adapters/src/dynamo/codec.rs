//! Rows of the log. One codec reads the table's items and the stream's images alike.

use aws_sdk_dynamodb::types::AttributeValue::{M, N, S};
use domain::{
    Attachment, Author, Body, CaseId, CommandId, Digest, Entry, Event, Name, Role, Seq, State,
    StoreId, Text, Timestamp, UserId,
};
use serde::{Deserialize, Serialize};

use super::table::{Item, text};
use super::{TableError, keys};

/// Where a row has what happened, the case afterwards, the kind of the one, and in the other the newest event that the customer
/// may see.
const BODY: &str = "x";
const STATE: &str = "s";
const KIND: &str = "k";
const VISIBLE: &str = "v";

/// An event as its row holds it. Names are short because every message pays for them. What a later release adds is passed
/// over; an event of a kind that is not known here keeps its place, for without it the log would have a hole.
#[derive(Serialize, Deserialize)]
struct EventRow {
    pk: String,
    sk: String,
    /// When, in milliseconds.
    t: Timestamp,
    /// The author's role, as a letter.
    r: String,
    /// The author, where the state does not name them: as its customer, or as the person who wrote last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    a: Option<UserId>,
    /// The author's name.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "Name::stored")]
    n: Option<Name>,
    /// The command's id.
    i: CommandId,
    /// The command's digest.
    d: Digest,
    /// The event before it that the customer may see.
    #[serde(default)]
    v: Seq,
    /// The words; REMOVEd by a withdrawal.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "Text::stored")]
    b: Option<Text>,
    /// The files of a message; REMOVEd likewise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    f: Vec<Attachment>,
    /// What happened.
    x: Body,
    /// The case afterwards.
    s: State,
}

/// The place of an event, as its sort key has it.
fn seq_of(sk: &str) -> Option<Seq> {
    sk.rsplit('#').next()?.parse::<u64>().ok()?.try_into().ok()
}

/// Whom the state after an event names as its author, if nobody else is. Most events are of these two, and all of them
/// pay for their row's bytes.
fn named_by(state: &State, role: Role) -> Option<&UserId> {
    match role {
        Role::Customer => Some(&state.customer),
        Role::Agent | Role::Lead => state.person.as_ref(),
        Role::Assistant | Role::System => None,
    }
}

pub(crate) fn encode(case: &CaseId, entry: &Entry) -> Result<Item, TableError> {
    let event = entry.event.clone();
    let role = event.author.role;
    let row = EventRow {
        pk: keys::case(case),
        sk: keys::event(event.seq),
        t: event.at,
        r: keys::role_letter(role).to_owned(),
        a: event.author.id.filter(|id| named_by(&entry.state, role) != Some(id)),
        n: event.author.name,
        i: event.id,
        d: event.digest,
        v: event.prev_visible,
        b: event.text,
        f: event.files,
        x: event.body,
        s: entry.state.clone(),
    };
    serde_dynamo::aws_sdk_dynamodb_1::to_item(row)
        .map_err(|error| TableError::corrupt("event", error))
}

pub(crate) fn decode(mut item: Item) -> Result<Entry, TableError> {
    replace_unknown_body(&mut item)?;
    let row = serde_dynamo::aws_sdk_dynamodb_1::from_item::<EventRow>(item)
        .map_err(|error| TableError::corrupt("event", error))?;
    entry_of(row)
}

/// What a later release says of its own event is not read, only who may see it.
fn replace_unknown_body(item: &mut Item) -> Result<(), TableError> {
    let Some(M(body)) = item.get(BODY) else { return Ok(()) };
    let Some(S(kind)) = body.get(KIND) else { return Ok(()) };
    if Body::has_kind(kind) {
        return Ok(());
    }
    // The state after an event names the newest one that the customer may see.
    let seq = text(item, keys::SK).and_then(seq_of).map(|seq| seq.to_string());
    let newest = match item.get(STATE) {
        Some(M(state)) => state.get(VISIBLE),
        _ => None,
    };
    let visible = matches!((newest, seq), (Some(N(newest)), Some(seq)) if *newest == seq);
    let body = serde_dynamo::aws_sdk_dynamodb_1::to_attribute_value(Body::Unknown { visible });
    let body = body.map_err(|error| TableError::corrupt("event", error))?;
    item.insert(BODY.to_owned(), body);
    Ok(())
}

fn entry_of(row: EventRow) -> Result<Entry, TableError> {
    let seq = seq_of(&row.sk)
        .ok_or_else(|| TableError::corrupt("event", "its sort key names no place"))?;
    let role = keys::role_of(&row.r).ok_or_else(|| TableError::corrupt("event", "unknown role"))?;
    let id = row.a.or_else(|| named_by(&row.s, role).cloned());
    let event = Event {
        seq,
        prev_visible: row.v,
        at: row.t,
        author: Author { role, id, name: row.n },
        id: row.i,
        digest: row.d,
        text: row.b,
        files: row.f,
        body: row.x,
    };
    Ok(Entry { event, state: row.s })
}

/// A row's image as the stream carries it.
pub type StreamImage = serde_dynamo::Item;

/// The case and the entry of an image of the stream; none where the row is not an event.
///
/// # Errors
/// [`TableError::Corrupt`] where the row says it is an event and is not one.
pub fn decode_image(image: impl Into<Item>) -> Result<Option<(CaseId, Entry)>, TableError> {
    let mut image: Item = image.into();
    let is_event =
        text(&image, keys::SK).is_some_and(|sk| matches!(keys::case_row(sk), keys::CaseRow::Event));
    let Some(case) = text(&image, keys::PK).and_then(keys::case_of).filter(|_| is_event) else {
        return Ok(None);
    };
    replace_unknown_body(&mut image)?;
    let row = serde_dynamo::aws_sdk_dynamodb_1::from_item(image)
        .map_err(|error| TableError::corrupt("event", error))?;
    Ok(Some((case, entry_of(row)?)))
}

/// Which row an image is of: ids and a place, no words.
pub fn row_of(image: &StreamImage) -> String {
    key_of(image).join(" ")
}

/// The store of whose staff an image is; none where it is of anything else.
pub fn store_of_staff(image: &StreamImage) -> Option<StoreId> {
    let [pk, sk] = key_of(image);
    keys::store_of(pk).filter(|_| keys::staff_of(sk).is_some())
}

/// The store of which something is to be erased, by an image; none where it is of anything else.
pub fn store_of_erasure(image: &StreamImage) -> Option<StoreId> {
    let [pk, _] = key_of(image);
    keys::erasures_of(pk)
}

fn key_of(image: &StreamImage) -> [&str; 2] {
    let key = |name: &str| match image.get(name) {
        Some(serde_dynamo::AttributeValue::S(text)) => text.as_str(),
        _ => "",
    };
    [keys::PK, keys::SK].map(key)
}

#[cfg(test)]
mod tests {
    use aws_sdk_dynamodb::types::AttributeValue;

    use super::super::form::tests::extended;
    use super::*;

    /// What the engine counts for an attribute, as documented: names and strings in UTF-8, a number half its digits
    /// and one, a map three and one for each entry.
    fn size(value: &AttributeValue) -> usize {
        match value {
            AttributeValue::S(text) => text.len(),
            AttributeValue::B(bytes) => bytes.as_ref().len(),
            AttributeValue::N(digits) => digits.len().div_ceil(2) + 1,
            AttributeValue::M(map) => {
                3 + map.iter().map(|(k, v)| k.len() + size(v) + 1).sum::<usize>()
            }
            AttributeValue::L(list) => 3 + list.iter().map(|v| size(v) + 1).sum::<usize>(),
            _ => 1,
        }
    }

    fn largest_entry(text_bytes: usize) -> (CaseId, Entry) {
        let store: domain::StoreId = "s".repeat(32).parse().unwrap();
        let user = UserId::visitor([255; 16]);
        let id: CommandId = "c".repeat(22).parse().unwrap();
        let case = CaseId::derive(&store, &user, &id);
        let seq = Seq::try_from(100_000).unwrap();
        let at = Timestamp(1_795_000_000_123);
        let state = State {
            store,
            customer: user.clone(),
            status: domain::Status::Waiting,
            assignee: Some(UserId::agent("i", "1")),
            opened_at: at,
            since: at,
            customer_seq: seq,
            person_seq: seq,
            person: Some(UserId::agent("i", "2")),
            assistant_seq: seq,
            visible: seq,
            suggestion: seq,
            escalated: true,
            precedence: domain::Precedence {
                priority: domain::Priority::Urgent,
                asked_person: true,
            },
            group: domain::GroupId::try_from(60).ok(),
            scheduled: seq,
            // A customer's words end it.
            snoozed: None,
            rating: Some(5.try_into().unwrap()),
            recent: domain::RecentCommands::default(),
            written: domain::Written::default(),
        };
        let event = Event {
            seq,
            prev_visible: seq,
            at,
            author: Author { role: domain::Role::Customer, id: Some(user), name: None },
            id,
            digest: domain::Command::Reopen.digest(),
            text: Some("x".repeat(text_bytes).parse().unwrap()),
            files: vec![],
            body: Body::Message { answers: None, sources: vec![] },
        };
        let mut entry = Entry { event, state };
        fill_recent(&mut entry);
        (case, entry)
    }

    /// Fills the state's window of commands and its counters, as many as they hold.
    fn fill_recent(entry: &mut Entry) {
        for n in 0..domain::RecentCommands::MOST {
            entry.event.id = format!("{:c<36}", format!("command-{n}")).parse().unwrap();
            entry.event.seq = entry.event.seq.next();
            entry.state.recent.note(&entry.event);
        }
        let author = entry.event.author.clone();
        for n in 0..domain::Written::MOST {
            let other = UserId::agent("i", &n.to_string());
            entry.event.author.id = if n == 0 { author.id.clone() } else { Some(other) };
            entry.state.written.note(&entry.event, &entry.state.customer);
        }
        entry.event.author = author;
    }

    #[test]
    fn a_state_without_recent_commands_is_read_as_one_that_has_seen_none() {
        let (case, entry) = largest_entry(10);
        let mut item = encode(&case, &entry).unwrap();
        let Some(AttributeValue::M(state)) = item.get_mut("s") else { panic!("no state") };
        assert!(matches!(state.remove("i"), Some(AttributeValue::B(_))));
        let read = decode(item).unwrap();
        assert_eq!(read.state, State { recent: Default::default(), ..entry.state });
    }

    #[test]
    fn a_row_of_the_release_before_counters_is_read_with_its_author() {
        let image = include_str!("../../fixtures/event.0.json");
        let image: StreamImage = serde_json::from_str(image).unwrap();
        let (_, entry) = decode_image(image).unwrap().unwrap();
        assert!(entry.state.written.is_empty());
        assert_eq!(entry.event.author.id.as_ref(), Some(&entry.state.customer));
    }

    #[test]
    fn of_an_events_row_what_a_later_release_has_added_is_passed_over() {
        let image = include_str!("../../fixtures/event.0.json");
        let item: Item = serde_json::from_str::<StreamImage>(image).unwrap().into();
        let added = extended(item.clone());
        assert_eq!(decode_image(added.clone()).unwrap(), decode_image(item.clone()).unwrap());
        assert_eq!(decode(added).unwrap(), decode(item).unwrap());
    }

    /// As after a roll-back: what the later release has written stands between events that both know.
    #[test]
    fn an_event_of_a_kind_that_only_a_later_release_knows_keeps_its_place() {
        let image = include_str!("../../fixtures/event.0.json");
        let item: Item = serde_json::from_str::<StreamImage>(image).unwrap().into();
        let known = decode(item.clone()).unwrap();
        for (newest, visible) in [(known.event.seq, true), (Seq::NONE, false)] {
            let mut later = item.clone();
            let Some(M(body)) = later.get_mut(BODY) else { panic!("no body") };
            body.insert(KIND.to_owned(), S("translated".to_owned()));
            body.insert("to".to_owned(), N("7".to_owned()));
            let Some(M(state)) = later.get_mut(STATE) else { panic!("no state") };
            state.insert(VISIBLE.to_owned(), N(newest.to_string()));
            let read = decode(later.clone()).unwrap();
            assert_eq!(
                read.event,
                Event { body: Body::Unknown { visible }, ..known.event.clone() }
            );
            assert_eq!(decode_image(later).unwrap().unwrap().1, read);
            let erased = read.event.erased();
            assert_eq!((&erased.text, &erased.body), (&None, &read.event.body));
        }
    }

    #[test]
    fn an_author_reads_back_whether_the_state_names_them_or_not() {
        let (case, largest) = largest_entry(10);
        let stranger = UserId::agent("i", "3");
        for (role, id, is_written) in [
            (Role::Customer, Some(largest.state.customer.clone()), false),
            (Role::Customer, Some(UserId::visitor([1; 16])), true),
            (Role::Agent, largest.state.person.clone(), false),
            (Role::Lead, Some(stranger), true),
            (Role::Assistant, None, false),
        ] {
            let author = Author { role, id, name: None };
            let event = Event { author, ..largest.event.clone() };
            let entry = Entry { event, state: largest.state.clone() };
            let item = encode(&case, &entry).unwrap();
            assert_eq!(item.contains_key("a"), is_written, "{role:?}");
            assert_eq!(decode(item).unwrap(), entry, "{role:?}");
        }
    }

    #[test]
    fn a_row_reads_back_from_the_table_and_from_the_stream() {
        let (case, entry) = largest_entry(10);
        let item = encode(&case, &entry).unwrap();
        assert_eq!(decode(item.clone()).unwrap(), entry);
        let streamed = serde_json::to_value(StreamImage::from(item)).unwrap();
        let image: StreamImage = serde_json::from_value(streamed).unwrap();
        assert_eq!(decode_image(image).unwrap(), Some((case, entry)));
    }

    #[test]
    fn a_message_of_600_bytes_is_one_write_unit_in_the_largest_state() {
        let (case, entry) = largest_entry(600);
        let item = encode(&case, &entry).unwrap();
        let bytes: usize = item.iter().map(|(k, v)| k.len() + size(v)).sum();
        assert!(bytes <= 1024, "{bytes} bytes");
        let state = size(&item["s"]);
        assert!(state <= State::MAX_BYTES, "a state of {state} bytes");
    }
}
