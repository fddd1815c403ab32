//! Notes that call colleagues: whom they may call, who finds them, and what is left once they are erased.

use application::{Caller, MentionLists};
use contract::MentionPage;
use domain::{CommandError, MentionList, Timestamp};
use serde_json::{Value, json};

use crate::crashes::survives_crashes;
use crate::deployment::{
    Decided, Deployment, KnownCase, NOW, agent, at, command_id, customer, frame, later, lead,
    store, user,
};
use crate::directory::{arrive, change};

fn mentions(deployment: &Deployment) -> MentionLists {
    MentionLists::new(&deployment.table)
}

async fn list(deployment: &Deployment, who: &Caller) -> MentionPage {
    let stores = &deployment.cases.stores;
    mentions(deployment).list(who, stores, &store(), None).await.unwrap()
}

/// A note of Ines about a case, calling somebody; gives the answer.
async fn calls(deployment: &Deployment, id: &str, case: &KnownCase, whom: &[&Caller]) -> Value {
    let called: Vec<_> = whom.iter().map(|who| user(who)).collect();
    let note = json!({ "text": "Can you look at this?", "mentions": called });
    deployment.act(&agent("ines"), frame("note", id, case, note)).await
}

/// Brings what is derived up to date.
async fn deliver(deployment: &Deployment, case: &KnownCase) {
    let batch = deployment.batch(&case.id, 1).await;
    deployment.projections.summarize(&batch).await.unwrap();
}

/// A case of Ada's in a store where Ines, Jon and Lea work.
async fn desk(deployment: &Deployment) -> KnownCase {
    for who in [agent("ines"), agent("jon"), lead("lea")] {
        arrive(deployment, &who).await;
    }
    deployment.open(&customer("ada"), "Where is my parcel?").await
}

#[tokio::test]
async fn a_note_calls_colleagues_who_find_it_in_a_list_of_their_own() {
    let deployment = Deployment::new();
    let case = desk(&deployment).await;
    let answer = calls(&deployment, "note", &case, &[&agent("jon"), &agent("ines")]).await;
    assert_eq!(
        answer["event"]["body"]["mentions"],
        json!([user(&agent("jon")), user(&agent("ines"))])
    );
    deliver(&deployment, &case).await;
    let page = list(&deployment, &agent("jon")).await;
    let [one] = &page.mentions[..] else { panic!("{page:?}") };
    assert_eq!((&one.case, one.seq.get(), one.read, page.unread), (&case.id, 2, false, 1));
    assert_eq!(one.text.as_ref().map(domain::Text::as_str), Some("Can you look at this?"));
    assert_eq!(one.by.as_ref().map(domain::Name::as_str), Some("ines"));
    assert_eq!(one.subject.as_deref(), Some("Where is my parcel?"));
    for other in [agent("ines"), lead("lea")] {
        assert_eq!(list(&deployment, &other).await.mentions, [], "nobody calls themselves");
    }
}

#[tokio::test]
async fn whoever_does_not_work_for_the_store_is_not_called() {
    let deployment = Deployment::new();
    let case = desk(&deployment).await;
    let stranger = calls(&deployment, "one", &case, &[&agent("nobody")]).await;
    assert_eq!(stranger["code"], "unknown_agent");
    let left = json!({ "version": 0, "active": false });
    change(&deployment, &lead("lea"), &agent("jon"), "left", left).await.unwrap();
    assert_eq!(calls(&deployment, "two", &case, &[&agent("jon")]).await["code"], "unknown_agent");
    assert_eq!(deployment.log(&case.id).await.len(), 1);
    let jon = json!({ "text": "hm", "mentions": [user(&agent("jon"))] });
    let by_customer =
        deployment.act(&customer("ada"), frame("note", "n", &case, jon.clone())).await;
    assert_eq!(by_customer["code"], "not_allowed");
    let from_outside =
        deployment.act(&at("north", agent("eva")), frame("note", "n", &case, jon)).await;
    assert_eq!(from_outside["code"], "not_found");
}

#[tokio::test]
async fn a_note_that_is_sent_again_is_found_though_its_colleague_has_left() {
    let deployment = Deployment::new();
    let case = desk(&deployment).await;
    let first = calls(&deployment, "note", &case, &[&agent("jon")]).await;
    let left = json!({ "version": 0, "active": false });
    change(&deployment, &lead("lea"), &agent("jon"), "left", left).await.unwrap();
    assert_eq!(calls(&deployment, "note", &case, &[&agent("jon")]).await["event"], first["event"]);
    let other = calls(&deployment, "note", &case, &[&lead("lea")]).await;
    assert_eq!(other["code"], "id_reused");
}

#[tokio::test]
async fn a_list_is_read_up_to_a_time_and_stays_so() {
    let deployment = Deployment::new();
    let case = desk(&deployment).await;
    calls(&deployment, "note", &case, &[&agent("jon")]).await;
    deliver(&deployment, &case).await;
    let jon = later(60, agent("jon"));
    let read = async |until: Timestamp| {
        mentions(&deployment).mark_read(&jon, &store(), until).await.unwrap();
        let page = list(&deployment, &jon).await;
        (page.unread, page.mentions[0].read)
    };
    assert_eq!(read(NOW.plus_seconds(-1)).await, (1, false));
    assert_eq!(read(NOW).await, (0, true));
    assert_eq!(read(NOW.plus_seconds(-1)).await, (0, true), "an earlier time takes nothing back");
    // No time ahead hides what has not been written yet.
    read(NOW.plus_seconds(3_600)).await;
    let head = deployment.log(&case.id).await.len().try_into().unwrap();
    let case = KnownCase { head: crate::deployment::seq(head), ..case };
    let note = json!({ "text": "Still?", "mentions": [user(&agent("jon"))] });
    let ines = later(120, agent("ines"));
    deployment.act(&ines, frame("note", "late", &case, note)).await;
    deliver(&deployment, &case).await;
    assert_eq!(list(&deployment, &later(180, agent("jon"))).await.unread, 1);
}

#[tokio::test]
async fn what_a_list_does_not_show_is_not_unread_either() {
    let deployment = Deployment::new();
    let (nora, jon) = (at("north", lead("nora")), at("north", agent("jon")));
    for who in [&nora, &jon] {
        arrive(&deployment, who).await;
    }
    // There agents see only their own cases.
    let case = deployment.open(&at("north", customer("ada")), "Where is my parcel?").await;
    let note = json!({ "text": "Can you look at this?", "mentions": [user(&jon)] });
    let answer = deployment.act(&nora, frame("note", "note", &case, note)).await;
    assert_eq!(answer["action"], "ack", "{answer}");
    deliver(&deployment, &case).await;
    let (stores, north) = (&deployment.cases.stores, "north".parse().unwrap());
    let page = mentions(&deployment).list(&jon, stores, &north, None).await.unwrap();
    assert_eq!((page.mentions.len(), page.unread), (0, 0));
}

#[tokio::test]
async fn only_agents_of_the_store_have_a_list() {
    let deployment = Deployment::new();
    desk(&deployment).await;
    let stores = &deployment.cases.stores;
    for who in [customer("ada"), at("north", agent("eva"))] {
        let listed = mentions(&deployment).list(&who, stores, &store(), None).await.decided();
        assert_eq!(listed, Err(CommandError::NotFound));
        let marked = mentions(&deployment).mark_read(&who, &store(), NOW).await.decided();
        assert_eq!(marked, Err(CommandError::NotFound));
    }
}

#[tokio::test]
async fn a_mention_is_listed_once_wherever_the_process_ends() {
    let prepare = async |deployment: &Deployment| {
        let case = desk(deployment).await;
        calls(deployment, "note", &case, &[&agent("jon"), &lead("lea")]).await;
        deployment.batch(&case.id, 2).await
    };
    survives_crashes(prepare, async |deployment, batch| {
        deployment.projections.summarize(batch).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_list_is_made_anew_from_the_logs() {
    let deployment = Deployment::new();
    let case = desk(&deployment).await;
    calls(&deployment, "note", &case, &[&agent("jon")]).await;
    assert!(list(&deployment, &agent("jon")).await.mentions.is_empty());
    deployment.projections.rebuild(&case.id).await.unwrap();
    assert_eq!(list(&deployment, &agent("jon")).await.mentions.len(), 1);
}

#[test]
fn a_note_with_too_many_mentions_is_no_frame() {
    let mentions: Vec<_> =
        (0..=MentionList::MOST).map(|n| domain::UserId::agent("issuer", &n.to_string())).collect();
    let note = json!({
        "action": "note", "id": command_id("n"), "case": "0".repeat(26), "after": 1, "text": "hm",
        "mentions": mentions,
    });
    assert!(contract::ClientFrame::from_value(&note).is_err());
}
