//! How often people may write and open cases, and what that costs.

use application::{Caller, Outcome};
use domain::{Command, CommandError, Limits, NetworkAddress, OpenedCases};
use serde_json::json;

use crate::deployment::{
    Decided, Deployment, NOW, agent, command, customer, frame, later, message, opening, settle,
    user,
};

/// Whoever comes from this address.
fn from(address: &str, mut caller: Caller) -> Caller {
    caller.address = Some(NetworkAddress::of(address.parse().unwrap()));
    caller
}

fn seconds(error: CommandError) -> u32 {
    error.wait().unwrap_or_else(|| panic!("{error:?}")).as_seconds()
}

#[tokio::test]
async fn the_message_after_the_last_of_a_minute_is_refused_until_the_minute_is_over() {
    let deployment = Deployment::with_limits(Limits { messages_a_minute: 3, ..Limits::NONE });
    let ada = customer("ada");
    let mut case = deployment.open(&ada, "hello").await;
    for id in ["second", "third"] {
        case.head = deployment.store(&ada, &message(&case, id, "and")).await.entry.event.seq;
    }
    let early = later(20, ada.clone());
    let refused = deployment.refused(&early, &message(&case, "fourth", "and")).await;
    assert_eq!(seconds(refused), 40);
    let answer =
        deployment.act(&early, frame("send", "fourth", &case, json!({ "text": "and" }))).await;
    assert_eq!((&answer["code"], &answer["retry_after"]), (&json!("rate_limited"), &json!(40)));
    // Others write on, a repetition is no new message, and the same command goes once the wait is over.
    deployment.store(&agent("ines"), &message(&case, "reply", "Hello!")).await;
    deployment.store(&early, &message(&case, "third", "and")).await;
    let stored = deployment.store(&later(60, ada), &message(&case, "fourth", "and")).await;
    assert_eq!(stored.entry.event.seq.get(), 5);
}

#[tokio::test]
async fn whatever_becomes_an_event_is_counted_and_what_is_refused_anyway_says_why() {
    let deployment = Deployment::with_limits(Limits { messages_a_minute: 2, ..Limits::NONE });
    let (ada, ines) = (customer("ada"), agent("ines"));
    let case = deployment.open(&ada, "hello").await;
    deployment.store(&ines, &settle(&case, "resolve")).await;
    deployment.store(&ines, &command(&case, "reopen", Command::Reopen)).await;
    let again = deployment.refused(&ines, &command(&case, "again", Command::Reopen)).await;
    assert_eq!(again, CommandError::WrongState);
    let resolve = deployment.refused(&ines, &settle(&case, "anew")).await;
    assert_eq!(seconds(resolve), 60);
    let stranger = deployment.refused(&customer("eve"), &message(&case, "a", "hm")).await;
    assert_eq!(stranger, CommandError::NotFound);
}

#[tokio::test]
async fn a_customer_opens_no_sixth_case_while_five_are_open() {
    let deployment = Deployment::with_limits(Limits::default());
    let (ada, ines) = (customer("ada"), agent("ines"));
    let mut cases = Vec::new();
    for id in ["a", "b", "c", "d", "e"] {
        cases.push(deployment.open_as(&ada, id, "hello").await);
    }
    let sixth = opening(&ada, "f", "hello");
    assert_eq!(
        deployment.refused(&ada, &sixth).await,
        CommandError::RateLimited(OpenedCases::FULL)
    );
    let repeated = deployment.store(&ada, &opening(&ada, "e", "hello")).await;
    assert_eq!(repeated.entry.event.seq.get(), 1, "the fifth again is the same case");
    deployment.open(&customer("bob"), "hello").await;
    deployment.store(&ines, &settle(&cases[2], "done")).await;
    deployment.store(&ada, &sixth).await;
    let seventh = deployment.refused(&ada, &opening(&ada, "g", "hello")).await;
    assert_eq!(seventh, CommandError::RateLimited(OpenedCases::FULL));
}

#[tokio::test]
async fn a_customer_opens_no_eleventh_case_in_an_hour() {
    let deployment = Deployment::with_limits(Limits { open_cases: 0, ..Limits::default() });
    let ada = customer("ada");
    for id in ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"] {
        deployment.open_as(&ada, id, "hello").await;
    }
    let eleventh = opening(&ada, "k", "hello");
    let refused = deployment.refused(&later(600, ada.clone()), &eleventh).await;
    assert_eq!(seconds(refused), 3_000);
    deployment.store(&later(3_600, ada), &eleventh).await;
}

#[tokio::test]
async fn an_address_has_its_own_limit_which_a_customer_elsewhere_does_not_meet() {
    let limits = Limits { address_cases_an_hour: 2, ..Limits::NONE };
    let deployment = Deployment::with_limits(limits);
    let office = |name| from("203.0.113.7", customer(name));
    deployment.open(&office("ada"), "hello").await;
    deployment.open(&office("bob"), "hello").await;
    let cleo = later(60, office("cleo"));
    let refused = deployment.refused(&cleo, &opening(&cleo, "open", "hello")).await;
    assert_eq!(seconds(refused), 3_540);
    deployment.open(&from("203.0.113.8", customer("dan")), "hello").await;
    deployment.open(&customer("eve"), "hello").await;
    deployment.store(&later(3_600, office("cleo")), &opening(&cleo, "open", "hello")).await;
    let rows = deployment.aws.rows();
    assert!(!rows.iter().any(|row| row.to_string().contains("203.0.113")), "no address is kept");
}

#[tokio::test]
async fn visitors_are_counted_by_address_and_store() {
    let limits = Limits { address_visitors_an_hour: 3, ..Limits::NONE };
    let deployment = Deployment::with_limits(limits);
    let [here, there] =
        ["2001:db8::1", "2001:db8:0:1::1"].map(|a| NetworkAddress::of(a.parse().unwrap()));
    let admit = async |store: &str, address: &NetworkAddress, after: i64| {
        let (store, now) = (store.parse().unwrap(), NOW.plus_seconds(after));
        deployment.cases.admit_visitor(&store, Some(address), now).await.decided()
    };
    for _ in 0..3 {
        assert_eq!(admit("demo", &here, 0).await, Ok(()));
    }
    assert_eq!(seconds(admit("demo", &here, 1).await.unwrap_err()), 3_599);
    assert_eq!(admit("demo", &there, 1).await, Ok(()));
    assert_eq!(admit("north", &here, 1).await, Ok(()));
    assert_eq!(admit("nowhere", &here, 1).await, Err(CommandError::NotFound));
    assert_eq!(admit("demo", &here, 3_600).await, Ok(()));
}

#[tokio::test]
async fn of_twenty_openings_at_once_as_many_go_as_may() {
    let limits = Limits { open_cases: 5, address_cases_an_hour: 60, ..Limits::NONE };
    let deployment = Deployment::with_limits(limits);
    let ada = from("203.0.113.7", customer("ada"));
    let openings: Vec<_> = (0..20).map(|n| opening(&ada, &format!("open-{n}"), "hello")).collect();
    let tries = openings.iter().map(|opening| deployment.cases.append(&ada, opening));
    let outcomes = futures_util::future::join_all(tries).await;
    let stored = outcomes.iter().filter(|outcome| matches!(outcome, Ok(Outcome::Stored(_))));
    assert_eq!(stored.count(), 5);
    let again = openings.iter().map(|opening| deployment.cases.append(&ada, opening));
    let again = futures_util::future::join_all(again).await;
    let stored = again.iter().filter(|outcome| matches!(outcome, Ok(Outcome::Stored(_))));
    assert_eq!(stored.count(), 5, "the same five");
    assert_eq!(
        deployment.count("LIMIT#", "CASES"),
        2,
        "one row of the customer, one of the address"
    );
}

/// A crash between the count and the case: the same opening sent again is neither refused nor counted twice.
#[tokio::test]
async fn an_opening_that_was_lost_after_it_was_counted_goes_through() {
    let limits = Limits { open_cases: 1, ..Limits::NONE };
    let deployment = Deployment::with_limits(limits);
    let ada = customer("ada");
    let lost = opening(&ada, "open", "hello");
    let held = deployment.cases.rate_limits.opened(&user(&ada)).await.unwrap();
    let counted = held.opened.clone().opening(lost.case.clone(), NOW);
    deployment.cases.rate_limits.keep_opened(&user(&ada), &held, &counted, NOW).await.unwrap();
    deployment.store(&ada, &lost).await;
}
