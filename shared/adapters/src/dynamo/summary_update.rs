//! The writes of a case's summary: what a batch of events sets and removes, and that it goes as a whole.

use aws_sdk_dynamodb::types::AttributeValue;
use aws_sdk_dynamodb::types::AttributeValue::{Bool, N, S};
use domain::{
    CaseId, FieldChange, Name, Seq, State, TargetDue, Timestamp, Worklist, WorklistPosition,
};
use serde_dynamo::aws_sdk_dynamodb_1::to_attribute_value;

use super::months::month_of;
use super::summaries::Summaries;
use super::summary_change::{Change, WorkTime};
use super::table::key;
use super::write::Write;
use super::{TableError, keys};

/// What an update sets and what it removes.
#[derive(Default)]
struct Assignments {
    set: Vec<(&'static str, AttributeValue)>,
    /// What is set only where nothing is known yet.
    set_once: Vec<(&'static str, AttributeValue)>,
    remove: Vec<&'static str>,
    /// Tags by the attributes that say so, with the event that gave each; none: it has it no more.
    tags: Vec<(String, Option<Seq>)>,
}

impl Summaries {
    /// The conditional update that brings a case's summary up to date.
    pub(super) fn update(&self, case: &CaseId, change: &Change) -> Result<Write<'_>, TableError> {
        let Assignments { set, set_once, remove, tags } = assignments(case, change)?;
        let tags: Vec<_> = tags.into_iter().enumerate().collect();
        let of_tags = |has| tags.iter().filter(move |(_, (_, given))| given.is_some() == has);
        let mut parts: Vec<_> = set.iter().map(|(name, _)| format!("{name} = :{name}")).collect();
        let once = |(name, _): &(&str, _)| format!("{name} = if_not_exists({name}, :{name})");
        parts.extend(set_once.iter().map(once));
        parts.extend(of_tags(true).map(|(n, _)| format!("#tag{n} = :tag{n}")));
        let mut expression = format!("SET {}", parts.join(", "));
        let gone = of_tags(false).map(|(n, _)| format!("#tag{n}"));
        let remove: Vec<String> = remove.into_iter().map(str::to_owned).chain(gone).collect();
        if !remove.is_empty() {
            expression += " REMOVE ";
            expression += &remove.join(", ");
        }
        let row = key(keys::case(case), keys::SUMMARY.to_owned());
        let mut update =
            self.0.update(row, expression).only_if("attribute_not_exists(q) OR q < :q");
        for (n, (attribute, given)) in &tags {
            update = update.name(&format!("#tag{n}"), attribute);
            if let Some(seq) = given {
                update = update.bind(format!(":tag{n}"), N(seq.to_string()));
            }
        }
        let values = set.into_iter().chain(set_once);
        Ok(values.fold(update, |update, (name, value)| update.bind(format!(":{name}"), value)))
    }

    /// Takes the words and tags of these events and the customer's name out of the summary, which says so from then on. What
    /// came later stays, however often this is repeated.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn erase(&self, case: &CaseId, through: Seq) -> Result<(), TableError> {
        let row = || key(keys::case(case), keys::SUMMARY.to_owned());
        let mark = self.0.update(row(), "SET er = :er REMOVE j, cn".to_owned());
        let mark = mark.only_if("attribute_exists(pk)").bind(":er", Bool(true));
        mark.done_if_so().await?;
        self.forget(case, "x", "xq <= :of", Some(through)).await?;
        let Some(whole) = self.0.get(row()).await? else { return Ok(()) };
        if whole.contains_key("sj") {
            self.forget(case, "sj", "sq <= :of", Some(through)).await?;
        }
        for tag in whole.keys().filter(|name| keys::tag_of(name).is_some()) {
            let update = self.0.update(row(), "REMOVE #tag".to_owned()).name("#tag", tag);
            let update = update.only_if("#tag <= :of").bind(":of", N(through.to_string()));
            update.done_if_so().await?;
        }
        Ok(())
    }

    /// Notes by when a case is to get a first reply, and to be resolved. Without a summary there is nothing to note it in.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn note_targets(
        &self,
        case: &CaseId,
        reply: Option<TargetDue>,
        resolution: Option<TargetDue>,
    ) -> Result<(), TableError> {
        let mut all = Assignments::default();
        all.moment("fd", reply.map(|due| due.at));
        all.moment("fw", reply.and_then(|due| due.warn_at));
        all.moment("rd", resolution.map(|due| due.at));
        all.moment("rw", resolution.and_then(|due| due.warn_at));
        let set: Vec<_> = all.set.iter().map(|(name, _)| format!("{name} = :{name}")).collect();
        let clause = |word: &str, parts: Vec<String>| match parts.is_empty() {
            true => String::new(),
            false => format!("{word} {} ", parts.join(", ")),
        };
        let remove = all.remove.iter().map(|name| (*name).to_owned()).collect();
        let expression = clause("SET", set) + &clause("REMOVE", remove);
        let row = key(keys::case(case), keys::SUMMARY.to_owned());
        let mut update = self.0.update(row, expression).only_if("attribute_exists(pk)");
        for (name, value) in all.set {
            update = update.bind(format!(":{name}"), value);
        }
        update.done_if_so().await.map(drop)
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
    if let Some((subject, _)) = &change.opening {
        all.text("j", subject.clone());
    }
    let opened_as = change.opening.as_ref().map(|(_, name)| name.as_ref());
    if let Some(name) = change.claimed.as_ref().map(Some).or(opened_as) {
        all.text("cn", name.map(Name::to_string));
    }
    if let Some((seq, role, excerpt)) = &change.last {
        all.text("x", excerpt.clone());
        all.text("xr", Some(keys::role_letter(*role).to_owned()));
        all.set.push(("xq", N(seq.to_string())));
    }
    match &change.assignee_name {
        _ if state.assignee.is_none() => all.remove.push("an"),
        FieldChange::Keep => {}
        FieldChange::Clear => all.remove.push("an"),
        FieldChange::Set(name) => all.text("an", Some(name.to_string())),
    }
    if let Some((seq, subject)) = &change.subject {
        all.text("sj", subject.clone());
        all.set.push(("sq", N(seq.to_string())));
    }
    all.tags = change.tags.iter().map(|(tag, given)| (keys::tag(tag), *given)).collect();
    if let Some(at) = change.visible_at {
        all.set.push(("vt", N(at.0.to_string())));
    }
    all.times(change);
    Ok(all)
}

impl Assignments {
    /// What a batch says of when something began, was done, or is promised.
    fn times(&mut self, change: &Change) {
        let moment = |at: Timestamp| N(at.0.to_string());
        match change.work {
            WorkTime::GoesOn(since) => self.set_once.push(("ba", moment(since))),
            WorkTime::Anew(since) => self.set.push(("ba", moment(since))),
            WorkTime::Ended => self.remove.push("ba"),
        }
        self.set_once.extend(change.replied_at.map(|at| ("fa", moment(at))));
        match change.promise {
            FieldChange::Keep => {
                self.set_once.extend(change.kept_at.map(|at| ("pa", moment(at))));
            }
            FieldChange::Clear => self.remove.extend(["ps", "pd", "pa"]),
            FieldChange::Set((of, by)) => {
                self.set.extend([("ps", N(of.to_string())), ("pd", moment(by))]);
                self.moment("pa", change.kept_at);
            }
        }
    }

    /// Sets a moment, or removes it where there is none.
    fn moment(&mut self, name: &'static str, at: Option<Timestamp>) {
        match at {
            Some(at) => self.set.push((name, N(at.0.to_string()))),
            None => self.remove.push(name),
        }
    }

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
    let WorklistPosition { worklist, precedence, at } = state.position();
    let list = match worklist {
        Worklist::Waiting => keys::waiting_index(&state.store),
        Worklist::Open => keys::open_index(&state.store),
        Worklist::Snoozed => keys::snoozed_index(&state.store),
        Worklist::Closed => keys::closed_index(&state.store, &month_of(at)),
    };
    (list, keys::in_line(precedence, at, case))
}
