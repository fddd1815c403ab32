//! Runs functions by the clock, as the template's schedules say.

use std::time::Duration;

use bytes::Bytes;
use serde_json::json;
use tokio::sync::watch;

use crate::clock;
use crate::listen;
use crate::runtime::Functions;
use crate::template::{ACCOUNT, REGION, Schedule, When};

/// Invokes a schedule's function again and again until the stack stops; one run at a time. `minute` is how long one is.
pub(crate) async fn run(
    schedule: Schedule,
    functions: Functions,
    minute: Duration,
    stop: watch::Receiver<bool>,
) {
    loop {
        tokio::select! {
            () = due(&schedule.when, minute) => {}
            () = listen::stopped(stop.clone()) => return,
        }
        let event = schedule.input.clone().map_or_else(|| event(&schedule), Bytes::from);
        // A run that fails stands in the log; the next comes by itself.
        let _ = functions.invoke(&schedule.function, event).await;
    }
}

/// Returns when it is time.
async fn due(when: &When, minute: Duration) {
    match when {
        When::Every(wait) => tokio::time::sleep(minute.mul_f64(wait.as_secs_f64() / 60.0)).await,
        When::In(cron) => loop {
            let left = 60_000 - clock::epoch_ms() % 60_000;
            tokio::time::sleep(Duration::from_millis(left)).await;
            if cron.is_due(clock::epoch_ms()) {
                return;
            }
        },
    }
}

/// A scheduler's own event.
fn event(schedule: &Schedule) -> Bytes {
    let rule = format!("arn:aws:events:{REGION}:{ACCOUNT}:rule/{}", schedule.id);
    let event = json!({
        "version": "0",
        "id": clock::uuid(),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": ACCOUNT,
        "time": clock::rfc3339(clock::epoch_ms()),
        "region": REGION,
        "resources": [rule],
        "detail": {},
    });
    event.to_string().into()
}
