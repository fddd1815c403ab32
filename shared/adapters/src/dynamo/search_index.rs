//! The index of a store's search: for each term of a case a row that is nothing but its key, and beside the case's log one row
//! with all its terms. Whoever changes the terms changes the rows first, so that none is left of which no case knows.

use aws_sdk_dynamodb::types::AttributeValue::{N, S};
use domain::{CaseId, CaseWords, Seq, StoreId, Timestamp};

use super::form::Form;
use super::table::{Item, key, number, text};
use super::{Put, Table, TableError, keys};

/// The row of a case's terms: how they are packed, and how a text's words become terms.
const FORM: Form = Form::first("terms");
/// The rows of one read that looks for what begins with a term.
const READ: usize = 60;

/// The index of all stores.
#[derive(Clone)]
pub struct SearchIndex(Table);

/// Under which keys a case's terms stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexedCase {
    /// The case.
    pub case: CaseId,
    /// Its store.
    pub store: StoreId,
    /// When it was opened.
    pub opened_at: Timestamp,
}

/// The cases under a term, newest first: each as its place, a time and the case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundPlaces {
    /// The places.
    pub places: Vec<String>,
    /// Whether there are more behind the last one.
    pub has_more: bool,
}

/// What begins with a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Beginnings {
    /// So few cases that these are all of them, in no order.
    All(Vec<String>),
    /// The first of the terms, in alphabetical order.
    Terms(Vec<String>),
}

/// Between which places of a list: from the first on, and before the second.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PlaceRange {
    /// The earliest.
    pub from: Option<String>,
    /// Behind the latest.
    pub before: Option<String>,
}

impl PlaceRange {
    /// The places of cases that were opened in this time: from the first moment on, before the second.
    pub fn opened(from: Option<Timestamp>, before: Option<Timestamp>) -> Self {
        let place = |at: Timestamp| format!("{:014}", at.0.max(0));
        Self { from: from.map(place), before: before.map(place) }
    }

    /// The part of it before this place.
    #[must_use]
    pub fn before(mut self, place: Option<String>) -> Self {
        if let Some(place) = place {
            self.before = Some(self.before.map_or(place.clone(), |before| before.min(place)));
        }
        self
    }

    /// Whether a place lies within.
    pub fn has(&self, place: &str) -> bool {
        self.from.as_deref().is_none_or(|from| from <= place)
            && self.before.as_deref().is_none_or(|before| place < before)
    }
}

impl SearchIndex {
    /// The index in this table.
    pub fn new(table: Table) -> Self {
        Self(table)
    }

    /// A case's terms as the last write left them.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn words(&self, case: &CaseId) -> Result<Option<CaseWords>, TableError> {
        self.0.get(words_key(case)).await?.map(|row| words(&row)).transpose()
    }

    /// The same for half the price, a moment old.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn recent_words(&self, case: &CaseId) -> Result<Option<CaseWords>, TableError> {
        self.0.get_eventual(words_key(case)).await?.map(|row| words(&row)).transpose()
    }

    /// The terms of these cases, as far as they have some that this release reads; a moment old.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn words_of(&self, cases: &[CaseId]) -> Result<Vec<(CaseId, CaseWords)>, TableError> {
        let rows = self.0.rows_eventual(cases.iter().map(words_key).collect()).await?;
        let mut found = Vec::new();
        for row in rows {
            let words = match words(&row) {
                // After a roll-back one such case must not fail the whole search.
                Err(TableError::Newer { .. }) => continue,
                words => words?,
            };
            let case = text(&row, keys::PK).and_then(keys::case_of);
            found.extend(case.map(|case| (case, words)));
        }
        Ok(found)
    }

    /// Writes down a case's terms where they still are as they were seen.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn replace(
        &self,
        case: &CaseId,
        seen: Option<&CaseWords>,
        now: &CaseWords,
    ) -> Result<Put, TableError> {
        let mut row = words_key(case);
        row.insert("q".to_owned(), N(now.seq.to_string()));
        row.extend(packed(now).map(|terms| ("w".to_owned(), S(terms))));
        let put = self.0.put(row);
        let put = match seen.map(|seen| (seen.seq, packed(seen))) {
            None => put.only_if("attribute_not_exists(pk)"),
            Some((seq, None)) => {
                put.only_if("q = :q AND attribute_not_exists(w)").bind(":q", N(seq.to_string()))
            }
            Some((seq, Some(terms))) => {
                put.only_if("q = :q AND w = :w").bind(":q", N(seq.to_string())).bind(":w", S(terms))
            }
        };
        put.put_if_so().await
    }

    /// Has a case found by these terms. Repeating it changes nothing.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn add(
        &self,
        case: &IndexedCase,
        terms: impl IntoIterator<Item = String>,
    ) -> Result<(), TableError> {
        self.0.put_many(rows(case, terms)).await
    }

    /// Has a case no more found by these terms. Repeating it changes nothing.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn remove(
        &self,
        case: &IndexedCase,
        terms: impl IntoIterator<Item = String>,
    ) -> Result<(), TableError> {
        self.0.delete_many(rows(case, terms)).await
    }

    /// What begins with a term: all its cases where they are few, else at most `most` of the terms.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn beginnings(
        &self,
        store: &StoreId,
        beginning: &str,
        most: usize,
    ) -> Result<Beginnings, TableError> {
        let (mut terms, mut from): (Vec<String>, _) = (Vec::new(), beginning.to_owned());
        while terms.len() < most {
            let query = self.0.query("pk = :p AND sk BETWEEN :f AND :t").eventually_consistent();
            let query = query.bind(":p", keys::terms(store, beginning)).bind(":f", from);
            let query = query.bind(":t", keys::after_beginning(beginning)).limit(READ);
            let found = query.page().await?;
            let keys = found.items.iter().filter_map(|row| keys::found_parts(text(row, keys::SK)?));
            let keys: Vec<(&str, &str)> = keys.collect();
            let is_whole = found.last_evaluated_key.is_none();
            if is_whole && terms.is_empty() {
                let places = keys.into_iter().map(|(_, place)| place.to_owned());
                return Ok(Beginnings::All(places.collect()));
            }
            terms.extend(keys.iter().map(|(term, _)| (*term).to_owned()));
            terms.dedup();
            let Some(last) = terms.last().filter(|_| !is_whole) else { break };
            from = keys::after_term(last);
        }
        terms.truncate(most);
        Ok(Beginnings::Terms(terms))
    }

    /// The cases under exactly this term, newest first, at most `limit`.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn places(
        &self,
        store: &StoreId,
        term: &str,
        range: &PlaceRange,
        limit: usize,
    ) -> Result<FoundPlaces, TableError> {
        let from = keys::found(term, range.from.as_deref().unwrap_or_default());
        let before = range.before.as_deref();
        let before =
            before.map_or_else(|| keys::after_term(term), |place| keys::found(term, place));
        if before < from {
            return Ok(FoundPlaces { places: Vec::new(), has_more: false });
        }
        let query = self.0.query("pk = :p AND sk BETWEEN :f AND :t").eventually_consistent();
        let query = query.bind(":p", keys::terms(store, term)).bind(":f", from).bind(":t", before);
        let found = query.ascending(false).limit(limit).page().await?;
        let place = |row: &Item| Some(keys::found_parts(text(row, keys::SK)?)?.1.to_owned());
        let mut places: Vec<String> = found.items.iter().filter_map(place).collect();
        // A range of keys holds both its ends.
        places.retain(|place| range.has(place));
        Ok(FoundPlaces { places, has_more: found.last_evaluated_key.is_some() })
    }

    /// The case of a place.
    pub fn case_of(place: &str) -> Option<CaseId> {
        keys::case_of_place(place)
    }
}

fn words_key(case: &CaseId) -> Item {
    key(keys::case(case), keys::WORDS.to_owned())
}

fn rows(case: &IndexedCase, terms: impl IntoIterator<Item = String>) -> Vec<Item> {
    let place = keys::in_time(case.opened_at, &case.case);
    let row = |term: String| key(keys::terms(&case.store, &term), keys::found(&term, &place));
    terms.into_iter().map(row).collect()
}

/// All terms in one text: each event's number, then its terms. Small, because each new word pays for it.
fn packed(words: &CaseWords) -> Option<String> {
    let (mut packed, mut last) = (String::new(), Seq::NONE);
    for (term, seq) in words.iter() {
        if seq != last {
            packed.push('\n');
            packed.push_str(&seq.to_string());
            last = seq;
        }
        packed.push(' ');
        packed.push_str(term);
    }
    (!packed.is_empty()).then(|| packed.trim_start().to_owned())
}

fn words(row: &Item) -> Result<CaseWords, TableError> {
    FORM.check_version(row)?;
    let mut terms = Vec::new();
    for line in text(row, "w").unwrap_or_default().lines() {
        let mut parts = line.split(' ');
        let seq = parts.next().and_then(|seq| seq.parse::<u64>().ok());
        let Some(seq) = seq.and_then(|seq| Seq::try_from(seq).ok()) else { continue };
        terms.extend(parts.map(|term| (term.to_owned(), seq)));
    }
    let seq = number(row, "q").and_then(|seq: u64| Seq::try_from(seq).ok());
    Ok(CaseWords::stored(seq.unwrap_or_default(), terms))
}

#[cfg(test)]
mod tests {
    use super::super::form::tests::{extended, first_items, newer};
    use super::*;

    #[test]
    fn terms_read_back() {
        let seq = |n: u64| Seq::try_from(n).unwrap();
        let terms = [("lamp", 1), ("broken", 1), ("返品", 12)];
        let terms = terms.map(|(term, n)| (term.to_owned(), seq(n)));
        for known in [CaseWords::stored(seq(12), terms), CaseWords::stored(seq(3), [])] {
            let mut row = words_key(&"57bzyhkcc0w3aj3xnwyyz8fqx1".parse().unwrap());
            row.insert("q".to_owned(), N(known.seq.to_string()));
            row.extend(packed(&known).map(|terms| ("w".to_owned(), S(terms))));
            assert_eq!(words(&row).unwrap(), known);
        }
    }

    #[test]
    fn the_first_releases_terms_are_read_and_what_a_later_one_has_added_is_passed_over() {
        let [row] = first_items("terms").try_into().unwrap();
        let seq = |n: u64| Seq::try_from(n).unwrap();
        let terms = [("broken", 1), ("lamp", 1), ("返品", 12)];
        let known = CaseWords::stored(seq(12), terms.map(|(term, n)| (term.to_owned(), seq(n))));
        for row in [row.clone(), extended(row.clone())] {
            assert_eq!(words(&row).unwrap(), known);
        }
        assert!(matches!(words(&newer(row)), Err(TableError::Newer { version: 1, .. })));
    }

    #[test]
    fn a_range_of_places_has_its_first_and_not_its_last() {
        let range = PlaceRange::opened(Some(Timestamp(5)), Some(Timestamp(9)));
        let place = |at: i64| format!("{at:014}#case");
        assert!(!range.has(&place(4)) && range.has(&place(5)));
        assert!(range.has(&place(8)) && !range.has(&place(9)));
        let rest = range.before(Some(place(7)));
        assert!(rest.has(&place(6)) && !rest.has(&place(7)));
        assert!(PlaceRange::default().has(&place(1)));
    }
}
