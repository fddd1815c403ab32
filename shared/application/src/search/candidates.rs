//! The cases that one term of a query finds, newest first.

use std::collections::BTreeSet;

use adapters::dynamo::{Beginnings, FoundPlaces, PlaceRange, SearchIndex, TableError};
use domain::StoreId;
use futures_util::future::try_join_all;
use language::is_beginning;

/// Terms that begin like one of a query, at most: those of further ones are not found by so short a beginning.
const TERMS: usize = 12;

/// Where the cases of a term are read from.
pub(super) struct Candidates<'a> {
    index: &'a SearchIndex,
    store: &'a StoreId,
    source: Beginnings,
}

impl<'a> Candidates<'a> {
    /// Those of a term, and of the terms that begin like it.
    pub(super) async fn of(
        index: &'a SearchIndex,
        store: &'a StoreId,
        term: &str,
    ) -> Result<Self, TableError> {
        let source = match is_beginning(term) {
            true => index.beginnings(store, term, TERMS).await?,
            false => Beginnings::Terms(vec![term.to_owned()]),
        };
        Ok(Self { index, store, source })
    }

    /// The newest within a range, each once.
    pub(super) async fn newest(
        &self,
        range: &PlaceRange,
        limit: usize,
    ) -> Result<FoundPlaces, TableError> {
        let terms = match &self.source {
            Beginnings::All(places) => return Ok(newest_of_all(places, range, limit)),
            Beginnings::Terms(terms) => terms,
        };
        let reads = terms.iter().map(|term| self.index.places(self.store, term, range, limit));
        Ok(merged(try_join_all(reads).await?, limit))
    }
}

fn newest_of_all(places: &[String], range: &PlaceRange, limit: usize) -> FoundPlaces {
    let within = places.iter().filter(|place| range.has(place)).cloned().collect();
    merged(vec![FoundPlaces { places: within, has_more: false }], limit)
}

/// The newest of several lists: as far down as all of them reach.
fn merged(lists: Vec<FoundPlaces>, limit: usize) -> FoundPlaces {
    let unfinished = lists.iter().filter(|list| list.has_more);
    // A list that goes on is known down to its last place alone.
    let known_to = unfinished.filter_map(|list| list.places.last().cloned()).max();
    let all: BTreeSet<String> = lists.into_iter().flat_map(|list| list.places).collect();
    let is_known = |place: &String| known_to.as_ref().is_none_or(|known| place >= known);
    let known: Vec<String> = all.into_iter().rev().filter(is_known).collect();
    let has_more = known_to.is_some() || known.len() > limit;
    FoundPlaces { places: known.into_iter().take(limit).collect(), has_more }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(places: &[&str], has_more: bool) -> FoundPlaces {
        FoundPlaces { places: places.iter().map(|place| (*place).to_owned()).collect(), has_more }
    }

    #[test]
    fn several_lists_are_merged_as_far_down_as_all_of_them_reach() {
        for (lists, expected) in [
            (vec![list(&["9", "5"], false), list(&["7"], false)], list(&["9", "7", "5"], false)),
            (vec![list(&["9", "5"], true), list(&["7", "3"], false)], list(&["9", "7", "5"], true)),
            (vec![list(&["9", "5"], false), list(&["9"], false)], list(&["9", "5"], false)),
            (vec![list(&["9", "8", "7", "6"], false)], list(&["9", "8", "7"], true)),
            (vec![], list(&[], false)),
        ] {
            assert_eq!(merged(lists, 3), expected);
        }
    }
}
