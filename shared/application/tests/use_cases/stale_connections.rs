//! Connections of agents who may not work for a store any more, or are in other groups than when they came in.

use application::Caller;
use contract::{AgentChange, NewGroup};
use domain::{Memberships, StoreId};
use serde_json::{Value, json};

use crate::deployment::{Deployment, NOW, agent, at, command_id, lead, on, store, user};
use crate::directory::{arrive, change};
use crate::routing::run_at;

fn north() -> StoreId {
    "north".parse().unwrap()
}

async fn is_deactivated(deployment: &Deployment, who: &Caller) {
    let out = json!({ "version": 0, "active": false });
    change(deployment, &lead("lea"), who, "out", out).await.unwrap();
}

/// What the stream does after a change of a store's staff.
async fn staff_changed(deployment: &Deployment, store: &StoreId) -> Vec<String> {
    deployment.router.assign_waiting(store, Vec::new(), NOW).await.unwrap();
    let mut ended = deployment.aws.disconnected();
    ended.sort();
    ended
}

#[tokio::test]
async fn whoever_is_deactivated_is_disconnected_everywhere_and_nobody_else_is() {
    let deployment = Deployment::new();
    let ines = agent("ines");
    for who in [&on("tab1", ines.clone()), &on("tab2", ines.clone()), &agent("omar"), &lead("lea")]
    {
        arrive(&deployment, who).await;
    }
    assert!(staff_changed(&deployment, &store()).await.is_empty());
    is_deactivated(&deployment, &ines).await;
    assert_eq!(staff_changed(&deployment, &store()).await, ["tab1", "tab2"]);
}

#[tokio::test]
async fn whoever_comes_in_as_they_are_deactivated_is_disconnected_within_a_minute() {
    let deployment = Deployment::new();
    let ines = agent("ines");
    arrive(&deployment, &on("tab1", ines.clone())).await;
    is_deactivated(&deployment, &ines).await;
    // Let in before.
    arrive(&deployment, &on("tab2", ines)).await;
    run_at(&deployment, 60).await;
    let mut ended = deployment.aws.disconnected();
    ended.sort();
    assert_eq!(ended, ["tab1", "tab2"]);
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_can_not_be_ended_keeps_no_case_from_being_given_out() {
    let deployment = Deployment::new();
    crate::routing::automatic(&deployment).await;
    let ines = agent("ines");
    arrive(&deployment, &ines).await;
    is_deactivated(&deployment, &ines).await;
    arrive(&deployment, &agent("omar")).await;
    crate::routing::cases(&deployment, 1).await;
    deployment.aws.fail_every("DeleteConnection", embedded_aws::Fault::Refused);
    assert_eq!(run_at(&deployment, 60).await.assigned, 1);
    deployment.aws.heal();
    run_at(&deployment, 120).await;
    assert_eq!(deployment.aws.disconnected(), ["ines"]);
}

async fn is_in(deployment: &Deployment, who: &Caller, store: &StoreId, id: &str, groups: Value) {
    let change = json!({ "id": command_id(id), "version": 0, "groups": groups });
    let change: AgentChange = serde_json::from_value(change).unwrap();
    let lea = at(store.as_str(), lead("lea"));
    deployment.directory.change(&lea, store, &user(who), change).await.unwrap();
}

#[tokio::test]
async fn whoever_gets_into_a_group_comes_in_again_where_that_decides_what_they_see() {
    for (store, expected) in [(north(), vec!["ines"]), (store(), Vec::new())] {
        let deployment = Deployment::new();
        let ines = at(store.as_str(), agent("ines"));
        arrive(&deployment, &ines).await;
        let new = NewGroup { id: command_id("billing"), name: "Billing".parse().unwrap() };
        let lea = at(store.as_str(), lead("lea"));
        deployment.directory.add_group(&lea, &store, new).await.unwrap();
        is_in(&deployment, &ines, &store, "in", json!([1])).await;
        assert_eq!(staff_changed(&deployment, &store).await, expected);
        let mut again = on("again", ines);
        again.principal.groups = Memberships::read(&format!("{}:1", store.as_str()));
        arrive(&deployment, &again).await;
        assert_eq!(staff_changed(&deployment, &store).await, expected, "once");
    }
}
