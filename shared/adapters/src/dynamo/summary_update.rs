//! The writes of a case's summary: what a batch of events sets and removes, and that it goes as a whole.

use aws_sdk_dynamodb::types::AttributeValue;
use aws_sdk_dynamodb::types::AttributeValue::{N, S};
use domain::{CaseId, Name, State, Status, Timestamp};
use serde_dynamo::aws_sdk_dynamodb_1::to_attribute_value;

use super::months::month_of;
use super::summaries::{Change, Summaries};
use super::table::key;
use super::write::Write;
use super::{TableError, keys};

/// Behind every time that a key can name: for cases that come back at none.
const LAST: Timestamp = Timestamp(99_999_999_999_999);

/// What an update sets and what it removes.
#[derive(Default)]
struct Assignments {
    set: Vec<(&'static str, AttributeValue)>,
    remove: Vec<&'static str>,
}

impl Summaries {
    /// The conditional update that brings a case's summary up to date.
    pub(super) fn update(&self, case: &CaseId, change: &Change) -> Result<Write<'_>, TableError> {
        let Assignments { set, remove } = assignments(case, change)?;
        let parts: Vec<_> = set.iter().map(|(name, _)| format!("{name} = :{name}")).collect();
        let mut expression = format!("SET {}", parts.join(", "));
        if !remove.is_empty() {
            expression.push_str(&format!(" REMOVE {}", remove.join(", ")));
        }
        let row = key(keys::case(case), keys::SUMMARY.to_owned());
        let update = self.0.update(row, expression).only_if("attribute_not_exists(q) OR q < :q");
        Ok(set
            .into_iter()
            .fold(update, |update, (name, value)| update.bind(format!(":{name}"), value)))
    }

    /// Removes a case's summary, whatever it says: it is made anew from the log.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn throw_away(&self, case: &CaseId) -> Result<(), TableError> {
        self.0.delete(key(keys::case(case), keys::SUMMARY.to_owned())).done().await
    }
}

fn assignments(case: &CaseId, change: &Change) -> Result<Assignments, TableError> {
    let state = &change.state;
    let (list, since) = place(case, state);
    let whole = to_attribute_value(state).map_err(|error| TableError::corrupt("summary", error))?;
    let mut all = Assignments::default();
    all.set.extend([
        ("q", N(change.seq.to_string())),
        ("t", N(change.at.0.to_string())),
        ("s", whole),
        ("cpk", S(keys::customer_index(&state.store, &state.customer))),
        ("csk", S(keys::in_time(state.opened_at, case))),
        ("wpk", S(list)),
        ("wsk", S(since)),
    ]);
    if let Some((subject, name)) = &change.opening {
        all.text("j", subject.clone());
        all.text("cn", name.as_ref().map(Name::to_string));
    }
    if let Some((seq, role, excerpt)) = &change.last {
        all.text("x", excerpt.clone());
        all.text("xr", Some(keys::role_letter(*role).to_owned()));
        all.set.push(("xq", N(seq.to_string())));
    }
    match (&change.assigned, &state.assignee) {
        (_, None) => all.remove.push("an"),
        (Some(name), Some(_)) => all.text("an", name.as_ref().map(Name::to_string)),
        (None, Some(_)) => {}
    }
    if let Some(at) = change.visible_at {
        all.set.push(("vt", N(at.0.to_string())));
    }
    Ok(all)
}

impl Assignments {
    /// Sets an attribute, or removes it where there is no value.
    fn text(&mut self, name: &'static str, value: Option<String>) {
        match value {
            Some(value) => self.set.push((name, S(value))),
            None => self.remove.push(name),
        }
    }
}

/// The worklist's list and place for a case.
fn place(case: &CaseId, state: &State) -> (String, String) {
    if let Some(snooze) = state.snoozed {
        let back = snooze.ends().unwrap_or(LAST);
        return (keys::snoozed_index(&state.store), keys::in_time(back, case));
    }
    let list = match state.status {
        Status::Waiting => keys::waiting_index(&state.store),
        Status::Open => keys::open_index(&state.store),
        Status::Resolved => keys::closed_index(&state.store, &month_of(state.since)),
    };
    (list, keys::in_time(state.since, case))
}
