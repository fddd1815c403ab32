//! What happened in a store, in one row of names: every event of its cases by case and place, in the order in which
//! `views` saw them. Kept for some days, and only in a deployment that asks for it.

use domain::{CaseId, Entry, Seq, StoreId, Timestamp};
use serde_dynamo::AttributeValue::{N, S};

use super::codec::decode_image;
use super::table::{key, text};
use super::{StoreError, Table, batch, keys};

/// Milliseconds after which no write of an earlier time can come any more: longer than a call to the table may take.
const SETTLED: i64 = 10_000;

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

impl FeedPlace {
    /// The place that this text names; none where it is none of a feed.
    pub fn parse(text: &str) -> Option<Self> {
        keys::fed(text).map(|_| Self(text.to_owned()))
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
    /// [`StoreError`].
    pub async fn add(
        &self,
        case: &CaseId,
        entry: &Entry,
        now: Timestamp,
        ends: Timestamp,
    ) -> Result<(), StoreError> {
        let place = keys::feed_place(now, case, entry.event.seq);
        let mut row = key(keys::feed(&entry.state.store), place);
        row.insert(keys::TTL.to_owned(), N(ends.seconds().to_string()));
        self.0.put(row).done().await
    }

    /// Events behind a place, or the oldest that are kept. Those of the last seconds are not given yet: one of an earlier
    /// place may still come.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn after(
        &self,
        store: &StoreId,
        place: Option<&FeedPlace>,
        now: Timestamp,
        limit: usize,
    ) -> Result<FeedPage, StoreError> {
        let from = place.map_or_else(String::new, |place| keys::behind(place.as_str()));
        let to = keys::feed_until(Timestamp(now.0 - SETTLED));
        if from > to {
            return Ok(FeedPage { entries: Vec::new(), next: place.cloned(), more: false });
        }
        let query = self.0.query("pk = :p AND sk BETWEEN :f AND :t").value(":p", keys::feed(store));
        // A text of a condition may not be empty.
        let from = if from.is_empty() { "0".to_owned() } else { from };
        let found = query.value(":f", from).value(":t", to).limit(limit).page().await?;
        let more = found.last_evaluated_key.is_some();
        let places: Vec<_> =
            found.items.iter().filter_map(|row| FeedPlace::parse(text(row, keys::SK)?)).collect();
        let next = places.last().cloned().or_else(|| place.cloned());
        Ok(FeedPage { entries: self.events(places).await?, next, more })
    }

    /// The events at these places, in their order. One that is gone is left out.
    async fn events(&self, places: Vec<FeedPlace>) -> Result<Vec<FeedEntry>, StoreError> {
        let named = places.into_iter().filter_map(|place| {
            let (case, seq) = keys::fed(place.as_str())?;
            Some((place, case, seq))
        });
        let named: Vec<(FeedPlace, CaseId, Seq)> = named.collect();
        let mut wanted: Vec<_> = named.iter().map(|(_, case, seq)| (case.clone(), *seq)).collect();
        wanted.sort();
        wanted.dedup();
        let wanted =
            wanted.iter().map(|(case, seq)| batch::key(keys::case(case), keys::event(*seq)));
        let rows = self.0.rows(wanted.collect()).await?;
        let found = rows.into_iter().map(|row| decode_image(row.into()));
        let found = found.collect::<Result<Vec<_>, _>>()?;
        let of = |(place, case, seq): (FeedPlace, CaseId, Seq)| {
            let mut events = found.iter().flatten();
            let (_, entry) =
                events.find(|(other, entry)| *other == case && entry.event.seq == seq)?;
            Some(FeedEntry { place, case, entry: entry.clone() })
        };
        Ok(named.into_iter().filter_map(of).collect())
    }

    /// Up to which place the store's webhook has got its feed; none before the first time.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn delivered(&self, store: &StoreId) -> Result<Option<FeedPlace>, StoreError> {
        let row = self.0.get(key(keys::feed(store), keys::DELIVERED.to_owned())).await?;
        Ok(row.and_then(|row| FeedPlace::parse(text(&row, "c")?)))
    }

    /// Notes up to which place the store's webhook has got its feed, be it behind the one before: then it gets it again.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn note_delivered(
        &self,
        store: &StoreId,
        place: &FeedPlace,
    ) -> Result<(), StoreError> {
        let mut row = key(keys::feed(store), keys::DELIVERED.to_owned());
        row.insert("c".to_owned(), S(place.as_str().to_owned()));
        self.0.put(row).done().await
    }
}
