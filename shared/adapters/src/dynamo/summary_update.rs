//! The one write of a case's summary: what a batch of events sets and removes.

use aws_sdk_dynamodb::operation::update_item::builders::UpdateItemFluentBuilder;
use aws_sdk_dynamodb::types::AttributeValue::{N, S};
use aws_sdk_dynamodb::types::ReturnValue;
use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use domain::{CaseId, Name, State, Status, Timestamp};

use super::keys;
use super::summaries::{Change, Summaries};

impl Summaries {
    /// The conditional update that brings a case's summary up to date.
    pub(super) fn update(&self, case: &CaseId, change: &Change) -> UpdateItemFluentBuilder {
        let mut set =
            String::from("SET q = :q, t = :t, s = :s, cpk = :cp, csk = :cs, wpk = :wp, wsk = :ws");
        let mut remove = Vec::new();
        let state = &change.state;
        let (list, since) = place(case, state);
        let mut update = self
            .value_update(case)
            .expression_attribute_values(":q", N(change.seq.to_string()))
            .expression_attribute_values(":t", N(change.at.0.to_string()))
            .set_expression_attribute_values_of_state(state)
            .expression_attribute_values(
                ":cp",
                S(keys::customer_index(&state.store, &state.customer)),
            )
            .expression_attribute_values(":cs", S(keys::in_time(state.opened_at, case)))
            .expression_attribute_values(":wp", S(list))
            .expression_attribute_values(":ws", S(since));
        if let Some((subject, name)) = &change.opening {
            for (attribute, value) in
                [("j", subject.clone()), ("cn", name.as_ref().map(Name::to_string))]
            {
                update = assign(update, &mut set, &mut remove, attribute, value);
            }
        }
        if let Some((seq, role, excerpt)) = &change.last {
            update = assign(update, &mut set, &mut remove, "x", excerpt.clone());
            update = assign(
                update,
                &mut set,
                &mut remove,
                "xr",
                Some(keys::role_letter(*role).to_owned()),
            );
            set.push_str(", xq = :xq");
            update = update.expression_attribute_values(":xq", N(seq.to_string()));
        }
        match (&change.assigned, &state.assignee) {
            (_, None) => remove.push("an"),
            (Some(name), Some(_)) => {
                let name = name.as_ref().map(Name::to_string);
                update = assign(update, &mut set, &mut remove, "an", name);
            }
            (None, Some(_)) => {}
        }
        if let Some(at) = change.visible_at {
            set.push_str(", vt = :vt");
            update = update.expression_attribute_values(":vt", N(at.0.to_string()));
        }
        let expression =
            if remove.is_empty() { set } else { format!("{set} REMOVE {}", remove.join(", ")) };
        update.update_expression(expression)
    }

    fn value_update(&self, case: &CaseId) -> UpdateItemFluentBuilder {
        let update = self.0.client.update_item().table_name(&self.0.name);
        update
            .key(keys::PK, S(keys::case(case)))
            .key(keys::SK, S(keys::SUMMARY.to_owned()))
            .condition_expression("attribute_not_exists(q) OR q < :q")
            .return_values(ReturnValue::AllNew)
    }
}

/// Sets an attribute, or removes it where there is no value.
fn assign(
    update: UpdateItemFluentBuilder,
    set: &mut String,
    remove: &mut Vec<&'static str>,
    name: &'static str,
    value: Option<String>,
) -> UpdateItemFluentBuilder {
    let Some(value) = value else {
        remove.push(name);
        return update;
    };
    set.push_str(&format!(", {name} = :{name}"));
    update.expression_attribute_values(format!(":{name}"), S(value))
}

trait StateValue {
    fn set_expression_attribute_values_of_state(self, state: &State) -> Self;
}

impl StateValue for UpdateItemFluentBuilder {
    fn set_expression_attribute_values_of_state(self, state: &State) -> Self {
        match serde_dynamo::to_attribute_value(state) {
            Ok(value) => self.expression_attribute_values(":s", value),
            Err(_) => self, // the engine then refuses the expression, which names a value that is not there
        }
    }
}

/// The worklist's list and place for a case.
fn place(case: &CaseId, state: &State) -> (String, String) {
    let list = match state.status {
        Status::Waiting => keys::waiting_index(&state.store),
        Status::Open => keys::open_index(&state.store),
        Status::Resolved => keys::closed_index(&state.store, &month(state.since)),
    };
    (list, keys::in_time(state.since, case))
}

/// The month of a moment in UTC, as `2026-11`.
fn month(at: Timestamp) -> String {
    let date = DateTime::from_secs(at.seconds()).fmt(Format::DateTime).unwrap_or_default();
    date.chars().take(7).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_that_of_the_utc_calendar() {
        for (seconds, expected) in [
            (0, "1970-01"),
            (951_782_399, "2000-02"),
            (951_868_800, "2000-03"),
            (1_798_761_599, "2026-12"),
            (1_798_761_600, "2027-01"),
        ] {
            assert_eq!(month(Timestamp::from_seconds(seconds)), expected, "{seconds}");
        }
    }
}
