//! A store's feed: kept by `views`, read by leads' programs, carried to a shop's own server.

use std::collections::BTreeSet;

use adapters::dynamo::{FeedEntry, FeedPlace, Feeds};
use adapters::webhook::{Message, Undelivered, Webhook, Webhooks};
use domain::{CaseId, Refusal, StoreId, Timestamp, may_follow};
use futures_util::future::join_all;
use wire::{DomainEvent, EVENT_TYPE, FeedEvent, FeedPage, Words};

use crate::{Batch, Caller, Fault};

/// Events of a page that a program reads.
const PAGE: usize = 50;
/// Events that are carried until the place is noted: so many come twice after a crash.
const CARRIED: usize = 20;

/// The feed as `views` keeps it.
#[derive(Clone)]
pub struct FeedWriter {
    /// The rows.
    pub feeds: Feeds,
    /// For how many days an event stays in it.
    pub days: u16,
}

impl FeedWriter {
    /// Adds the events of these batches. Repeating it adds them again; whoever reads knows an event by case and place.
    /// Gives the cases whose batches are to be delivered again.
    pub async fn add(&self, batches: &[Batch], now: Timestamp) -> BTreeSet<CaseId> {
        let ends = now.plus_seconds(i64::from(self.days) * 24 * 60 * 60);
        let entries = batches
            .iter()
            .flat_map(|batch| batch.entries.iter().map(move |entry| (&batch.case, entry)));
        let adds = entries.map(async |(case, entry)| {
            let added = self.feeds.add(case, entry, now, ends).await;
            added.is_err().then(|| case.clone())
        });
        join_all(adds).await.into_iter().flatten().collect()
    }
}

/// The feed as leads' programs read it.
#[derive(Clone)]
pub struct FeedReader {
    /// The rows.
    pub feeds: Feeds,
}

impl FeedReader {
    /// A page of a store's events behind a place, or from the oldest that is kept, with every word that is still there.
    ///
    /// # Errors
    /// [`Fault`]; the inner error is the refusal.
    pub async fn follow(
        &self,
        caller: &Caller,
        store: &StoreId,
        from: Option<FeedPlace>,
    ) -> Result<Result<FeedPage, Refusal>, Fault> {
        if let Err(refusal) = may_follow(&caller.principal, store) {
            return Ok(Err(refusal));
        }
        let page = self.feeds.after(store, from.as_ref(), caller.now, PAGE).await?;
        let events = page.entries.iter().map(|found| shown(found, Words::Included)).collect();
        let next = page.next.map(|place| place.as_str().to_owned());
        Ok(Ok(FeedPage { events, next, more: page.more }))
    }

    /// Has the store's webhook get its events again from behind this place on.
    ///
    /// # Errors
    /// [`Fault`]; the inner error is the refusal.
    pub async fn replay(
        &self,
        caller: &Caller,
        store: &StoreId,
        from: &FeedPlace,
    ) -> Result<Result<(), Refusal>, Fault> {
        if let Err(refusal) = may_follow(&caller.principal, store) {
            return Ok(Err(refusal));
        }
        Ok(Ok(self.feeds.note_delivered(store, from).await?))
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
pub enum Uncarried {
    /// The table.
    #[error(transparent)]
    Fault(#[from] Fault),
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
    /// [`Uncarried`].
    pub async fn carry(
        &self,
        store: &StoreId,
        webhook: &Webhook,
        until: Timestamp,
    ) -> Result<usize, Uncarried> {
        let mut place = self.feeds.delivered(store).await.map_err(Fault::from)?;
        let mut taken = 0;
        loop {
            let page = self.feeds.after(store, place.as_ref(), (self.clock)(), CARRIED).await;
            let page = page.map_err(Fault::from)?;
            for found in &page.entries {
                let posted = match (self.clock)() < until {
                    true => self.post(webhook, found).await.map_err(Uncarried::from),
                    false => Err(Uncarried::Unfinished),
                };
                if let Err(error) = posted {
                    self.note(store, place.as_ref()).await?;
                    return Err(error);
                }
                place = Some(found.place.clone());
                taken += 1;
            }
            let has_moved = page.next != place || !page.entries.is_empty();
            place = page.next;
            if has_moved {
                self.note(store, place.as_ref()).await?;
            }
            if !page.more {
                return Ok(taken);
            }
        }
    }

    async fn note(&self, store: &StoreId, place: Option<&FeedPlace>) -> Result<(), Fault> {
        match place {
            Some(place) => Ok(self.feeds.note_delivered(store, place).await?),
            None => Ok(()),
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
