//! Every minute: what has happened in the stores goes to those of their servers that want to hear it.

use adapters::dynamo::Feeds;
use adapters::webhook::{Webhook, Webhooks};
use application::Carrier;
use domain::StoreId;
use futures_util::future::join_all;
use lambda::config::{self, ConfigError};
use lambda::telemetry::{self, Unit};
use lambda::{Deployment, clock};
use lambda_runtime::{Error, LambdaEvent};
use serde::Serialize;
use serde_json::Value;
use tracing::warn;

/// Seconds after which a run posts nothing more: the next one begins where it stopped.
const LONGEST: i64 = 40;

/// What the function works with.
pub struct App {
    carrier: Carrier,
    webhooks: Vec<(StoreId, Webhook)>,
}

/// What a run came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Run {
    /// Events that the servers took.
    pub delivered: usize,
    /// Stores whose server did not take all of theirs.
    pub behind: usize,
}

/// The feeds of this deployment and the servers that want to hear of them.
///
/// # Errors
/// [`ConfigError`]: the template did not set what the function needs.
pub fn app() -> Result<App, ConfigError> {
    let feeds = Feeds::new(Deployment::from_env()?.table());
    let (webhooks, words) = (Webhooks::new(), config::words()?);
    let carrier = Carrier { feeds, webhooks, words, clock: clock::now };
    Ok(App { carrier, webhooks: config::webhooks()? })
}

/// Carries each store's events to its server, all stores at once: a server that is down holds up its own store only.
///
/// # Errors
/// None: what a server does not take is offered again by the next run.
pub async fn handle(app: &App, _: LambdaEvent<Value>) -> Result<Run, Error> {
    let carried = app.webhooks.iter().map(|(store, webhook)| carry(&app.carrier, store, webhook));
    let mut run = Run::default();
    for taken in join_all(carried).await {
        match taken {
            Some(taken) => run.delivered += taken,
            None => run.behind += 1,
        }
    }
    // A metric costs in each hour in which it is written: a minute in which nothing happened writes none.
    if run != Run::default() {
        telemetry::measure(&[
            ("WebhookDeliveries", Unit::Count, run.delivered as f64),
            ("WebhooksBehind", Unit::Count, run.behind as f64),
        ]);
    }
    Ok(run)
}

/// How many events a store's server took; none where it did not take all.
async fn carry(carrier: &Carrier, store: &StoreId, webhook: &Webhook) -> Option<usize> {
    let until = (carrier.clock)().plus_seconds(LONGEST);
    match carrier.carry(store, webhook, until).await {
        Ok(taken) => Some(taken),
        Err(reason) => {
            warn!(%store, %reason, "a webhook is behind");
            None
        }
    }
}
