//! What happened in a store, in one row of names: every event of its cases by case and place, in the order in which
//! `projections` saw them. Kept for some days, and only in a deployment that asks for it.

use aws_sdk_dynamodb::types::AttributeValue::{N, S};
use domain::{CaseId, Entry, Seq, StoreId, Timestamp};

use super::codec::decode_image;
use super::table::{Item, key, number, text};
use super::{Table, TableError, keys};

/// Milliseconds after which no write of an earlier time can come any more: longer than a call to the table may take.
const STABLE_AFTER: i64 = 10_000;

/// The stores' feeds.
#[derive(Clone)]
pub struct Feeds(Table);

/// A place in a feed, which is also what programs name it by. Those of one feed stand in their order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FeedPlace(String);

/// An event of a feed, and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedEntry {
    /// Its place.
    pub place: FeedPlace,
    /// Whose case.
    pub case: CaseId,
    /// The event, as its log has it now.
    pub entry: Entry,
}

/// A page of a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedPage {
    /// The events, oldest first.
    pub entries: Vec<FeedEntry>,
    /// Where the next page starts; that of this page where nothing came.
    pub next: Option<FeedPlace>,
    /// Whether there are more already.
    pub more: bool,
}

/// How far a store's webhook has got its feed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Delivered {
    /// Up to this place; none before the first time.
    pub place: Option<FeedPlace>,
    /// When it was last set back to an earlier one.
    set_back: Option<Timestamp>,
}

impl FeedPlace {
    /// The place that this text names; none where it is none of a feed.
    pub fn parse(text: &str) -> Option<Self> {
        keys::fed(text).map(|_| Self(text.to_owned()))
    }

    /// When what is there was added.
    pub fn at(&self) -> Timestamp {
        keys::fed_at(&self.0)
    }

    /// The place as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Feeds {
    /// The feeds in this table.
    pub fn new(table: Table) -> Self {
        Self(table)
    }

    /// Adds an event. Repeating it adds it again, at a later place.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn add(
        &self,
        case: &CaseId,
        entry: &Entry,
        now: Timestamp,
        ends: Timestamp,
    ) -> Result<(), TableError> {
        let place = keys::feed_place(now, case, entry.event.seq);
        let mut row = key(keys::feed(&entry.state.store), place);
        row.insert(keys::TTL.to_owned(), N(ends.seconds().to_string()));
        self.0.put(row).done().await
    }

    /// Events behind a place, or the oldest that are kept. Those of the last seconds are not given yet: one of an earlier
    /// place may still come.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn after(
        &self,
        store: &StoreId,
        place: Option<&FeedPlace>,
        now: Timestamp,
        limit: usize,
    ) -> Result<FeedPage, TableError> {
        let from = place.map_or_else(String::new, |place| keys::behind(place.as_str()));
        let to = keys::feed_until(Timestamp(now.0 - STABLE_AFTER));
        if from > to {
            return Ok(FeedPage { entries: Vec::new(), next: place.cloned(), more: false });
        }
        let query = self.0.query("pk = :p AND sk BETWEEN :f AND :t").bind(":p", keys::feed(store));
        // A text of a condition may not be empty.
        let from = if from.is_empty() { "0".to_owned() } else { from };
        let found = query.bind(":f", from).bind(":t", to).limit(limit).page().await?;
        let more = found.last_evaluated_key.is_some();
        let places: Vec<_> =
            found.items.iter().filter_map(|row| FeedPlace::parse(text(row, keys::SK)?)).collect();
        let next = places.last().cloned().or_else(|| place.cloned());
        Ok(FeedPage { entries: self.events(places).await?, next, more })
    }

    /// The events at these places, in their order. One that is gone is left out.
    async fn events(&self, places: Vec<FeedPlace>) -> Result<Vec<FeedEntry>, TableError> {
        let named = places.into_iter().filter_map(|place| {
            let (case, seq) = keys::fed(place.as_str())?;
            Some((place, case, seq))
        });
        let named: Vec<(FeedPlace, CaseId, Seq)> = named.collect();
        let mut wanted: Vec<_> = named.iter().map(|(_, case, seq)| (case.clone(), *seq)).collect();
        wanted.sort();
        wanted.dedup();
        let wanted = wanted.iter().map(|(case, seq)| key(keys::case(case), keys::event(*seq)));
        let rows = self.0.rows(wanted.collect()).await?;
        let found = rows.into_iter().map(decode_image);
        let found = found.collect::<Result<Vec<_>, _>>()?;
        let of = |(place, case, seq): (FeedPlace, CaseId, Seq)| {
            let mut events = found.iter().flatten();
            let (_, entry) =
                events.find(|(other, entry)| *other == case && entry.event.seq == seq)?;
            Some(FeedEntry { place, case, entry: entry.clone() })
        };
        Ok(named.into_iter().filter_map(of).collect())
    }

    /// How far the store's webhook has got its feed.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn delivered(&self, store: &StoreId) -> Result<Delivered, TableError> {
        let row = self.0.get(key(keys::feed(store), keys::DELIVERED.to_owned())).await?;
        Ok(row.as_ref().map(delivered).unwrap_or_default())
    }

    /// Notes that the store's webhook has got its feed up to this place, where nobody has noted something else since `from`
    /// was read, such as that it shall get it again. None where somebody has.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn note_delivered(
        &self,
        store: &StoreId,
        from: &Delivered,
        place: &FeedPlace,
    ) -> Result<Option<Delivered>, TableError> {
        let noted = Delivered { place: Some(place.clone()), set_back: from.set_back };
        let mut put = self.0.put(delivered_row(store, place, from.set_back));
        put = match (&from.place, from.set_back) {
            (None, _) => put.only_if("attribute_not_exists(pk)"),
            (Some(_), None) => put.only_if("c = :c AND attribute_not_exists(a)"),
            (Some(_), Some(_)) => put.only_if("c = :c AND a = :a"),
        };
        if let Some(place) = &from.place {
            put = put.bind(":c", S(place.as_str().to_owned()));
        }
        if let Some(at) = from.set_back {
            put = put.bind(":a", N(at.0.to_string()));
        }
        Ok(put.done_if_so().await?.then_some(noted))
    }

    /// Has the store's webhook get its feed again from behind this place on, whatever is noted.
    ///
    /// # Errors
    /// [`TableError`].
    pub async fn set_back(
        &self,
        store: &StoreId,
        place: &FeedPlace,
        now: Timestamp,
    ) -> Result<(), TableError> {
        self.0.put(delivered_row(store, place, Some(now))).done().await
    }
}

fn delivered(row: &Item) -> Delivered {
    let place = text(row, "c").and_then(FeedPlace::parse);
    Delivered { place, set_back: number(row, "a").map(Timestamp) }
}

fn delivered_row(store: &StoreId, place: &FeedPlace, set_back: Option<Timestamp>) -> Item {
    let mut row = key(keys::feed(store), keys::DELIVERED.to_owned());
    row.insert("c".to_owned(), S(place.as_str().to_owned()));
    if let Some(at) = set_back {
        row.insert("a".to_owned(), N(at.0.to_string()));
    }
    row
}

#[cfg(test)]
mod tests {
    use super::super::form::tests::{extended, first_items};
    use super::*;

    #[test]
    fn how_far_a_feed_was_carried_is_read_as_the_first_release_noted_it() {
        let [row] = first_items("delivered").try_into().unwrap();
        let (at, case) = (Timestamp(1_795_248_950_039), "57bzyhkcc0w3aj3xnwyyz8fqx1");
        let (case, seq) = (case.parse().unwrap(), Seq::try_from(2).unwrap());
        let place = FeedPlace(keys::feed_place(at, &case, seq));
        assert_eq!(delivered_row(&"demo".parse().unwrap(), &place, Some(at)), row);
        let expected = Delivered { place: Some(place), set_back: Some(at) };
        for row in [row.clone(), extended(row)] {
            assert_eq!(delivered(&row), expected);
        }
    }
}
