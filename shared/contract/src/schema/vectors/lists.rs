//! In which list the scenarios' cases stand, and in which order the lists are: as if each case after each of its events were one
//! of a store.

use domain::{Worklist, WorklistPosition};

use super::{all, line};

/// The file: each list's cases in the list's order, a scenario's name and an event's number on each line. Of two that stand alike
/// the one of the earlier scenario or event is the case with the smaller id.
pub(in crate::schema) fn document() -> String {
    let scenarios = all().scenarios;
    let placed: Vec<(String, WorklistPosition)> = scenarios
        .iter()
        .flat_map(|scenario| {
            let states = scenario.states.iter().enumerate();
            states.map(|(n, state)| (format!("{}, {}", scenario.name, n + 1), state.position()))
        })
        .collect();
    let lists = Worklist::ALL.map(|list| {
        let name = match list {
            Worklist::Waiting => "waiting",
            Worklist::Open => "open",
            Worklist::Snoozed => "snoozed",
            Worklist::Closed => "closed",
        };
        format!("\"{name}\":[\n{}\n]", in_order(list, &placed).join(",\n"))
    });
    format!("{{{}}}\n", lists.join(",\n"))
}

fn in_order(list: Worklist, placed: &[(String, WorklistPosition)]) -> Vec<String> {
    let mut cases: Vec<_> =
        placed.iter().filter(|(_, position)| position.worklist == list).collect();
    // A stable sort: who stands alike stays in the order of the scenarios.
    cases.sort_by_key(|(_, position)| (position.precedence.rank(), position.at));
    if !list.is_oldest_first() {
        cases.reverse();
    }
    cases.into_iter().map(|(name, _)| line(name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_list_has_cases_to_be_sorted() {
        let written = document();
        let lists: serde_json::Value = serde_json::from_str(&written).unwrap();
        let count = |list: &str| lists[list].as_array().unwrap().len();
        let lists = ["waiting", "open", "snoozed", "closed"];
        assert!(lists.iter().all(|list| count(list) > 1), "{written}");
    }
}
