//! Searching: from the words of a query to the cases of a store that have them, newest first, with the hits marked.

use std::collections::HashMap;

use adapters::dynamo::{PlaceRange, SearchIndex, Summary};
use contract::{MarkedPart, SearchHit, SearchPage};
use domain::{
    Audience, Case, CaseId, CaseWords, CommandError, Day, Entry, Seq, StoreId, Tag, Timestamp,
    UserId, audience, may_read,
};
use futures_util::future::try_join;
use language::{TextPart, finds, marked, marked_excerpt, query_terms};

use super::CaseSearch;
use super::candidates::Candidates;
use crate::{ApplicationError, Caller, Stores, UseCaseError, list};

/// Cases on one page.
const PAGE: usize = 20;
/// Candidates that are looked at together.
const LOOK: usize = 25;
/// How often that is done for a page: it costs the same however rare it is what all words are in.
const LOOKS: usize = 6;
/// Characters of what is shown of an event.
const EXCERPT: usize = 160;
/// Characters of a name or subject.
const LINE: usize = 120;
/// Milliseconds of a day.
const DAY: i64 = 24 * 60 * 60 * 1_000;

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SearchQuery {
    /// Words, or the id of a case.
    pub words: String,
    /// Only cases of this customer.
    pub customer: Option<UserId>,
    /// Only those with this tag.
    pub tag: Option<Tag>,
    /// Only those opened on this day or later.
    pub from: Option<Day>,
    /// Only those opened on this day or before.
    pub until: Option<Day>,
}

/// A search on its way.
struct SearchContext<'a> {
    caller: &'a Caller,
    stores: &'a Stores,
    store: &'a StoreId,
    query: &'a SearchQuery,
    terms: Vec<String>,
}

/// A case that was found, and the event in which the search's first term stands first.
struct FoundCase {
    place: String,
    summary: Summary,
    seq: Seq,
}

impl SearchQuery {
    fn range(&self) -> PlaceRange {
        let begins = |day: Day| Timestamp(day.number() * DAY);
        PlaceRange::opened(self.from.map(begins), self.until.map(|day| begins(day.plus(1))))
    }

    fn lets_in(&self, summary: &Summary) -> bool {
        let Self { customer, tag, .. } = self;
        customer.as_ref().is_none_or(|customer| summary.state.customer == *customer)
            && tag.as_ref().is_none_or(|tag| summary.tags.contains(tag))
    }
}

impl CaseSearch {
    /// A page of the cases of a store that are found by a query, from a place that an earlier page gave. It may hold fewer than
    /// there are, or none, before the last one.
    ///
    /// # Errors
    /// Refused where the store is none of the caller's.
    pub async fn find(
        &self,
        caller: &Caller,
        stores: &Stores,
        store: &StoreId,
        query: &SearchQuery,
        from: Option<String>,
    ) -> Result<SearchPage, UseCaseError> {
        let may_search = caller.principal.role.is_staff() && caller.principal.serves(store);
        if !may_search {
            return Err(CommandError::NotFound.into());
        }
        let search =
            SearchContext { caller, stores, store, query, terms: query_terms(&query.words) };
        if let Ok(case) = query.words.trim().trim_start_matches('#').parse::<CaseId>() {
            return Ok(self.one(&search, case).await?);
        }
        let Some(rarest) = rarest(&search.terms) else {
            return Ok(SearchPage { hits: Vec::new(), next: None });
        };
        let candidates = Candidates::of(&self.index, store, rarest).await?;
        let (mut found, mut range, mut next) = (Vec::new(), query.range().before(from), None);
        for _ in 0..LOOKS {
            let newest = candidates.newest(&range, LOOK).await?;
            let last = newest.places.last().cloned();
            found.extend(self.look_at(&search, rarest, newest.places).await?);
            next = last.filter(|_| newest.has_more);
            if found.len() > PAGE {
                found.truncate(PAGE);
                next = found.last().map(|found: &FoundCase| found.place.clone());
            }
            if found.len() == PAGE || next.is_none() {
                break;
            }
            range = range.before(next.clone());
        }
        Ok(SearchPage { hits: self.show(&search, found).await?, next })
    }

    /// The case with an id, where the caller may read it.
    async fn one(
        &self,
        search: &SearchContext<'_>,
        case: CaseId,
    ) -> Result<SearchPage, ApplicationError> {
        let summary = self.summaries.glance(&case).await?;
        let summary = summary.filter(|summary| search.lets_in(summary));
        let of_case = |summary| FoundCase { place: String::new(), summary, seq: Seq::NONE.next() };
        let found = summary.map(of_case).into_iter().collect();
        Ok(SearchPage { hits: self.show(search, found).await?, next: None })
    }

    /// Those of the candidates that have all terms and that the caller may read.
    async fn look_at(
        &self,
        search: &SearchContext<'_>,
        rarest: &str,
        places: Vec<String>,
    ) -> Result<Vec<FoundCase>, ApplicationError> {
        let cases: Vec<CaseId> =
            places.iter().filter_map(|place| SearchIndex::case_of(place)).collect();
        let (words, summaries) =
            try_join(self.index.words_of(&cases), self.summaries.of(&cases)).await?;
        let words: HashMap<CaseId, CaseWords> = words.into_iter().collect();
        let mut summaries: HashMap<CaseId, Summary> =
            summaries.into_iter().map(|summary| (summary.case.clone(), summary)).collect();
        let look = |place: String| {
            let case = SearchIndex::case_of(&place)?;
            let (words, summary) = (words.get(&case)?, summaries.remove(&case)?);
            let has = |wanted: &String| words.first(|term| finds(wanted, term)).is_some();
            let is_found = search.terms.iter().all(has) && search.lets_in(&summary);
            let seq = words.first(|term| finds(rarest, term)).filter(|_| is_found)?;
            Some(FoundCase { place, summary, seq })
        };
        Ok(places.into_iter().filter_map(look).collect())
    }

    /// The hits as they are shown: with the event in which the words stand.
    async fn show(
        &self,
        search: &SearchContext<'_>,
        found: Vec<FoundCase>,
    ) -> Result<Vec<SearchHit>, ApplicationError> {
        let wanted: Vec<(CaseId, Seq)> =
            found.iter().map(|found| (found.summary.case.clone(), found.seq)).collect();
        let events = self.log.events(&wanted).await?.into_iter();
        let mut events: HashMap<CaseId, Entry> = events.collect();
        let shown = found.into_iter().map(|found| {
            let entry = events.remove(&found.summary.case);
            search.hit(found, entry.as_ref())
        });
        Ok(shown.collect())
    }
}

impl SearchContext<'_> {
    /// Whether the caller may read the case, and wants it.
    fn lets_in(&self, summary: &Summary) -> bool {
        let policy = self.stores.policy(self.store);
        let may_read = may_read(&self.caller.principal, &case_of(summary), policy).is_ok();
        may_read && summary.state.store == *self.store && self.query.lets_in(summary)
    }

    fn hit(&self, found: FoundCase, entry: Option<&Entry>) -> SearchHit {
        let (viewer, now) = (&self.caller.principal, self.caller.now);
        let (case, policy) = (case_of(&found.summary), self.stores.policy(self.store));
        let is_shown =
            |entry: &&Entry| audience(&entry.event, &case, viewer, policy, now) == Audience::Staff;
        let text = entry.filter(is_shown).and_then(|entry| entry.event.text.as_ref());
        let line = |text: &str| parts(marked_excerpt(text, &self.terms, LINE));
        let summary = list::show(found.summary, viewer.role);
        SearchHit {
            seq: found.seq,
            at: entry.map_or(summary.opened_at, |entry| entry.event.at),
            excerpt: text.map_or_else(Vec::new, |text| {
                parts(marked_excerpt(text.as_str(), &self.terms, EXCERPT))
            }),
            subject: summary.subject.as_deref().map_or_else(Vec::new, line),
            name: summary
                .customer_name
                .as_ref()
                .map_or_else(Vec::new, |name| parts(marked(name.as_str(), &self.terms))),
            case: summary,
        }
    }
}

fn case_of(summary: &Summary) -> Case {
    let state = Some(summary.state.clone());
    Case { head: summary.seq, state, participants: Vec::new() }
}

/// The term that is likely in the fewest cases: one with a digit, such as an order's number, else the longest.
fn rarest(terms: &[String]) -> Option<&str> {
    let rank = |term: &&String| (term.contains(|c: char| c.is_numeric()), term.chars().count());
    terms.iter().max_by_key(rank).map(String::as_str)
}

fn parts(parts: Vec<TextPart>) -> Vec<MarkedPart> {
    parts.into_iter().map(|TextPart { text, is_hit }| MarkedPart { text, is_hit }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_rarer_than_a_word_and_a_long_word_rarer_than_a_short_one() {
        let terms =
            |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        assert_eq!(rarest(&terms(&["delivery", "48213"])), Some("48213"));
        assert_eq!(rarest(&terms(&["lamp", "delivery"])), Some("delivery"));
        assert_eq!(rarest(&[]), None);
    }
}
