//! Timers: a function's `Schedule` and `ScheduleV2` events.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

use super::TemplateError;
use super::cron::Cron;
use super::resources::Resources;

/// A function that runs by the clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// Function and event, unique in the template.
    pub id: String,
    /// The logical id of the function.
    pub function: String,
    /// When.
    pub when: When,
    /// The event; a scheduler's own when the template gives none.
    pub input: Option<String>,
}

/// When a schedule is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum When {
    /// Again and again after so long.
    Every(Duration),
    /// In the minutes that this names.
    In(Box<Cron>),
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct FunctionProperties {
    #[serde(default)]
    events: BTreeMap<String, Value>,
}

/// Every timer.
pub(super) fn read(resources: &Resources) -> Result<Vec<Schedule>, TemplateError> {
    let mut schedules = Vec::new();
    for (function, properties) in resources.of::<FunctionProperties>("AWS::Serverless::Function")? {
        let timed = properties.events.iter().filter(|(_, event)| {
            let is_timed = matches!(
                event.get("Type").and_then(Value::as_str),
                Some("Schedule" | "ScheduleV2")
            );
            is_timed && event.pointer("/Properties/State") != Some(&Value::from("DISABLED"))
        });
        for (name, event) in timed {
            let text = |key: &str| event.pointer(key).and_then(Value::as_str);
            let (schedule, expression) = ("/Properties/Schedule", "/Properties/ScheduleExpression");
            let said = text(schedule).or_else(|| text(expression)).unwrap_or_default();
            schedules.push(Schedule {
                id: format!("{function}{name}"),
                function: function.to_owned(),
                when: when(said).ok_or_else(|| {
                    TemplateError::new(
                        function,
                        format!(
                            "the schedule {said:?} of {name} is neither rate(…) nor cron(…) as they are known here"
                        ),
                    )
                })?,
                input: text("/Properties/Input").map(str::to_owned),
            });
        }
    }
    Ok(schedules)
}

/// What an expression means.
fn when(expression: &str) -> Option<When> {
    let cron = expression.strip_prefix("cron(").and_then(|rest| rest.strip_suffix(')'));
    match cron {
        Some(fields) => Cron::parse(fields).map(Box::new).map(When::In),
        None => every(expression).map(When::Every),
    }
}

/// `rate(5 minutes)` as a duration.
fn every(expression: &str) -> Option<Duration> {
    let (count, unit) = expression.strip_prefix("rate(")?.strip_suffix(')')?.split_once(' ')?;
    let seconds = match unit.trim_end_matches('s') {
        "minute" => 60,
        "hour" => 3_600,
        "day" => 86_400,
        _ => return None,
    };
    let count: u64 = count.parse().ok().filter(|count| *count > 0)?;
    Some(Duration::from_secs(count * seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_is_a_rate_or_a_cron_or_nothing() {
        assert!(matches!(when("cron(0 12 * * ? *)"), Some(When::In(_))));
        assert!(matches!(when("rate(1 day)"), Some(When::Every(_))));
        assert_eq!(when("cron(0 12 * * ? *"), None);
        assert_eq!(when("at(2026-01-01T00:00:00)"), None);
    }

    #[test]
    fn a_rate_is_a_duration_and_anything_else_is_none() {
        assert_eq!(every("rate(1 minute)"), Some(Duration::from_mins(1)));
        assert_eq!(every("rate(2 hours)"), Some(Duration::from_hours(2)));
        assert_eq!(every("rate(0 minutes)"), None);
        assert_eq!(every("cron(0 12 * * ? *)"), None);
    }
}
