//! People who are let into a case, and shown out again.

use domain::{Command, CommandError};
use serde_json::json;

use crate::deployment::{
    Deployment, KnownCase, agent, at, command, customer, frame, message, seq, user,
};

/// Ada's case into which Bob was let.
async fn with_bob() -> (Deployment, KnownCase) {
    let deployment = Deployment::new();
    let case = deployment.open(&customer("ada"), "hello").await;
    let add = frame("add_participant", "add", &case, json!({ "user": user(&customer("bob")) }));
    assert_eq!(deployment.act(&agent("ines"), add).await["action"], "ack");
    (deployment, KnownCase { head: seq(2), ..case })
}

#[tokio::test]
async fn who_was_let_in_reads_and_writes_like_the_customer() {
    let (deployment, case) = with_bob().await;
    let bob = customer("bob");
    let note = frame("note", "n", &case, json!({ "text": "hm" }));
    assert_eq!(deployment.act(&bob, note).await["code"], "not_allowed");
    deployment.store(&bob, &message(&case, "m", "I am here too")).await;
    let page = deployment.act(&bob, frame("sync", "y", &case, json!({ "after": 1 }))).await;
    assert_eq!(page["events"].as_array().unwrap().len(), 1, "and no word of how he came in");
}

#[tokio::test]
async fn who_was_shown_out_neither_reads_nor_writes_nor_hears() {
    let (deployment, case) = with_bob().await;
    let bob = customer("bob");
    deployment.listen(&bob, &case.id).await;
    let out = frame("remove_participant", "out", &case, json!({ "user": user(&bob) }));
    deployment.act(&agent("ines"), out).await;
    deployment.store(&customer("ada"), &message(&case, "m", "Hello?")).await;
    assert_eq!(deployment.aws.disconnected(), ["bob"]);
    assert!(deployment.aws.frames("bob").is_empty());
    let refused = deployment.refused(&bob, &message(&case, "m", "hello?")).await;
    assert_eq!(refused, CommandError::NotFound);
    let sync = deployment.act(&bob, frame("sync", "y", &case, json!({}))).await;
    assert_eq!(sync["code"], "not_found");
}

#[tokio::test]
async fn nobody_is_let_in_twice_or_shown_out_who_is_not_in() {
    let (deployment, case) = with_bob().await;
    let ines = agent("ines");
    let again = frame("add_participant", "again", &case, json!({ "user": user(&customer("bob")) }));
    assert_eq!(deployment.act(&ines, again).await["code"], "wrong_state");
    let other = frame("remove_participant", "o", &case, json!({ "user": user(&customer("eve")) }));
    assert_eq!(deployment.act(&ines, other).await["code"], "wrong_state");
}

#[tokio::test]
async fn a_late_retry_does_not_let_in_again_whom_someone_has_shown_out() {
    let (deployment, case) = with_bob().await;
    let start = KnownCase { head: seq(1), ..case.clone() };
    let bob = user(&customer("bob"));
    let out = Command::RemoveParticipant { user: bob.clone() };
    deployment.store(&agent("ines"), &command(&case, "out", out)).await;
    for known in [start, KnownCase { head: seq(3), ..case.clone() }] {
        let add = Command::AddParticipant { user: bob.clone(), name: None };
        let found = deployment.store(&agent("ines"), &command(&known, "add", add)).await;
        assert_eq!(found.entry.event.seq, seq(2));
        assert_eq!(deployment.count("CASE#", "PART#"), 0, "known up to {}", known.head);
    }
}

#[tokio::test]
async fn a_customer_of_another_store_who_is_let_in_stays_outside() {
    let deployment = Deployment::new();
    let case = deployment.open(&customer("ada"), "hello").await;
    let nils = at("north", customer("nils"));
    let add = frame("add_participant", "add", &case, json!({ "user": user(&nils) }));
    deployment.act(&agent("ines"), add).await;
    let refused = deployment.refused(&nils, &message(&case, "m", "hello?")).await;
    assert_eq!(refused, CommandError::NotFound);
}
