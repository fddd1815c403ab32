//! Golden vectors of a case: what people send, what becomes of it, and what each audience then sees. The web's reducer
//! and every fake server are held to them, so that the rules of a case stand in Rust alone. So do those of lists and searches.

use domain::{CaseId, Name, Role, State, StoreId, Timestamp, UserId};
use serde::Serialize;

use crate::{CaseView, ClientFrame, Code, EventView};

use later::LATER;
use log::{Log, people};
use scripts::SCRIPTS;

pub(super) use lists::document as lists;
pub(super) use search::document as search;

mod actions;
mod commands;
mod later;
mod lists;
mod log;
mod machine;
mod scripts;
mod search;
mod trials;

/// All scenarios, and who plays in them.
struct Vectors {
    people: Vec<Person>,
    scenarios: Vec<Scenario>,
}

/// Someone who takes part, as their token says.
#[derive(Serialize, Clone)]
struct Person {
    key: &'static str,
    role: Role,
    user: Option<UserId>,
    name: Option<Name>,
    stores: Vec<StoreId>,
}

struct Scenario {
    name: &'static str,
    case: CaseId,
    /// What is done, in order; what is refused changes nothing.
    steps: Vec<Step>,
    /// What would become of each command now. Nothing of this is done.
    next: Vec<Trial>,
    /// How the case stood after each of its events.
    states: Vec<State>,
}

#[derive(Serialize)]
struct Step {
    by: &'static str,
    at: Timestamp,
    /// What a client sends; null for what triage does by itself.
    frame: Option<ClientFrame>,
    outcome: Outcome,
}

#[derive(Serialize)]
struct Trial {
    by: &'static str,
    frame: ClientFrame,
    /// The code of the refusal; null where an event of kind `kind` would follow.
    refused: Option<Code>,
    kind: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Outcome {
    Refused(Code),
    Stored(Box<Stored>),
}

#[derive(Serialize)]
struct Stored {
    event: Seen<Option<EventView>>,
    view: Seen<Option<CaseView>>,
}

/// The same thing for both audiences; a customer gets null of what is hidden.
#[derive(Serialize)]
struct Seen<T> {
    staff: T,
    customer: T,
}

/// The file: a step or trial on each line, so that a change is seen where it is.
pub(super) fn document() -> String {
    let Vectors { people, scenarios } = all();
    let lines = |items: Vec<String>| items.join(",\n");
    let scenario = |scenario: &Scenario| {
        let Scenario { name, case, steps, next, .. } = scenario;
        let (steps, next) = (steps.iter().map(line).collect(), next.iter().map(line).collect());
        format!(
            "{{\"name\":{},\"case\":{},\"steps\":[\n{}\n],\"next\":[\n{}\n]}}",
            line(name),
            line(case),
            lines(steps),
            lines(next)
        )
    };
    format!(
        "{{\"people\":[\n{}\n],\n\"scenarios\":[\n{}\n]}}\n",
        lines(people.iter().map(line).collect()),
        lines(scenarios.iter().map(scenario).collect())
    )
}

fn line(item: &impl Serialize) -> String {
    serde_json::to_string(item).unwrap_or_default()
}

/// Everything, in the order in which it is written.
fn all() -> Vectors {
    let people = people();
    let shown = people.iter().map(|(key, who)| Person {
        key,
        role: who.role,
        user: who.user.clone(),
        name: who.name.clone(),
        stores: who.stores.clone(),
    });
    let scenarios =
        SCRIPTS.iter().chain(&LATER).map(|(name, script)| Log::new(&people).play(name, script));
    Vectors { people: shown.collect(), scenarios: scenarios.collect() }
}

#[cfg(test)]
mod tests {
    use domain::CommandError;

    use super::*;

    #[test]
    fn each_kind_of_event_and_each_audience_is_there() {
        let written = document();
        for kind in [
            "opened",
            "message",
            "note",
            "assigned",
            "unassigned",
            "escalated",
            "helped",
            "resolved",
            "reopened",
            "rated",
            "participant_added",
            "participant_removed",
            "withdrawn",
            "erased",
            "suggested",
            "approved",
            "rejected",
            "prioritized",
            "subject_changed",
            "tagged",
            "snoozed",
            "woken",
            "scheduled",
            "schedule_cancelled",
            "promised",
            "promise_withdrawn",
        ] {
            assert!(written.contains(&format!(r#""kind":"{kind}""#)), "{kind}");
        }
    }

    #[test]
    fn each_refusal_of_a_command_is_there() {
        let written = document();
        // Of what its author has read, of the time, of files, or of what else an agent has: a case alone does not show them.
        let is_of_more_than_the_case = |refusal: &CommandError| {
            let by_cursor_or_place = [
                CommandError::IdReused,
                CommandError::UnknownCursor,
                CommandError::Taken,
                CommandError::AtCapacity,
                CommandError::FileNotReady,
                CommandError::UnknownAgent,
            ];
            let by_form = [CommandError::ConsentRequired, CommandError::FormIncomplete];
            by_cursor_or_place.contains(refusal)
                || by_form.contains(refusal)
                || refusal.wait().is_some()
        };
        for refusal in CommandError::ALL.iter().filter(|one| !is_of_more_than_the_case(one)) {
            assert!(written.contains(&format!(r#""{}""#, refusal.code())), "{refusal:?}");
        }
    }
}
