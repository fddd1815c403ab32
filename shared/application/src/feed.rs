//! A store's feed: kept by `projections`, read by leads' programs, carried to a shop's own server.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use adapters::dynamo::{Delivered, FeedEntry, FeedPlace, Feeds};
use adapters::webhook::{Message, Undelivered, Webhook, Webhooks};
use contract::{DomainEvent, EVENT_TYPE, FeedEvent, FeedPage, Words};
use domain::{CommandError, StoreId, Timestamp, may_follow};
use futures_util::future::join_all;
use tokio::time::timeout;

use crate::outside::{Lag, behind};
use crate::{ApplicationError, Batch, Caller, UseCaseError};

/// Events of a page that a program reads.
const PAGE: usize = 50;
/// Events that are carried until the place is noted: so many come twice after a crash.
const CARRIED: usize = 20;

/// The feed as `projections` keeps it.
#[derive(Clone)]
pub struct FeedWriter {
    /// The rows.
    pub feeds: Feeds,
    /// For how many days an event stays in it.
    pub days: u16,
    /// An event's place carries the time, and must not be behind one that has been read already.
    pub clock: fn() -> Timestamp,
}

impl FeedWriter {
    /// Adds the events of these batches, all cases at once, each case's in the order of its log. Repeating it adds them
    /// again; whoever reads knows an event by case and place.
    ///
    /// # Errors
    /// [`Lag`]; what it does not name is in the feeds.
    pub async fn add(&self, batches: &[Batch], within: Duration) -> Result<(), Lag> {
        let added = batches.iter().map(async |batch| {
            let mut count = 0;
            let added = timeout(within, self.add_in_order(batch, &mut count)).await;
            let reason = match added {
                Ok(Ok(())) => return None,
                Ok(Err(error)) => error.to_string(),
                Err(_) => "the table takes a feed's events too slowly".to_owned(),
            };
            let first = batch.entries.get(count)?.event.seq;
            Some(Lag { cases: BTreeMap::from([(batch.case.clone(), first)]), reason })
        });
        behind(join_all(added).await.into_iter().flatten())
    }

    /// Adds a case's events one after the other and counts them: none goes past one that is not there.
    async fn add_in_order(&self, batch: &Batch, count: &mut usize) -> Result<(), ApplicationError> {
        let mut now = Timestamp::default();
        for entry in &batch.entries {
            // Each at its own time: reading goes past a time soon after it. And never back, whatever the clock does.
            now = now.max((self.clock)());
            let ends = now.plus_seconds(i64::from(self.days) * 24 * 60 * 60);
            self.feeds.add(&batch.case, entry, now, ends).await?;
            *count += 1;
        }
        Ok(())
    }
}

/// The feed as leads' programs read it.
#[derive(Clone)]
pub struct FeedReader {
    /// The rows.
    pub feeds: Feeds,
    /// The stores whose own servers are told.
    pub webhook_stores: BTreeSet<StoreId>,
}

/// Why a store's feed is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedError {
    /// By whom.
    Refused(CommandError),
    /// From a place that is yet to come: nothing would be given before that.
    Ahead,
    /// No server of the store's own is told.
    NoWebhook,
}

impl From<CommandError> for FeedError {
    fn from(refusal: CommandError) -> Self {
        Self::Refused(refusal)
    }
}

impl FeedReader {
    /// A page of a store's events behind a place, or from the oldest that is kept, with every word that is still there.
    ///
    /// # Errors
    /// [`UseCaseError`].
    pub async fn follow(
        &self,
        caller: &Caller,
        store: &StoreId,
        from: Option<FeedPlace>,
    ) -> Result<FeedPage, UseCaseError<FeedError>> {
        may_read(caller, store, from.as_ref())?;
        let page = self.feeds.after(store, from.as_ref(), caller.now, PAGE).await?;
        let events = page.entries.iter().map(|found| shown(found, Words::Included)).collect();
        let next = page.next.map(|place| place.as_str().to_owned());
        Ok(FeedPage { events, next, more: page.more })
    }

    /// Has the store's webhook get its events again from behind this place on.
    ///
    /// # Errors
    /// [`UseCaseError`].
    pub async fn replay(
        &self,
        caller: &Caller,
        store: &StoreId,
        from: &FeedPlace,
    ) -> Result<(), UseCaseError<FeedError>> {
        may_read(caller, store, Some(from))?;
        if !self.webhook_stores.contains(store) {
            return Err(FeedError::NoWebhook.into());
        }
        Ok(self.feeds.set_back(store, from, caller.now).await?)
    }
}

fn may_read(caller: &Caller, store: &StoreId, from: Option<&FeedPlace>) -> Result<(), FeedError> {
    may_follow(&caller.principal, store)?;
    match from.is_some_and(|place| place.at() > caller.now) {
        true => Err(FeedError::Ahead),
        false => Ok(()),
    }
}

/// What carries feeds to shops' servers.
#[derive(Clone)]
pub struct Carrier {
    /// The rows.
    pub feeds: Feeds,
    /// What sends.
    pub webhooks: Webhooks,
    /// Whether people's words and names go along.
    pub words: Words,
    /// Signatures carry the time.
    pub clock: fn() -> Timestamp,
}

/// Why a store's server did not get all of its feed.
#[derive(Debug, thiserror::Error)]
pub enum DeliveryError {
    /// The table.
    #[error(transparent)]
    ApplicationError(#[from] ApplicationError),
    /// The server.
    #[error(transparent)]
    Undelivered(#[from] Undelivered),
    /// The time: what is left is for the next run.
    #[error("there is more than a run can carry")]
    Unfinished,
}

impl Carrier {
    /// Carries a store's feed to its server, event by event in order, until nothing is left. Where the server does not
    /// take one, the next run begins with that one; so it does with the first one that `until` left no time for. Gives
    /// how many it took.
    ///
    /// # Errors
    /// [`DeliveryError`].
    pub async fn carry(
        &self,
        store: &StoreId,
        webhook: &Webhook,
        until: Timestamp,
    ) -> Result<usize, DeliveryError> {
        let mut from = self.feeds.delivered(store).await.map_err(ApplicationError::from)?;
        let mut taken = 0;
        loop {
            let page = self.feeds.after(store, from.place.as_ref(), (self.clock)(), CARRIED).await;
            let page = page.map_err(ApplicationError::from)?;
            let (count, posted) = self.post_all(webhook, &page.entries, until).await;
            taken += count;
            let last = page.entries[..count].last().map(|found| found.place.clone());
            // A page's end may be behind its last event: others are gone.
            let place = if posted.is_ok() { page.next } else { last };
            let noted = self.note(store, &from, place).await?;
            posted?;
            match noted {
                Some(_) if !page.more => return Ok(taken),
                Some(noted) => from = noted,
                // It shall get some again.
                None => from = self.feeds.delivered(store).await.map_err(ApplicationError::from)?,
            }
        }
    }

    /// Posts events one after the other. Gives how many were taken, and why not all.
    async fn post_all(
        &self,
        webhook: &Webhook,
        entries: &[FeedEntry],
        until: Timestamp,
    ) -> (usize, Result<(), DeliveryError>) {
        for (count, found) in entries.iter().enumerate() {
            if (self.clock)() >= until {
                return (count, Err(DeliveryError::Unfinished));
            }
            if let Err(undelivered) = self.post(webhook, found).await {
                return (count, Err(undelivered.into()));
            }
        }
        (entries.len(), Ok(()))
    }

    async fn note(
        &self,
        store: &StoreId,
        from: &Delivered,
        place: Option<FeedPlace>,
    ) -> Result<Option<Delivered>, ApplicationError> {
        match place {
            Some(place) if from.place.as_ref() != Some(&place) => {
                Ok(self.feeds.note_delivered(store, from, &place).await?)
            }
            _ => Ok(Some(from.clone())),
        }
    }

    async fn post(&self, webhook: &Webhook, found: &FeedEntry) -> Result<(), Undelivered> {
        let id = format!("{}.{}", found.case, found.entry.event.seq);
        // Texts and numbers only: it can't fail.
        let body = serde_json::to_string(&shown(found, self.words)).unwrap_or_default();
        self.webhooks.post(webhook, &Message { id, body }, (self.clock)().seconds()).await
    }
}

fn shown(found: &FeedEntry, words: Words) -> FeedEvent {
    FeedEvent {
        r#type: EVENT_TYPE.to_owned(),
        cursor: found.place.as_str().to_owned(),
        data: DomainEvent::of(&found.case, &found.entry, words),
    }
}
