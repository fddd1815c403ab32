//! Programs outside: the bus, the stores' feeds, and what carries them to a shop's own server.

use std::time::Duration;

use adapters::dynamo::{FeedPlace, Log};
use adapters::events::Bus;
use adapters::webhook::{Webhook, Webhooks};
use application::{
    Backlog, Batch, Carrier, DeliveryError, FeedError, FeedReader, FeedWriter, Outside, Publisher,
};
use contract::Words;
use domain::{CommandError, Timestamp};
use embedded_aws::{Crash, Fault};

use crate::clock;
use crate::deployment::{
    Decided, Deployment, KnownCase, NOW, agent, at, config, customer, later, lead, message, seq,
    store,
};
use crate::server::Server;

/// Long enough for everything but a test of time.
const AGES: Duration = Duration::from_secs(20);

fn outside(deployment: &Deployment, words: Words) -> Outside {
    let bus = Bus::new(&config(&deployment.aws), "http://events.test", "firstline".to_owned());
    let feed = FeedWriter { feeds: deployment.feeds.clone(), days: 3, clock: clock::now };
    let log = Log::new(deployment.table.clone());
    Outside { log, publisher: Some(Publisher { bus, words }), feed: Some(feed) }
}

/// A case with three messages.
async fn spoken(deployment: &Deployment) -> (KnownCase, Batch) {
    let ada = customer("ada");
    let case = deployment.open(&ada, "one").await;
    for words in ["two", "three"] {
        deployment.store(&ada, &message(&case, words, words)).await;
    }
    let batch = deployment.batch(&case.id, 1).await;
    (case, batch)
}

fn reader(deployment: &Deployment) -> FeedReader {
    FeedReader { feeds: deployment.feeds.clone(), webhook_stores: [store()].into() }
}

fn carrier(deployment: &Deployment) -> Carrier {
    let (feeds, words) = (deployment.feeds.clone(), Words::Included);
    Carrier { feeds, webhooks: Webhooks::new(), words, clock: clock::now }
}

fn webhook(server: &Server) -> Webhook {
    let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned();
    Webhook::new(&server.url, &[secret]).unwrap()
}

/// The numbers of the events that the shop's server was sent.
fn numbers(server: &Server) -> Vec<u64> {
    server.seen().iter().map(|body| body["data"]["event"]["seq"].as_u64().unwrap()).collect()
}

const END: Timestamp = Timestamp(i64::MAX);

#[tokio::test]
async fn every_event_is_put_on_the_bus_in_the_order_of_its_log() {
    let deployment = Deployment::new();
    let (_, batch) = spoken(&deployment).await;
    outside(&deployment, Words::Included).publish(&[batch], AGES).await.unwrap();
    let published = deployment.aws.published();
    let texts: Vec<_> =
        published.iter().map(|entry| &entry["Detail"]["event"]["body"]["text"]).collect();
    assert_eq!(texts, ["one", "two", "three"]);
}

#[tokio::test]
async fn where_words_are_left_out_no_word_and_no_name_goes_outside() {
    let deployment = Deployment::new();
    let (_, batch) = spoken(&deployment).await;
    outside(&deployment, Words::LeftOut).publish(&[batch], AGES).await.unwrap();
    let published = format!("{:?}", deployment.aws.published());
    for word in ["\"one\"", "\"two\"", "\"ada\""] {
        assert!(!published.contains(word), "{word} in {published}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_bus_that_is_down_keeps_nothing_from_the_feed_and_is_told_later() {
    let deployment = Deployment::new();
    let (case, batch) = spoken(&deployment).await;
    let outside = outside(&deployment, Words::Included);
    deployment.aws.fail_every("PutEvents", Fault::NotReached);
    let error = outside.publish(&[batch], AGES).await.unwrap_err();
    let expected = Backlog { publish: [(case.id.clone(), seq(1))].into(), ..Backlog::default() };
    assert_eq!((error.rest, deployment.count("FEED#", "")), (expected.clone(), 3));
    deployment.aws.heal();
    deployment.store(&customer("ada"), &message(&case, "four", "four")).await;
    outside.catch_up(&expected, AGES).await.unwrap();
    assert_eq!(deployment.aws.published().len(), 4, "and what came meanwhile");
}

#[tokio::test(start_paused = true)]
async fn a_feed_that_fails_half_way_goes_on_with_the_event_that_is_missing() {
    let deployment = Deployment::new();
    let (case, batch) = spoken(&deployment).await;
    let outside = outside(&deployment, Words::Included);
    deployment.aws.before_next("PutItem", async {});
    for _ in 0..3 {
        deployment.aws.fail_next("PutItem", Fault::NotReached);
    }
    let rest = outside.publish(&[batch], AGES).await.unwrap_err().rest;
    assert_eq!(rest.feed, [(case.id.clone(), seq(2))].into());
    assert!(rest.publish.is_empty());
    outside.catch_up(&rest, AGES).await.unwrap();
    assert_eq!(deployment.count("FEED#", ""), 3);
}

#[tokio::test]
async fn a_deployment_without_programs_outside_tells_nobody() {
    let deployment = Deployment::new();
    let (_, batch) = spoken(&deployment).await;
    let before = deployment.rows();
    let log = Log::new(deployment.table.clone());
    let nobody = Outside { log, publisher: None, feed: None };
    nobody.publish(&[batch], AGES).await.unwrap();
    assert_eq!((deployment.rows(), deployment.aws.published().len()), (before, 0));
}

/// A store whose feed holds three events, some time ago.
async fn fed() -> (Deployment, KnownCase) {
    let deployment = Deployment::new();
    let (case, batch) = spoken(&deployment).await;
    outside(&deployment, Words::Included).publish(&[batch], AGES).await.unwrap();
    clock::advance(60);
    (deployment, case)
}

#[tokio::test]
async fn a_leads_program_reads_the_feed_from_where_it_stopped() {
    let (deployment, _) = fed().await;
    let lea = later(70, lead("lea"));
    let follow = async |from| reader(&deployment).follow(&lea, &store(), from).await.unwrap();
    let page = follow(None).await;
    assert_eq!((page.events.len(), page.more), (3, false));
    let place = FeedPlace::parse(&page.events[0].cursor).unwrap();
    assert_eq!(follow(Some(place)).await.events.len(), 2);
    let end = FeedPlace::parse(&page.next.unwrap()).unwrap();
    let rest = follow(Some(end.clone())).await;
    assert_eq!((rest.events.len(), rest.next.as_deref()), (0, Some(end.as_str())));
}

#[tokio::test]
async fn events_of_the_last_seconds_are_not_given_yet() {
    let deployment = Deployment::new();
    let (_, batch) = spoken(&deployment).await;
    outside(&deployment, Words::Included).publish(&[batch], AGES).await.unwrap();
    for (seconds, given) in [(19, 0), (21, 3)] {
        let lea = later(seconds, lead("lea"));
        let page = reader(&deployment).follow(&lea, &store(), None).await.unwrap();
        assert_eq!(page.events.len(), given, "one of an earlier place may still come");
    }
}

#[tokio::test]
async fn a_feed_is_read_by_leads_of_the_store_from_a_place_that_has_been() {
    let (deployment, case) = fed().await;
    let refused = |refusal| Err(FeedError::Refused(refusal));
    for (caller, expected) in [
        (agent("ines"), refused(CommandError::NotAllowed)),
        (customer("ada"), refused(CommandError::NotFound)),
        (at("north", lead("nora")), refused(CommandError::NotFound)),
    ] {
        let read = reader(&deployment).follow(&caller, &store(), None).await.decided();
        assert_eq!(read, expected);
    }
    let ahead = format!("{:014}.{}.000000000001", NOW.0 + 100_000, case.id);
    let ahead = FeedPlace::parse(&ahead).unwrap();
    let read = reader(&deployment).follow(&lead("lea"), &store(), Some(ahead)).await.decided();
    assert_eq!(read, Err(FeedError::Ahead));
}

#[tokio::test]
async fn the_shops_server_gets_every_event_once_in_order() {
    let (deployment, _) = fed().await;
    let server = Server::start(|_| (204, String::new())).await;
    let carry =
        async || carrier(&deployment).carry(&store(), &webhook(&server), END).await.unwrap();
    assert_eq!((carry().await, carry().await), (3, 0));
    assert_eq!(numbers(&server), [1, 2, 3]);
}

#[tokio::test]
async fn an_event_that_the_shops_server_does_not_take_is_the_first_of_the_next_run() {
    let (deployment, _) = fed().await;
    let answer = |number| (if number == 1 { 500 } else { 200 }, String::new());
    let server = Server::start(answer).await;
    let error = carrier(&deployment).carry(&store(), &webhook(&server), END).await.unwrap_err();
    assert!(matches!(error, DeliveryError::Undelivered(_)), "{error}");
    carrier(&deployment).carry(&store(), &webhook(&server), END).await.unwrap();
    assert_eq!(numbers(&server), [1, 2, 2, 3]);
}

#[tokio::test]
async fn a_run_ends_when_its_time_is_over() {
    let (deployment, _) = fed().await;
    let server = Server::start(|_| (200, String::new())).await;
    let error = carrier(&deployment).carry(&store(), &webhook(&server), clock::now()).await;
    assert!(matches!(error, Err(DeliveryError::Unfinished)));
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn a_run_that_is_cut_off_leaves_no_event_out() {
    let (whole, _) = fed().await;
    let server = Server::start(|_| (200, String::new())).await;
    whole.aws.forget_requests();
    carrier(&whole).carry(&store(), &webhook(&server), END).await.unwrap();
    for place in 0..whole.aws.operations().len() {
        for crash in [Crash::Before(place), Crash::After(place)] {
            let (deployment, _) = fed().await;
            let server = Server::start(|_| (200, String::new())).await;
            let (carrier, webhook) = (carrier(&deployment), webhook(&server));
            let store = store();
            let run = carrier.carry(&store, &webhook, END);
            assert!(deployment.aws.until_crash(crash, run).await.is_none(), "{crash:?}");
            carrier.carry(&store, &webhook, END).await.unwrap();
            let mut sent = numbers(&server);
            sent.sort_unstable();
            sent.dedup();
            assert_eq!(sent, [1, 2, 3], "{crash:?}");
        }
    }
}

#[tokio::test]
async fn a_lead_has_the_shops_server_get_its_events_again() {
    let (deployment, _) = fed().await;
    let server = Server::start(|_| (200, String::new())).await;
    let carry =
        async || carrier(&deployment).carry(&store(), &webhook(&server), END).await.unwrap();
    carry().await;
    let lea = later(70, lead("lea"));
    let page = reader(&deployment).follow(&lea, &store(), None).await.unwrap();
    let first = FeedPlace::parse(&page.events[0].cursor).unwrap();
    reader(&deployment).replay(&lea, &store(), &first).await.unwrap();
    carry().await;
    assert_eq!(numbers(&server), [1, 2, 3, 2, 3]);
}

#[tokio::test]
async fn a_replay_that_is_wanted_in_the_middle_of_a_run_is_not_overwritten_by_its_end() {
    let (deployment, _) = fed().await;
    let server = Server::start(|_| (200, String::new())).await;
    let lea = later(70, lead("lea"));
    let page = reader(&deployment).follow(&lea, &store(), None).await.unwrap();
    let first = FeedPlace::parse(&page.events[0].cursor).unwrap();
    let reader = reader(&deployment);
    deployment.aws.before_next("PutItem", async move {
        reader.replay(&lea, &store(), &first).await.unwrap();
    });
    // The replay's own write goes through.
    deployment.aws.before_next("PutItem", async {});
    carrier(&deployment).carry(&store(), &webhook(&server), END).await.unwrap();
    assert_eq!(numbers(&server), [1, 2, 3, 2, 3]);
}

#[tokio::test]
async fn without_a_server_of_its_own_a_store_has_nothing_to_replay() {
    let (deployment, case) = fed().await;
    let place = FeedPlace::parse(&format!("{:014}.{}.000000000001", NOW.0, case.id)).unwrap();
    let reader = FeedReader { webhook_stores: [].into(), ..reader(&deployment) };
    let replayed = reader.replay(&lead("lea"), &store(), &place).await.decided();
    assert_eq!(replayed, Err(FeedError::NoWebhook));
}
