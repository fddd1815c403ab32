//! Messages for later: sent once and as their author's, or not where somebody has answered, closed or called it off.

use application::{Caller, TimerReport};
use contract::SettingsChange;
use domain::{Body, Colleague, Command, Entry, LastSeen, Role};
use serde_json::{Value, json};

use crate::crashes::survives_crashes;
use crate::deployment::{
    Deployment, KnownCase, NOW, agent, at, command, customer, frame, later, lead, message, seq,
    settle, store, user,
};
use crate::directory::arrive;
use crate::timers::{HOUR, deliver, run, set};

/// Seconds after which it is sent: while everybody's token holds.
const SOON: i64 = HOUR / 2;
const WORDS: &str = "Your parcel has arrived by now.";

/// The case at its newest event.
async fn now(deployment: &Deployment, case: &KnownCase) -> KnownCase {
    let head = deployment.log(&case.id).await.len();
    KnownCase { head: seq(head.try_into().unwrap()), ..case.clone() }
}

fn schedule(case: &KnownCase, id: &str, words: &str, at: Value) -> Value {
    frame("schedule_message", id, case, json!({ "text": words, "at": at }))
}

/// A case of Ada's in which Ines has written something for later: the case as she knew it.
async fn written(deployment: &Deployment) -> KnownCase {
    let case = deployment.open(&customer("ada"), "Where is my parcel?").await;
    let soon = json!(NOW.plus_seconds(SOON));
    let reply = deployment.act(&agent("ines"), schedule(&case, "write", WORDS, soon)).await;
    assert_eq!(reply["view"]["scheduled"], 2, "{reply}");
    deliver(deployment, &case.id).await;
    case
}

async fn messages(deployment: &Deployment, case: &KnownCase) -> Vec<Entry> {
    let mut log = deployment.log(&case.id).await;
    log.retain(|entry| matches!(entry.event.body, Body::Message { .. }));
    log
}

fn sent(report: TimerReport) -> (usize, usize) {
    (report.sent, report.dropped)
}

#[tokio::test]
async fn it_is_sent_as_its_authors_own_when_its_time_has_come() {
    let deployment = Deployment::new();
    let case = written(&deployment).await;
    assert_eq!(sent(run(&deployment, SOON - 1).await), (0, 0));
    assert_eq!(sent(run(&deployment, SOON).await), (1, 0));
    let said = messages(&deployment, &case).await;
    let [entry] = &said[..] else { panic!("{said:?}") };
    let (event, state) = (&entry.event, &entry.state);
    assert_eq!(event.text.as_ref().unwrap().as_str(), WORDS);
    assert_eq!(event.author, agent("ines").principal.author());
    assert_eq!(event.body, Body::Message { answers: Some(seq(1)), sources: Vec::new() });
    assert_eq!((state.person.clone(), state.scheduled.get()), (Some(user(&agent("ines"))), 0));
    // Nothing is left of it, and nobody sends it again.
    deliver(&deployment, &case.id).await;
    assert_eq!((set(&deployment), sent(run(&deployment, HOUR).await)), (0, (0, 0)));
}

#[tokio::test]
async fn the_customer_sees_the_message_and_nothing_of_it_before() {
    let deployment = Deployment::new();
    let case = written(&deployment).await;
    let (ada, known) = (customer("ada"), KnownCase { head: seq(1), ..case.clone() });
    let before = deployment.act(&ada, frame("sync", "before", &known, json!({}))).await;
    assert_eq!((&before["events"], &before["head"]), (&json!([]), &json!(1)));
    assert!(before["view"].get("scheduled").is_none());
    deployment.listen(&ada, &case.id).await;
    run(&deployment, SOON).await;
    let heard = deployment.aws.frames("ada");
    let last = heard.last().unwrap();
    assert_eq!(
        last["event"]["body"],
        json!({ "kind": "message", "text": WORDS, "answers": null, "sources": [] })
    );
    assert_eq!(last["event"]["prev_visible"], 1);
}

#[tokio::test]
async fn a_reply_of_a_person_or_the_cases_end_calls_it_off() {
    for what in ["reply", "close", "closed_and_back", "cancel", "withdraw"] {
        let deployment = Deployment::new();
        let case = written(&deployment).await;
        let (case, omar) = (now(&deployment, &case).await, agent("omar"));
        match what {
            "reply" => _ = deployment.store(&omar, &message(&case, "reply", "It has.")).await,
            "cancel" | "withdraw" => {
                let action = if what == "cancel" { "cancel_scheduled" } else { "withdraw" };
                let off = frame(action, "off", &case, json!({ "of": 2 }));
                assert_eq!(deployment.act(&agent("ines"), off).await["action"], "ack");
            }
            _ => _ = deployment.store(&omar, &settle(&case, "close")).await,
        }
        if what == "closed_and_back" {
            let case = now(&deployment, &case).await;
            deployment.store(&customer("ada"), &message(&case, "back", "Not yet.")).await;
        }
        let before = messages(&deployment, &case).await.len();
        assert_eq!(sent(run(&deployment, SOON).await), (0, 1), "{what}");
        assert_eq!(messages(&deployment, &case).await.len(), before, "{what}");
    }
}

#[tokio::test]
async fn the_customers_and_the_assistants_words_do_not() {
    let deployment = Deployment::new();
    let case = written(&deployment).await;
    let known = now(&deployment, &case).await;
    deployment.store(&customer("ada"), &message(&known, "more", "Hello?")).await;
    let known = now(&deployment, &case).await;
    deployment.answer(&known, "One moment.").await;
    assert_eq!(sent(run(&deployment, SOON).await), (1, 0));
}

#[tokio::test]
async fn a_later_one_takes_its_place() {
    let deployment = Deployment::new();
    let case = written(&deployment).await;
    let known = now(&deployment, &case).await;
    let changed = schedule(&known, "change", "Changed.", json!(NOW.plus_seconds(HOUR)));
    assert_eq!(deployment.act(&agent("ines"), changed).await["view"]["scheduled"], 3);
    deliver(&deployment, &case.id).await;
    assert_eq!(sent(run(&deployment, SOON).await), (0, 1));
    assert_eq!(sent(run(&deployment, HOUR).await), (1, 0));
    let said = messages(&deployment, &case).await;
    assert_eq!(said.len(), 1);
    assert_eq!(said[0].event.text.as_ref().unwrap().as_str(), "Changed.");
}

#[tokio::test]
async fn nobody_writes_past_what_they_have_not_read() {
    let deployment = Deployment::new();
    let case = deployment.open(&customer("ada"), "Where is my parcel?").await;
    deployment.store(&customer("ada"), &message(&case, "more", "Hello?")).await;
    let soon = json!(NOW.plus_seconds(SOON));
    let refused = deployment.act(&agent("ines"), schedule(&case, "write", WORDS, soon)).await;
    assert_eq!(refused["code"], "conflict");
}

#[tokio::test]
async fn a_run_that_is_cut_off_anywhere_sends_it_once() {
    survives_crashes(
        async |deployment| written(deployment).await,
        async |deployment, case| {
            run(deployment, SOON).await;
            deliver(deployment, &case.id).await;
            assert_eq!((set(deployment), messages(deployment, case).await.len()), (0, 1));
        },
    )
    .await;
}

#[tokio::test]
async fn two_runs_at_once_send_it_once() {
    let deployment = Deployment::new();
    let case = written(&deployment).await;
    let other = deployment.restarted();
    deployment.aws.before_next("PutItem", async move {
        assert_eq!(run(&other, SOON).await.sent, 1);
    });
    run(&deployment, SOON).await;
    assert_eq!(messages(&deployment, &case).await.len(), 1);
}

#[tokio::test]
async fn where_agents_see_only_their_own_cases_it_is_sent_though_its_author_sees_it_no_more() {
    let deployment = Deployment::new();
    let (ada, ines, lea) =
        (at("north", customer("ada")), at("north", agent("ines")), at("north", lead("lea")));
    let omar = at("north", agent("omar"));
    for who in [&ines, &omar] {
        arrive(&deployment, who).await;
    }
    let case = deployment.open(&ada, "Where is my parcel?").await;
    let give = |to: &Caller, id: &str, case: &KnownCase| {
        let (user, stores) = (user(to), to.principal.stores.clone());
        let colleague = Colleague { user, name: None, stores };
        command(case, id, Command::Assign { colleague, known: LastSeen::default() })
    };
    deployment.store(&lea, &give(&ines, "give", &case)).await;
    let known = now(&deployment, &case).await;
    let soon = json!(NOW.plus_seconds(SOON));
    let reply = deployment.act(&ines, schedule(&known, "write", WORDS, soon)).await;
    assert_eq!(reply["action"], "ack", "{reply}");
    let known = now(&deployment, &case).await;
    deployment.store(&lea, &give(&omar, "other", &known)).await;
    deliver(&deployment, &case.id).await;
    let north = "north".parse().unwrap();
    let report = deployment.timers.run(&north, NOW.plus_seconds(SOON)).await.unwrap();
    assert_eq!(report.sent, 1);
    let said = messages(&deployment, &case).await;
    assert_eq!(said[0].event.author.role, Role::Agent);
}

/// Has the store open at nine in the morning, UTC, on every day.
async fn opens_at(deployment: &Deployment, minute: u16) {
    let day = json!([{ "from": minute, "until": minute + 60 }]);
    let hours = json!({ "zone": "UTC", "week": vec![day; 7], "holidays": [] });
    let change = SettingsChange::try_from(json!({ "hours": hours })).unwrap();
    deployment.knowledge.update_settings(&lead("lea"), &store(), change).await.unwrap();
}

/// Seconds from the time at which tests play to a minute of its day or the next.
fn seconds_to(minute: i64) -> i64 {
    let of_day = NOW.seconds().rem_euclid(24 * HOUR);
    (minute * 60 - of_day).rem_euclid(24 * HOUR)
}

#[tokio::test]
async fn one_for_the_opening_is_sent_when_the_store_opens_by_the_hours_of_then() {
    let deployment = Deployment::new();
    let opening = (NOW.seconds().rem_euclid(24 * HOUR) / 60 + 120) % (22 * 60);
    opens_at(&deployment, u16::try_from(opening).unwrap()).await;
    let case = deployment.open(&customer("ada"), "Where is my parcel?").await;
    let reply = deployment.act(&agent("ines"), schedule(&case, "write", WORDS, Value::Null)).await;
    let due = seconds_to(opening);
    let body = &reply["event"]["body"];
    assert_eq!((&body["at"], &body["at_opening"]), (&json!(NOW.plus_seconds(due)), &json!(true)));
    deliver(&deployment, &case.id).await;
    // It opens an hour later by now.
    opens_at(&deployment, u16::try_from(opening + 60).unwrap()).await;
    assert_eq!(sent(run(&deployment, due).await), (0, 1));
    assert_eq!((set(&deployment), sent(run(&deployment, due + HOUR - 1).await)), (1, (0, 0)));
    assert_eq!(sent(run(&deployment, due + HOUR).await), (1, 0));
}

#[tokio::test]
async fn while_a_store_is_open_or_names_no_hours_there_is_no_opening_to_wait_for() {
    let deployment = Deployment::new();
    let case = deployment.open(&customer("ada"), "Where is my parcel?").await;
    let ask = async |id: &str, who: &Caller| {
        deployment.act(who, schedule(&case, id, WORDS, Value::Null)).await["code"].clone()
    };
    assert_eq!(ask("none", &agent("ines")).await, "wrong_state");
    assert_eq!(ask("customer", &customer("ada")).await, "not_allowed");
    assert_eq!(ask("stranger", &customer("eve")).await, "not_found");
    let open = NOW.seconds().rem_euclid(24 * HOUR) / 60;
    opens_at(&deployment, u16::try_from(open).unwrap()).await;
    assert_eq!(ask("open", &later(1, agent("ines"))).await, "wrong_state");
}

/// Requests, whatever else is in the case: of the timers, the head, what was written; the append; the end of the row.
#[tokio::test]
async fn sending_costs_one_read_more_than_another_timer() {
    let deployment = Deployment::new();
    written(&deployment).await;
    deployment.aws.forget_requests();
    run(&deployment, SOON).await;
    let expected = ["Query", "Query", "GetItem", "Query", "PutItem", "DeleteItem"];
    assert_eq!(deployment.aws.operations(), expected);
}
