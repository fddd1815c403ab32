//! Cases that are put aside: what brings them back, where they are listed meanwhile, and who may do it.

use application::{Caller, CountedList, TimerReport, Wanted};
use contract::CaseSummary;
use serde_json::{Value, json};

use crate::deployment::{
    Deployment, KnownCase, NOW, agent, customer, frame, later, lead, message, seq, settle, store,
    user,
};
use crate::directory::arrive;
use crate::routing::{assignee, automatic, leaves, run_at, state, takes};
use crate::timers::{HOUR, deliver, put_aside, run, set};

/// The case at its newest event.
async fn now(deployment: &Deployment, case: &KnownCase) -> KnownCase {
    let head = deployment.log(&case.id).await.len();
    KnownCase { head: seq(head.try_into().unwrap()), ..case.clone() }
}

async fn snooze(deployment: &Deployment, who: &Caller, case: &KnownCase, until: Value) -> Value {
    let case = now(deployment, case).await;
    let id = format!("snooze-{}", case.head);
    deployment.act(who, frame("snooze", &id, &case, json!({ "until": until }))).await
}

async fn listed(deployment: &Deployment, wanted: Wanted) -> Vec<CaseSummary> {
    let (ines, stores) = (agent("ines"), &deployment.cases.stores);
    deployment
        .lists
        .list(&ines, stores, wanted, &application::Filter::default(), None)
        .await
        .unwrap()
        .cases
}

async fn is_aside(deployment: &Deployment, case: &KnownCase) -> bool {
    state(deployment, &case.id).await.snoozed.is_some()
}

#[tokio::test]
async fn what_is_put_aside_is_in_a_list_of_its_own_until_it_comes_back() {
    let deployment = Deployment::new();
    let late = put_aside(&deployment, "late", 2 * HOUR).await;
    let early = put_aside(&deployment, "early", HOUR).await;
    let never = deployment.open(&customer("never"), "hello").await;
    snooze(&deployment, &agent("ines"), &never, Value::Null).await;
    deliver(&deployment, &never.id).await;
    let aside = listed(&deployment, Wanted::Snoozed(store())).await;
    let order: Vec<_> = aside.iter().map(|one| &one.case).collect();
    assert_eq!(order, [&early.id, &late.id, &never.id], "who comes back first is first");
    let until: Vec<_> = aside.iter().map(|one| one.snoozed.unwrap().until).collect();
    assert_eq!(until, [Some(NOW.plus_seconds(HOUR)), Some(NOW.plus_seconds(2 * HOUR)), None]);
    assert!(listed(&deployment, Wanted::Waiting(store())).await.is_empty());
    run(&deployment, HOUR).await;
    deliver(&deployment, &early.id).await;
    let waiting = listed(&deployment, Wanted::Waiting(store())).await;
    let [back] = &waiting[..] else { panic!("{waiting:?}") };
    assert_eq!((&back.case, back.snoozed), (&early.id, None));
    assert_eq!(back.waiting_since, Some(NOW), "the customer has waited all the time");
}

#[tokio::test]
async fn what_is_put_aside_is_counted_by_itself() {
    let deployment = Deployment::new();
    put_aside(&deployment, "ada", HOUR).await;
    let wanted = [CountedList::Waiting, CountedList::Snoozed];
    let counts = async |who: &Caller| {
        let stores = &deployment.cases.stores;
        deployment.lists.count(who, stores, &store(), &wanted).await.unwrap()
    };
    let read = counts(&agent("ines")).await;
    assert_eq!((read.waiting, read.snoozed, read.open), (Some(0), Some(1), None));
}

#[tokio::test]
async fn the_customers_words_bring_it_back_and_its_timer_is_dropped() {
    let deployment = Deployment::new();
    let case = put_aside(&deployment, "ada", HOUR).await;
    let case = now(&deployment, &case).await;
    deployment.store(&customer("ada"), &message(&case, "more", "Hello?")).await;
    assert!(!is_aside(&deployment, &case).await);
    deliver(&deployment, &case.id).await;
    assert_eq!(listed(&deployment, Wanted::Waiting(store())).await.len(), 1);
    assert_eq!(run(&deployment, HOUR).await, TimerReport { dropped: 1, ..Default::default() });
}

#[tokio::test]
async fn who_puts_it_aside_anew_has_set_another_timer() {
    let deployment = Deployment::new();
    let case = put_aside(&deployment, "ada", HOUR).await;
    snooze(&deployment, &agent("ines"), &case, json!(NOW.plus_seconds(2 * HOUR))).await;
    deliver(&deployment, &case.id).await;
    assert_eq!(run(&deployment, HOUR).await, TimerReport { dropped: 1, ..Default::default() });
    assert!(is_aside(&deployment, &case).await);
    assert_eq!(run(&deployment, 2 * HOUR).await.woken, 1);
}

#[tokio::test]
async fn somebody_else_gets_it_or_settles_it_and_it_is_back() {
    let deployment = Deployment::new();
    for (name, act) in [("take", 0), ("settle", 1), ("wake", 2)] {
        let case = put_aside(&deployment, name, HOUR).await;
        let case = now(&deployment, &case).await;
        match act {
            0 => _ = takes(&deployment, &agent("omar"), &case, "omar").await,
            1 => _ = deployment.store(&agent("omar"), &settle(&case, "done")).await,
            _ => _ = deployment.act(&lead("lea"), frame("wake", "wake", &case, json!({}))).await,
        }
        assert!(!is_aside(&deployment, &case).await, "{name}");
    }
}

#[tokio::test]
async fn an_agents_own_reply_leaves_it_aside() {
    let deployment = Deployment::new();
    let case = put_aside(&deployment, "ada", HOUR).await;
    let case = now(&deployment, &case).await;
    deployment.store(&agent("ines"), &message(&case, "reply", "We have asked them.")).await;
    assert!(is_aside(&deployment, &case).await);
    assert_eq!(run(&deployment, HOUR).await.woken, 1);
}

#[tokio::test]
async fn a_time_that_is_past_or_beyond_a_year_and_a_settled_case_are_refused() {
    let deployment = Deployment::new();
    let case = deployment.open(&customer("ada"), "hello").await;
    let ines = agent("ines");
    for until in [NOW, NOW.plus_seconds(-HOUR), NOW.plus_seconds(9_000 * HOUR)] {
        let refused = snooze(&deployment, &ines, &case, json!(until)).await;
        assert_eq!(refused["code"], "wrong_state", "{until:?}");
    }
    deployment.store(&ines, &settle(&case, "done")).await;
    assert_eq!(snooze(&deployment, &ines, &case, Value::Null).await["code"], "wrong_state");
    assert_eq!(set(&deployment), 0);
}

#[tokio::test]
async fn customers_neither_put_aside_nor_learn_of_it() {
    let deployment = Deployment::new();
    let case = put_aside(&deployment, "ada", HOUR).await;
    let ada = customer("ada");
    assert_eq!(snooze(&deployment, &ada, &case, Value::Null).await["code"], "not_allowed");
    let seen = deployment.act(&ada, frame("sync", "sync", &case, json!({}))).await;
    let said = seen.to_string();
    assert!(!said.contains("snooze") && seen["head"] == 1, "{said}");
}

#[tokio::test]
async fn what_is_put_aside_is_neither_given_out_nor_handed_back() {
    let deployment = Deployment::new();
    automatic(&deployment).await;
    let ines = agent("ines");
    arrive(&deployment, &ines).await;
    let free = put_aside(&deployment, "free", HOUR).await;
    assert_eq!(run_at(&deployment, 60).await.assigned, 0);
    let held = deployment.open(&customer("held"), "hello").await;
    takes(&deployment, &ines, &held, "take").await;
    snooze(&deployment, &ines, &held, json!(NOW.plus_seconds(2 * HOUR))).await;
    deliver(&deployment, &held.id).await;
    leaves(&deployment, &later(120, ines.clone())).await;
    assert_eq!(run_at(&deployment, HOUR).await.handed_back, 0);
    assert_eq!(assignee(&deployment, &held.id).await, Some(user(&ines)));
    // Once it is back somebody who is there gets it.
    assert_eq!(run(&deployment, 2 * HOUR).await.woken, 2);
    for case in [&free, &held] {
        deliver(&deployment, &case.id).await;
    }
    assert_eq!(run_at(&deployment, 2 * HOUR + 60).await.handed_back, 1);
}
