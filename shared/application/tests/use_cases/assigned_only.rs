//! Stores in which agents see only their own cases: what comes back is seen by somebody all the same.

use application::{Caller, Wanted};
use contract::NewGroup;
use domain::{Group, Memberships, StoreId};
use serde_json::json;

use crate::deployment::{
    Deployment, KnownCase, agent, at, command_id, customer, frame, lead, message, seq, user,
};
use crate::directory::arrive;
use crate::routing::{assignee, deliver, gives, leaves, resolve, takes};

/// An agent of `north`, where agents see only their own cases, in these groups of it.
fn of_north(name: &str, groups: &str) -> Caller {
    let mut agent = at("north", agent(name));
    agent.principal.groups = Memberships::read(groups);
    agent
}

async fn group_of_north(deployment: &Deployment, name: &str) -> Group {
    let new = NewGroup { id: command_id(name), name: name.parse().unwrap() };
    let (nora, north) = (at("north", lead("nora")), "north".parse().unwrap());
    deployment.directory.add_group(&nora, &north, new).await.unwrap()
}

/// How many waiting cases of `north` somebody sees.
async fn sees(deployment: &Deployment, who: &Caller) -> usize {
    let wanted = Wanted::Waiting("north".parse().unwrap());
    let (stores, all) = (&deployment.cases.stores, application::Filter::default());
    let page = deployment.lists.list(who, stores, wanted, &all, None).await;
    page.unwrap().cases.len()
}

#[tokio::test]
async fn where_agents_see_only_their_own_what_waits_for_a_group_is_its_agents_to_take() {
    let deployment = Deployment::new();
    let billing = group_of_north(&deployment, "Billing").await;
    let case = deployment.open(&at("north", customer("ada")), "hello").await;
    let (ines, omar) = (of_north("ines", "north:1"), of_north("omar", "demo:1 north:1"));
    // Numbers of other groups, and the same number of another store.
    let others = [of_north("jon", ""), of_north("kim", "north:2"), of_north("liz", "demo:1")];
    deliver(&deployment, &case.id, 1).await;
    assert_eq!(sees(&deployment, &ines).await, 0, "it is for nobody yet");
    let pass = frame("escalate", "pass", &case, json!({ "group": billing.id }));
    deployment.act(&at("north", lead("nora")), pass).await;
    deliver(&deployment, &case.id, 2).await;
    let passed = KnownCase { head: seq(2), ..case.clone() };
    for other in &others {
        assert_eq!(sees(&deployment, other).await, 0);
        assert_eq!(takes(&deployment, other, &passed, "other").await["code"], "not_found");
    }
    assert_eq!((sees(&deployment, &ines).await, sees(&deployment, &omar).await), (1, 1));
    assert_eq!(takes(&deployment, &ines, &passed, "take").await["action"], "ack");
    deliver(&deployment, &case.id, 3).await;
    assert_eq!((sees(&deployment, &ines).await, sees(&deployment, &omar).await), (1, 0));
    let late = takes(&deployment, &omar, &passed, "late").await;
    assert_eq!((&late["code"], &late["taken_by"]["user"]), (&json!("taken"), &json!(user(&ines))));
    let new = KnownCase { head: seq(3), ..case.clone() };
    assert_eq!(takes(&deployment, &omar, &new, "new").await["code"], "not_found");
    for other in &others {
        assert_eq!(takes(&deployment, other, &passed, "late").await["code"], "not_found");
    }
}

#[tokio::test]
async fn where_agents_see_only_their_own_what_was_done_is_acknowledged_again_once_it_is_out_of_sight()
 {
    let deployment = Deployment::new();
    let billing = group_of_north(&deployment, "Billing").await;
    let (ines, nora) = (of_north("ines", ""), at("north", lead("nora")));
    arrive(&deployment, &ines).await;
    let case = deployment.open(&at("north", customer("ada")), "hello").await;
    gives(&deployment, &nora, &ines, &case, "give").await;
    let held = KnownCase { head: seq(2), ..case.clone() };
    let reply = frame("send", "reply", &held, json!({ "text": "Hm.", "anyway": true }));
    deployment.act(&ines, reply).await;
    let said = KnownCase { head: seq(3), ..case.clone() };
    let withdraw = frame("withdraw", "withdraw", &said, json!({ "of": 3 }));
    let pass = frame("escalate", "pass", &said, json!({ "group": billing.id }));
    for sent in [&withdraw, &pass, &withdraw, &pass] {
        let answer = deployment.act(&ines, sent.clone()).await;
        assert_eq!((&answer["action"], &answer["id"]), (&json!("ack"), &sent["id"]));
    }
    // Nor does it matter what has become of the group.
    let close = json!({ "id": command_id("close"), "closed": true });
    let close = serde_json::from_value(close).unwrap();
    let north: StoreId = "north".parse().unwrap();
    let closed = deployment.directory.change_group(&nora, &north, billing.id, close).await;
    closed.unwrap();
    assert_eq!(deployment.act(&ines, pass).await["action"], "ack");
    assert_eq!(deployment.log(&case.id).await.len(), 5);
}

#[tokio::test]
async fn where_agents_see_only_their_own_a_case_that_comes_back_to_nobody_is_anybodys_to_take() {
    let deployment = Deployment::new();
    let (ines, omar) = (of_north("ines", ""), of_north("omar", ""));
    let (ada, nora) = (at("north", customer("ada")), at("north", lead("nora")));
    arrive(&deployment, &ines).await;
    let case = deployment.open(&ada, "hello").await;
    gives(&deployment, &nora, &ines, &case, "give").await;
    let held = KnownCase { head: seq(2), ..case.clone() };
    deployment.store(&ines, &message(&held, "reply", "There.")).await;
    deployment.store(&ines, &resolve(&case, 3)).await;
    leaves(&deployment, &ines).await;
    deliver(&deployment, &case.id, 1).await;
    let settled = KnownCase { head: seq(4), ..case.clone() };
    assert_eq!(takes(&deployment, &omar, &settled, "early").await["code"], "not_found");
    deployment.store(&ada, &message(&settled, "again", "Not quite.")).await;
    deliver(&deployment, &case.id, 5).await;
    let back = KnownCase { head: seq(5), ..case.clone() };
    assert_eq!((sees(&deployment, &omar).await, assignee(&deployment, &case.id).await), (1, None));
    assert_eq!(takes(&deployment, &omar, &back, "take").await["action"], "ack");
    assert_eq!(assignee(&deployment, &case.id).await, Some(user(&omar)));
}

#[tokio::test]
async fn where_agents_see_only_their_own_a_case_that_comes_back_to_its_group_is_not_the_others() {
    let deployment = Deployment::new();
    let billing = group_of_north(&deployment, "Billing").await;
    let (ines, omar) = (of_north("ines", "north:1"), of_north("omar", ""));
    let (ada, nora) = (at("north", customer("ada")), at("north", lead("nora")));
    let case = deployment.open(&ada, "hello").await;
    let pass = frame("escalate", "pass", &case, json!({ "group": billing.id }));
    deployment.act(&nora, pass).await;
    let passed = KnownCase { head: seq(2), ..case.clone() };
    deployment.store(&nora, &message(&passed, "reply", "There.")).await;
    deployment.store(&nora, &resolve(&case, 3)).await;
    let settled = KnownCase { head: seq(4), ..case.clone() };
    deployment.store(&ada, &message(&settled, "again", "Not quite.")).await;
    deliver(&deployment, &case.id, 1).await;
    assert_eq!((sees(&deployment, &ines).await, sees(&deployment, &omar).await), (1, 0));
    let back = KnownCase { head: seq(5), ..case.clone() };
    assert_eq!(takes(&deployment, &omar, &back, "other").await["code"], "not_found");
    assert_eq!(takes(&deployment, &ines, &back, "take").await["action"], "ack");
}

#[tokio::test]
async fn whoever_answers_what_waited_for_their_group_still_sees_it_until_somebody_has_it() {
    let deployment = Deployment::new();
    let billing = group_of_north(&deployment, "Billing").await;
    let (ines, omar) = (of_north("ines", "north:1"), of_north("omar", "north:1"));
    let nora = at("north", lead("nora"));
    let case = deployment.open(&at("north", customer("ada")), "hello").await;
    let pass = frame("escalate", "pass", &case, json!({ "group": billing.id }));
    deployment.act(&nora, pass).await;
    let passed = KnownCase { head: seq(2), ..case.clone() };
    deployment.store(&ines, &message(&passed, "reply", "There.")).await;
    let answered = KnownCase { head: seq(3), ..case.clone() };
    let note = |id| frame("note", id, &answered, json!({ "text": "hm" }));
    assert_eq!(deployment.act(&omar, note("omar")).await["code"], "not_found");
    assert_eq!(deployment.act(&ines, note("ines")).await["action"], "ack");
    arrive(&deployment, &omar).await;
    let noted = KnownCase { head: seq(4), ..case.clone() };
    assert_eq!(gives(&deployment, &nora, &omar, &noted, "give").await["action"], "ack");
    assert_eq!(deployment.act(&ines, note("late")).await["code"], "not_found");
}
