//! How cases are sorted: by priority, subject and tags, and what that makes of the lists.

use application::{Caller, Filter, Wanted};
use contract::CaseSummary;
use domain::{Body, Priority};
use serde_json::{Value, json};

use crate::crashes::survives_crashes;
use crate::deployment::{
    Deployment, KnownCase, agent, customer, frame, later, lead, message, store,
};

/// Brings the view of a case up to date with its whole log.
async fn summarize(deployment: &Deployment, case: &KnownCase) {
    let batch = deployment.batch(&case.id, 1).await;
    deployment.projections.summarize(&batch).await.unwrap();
}

async fn page(deployment: &Deployment, caller: &Caller, filter: Filter) -> Vec<CaseSummary> {
    let (stores, wanted) = (&deployment.cases.stores, Wanted::Waiting(store()));
    let page = deployment.lists.list(caller, stores, wanted, &filter, None).await;
    page.unwrap().cases
}

async fn waiting(deployment: &Deployment) -> Vec<CaseSummary> {
    page(deployment, &agent("ines"), Filter::default()).await
}

async fn listed_one(deployment: &Deployment) -> CaseSummary {
    waiting(deployment).await.into_iter().next().unwrap()
}

async fn sort(deployment: &Deployment, case: &KnownCase, id: &str, command: Value) -> Value {
    let action = command["action"].as_str().unwrap().to_owned();
    let reply = deployment.act(&agent("ines"), frame(&action, id, case, command)).await;
    summarize(deployment, case).await;
    reply
}

async fn opened() -> (Deployment, KnownCase) {
    let deployment = Deployment::new();
    let case = deployment.open(&customer("ada"), "The lamp is broken").await;
    summarize(&deployment, &case).await;
    (deployment, case)
}

#[tokio::test]
async fn who_asked_for_a_person_comes_first_then_what_is_pressing_then_who_waits_longest() {
    let deployment = Deployment::new();
    for (seconds, name, done) in [
        (0, "usual, first", None),
        (1, "low", Some(json!({ "action": "prioritize", "priority": "low" }))),
        (2, "usual, second", None),
        (3, "urgent, second", Some(json!({ "action": "prioritize", "priority": "urgent" }))),
        (2, "urgent, first", Some(json!({ "action": "prioritize", "priority": "urgent" }))),
        (4, "high", Some(json!({ "action": "prioritize", "priority": "high" }))),
    ] {
        let who = later(seconds, customer(&name.replace([',', ' '], "-")));
        let case = deployment.open(&who, name).await;
        match done {
            Some(command) => drop(sort(&deployment, &case, "p", command).await),
            None => summarize(&deployment, &case).await,
        }
    }
    let case = deployment.open(&later(9, customer("person")), "a person").await;
    let ask = frame("escalate", "e", &case, json!({}));
    deployment.act(&later(9, customer("person")), ask).await;
    summarize(&deployment, &case).await;
    let listed = waiting(&deployment).await;
    let subjects: Vec<_> = listed.iter().filter_map(|case| case.subject.as_deref()).collect();
    let expected = [
        "a person",
        "urgent, first",
        "urgent, second",
        "high",
        "usual, first",
        "usual, second",
        "low",
    ];
    assert_eq!(subjects, expected);
    assert_eq!((listed[0].asked_person, listed[1].asked_person), (Some(true), None));
    assert!(listed.is_sorted_by_key(|case| case.place.clone()), "places say the order");
}

#[tokio::test]
async fn who_is_put_aside_waits_no_more_and_is_back_at_the_place_that_priority_gives() {
    let deployment = Deployment::new();
    let usual = deployment.open(&customer("usual"), "usual").await;
    summarize(&deployment, &usual).await;
    let case = deployment.open(&later(5, customer("urgent")), "urgent").await;
    sort(&deployment, &case, "p", json!({ "action": "prioritize", "priority": "urgent" })).await;
    let order = async || {
        let listed = waiting(&deployment).await;
        listed.into_iter().filter_map(|case| case.subject).collect::<Vec<_>>()
    };
    assert_eq!(order().await, ["urgent", "usual"]);
    sort(&deployment, &case, "z", json!({ "action": "snooze", "until": null })).await;
    assert_eq!(order().await, ["usual"]);
    let aside = Wanted::Snoozed(store());
    let urgent = Filter { priority: Some(Priority::Urgent), ..Filter::default() };
    let stores = &deployment.cases.stores;
    let page = deployment.lists.list(&agent("ines"), stores, aside, &urgent, None).await;
    assert_eq!(page.unwrap().cases.len(), 1);
    sort(&deployment, &case, "w", json!({ "action": "wake" })).await;
    assert_eq!(order().await, ["urgent", "usual"]);
}

#[tokio::test]
async fn of_a_list_those_of_a_priority_or_with_a_tag_are_sifted_out_at_the_cost_of_all() {
    let (deployment, case) = opened().await;
    let other = deployment.open(&customer("bob"), "something else").await;
    summarize(&deployment, &other).await;
    sort(&deployment, &case, "p", json!({ "action": "prioritize", "priority": "high" })).await;
    sort(&deployment, &case, "t", json!({ "action": "tag", "add": ["lamp"] })).await;
    deployment.aws.forget_requests();
    assert_eq!(waiting(&deployment).await.len(), 2);
    let all = deployment.aws.operations();
    let high = Filter { priority: Some(Priority::High), ..Filter::default() };
    let lamp = Filter { tag: "lamp".parse().ok(), ..Filter::default() };
    let both = Filter { priority: Some(Priority::Low), ..lamp.clone() };
    for (filter, expected) in [(high, 1), (lamp, 1), (both, 0)] {
        deployment.aws.forget_requests();
        let found = page(&deployment, &agent("ines"), filter).await;
        assert_eq!(found.len(), expected);
        assert!(found.iter().all(|found| found.case == case.id));
        assert_eq!(deployment.aws.operations(), all);
    }
}

#[tokio::test]
async fn a_subject_stands_in_lists_until_it_is_taken_back_and_customers_see_their_own_words() {
    let (deployment, case) = opened().await;
    let set = json!({ "action": "set_subject", "subject": "Broken lamp, order 12" });
    assert_eq!(sort(&deployment, &case, "s", set).await["action"], "ack");
    assert_eq!(listed_one(&deployment).await.subject.unwrap(), "Broken lamp, order 12");
    let (stores, all) = (&deployment.cases.stores, Filter::default());
    let own = deployment.lists.list(&customer("ada"), stores, Wanted::Mine, &all, None).await;
    let own = own.unwrap().cases.remove(0);
    assert_eq!(own.subject.unwrap(), "The lamp is broken");
    assert_eq!((own.priority, own.tags, own.place), (None, None, None));
    sort(&deployment, &case, "n", json!({ "action": "set_subject" })).await;
    assert_eq!(listed_one(&deployment).await.subject.unwrap(), "The lamp is broken");
}

#[tokio::test]
async fn a_subject_that_is_withdrawn_is_gone_from_log_and_lists() {
    let (deployment, case) = opened().await;
    let set = json!({ "action": "set_subject", "subject": "SECRET" });
    sort(&deployment, &case, "s", set).await;
    let of = deployment.log(&case.id).await.last().unwrap().event.seq;
    sort(&deployment, &case, "w", json!({ "action": "withdraw", "of": of })).await;
    assert_eq!(listed_one(&deployment).await.subject.unwrap(), "The lamp is broken");
    assert!(!format!("{:?}", deployment.rows()).contains("SECRET"));
}

#[tokio::test]
async fn tags_are_given_and_taken_and_a_case_has_ten_at_most() {
    let (deployment, case) = opened().await;
    let tags = async || listed_one(&deployment).await.tags.unwrap_or_default();
    let ten: Vec<String> = (0..10).map(|n| format!("t{n}")).collect();
    sort(&deployment, &case, "a", json!({ "action": "tag", "add": ten })).await;
    assert_eq!(tags().await.len(), 10);
    let more = json!({ "action": "tag", "add": ["one-more"] });
    assert_eq!(sort(&deployment, &case, "m", more).await["code"], "wrong_state");
    let swap = json!({ "action": "tag", "add": ["one-more"], "remove": ["t0", "not-there"] });
    assert_eq!(sort(&deployment, &case, "s", swap).await["action"], "ack");
    let named: Vec<_> = tags().await.iter().map(|tag| tag.as_str().to_owned()).collect();
    assert_eq!((named.len(), named[0].as_str(), named[1].as_str()), (10, "one-more", "t1"));
    let none: Vec<String> = named;
    sort(&deployment, &case, "n", json!({ "action": "tag", "remove": none })).await;
    assert_eq!(listed_one(&deployment).await.tags, None);
}

#[tokio::test]
async fn a_stranger_to_a_case_learns_nothing_of_its_tags() {
    let (deployment, case) = opened().await;
    let ten: Vec<String> = (0..10).map(|n| format!("t{n}")).collect();
    sort(&deployment, &case, "a", json!({ "action": "tag", "add": ten })).await;
    let more = |id: &str| frame("tag", id, &case, json!({ "add": ["one-more"] }));
    assert_eq!(deployment.act(&customer("bob"), more("b")).await["code"], "not_found");
    assert_eq!(deployment.act(&customer("ada"), more("c")).await["code"], "not_allowed");
}

#[tokio::test]
async fn a_tag_costs_half_a_read_more_than_a_note_and_taking_one_away_nothing_more() {
    let (deployment, case) = opened().await;
    let costs = async |id: &str, action: &str, with: Value| {
        deployment.aws.forget_requests();
        deployment.act(&agent("ines"), frame(action, id, &case, with)).await;
        deployment.aws.operations()
    };
    let note = costs("n", "note", json!({ "text": "hm" })).await;
    let add = costs("a", "tag", json!({ "add": ["vip"] })).await;
    assert_eq!(add[0], "GetItem");
    assert_eq!(add[1..], note);
    assert_eq!(costs("r", "tag", json!({ "remove": ["vip"] })).await, note);
    assert_eq!(costs("p", "prioritize", json!({ "priority": "low" })).await, note);
    assert_eq!(costs("s", "set_subject", json!({ "subject": "A lamp" })).await, note);
}

#[tokio::test]
async fn what_people_sort_is_made_anew_from_the_log() {
    let (deployment, case) = opened().await;
    for (id, command) in [
        ("a", json!({ "action": "tag", "add": ["one", "two"] })),
        ("b", json!({ "action": "tag", "add": ["three"], "remove": ["one"] })),
        ("c", json!({ "action": "prioritize", "priority": "urgent" })),
        ("d", json!({ "action": "set_subject", "subject": "A lamp" })),
    ] {
        sort(&deployment, &case, id, command).await;
    }
    let before = listed_one(&deployment).await;
    assert!(deployment.projections.rebuild(&case.id).await.unwrap());
    assert_eq!(listed_one(&deployment).await, before);
}

#[tokio::test]
async fn a_sorted_case_survives_crashes() {
    survives_crashes(
        async |deployment| deployment.open(&customer("ada"), "hello").await,
        async |deployment, case| {
            for (action, id, with) in [
                ("tag", "t", json!({ "add": ["vip"] })),
                ("prioritize", "p", json!({ "priority": "high" })),
                ("set_subject", "s", json!({ "subject": "A lamp" })),
            ] {
                deployment.act(&lead("lea"), frame(action, id, case, with)).await;
            }
            summarize(deployment, case).await;
        },
    )
    .await;
}

#[tokio::test]
async fn triage_raises_what_says_that_it_is_urgent_once_and_a_persons_word_stands() {
    let deployment = Deployment::new();
    deployment.settle(json!({})).await;
    let case = deployment.open(&customer("ada"), "My parcel is lost, it is urgent!").await;
    for _ in 0..2 {
        let batch = deployment.batch(&case.id, 1).await;
        assert!(deployment.triage.take(&batch).await.failed.is_none());
    }
    let log = deployment.log(&case.id).await;
    let raised: Vec<_> = log
        .iter()
        .filter_map(|entry| match entry.event.body {
            Body::Prioritized { priority } => Some((priority, entry.event.author.role)),
            _ => None,
        })
        .collect();
    assert_eq!(raised, [(Priority::High, domain::Role::Assistant)]);
    let lower = json!({ "action": "prioritize", "priority": "low" });
    assert_eq!(sort(&deployment, &case, "l", lower).await["action"], "ack");
    let batch = deployment.batch(&case.id, 1).await;
    assert!(deployment.triage.take(&batch).await.failed.is_none());
    assert_eq!(listed_one(&deployment).await.priority, Some(Priority::Low));
}

#[tokio::test]
async fn what_a_person_has_set_to_normal_no_word_raises_until_the_case_comes_back() {
    let deployment = Deployment::new();
    deployment.settle(json!({})).await;
    let case = deployment.open(&customer("ada"), "My parcel is lost, it is urgent!").await;
    let at_head = async || {
        let head = deployment.log(&case.id).await.pop().unwrap().event.seq;
        KnownCase { id: case.id.clone(), head }
    };
    // Triage hears of what was said after this event.
    let priority_after = async |seq: u64| {
        let batch = deployment.batch(&case.id, seq + 1).await;
        assert!(deployment.triage.take(&batch).await.failed.is_none());
        deployment.log(&case.id).await.pop().unwrap().state.precedence.priority
    };
    let says = async |id: &str| {
        let case = at_head().await;
        deployment.store(&customer("ada"), &message(&case, id, "It is urgent!")).await;
        priority_after(case.head.get()).await
    };
    assert_eq!(priority_after(0).await, Priority::High);
    let usual = json!({ "action": "prioritize", "priority": "normal" });
    assert_eq!(sort(&deployment, &at_head().await, "n", usual).await["action"], "ack");
    assert_eq!(says("again").await, Priority::Normal, "a person has said how pressing it is");
    deployment.act(&agent("ines"), frame("resolve", "r", &at_head().await, json!({}))).await;
    deployment.act(&customer("ada"), frame("reopen", "o", &at_head().await, json!({}))).await;
    assert_eq!(says("and-again").await, Priority::High, "it has come back");
}

#[tokio::test]
async fn a_customer_for_whom_a_person_is_wanted_already_goes_first_once_they_ask_themselves() {
    let (deployment, case) = opened().await;
    deployment.act(&agent("ines"), frame("escalate", "s", &case, json!({}))).await;
    summarize(&deployment, &case).await;
    let listed = listed_one(&deployment).await;
    assert_eq!((listed.wants_person, listed.asked_person), (true, None));
    let reply = deployment.act(&customer("ada"), frame("escalate", "c", &case, json!({}))).await;
    assert_eq!(reply["action"], "ack");
    let again = deployment.act(&customer("ada"), frame("escalate", "d", &case, json!({}))).await;
    assert_eq!(again["code"], "wrong_state");
    summarize(&deployment, &case).await;
    assert_eq!(listed_one(&deployment).await.asked_person, Some(true));
    assert_eq!(deployment.log(&case.id).await.len(), 3);
}
