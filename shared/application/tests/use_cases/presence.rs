//! Who of the staff is there, sign-ins, and their ends.

use domain::SessionId;
use serde_json::{Value, json};

use crate::crashes::survives_crashes;
use crate::deployment::{Deployment, NOW, agent, at, command_id, customer, later, lead, on, user};

fn session_id() -> SessionId {
    "s".repeat(26).parse().unwrap()
}

async fn arrive(deployment: &Deployment, caller: &application::Caller) -> bool {
    let connection = caller.connection.clone().unwrap();
    let arrived = deployment.presence.arrive(&connection, &caller.principal, None, caller.now);
    arrived.await.unwrap()
}

async fn leave(deployment: &Deployment, caller: &application::Caller) {
    let connection = caller.connection.clone().unwrap();
    deployment.presence.leave(&connection, caller.now).await.unwrap();
}

/// Who is told to whoever asks, by name.
async fn online(deployment: &Deployment, caller: &application::Caller) -> Value {
    let beat = json!({ "action": "heartbeat", "id": command_id("b"), "cases": [] });
    let reply = deployment.act(caller, beat).await;
    let Some(online) = reply["online"].as_array() else { return Value::Null };
    let mut names: Vec<_> = online.iter().map(|who| who["name"].as_str().unwrap()).collect();
    names.sort_unstable();
    json!(names)
}

#[tokio::test]
async fn colleagues_are_told_who_comes_and_who_goes() {
    let deployment = Deployment::new();
    let (ines, omar) = (agent("ines"), agent("omar"));
    arrive(&deployment, &omar).await;
    arrive(&deployment, &ines).await;
    leave(&deployment, &ines).await;
    let told = deployment.aws.frames("omar");
    let told: Vec<_> = told.iter().map(|frame| (&frame["name"], &frame["online"])).collect();
    assert_eq!(told, [(&json!("ines"), &json!(true)), (&json!("ines"), &json!(false))]);
    assert!(deployment.aws.frames("ines").is_empty(), "nobody is told of themselves");
}

#[tokio::test]
async fn a_second_tab_is_no_second_arrival_and_its_end_no_leaving() {
    let deployment = Deployment::new();
    let tab = on("tab", agent("ines"));
    for who in [&agent("omar"), &agent("ines"), &tab] {
        arrive(&deployment, who).await;
    }
    leave(&deployment, &tab).await;
    assert_eq!(deployment.aws.frames("omar").len(), 1);
    leave(&deployment, &agent("ines")).await;
    assert_eq!(deployment.aws.frames("omar").len(), 2);
}

#[tokio::test]
async fn a_tab_that_has_been_silent_for_long_counts_as_gone() {
    let deployment = Deployment::new();
    arrive(&deployment, &agent("omar")).await;
    arrive(&deployment, &agent("ines")).await;
    assert_eq!(online(&deployment, &agent("omar")).await, json!(["ines", "omar"]));
    let soon = later(599, agent("lea"));
    assert_eq!(online(&deployment, &soon).await.as_array().unwrap().len(), 2);
    let late = later(600, agent("lea"));
    assert_eq!(online(&deployment, &late).await, json!([]));
}

#[tokio::test]
async fn a_heartbeat_keeps_one_there_and_brings_nobody_back_who_has_left() {
    let deployment = Deployment::new();
    arrive(&deployment, &agent("ines")).await;
    online(&deployment, &later(500, agent("ines"))).await;
    assert_eq!(online(&deployment, &later(900, agent("omar"))).await, json!(["ines"]));
    leave(&deployment, &agent("ines")).await;
    online(&deployment, &later(910, agent("ines"))).await;
    assert_eq!(online(&deployment, &later(920, agent("omar"))).await, json!([]));
}

#[tokio::test]
async fn who_is_there_is_told_to_the_staff_of_the_same_store_alone() {
    let deployment = Deployment::new();
    arrive(&deployment, &agent("ines")).await;
    arrive(&deployment, &customer("ada")).await;
    assert_eq!(online(&deployment, &customer("ada")).await, Value::Null);
    assert_eq!(online(&deployment, &at("north", lead("nora"))).await, json!([]));
    assert_eq!(online(&deployment, &lead("lea")).await, json!(["ines"]));
    assert!(deployment.aws.frames("ines").is_empty(), "customers come and go untold");
}

#[tokio::test]
async fn a_token_that_has_ended_makes_nobody_present() {
    let deployment = Deployment::new();
    let mut short = agent("ines");
    short.principal.expires = NOW.plus_seconds(60);
    arrive(&deployment, &short).await;
    assert_eq!(online(&deployment, &later(59, agent("omar"))).await, json!(["ines"]));
    assert_eq!(online(&deployment, &later(60, agent("omar"))).await, json!([]));
}

#[tokio::test]
async fn who_arrives_is_in_the_directory_and_a_customer_is_not() {
    let deployment = Deployment::new();
    arrive(&deployment, &agent("ines")).await;
    arrive(&deployment, &customer("ada")).await;
    let directory = &deployment.cases.directory;
    let found = directory.find(&user(&agent("ines"))).await.unwrap().unwrap();
    assert_eq!(found.name, agent("ines").principal.name);
    assert_eq!(directory.find(&user(&customer("ada"))).await.unwrap(), None);
}

#[tokio::test]
async fn an_arrival_that_is_cut_off_and_repeated_is_one() {
    let session = session_id();
    survives_crashes(
        async |deployment| arrive(deployment, &agent("omar")).await,
        async |deployment, _| {
            let ines = agent("ines");
            let connection = ines.connection.clone().unwrap();
            let came =
                deployment.presence.arrive(&connection, &ines.principal, Some(&session), NOW);
            assert!(came.await.unwrap());
        },
    )
    .await;
}

#[tokio::test]
async fn a_leaving_that_is_cut_off_and_repeated_leaves_nothing_that_listens() {
    // What is left of a connection without its own row ends with its TTL.
    survives_crashes(
        async |deployment| {
            let case = deployment.open(&customer("ada"), "hello").await;
            deployment.listen(&customer("ada"), &case.id).await;
            arrive(deployment, &customer("ada")).await
        },
        async |deployment, _| leave(deployment, &customer("ada")).await,
    )
    .await;
}

#[tokio::test]
async fn leaving_twice_is_told_once() {
    let deployment = Deployment::new();
    for who in [&agent("omar"), &agent("ines")] {
        arrive(&deployment, who).await;
    }
    leave(&deployment, &agent("ines")).await;
    leave(&deployment, &agent("ines")).await;
    assert_eq!(deployment.aws.frames("omar").len(), 2);
}

#[tokio::test]
async fn the_twenty_first_connection_of_a_sign_in_ends_its_oldest() {
    let session = session_id();
    let deployment = Deployment::new();
    for n in 0..21 {
        let tab = on(&format!("tab{n:02}"), later(n, customer("ada")));
        let connection = tab.connection.clone().unwrap();
        let came = deployment.presence.arrive(&connection, &tab.principal, Some(&session), tab.now);
        assert!(came.await.unwrap());
    }
    assert_eq!(deployment.aws.disconnected(), ["tab00"]);
    assert_eq!(deployment.count("SESSION#", "CONN#"), 20, "and it counts no more");
}

#[tokio::test]
async fn a_sign_in_that_was_ended_lets_nobody_in_and_leaves_no_trace_of_who_tried() {
    let session = session_id();
    let deployment = Deployment::new();
    deployment.sign_ins.end(&session, NOW).await.unwrap();
    let ines = agent("ines");
    let connection = ines.connection.clone().unwrap();
    let came = deployment.presence.arrive(&connection, &ines.principal, Some(&session), NOW);
    assert!(!came.await.unwrap());
    assert_eq!((deployment.count("CONN#", ""), deployment.count("STORE#", "AGENT#")), (0, 0));
}

#[tokio::test(start_paused = true)]
async fn signing_out_closes_what_was_opened_with_it_and_nothing_else() {
    let session = session_id();
    let deployment = Deployment::new();
    for tab in ["tab1", "tab2"] {
        let tab = on(tab, customer("ada"));
        let connection = tab.connection.clone().unwrap();
        deployment.presence.arrive(&connection, &tab.principal, Some(&session), NOW).await.unwrap();
    }
    let other = "o".repeat(26).parse().unwrap();
    let ines = agent("ines");
    let connection = ines.connection.clone().unwrap();
    deployment.presence.arrive(&connection, &ines.principal, Some(&other), NOW).await.unwrap();
    deployment.sign_ins.end(&session, NOW).await.unwrap();
    let mut ended = deployment.aws.disconnected();
    ended.sort();
    assert_eq!(ended, ["tab1", "tab2"]);
}

#[tokio::test(start_paused = true)]
async fn signing_out_comes_back_for_a_connection_that_was_about_to_open() {
    let session = session_id();
    let deployment = Deployment::new();
    let ada = customer("ada");
    let connection = ada.connection.clone().unwrap();
    let came = deployment.presence.arrive(&connection, &ada.principal, Some(&session), NOW);
    assert!(came.await.unwrap());
    deployment.aws.hang_up("ada");
    deployment.sign_ins.end(&session, NOW).await.unwrap();
    assert_eq!(deployment.aws.requests("DeleteConnection"), 2);
}
