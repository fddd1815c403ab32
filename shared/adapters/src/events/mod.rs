//! An event bus (EventBridge), on which programs outside hear what happens.

mod batch;

use std::time::Duration;

use aws_sdk_eventbridge::Client;
use aws_sdk_eventbridge::config::Builder;
use aws_sdk_eventbridge::primitives::DateTime;
use aws_sdk_eventbridge::types::PutEventsRequestEntry;
use tokio::time::{sleep, timeout};

use crate::aws::{self, SdkConfig};
use batch::next_batch;

/// How often an event is offered that the bus takes only the neighbours of.
const TRIES: u32 = 3;
/// The wait before the second time.
const FIRST_BACKOFF: Duration = Duration::from_millis(50);

/// One bus.
#[derive(Clone)]
pub struct Bus {
    client: Client,
    name: String,
}

/// An event as a bus takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What must stay in order among each other.
    pub key: String,
    /// Who sends it.
    pub source: &'static str,
    /// What it is called.
    pub kind: &'static str,
    /// When it happened, in milliseconds since 1970.
    pub at: i64,
    /// What happened, as JSON.
    pub detail: String,
}

/// Places of the events that the bus did not take, in their order. The others are on it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the bus did not take {} events: {reason}", places.len())]
pub struct PublishBacklog {
    /// Where they stood.
    pub places: Vec<usize>,
    /// Why not the first of them.
    pub reason: String,
}

impl Bus {
    /// The bus of this name, behind the service at this URL; nothing is opened before the first event.
    pub fn new(config: &SdkConfig, url: &str, name: String) -> Self {
        let mut builder = Builder::from(config);
        builder.set_endpoint_resolver(Some(aws::static_endpoint(url)));
        Self { client: Client::from_conf(builder.build()), name }
    }

    /// Puts events on the bus, ten at a time, in their order. One that is not taken at first is sent again with all of
    /// its key that came behind it, so that whoever believes the last word they hear is right.
    ///
    /// # Errors
    /// [`PublishBacklog`]: after some tries, when the service does not answer, or what `within` left no time for. Some of those
    /// named may be on it.
    pub async fn put(&self, notices: &[Notice], within: Duration) -> Result<(), PublishBacklog> {
        let mut round = Round { notices, left: (0..notices.len()).collect(), given_up: Vec::new() };
        let reason = match timeout(within, self.put_all(&mut round)).await {
            Ok(Ok(())) => "refused one by one".to_owned(),
            Ok(Err(code)) => code,
            Err(_) => "timed out".to_owned(),
        };
        let mut places = round.given_up;
        places.extend(round.left);
        places.sort_unstable();
        if places.is_empty() { Ok(()) } else { Err(PublishBacklog { places, reason }) }
    }

    async fn put_all(&self, round: &mut Round<'_>) -> Result<(), String> {
        let mut tries = 0;
        while !round.left.is_empty() {
            let batch = next_batch(&round.left, round.notices);
            let refused = self.send(&batch, round.notices).await?;
            if refused.is_empty() {
                round.taken(&batch);
                tries = 0;
                continue;
            }
            tries += 1;
            let behind = round.behind(&batch, &refused);
            let taken: Vec<_> = batch.into_iter().filter(|at| !behind.contains(at)).collect();
            round.taken(&taken);
            if tries == TRIES {
                round.give_up(&refused);
                tries = 0;
                continue;
            }
            sleep(FIRST_BACKOFF * 2_u32.pow(tries - 1)).await;
        }
        Ok(())
    }

    /// Sends one request; gives the places of the entries that were refused, or that the answer says nothing of.
    ///
    /// # Errors
    /// The service's code.
    async fn send(&self, batch: &[usize], notices: &[Notice]) -> Result<Vec<usize>, String> {
        let entries = batch.iter().map(|at| self.entry(&notices[*at])).collect();
        let request = self.client.put_events().set_entries(Some(entries));
        let answer = Box::pin(request.send()).await.map_err(|error| aws::error_code(&error))?;
        let results = answer.entries();
        let is_taken =
            |place: usize| results.get(place).is_some_and(|result| result.error_code.is_none());
        let refused = batch.iter().enumerate().filter(|(place, _)| !is_taken(*place));
        Ok(refused.map(|(_, at)| *at).collect())
    }

    fn entry(&self, notice: &Notice) -> PutEventsRequestEntry {
        PutEventsRequestEntry::builder()
            .event_bus_name(&self.name)
            .source(notice.source)
            .detail_type(notice.kind)
            .detail(&notice.detail)
            .time(DateTime::from_millis(notice.at))
            .build()
    }
}

/// Where the events of one call of [`Bus::put`] are.
struct Round<'a> {
    notices: &'a [Notice],
    /// What is not on the bus yet, in order.
    left: Vec<usize>,
    /// What it will not take.
    given_up: Vec<usize>,
}

impl Round<'_> {
    fn taken(&mut self, places: &[usize]) {
        self.left.retain(|at| !places.contains(at));
    }

    /// Those of a batch that are to be sent again: what was refused, and what came behind it of the same key.
    fn behind(&self, batch: &[usize], refused: &[usize]) -> Vec<usize> {
        let is_behind =
            |at: &usize| refused.iter().any(|first| first <= at && self.same_key(*first, *at));
        batch.iter().copied().filter(is_behind).collect()
    }

    /// Nothing of a key goes past an event of it that will not go.
    fn give_up(&mut self, refused: &[usize]) {
        let is_lost =
            |at: &usize| refused.iter().any(|first| first <= at && self.same_key(*first, *at));
        let (lost, left) = self.left.iter().copied().partition(is_lost);
        self.left = left;
        self.given_up.extend::<Vec<usize>>(lost);
    }

    fn same_key(&self, one: usize, other: usize) -> bool {
        self.notices[one].key == self.notices[other].key
    }
}

#[cfg(test)]
mod tests;
