//! Programs outside hear what happens behind the lists: the stream tells them within a moment, and what does not get
//! through is told later, from the logs.

use std::collections::BTreeMap;
use std::time::Duration;

use adapters::dynamo::Log;
use domain::{CaseId, Seq};
use futures_util::future::{join, join_all};
use serde::{Deserialize, Serialize};

use crate::{ApplicationError, Batch, FeedWriter, Publisher};

/// Events of a log that are read at once.
const PAGE: usize = 200;

/// Everything over which a deployment tells programs outside.
#[derive(Clone)]
pub struct Outside {
    /// The logs, for what is told later.
    pub log: Log,
    /// The bus, where there is one.
    pub publisher: Option<Publisher>,
    /// The stores' feeds, where they are kept.
    pub feed: Option<FeedWriter>,
}

/// What is still to be told: of each case everything from an event on, so that what is heard last is right. It holds no
/// words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Backlog {
    /// On the bus.
    pub publish: BTreeMap<CaseId, Seq>,
    /// In the feeds.
    pub feed: BTreeMap<CaseId, Seq>,
}

/// Not everything was told.
#[derive(Debug, thiserror::Error)]
#[error("{reason}")]
pub struct PublishError {
    /// What was not.
    pub rest: Backlog,
    /// Why not the first of it.
    pub reason: String,
}

/// From which events on cases are not told in one of the two ways, and why not the first of them.
#[derive(Debug, thiserror::Error)]
#[error("{reason}")]
pub struct Lag {
    /// The first event of each case.
    pub cases: BTreeMap<CaseId, Seq>,
    /// Why.
    pub reason: String,
}

impl Backlog {
    /// The cases of which something is left.
    pub fn cases(&self) -> impl Iterator<Item = &CaseId> {
        self.publish.keys().chain(self.feed.keys())
    }
}

impl Outside {
    /// Tells the events of these batches. A repeated batch is told again: whoever hears it knows an event by its case and
    /// place.
    ///
    /// # Errors
    /// [`PublishError`]: what `within` did not suffice for.
    pub async fn publish(&self, batches: &[Batch], within: Duration) -> Result<(), PublishError> {
        let (published, fed) =
            join(self.publish_to_bus(batches, within), self.feed(batches, within)).await;
        joined(published, fed)
    }

    /// Tells what was left, up to the newest event of each case.
    ///
    /// # Errors
    /// [`PublishError`]; the same again tells it again.
    pub async fn catch_up(&self, rest: &Backlog, within: Duration) -> Result<(), PublishError> {
        let publish = async |batch: Batch| self.publish_to_bus(&[batch], within).await;
        let feed = async |batch: Batch| self.feed(&[batch], within).await;
        let (published, fed) =
            join(self.each(&rest.publish, publish), self.each(&rest.feed, feed)).await;
        joined(published, fed)
    }

    async fn publish_to_bus(&self, batches: &[Batch], within: Duration) -> Result<(), Lag> {
        match &self.publisher {
            Some(publisher) => publisher.publish(batches, within).await,
            None => Ok(()),
        }
    }

    async fn feed(&self, batches: &[Batch], within: Duration) -> Result<(), Lag> {
        match &self.feed {
            Some(feed) => feed.add(batches, within).await,
            None => Ok(()),
        }
    }

    /// Tells each case from its event on, all cases at once.
    async fn each(
        &self,
        cases: &BTreeMap<CaseId, Seq>,
        tell: impl AsyncFn(Batch) -> Result<(), Lag>,
    ) -> Result<(), Lag> {
        let told = cases.iter().map(|(case, from)| self.from(case, *from, &tell));
        behind(join_all(told).await.into_iter().filter_map(Result::err))
    }

    /// Tells a case from this event on.
    async fn from(
        &self,
        case: &CaseId,
        from: Seq,
        tell: &impl AsyncFn(Batch) -> Result<(), Lag>,
    ) -> Result<(), Lag> {
        let mut after = from.previous();
        loop {
            let page = self.log.after(case, after, PAGE).await.map_err(|error| Lag {
                cases: BTreeMap::from([(case.clone(), after.next())]),
                reason: ApplicationError::from(error).to_string(),
            })?;
            let Some(last) = page.entries.last() else { return Ok(()) };
            after = last.event.seq;
            // Until nothing is new: what came while this was told, the stream may have told before it.
            tell(Batch { case: case.clone(), entries: page.entries }).await?;
        }
    }
}

/// All of these in one; nothing for none.
pub(crate) fn behind(all: impl Iterator<Item = Lag>) -> Result<(), Lag> {
    let join = |mut one: Lag, other: Lag| {
        one.cases.extend(other.cases);
        one
    };
    match all.reduce(join) {
        Some(behind) => Err(behind),
        None => Ok(()),
    }
}

fn joined(published: Result<(), Lag>, fed: Result<(), Lag>) -> Result<(), PublishError> {
    let (publish, feed) = (published.err(), fed.err());
    let Some(reason) = publish.as_ref().or(feed.as_ref()).map(|behind| behind.reason.clone())
    else {
        return Ok(());
    };
    let cases = |behind: Option<Lag>| behind.map(|behind| behind.cases).unwrap_or_default();
    Err(PublishError { rest: Backlog { publish: cases(publish), feed: cases(feed) }, reason })
}
