//! Keys of a store's search: a row for each term and case, and beside each log the terms that its case has. A store's terms are
//! spread over partitions by their first character, in each of them by term, then by when the case was opened.

use domain::{CaseId, StoreId};

/// The terms that a case is found by, beside its log.
pub(crate) const WORDS: &str = "VIEW#WORDS";

/// The partition of a store's terms that begin like this one.
pub(crate) fn terms(store: &StoreId, term: &str) -> String {
    let first: String = term.chars().take(1).collect();
    format!("FIND#{store}#{first}")
}

/// A case's place under a term; `place` is a time and the case.
pub(crate) fn found(term: &str, place: &str) -> String {
    format!("{term}#{place}")
}

/// The term and the place of such a key.
pub(crate) fn found_parts(sk: &str) -> Option<(&str, &str)> {
    sk.split_once('#')
}

/// The case of a place.
pub(crate) fn case_of_place(place: &str) -> Option<CaseId> {
    place.rsplit('#').next()?.parse().ok()
}

/// Behind every place under a term, before the next term.
pub(crate) fn after_term(term: &str) -> String {
    format!("{term}$")
}

/// Behind every term that begins so.
pub(crate) fn after_beginning(beginning: &str) -> String {
    format!("{beginning}\u{10ffff}")
}

#[cfg(test)]
mod tests {
    use domain::Timestamp;

    use super::*;
    use crate::dynamo::keys::in_time;

    #[test]
    fn places_under_a_term_lie_together_in_order_of_time_and_those_of_longer_terms_behind_them() {
        let case: CaseId = "57bzyhkcc0w3aj3xnwyyz8fqx1".parse().unwrap();
        let places = [1, 2].map(|at| in_time(Timestamp(at), &case));
        let mut keys = Vec::new();
        for term in ["re", "ref", "refund", "refunds", "ré", "返品"] {
            keys.extend(places.each_ref().map(|place| found(term, place)));
            keys.push(after_term(term));
        }
        assert!(keys.is_sorted(), "{keys:?}");
        assert!(found("refunds", &places[1]) < after_beginning("ref"));
        assert!(found("返品", &places[1]) < after_beginning("返"));
        assert_eq!(found_parts(&found("ref", &places[0])), Some(("ref", places[0].as_str())));
        assert_eq!(case_of_place(&places[0]), Some(case));
        let store = "demo".parse().unwrap();
        assert_eq!(terms(&store, "返品"), terms(&store, "返"));
    }
}
