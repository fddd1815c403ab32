//! What a shop's own server gets of its store's events, and what a lead's program reads of them.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use adapters::webhook::{Webhook, Webhooks};

use anyhow::Context as _;
use application::{Batch, Carrier, FeedWriter};
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use contract::{FeedEvent, FeedPage, Words};
use domain::Timestamp;
use hmac::{Hmac, Mac as _};
use local::DatabaseFaults;
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::sync::Notify;

use crate::people::{Agent, Case, Customer, Lead};
use crate::stack::{Person, Stack, measured_stack, now, options, start, until};

const KEY: &[u8] = b"a key of twenty-four bytes or more";

/// A shop's server, which can be down, and what it has taken.
#[derive(Clone, Default)]
struct Server {
    is_down: Arc<AtomicBool>,
    /// The message that it takes only when it is let.
    held: Arc<Mutex<Option<String>>>,
    reached: Arc<Notify>,
    released: Arc<Notify>,
    taken: Arc<Mutex<Vec<(String, FeedEvent)>>>,
}

/// Takes what is signed with the key and says so; the rest of the world is told to go.
async fn take(State(server): State<Server>, headers: HeaderMap, body: String) -> StatusCode {
    if server.is_down.load(Ordering::Relaxed) {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let (Some(id), Some(time)) = (header("webhook-id"), header("webhook-timestamp")) else {
        return StatusCode::BAD_REQUEST;
    };
    let mut mac = Hmac::<Sha256>::new_from_slice(KEY).unwrap();
    mac.update(format!("{id}.{time}.{body}").as_bytes());
    let expected = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
    if header("webhook-signature") != Some(expected.as_str()) {
        return StatusCode::UNAUTHORIZED;
    }
    let is_held = server.held.lock().unwrap().take_if(|held| held == id).is_some();
    if is_held {
        server.reached.notify_one();
        server.released.notified().await;
    }
    server.taken.lock().unwrap().push((id.to_owned(), serde_json::from_str(&body).unwrap()));
    StatusCode::OK
}

impl Server {
    /// The server, up, and its address.
    async fn open() -> anyhow::Result<(Self, String)> {
        let server = Self::default();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}/hook", listener.local_addr()?);
        let router = Router::new().route("/hook", post(take)).with_state(server.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok((server, url))
    }

    /// What it has taken of a case, as `webhook-id`s.
    fn taken_of(&self, case: &Case) -> Vec<String> {
        let taken = self.taken.lock().unwrap();
        let own = taken.iter().filter(|(_, event)| event.data.case == case.id);
        own.map(|(id, _)| id.clone()).collect()
    }
}

/// A run of what carries, as the clock starts it every minute.
async fn carry(stack: &Stack) -> anyhow::Result<Value> {
    let answer = stack.local.invoke("WebhooksFunction", "{}").await;
    let answer = answer.map_err(|failure| anyhow::anyhow!(failure.message()))?;
    Ok(serde_json::from_slice(&answer)?)
}

fn secret() -> String {
    format!("whsec_{}", STANDARD.encode(KEY))
}

fn with_webhook(url: &str) -> anyhow::Result<local::Options> {
    Ok(options()?
        .parameter("EventDays", "7")
        .parameter("Webhooks", json!({ "demo": url }).to_string())
        .parameter("WebhookSecrets", json!({ "demo": secret() }).to_string()))
}

#[tokio::test]
async fn a_shops_server_gets_each_event_signed_after_it_was_down_and_again_from_a_cursor()
-> anyhow::Result<()> {
    let (server, url) = Server::open().await?;
    let stack = start(with_webhook(&url)?.untimed()).await?;
    let lead = Lead::signs_in(&stack.entry_points).await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut case = customer.asks("demo", "Where is my SECRET parcel?").await?;
    agent.catches_up(&case, case.head).await?;
    agent.says(&mut case, "On its way.").await?;
    agent.resolves(&mut case).await?;

    let read = async || {
        let page: FeedPage = lead.api.get("/stores/demo/events").await?;
        let own = page.events.iter().filter(|event| event.data.case == case.id).count();
        Ok((own as u64 == case.head.get()).then_some(page))
    };
    let page = until("a lead's program reads every event", read).await?;
    let text = serde_json::to_string(&page.events[0].data.event)?;
    assert!(text.contains("SECRET"), "whoever may read the case reads its words: {text}");
    let cursor = page.events[0].cursor.clone();
    let rest: FeedPage = lead.api.get(&format!("/stores/demo/events?cursor={cursor}")).await?;
    assert_eq!(rest.events, page.events[1..]);

    server.is_down.store(true, Ordering::Relaxed);
    assert_eq!(carry(&stack).await?, json!({ "delivered": 0, "behind": 1 }));
    server.is_down.store(false, Ordering::Relaxed);
    let run = carry(&stack).await?;
    assert_eq!((&run["behind"], &run["delivered"]), (&json!(0), &json!(page.events.len())));
    let all: Vec<_> = (1..=case.head.get()).map(|seq| format!("{}.{seq}", case.id)).collect();
    assert_eq!(server.taken_of(&case), all, "in order, each under its own id");
    let told = serde_json::to_string(&server.taken.lock().unwrap()[0].1)?;
    assert!(!told.contains("SECRET"), "words stay unless the operator says so: {told}");
    assert_eq!(carry(&stack).await?, json!({ "delivered": 0, "behind": 0 }));

    let from = json!({ "cursor": cursor });
    let answer = lead.api.request("POST", "/stores/demo/events/replay", Some(&from)).await?;
    assert_eq!(answer.status, 204);
    carry(&stack).await?;
    let again = server.taken_of(&case);
    assert_eq!(again[all.len()..], all[1..], "the same, under the same ids");
    Ok(())
}

#[tokio::test]
async fn a_deployment_without_feeds_says_so_and_a_cursor_of_nobodys_is_refused()
-> anyhow::Result<()> {
    let without = crate::stack::stack().await?;
    let lead = Lead::signs_in(&without.entry_points).await?;
    let answer = lead.api.request("GET", "/stores/demo/events", None).await?;
    let detail = answer.body["detail"].as_str().context("a problem")?;
    assert!(answer.status == 404 && detail.contains("EventDays"), "{detail}");
    without.local.shutdown().await;

    let stack = start(options()?.parameter("EventDays", "1")).await?;
    let lead = Lead::signs_in(&stack.entry_points).await?;
    let wrong = lead.api.request("GET", "/stores/demo/events?cursor=x", None).await?;
    assert_eq!((wrong.status, &wrong.body["code"]), (400, &json!("bad_frame")));
    Ok(())
}

#[tokio::test]
async fn a_replay_is_refused_where_it_would_come_to_nothing() -> anyhow::Result<()> {
    let stack = start(with_webhook("https://shop.example/")?.untimed()).await?;
    let lead = Lead::signs_in(&stack.entry_points).await?;
    let cursor = |at: Timestamp| format!("{:014}.{}.000000000001", at.0, "0".repeat(26));
    let (past, future) = (cursor(now()), cursor(now().plus_seconds(600)));
    let replay = async |store: &str, cursor: &str| {
        let path = format!("/stores/{store}/events/replay");
        lead.api.request("POST", &path, Some(&json!({ "cursor": cursor }))).await
    };
    assert_eq!(replay("demo", &past).await?.status, 204);
    let ahead = replay("demo", &future).await?;
    assert_eq!((ahead.status, &ahead.body["code"]), (410, &json!("unknown_cursor")));
    let none = replay("north", &past).await?;
    let detail = none.body["detail"].as_str().context("a problem")?;
    assert!(none.status == 404 && detail.contains("no webhook"), "{detail}");
    let path = format!("/stores/north/events?cursor={future}");
    assert_eq!(lead.api.request("GET", &path, None).await?.status, 410);
    Ok(())
}

#[tokio::test]
async fn a_replay_that_is_asked_for_while_events_are_carried_is_not_lost() -> anyhow::Result<()> {
    let (server, url) = Server::open().await?;
    let stack = start(with_webhook(&url)?.untimed()).await?;
    let (store, hook) = ("demo".parse()?, Webhook::new(&url, &[secret()])?);
    // Ahead of its time, it need not wait for the feed to settle.
    let clock = || now().plus_seconds(60);
    let (feeds, webhooks) = (stack.feeds(), Webhooks::new());
    let carrier = Carrier { feeds, webhooks, words: Words::LeftOut, clock };
    let until_the_end = Timestamp(i64::MAX);
    let until_fed = async |case: &Case| {
        let look = async || {
            let page = stack.feeds().after(&store, None, clock(), 50).await?;
            let own = page.entries.iter().filter(|found| found.case == case.id).count();
            Ok((own as u64 == case.head.get()).then_some(()))
        };
        until("every event is in the feed", look).await
    };
    let lead = Lead::signs_in(&stack.entry_points).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut case = customer.asks("demo", "one").await?;
    until_fed(&case).await?;
    carrier.carry(&store, &hook, until_the_end).await?;
    customer.says(&mut case, "two").await?;
    customer.says(&mut case, "three").await?;
    until_fed(&case).await?;

    *server.held.lock().unwrap() = Some(format!("{}.3", case.id));
    let from = json!({ "cursor": server.taken.lock().unwrap()[0].1.cursor });
    let asked = async {
        server.reached.notified().await;
        let answer = lead.api.request("POST", "/stores/demo/events/replay", Some(&from)).await;
        server.released.notify_one();
        answer
    };
    let (carried, answer) = tokio::join!(carrier.carry(&store, &hook, until_the_end), asked);
    assert_eq!((carried?, answer?.status), (4, 204));
    let ids = [1, 2, 3, 2, 3].map(|seq| format!("{}.{seq}", case.id));
    assert_eq!(server.taken_of(&case), ids, "from the very place from which the run had begun");
    assert_eq!(carrier.carry(&store, &hook, until_the_end).await?, 0);
    Ok(())
}

#[tokio::test]
async fn the_clock_carries_events_by_itself() -> anyhow::Result<()> {
    let (server, url) = Server::open().await?;
    let stack = start(with_webhook(&url)?.minute(Duration::from_millis(500))).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let case = customer.asks("demo", "hello").await?;
    let taken = async || Ok((server.taken_of(&case).len() == 1).then_some(()));
    until("the event is carried", taken).await
}

#[tokio::test]
async fn a_cases_events_are_in_its_feed_in_their_order_whatever_fails() -> anyhow::Result<()> {
    let stack = measured_stack().await?;
    let store = "demo".parse()?;
    let writer = FeedWriter { feeds: stack.feeds(), days: 1, clock: now };
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    for _ in 0..5 {
        let mut case = customer.asks("demo", "hello").await?;
        stack.pile_up_notes(&mut case, 7).await?;
        let batch = Batch { case: case.id.clone(), entries: stack.log_of(&case.id).await? };
        let operations = vec!["PutItem".to_owned()];
        let faults = DatabaseFaults { refuse: 0.7, operations, ..DatabaseFaults::default() };
        stack.local.faults().set_database(faults);
        let added = writer.add(&[batch], Duration::from_secs(20)).await;
        stack.local.faults().clear();
        let page = stack.feeds().after(&store, None, now().plus_seconds(60), 100).await?;
        let own = page.entries.iter().filter(|found| found.case == case.id);
        let own: Vec<u64> = own.map(|found| found.entry.event.seq.get()).collect();
        let first_missing = added.err().map_or(9, |behind| behind.cases[&case.id].get());
        assert_eq!(own, (1..first_missing).collect::<Vec<_>>());
    }
    Ok(())
}
