//! What a shop's own server gets of its store's events, and what a lead's program reads of them.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use anyhow::Context as _;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;
use wire::{FeedEvent, FeedPage};

use crate::people::{Agent, Case, Customer, Lead};
use crate::stack::{Person, Stack, options, start, until};

const KEY: &[u8] = b"a key of twenty-four bytes or more";

/// A shop's server, which can be down, and what it has taken.
#[derive(Clone, Default)]
struct Server {
    is_down: Arc<AtomicBool>,
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
    let answer = stack.local.invoke("DeliverFunction", "{}").await;
    let answer = answer.map_err(|failure| anyhow::anyhow!(failure.message()))?;
    Ok(serde_json::from_slice(&answer)?)
}

async fn stack_with_webhook(url: &str) -> anyhow::Result<Stack> {
    let secret = format!("whsec_{}", STANDARD.encode(KEY));
    start(
        options()?
            .untimed()
            .parameter("EventDays", "7")
            .parameter("Webhooks", json!({ "demo": url }).to_string())
            .parameter("WebhookSecrets", json!({ "demo": secret }).to_string()),
    )
    .await
}

#[tokio::test]
async fn a_shops_server_gets_each_event_signed_after_it_was_down_and_again_from_a_cursor()
-> anyhow::Result<()> {
    let (server, url) = Server::open().await?;
    let stack = stack_with_webhook(&url).await?;
    let lead = Lead::signs_in(&stack.doors).await?;
    let mut agent = Agent::signs_in(&stack.doors, Person::Ines).await?;
    let mut customer = Customer::visits(&stack.doors, "demo").await?;
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
    let lead = Lead::signs_in(&without.doors).await?;
    let answer = lead.api.request("GET", "/stores/demo/events", None).await?;
    let detail = answer.body["detail"].as_str().context("a problem")?;
    assert!(answer.status == 404 && detail.contains("EventDays"), "{detail}");
    without.local.shutdown().await;

    let stack = start(options()?.parameter("EventDays", "1")).await?;
    let lead = Lead::signs_in(&stack.doors).await?;
    let wrong = lead.api.request("GET", "/stores/demo/events?cursor=x", None).await?;
    assert_eq!((wrong.status, &wrong.body["code"]), (400, &json!("bad_frame")));
    Ok(())
}
