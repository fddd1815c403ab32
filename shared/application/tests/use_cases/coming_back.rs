//! Cases that come back from customers who write again.

use domain::{CommandError, StoreId};

use crate::deployment::{
    Deployment, KnownCase, NOW, agent, at, customer, lead, message, seq, user,
};
use crate::directory::arrive;
use crate::routing::{assignee, automatic, deliver, gives, leaves, places, resolve, resolved_by};

#[tokio::test]
async fn whoever_writes_in_a_case_that_they_have_resolved_has_a_place_for_it_again() {
    let deployment = Deployment::new();
    let ines = agent("ines");
    let settled = resolved_by(&deployment, &ines).await;
    deployment.store(&ines, &message(&settled, "more", "One more thing.")).await;
    deliver(&deployment, &settled.id, 4).await;
    assert_eq!(assignee(&deployment, &settled.id).await, Some(user(&ines)));
    assert_eq!(places(&deployment, &ines).await, 1);
}

#[tokio::test]
async fn a_resolved_case_that_comes_back_goes_to_whoever_knows_it_where_they_are_there() {
    let deployment = Deployment::new();
    automatic(&deployment).await;
    let (ines, omar) = (agent("ines"), agent("omar"));
    arrive(&deployment, &ines).await;
    let ada = customer("ada");
    let case = deployment.open(&ada, "hello").await;
    deliver(&deployment, &case.id, 1).await;
    let held = KnownCase { head: seq(2), ..case.clone() };
    deployment.store(&ines, &message(&held, "reply", "There.")).await;
    deployment.store(&ines, &resolve(&case, 3)).await;
    deliver(&deployment, &case.id, 3).await;
    assert_eq!(places(&deployment, &ines).await, 0);
    arrive(&deployment, &omar).await;
    let settled = KnownCase { head: seq(4), ..case.clone() };
    deployment.store(&ada, &message(&settled, "again", "Not quite.")).await;
    assert_eq!(assignee(&deployment, &case.id).await, None);
    assert_eq!(deliver(&deployment, &case.id, 5).await, 1);
    assert_eq!(assignee(&deployment, &case.id).await, Some(user(&ines)));
}

#[tokio::test]
async fn where_agents_see_only_their_own_a_case_that_comes_back_goes_to_who_is_there() {
    let deployment = Deployment::new();
    let north: StoreId = "north".parse().unwrap();
    let (ines, omar) = (at("north", agent("ines")), at("north", agent("omar")));
    let (ada, nora) = (at("north", customer("ada")), at("north", lead("nora")));
    arrive(&deployment, &ines).await;
    let case = deployment.open(&ada, "hello").await;
    assert_eq!(deliver(&deployment, &case.id, 1).await, 0, "new ones are the leads' to give");
    assert_eq!(gives(&deployment, &nora, &ines, &case, "give").await["action"], "ack");
    let held = KnownCase { head: seq(2), ..case.clone() };
    deployment.store(&ines, &message(&held, "reply", "There.")).await;
    deployment.store(&ines, &resolve(&case, 3)).await;
    leaves(&deployment, &ines).await;
    deliver(&deployment, &case.id, 2).await;
    let settled = KnownCase { head: seq(4), ..case.clone() };
    deployment.store(&ada, &message(&settled, "again", "Not quite.")).await;
    assert_eq!(deliver(&deployment, &case.id, 5).await, 0, "nobody is there");
    arrive(&deployment, &omar).await;
    let given = deployment.router.assign_waiting(&north, Vec::new(), NOW).await.unwrap();
    assert_eq!((given, assignee(&deployment, &case.id).await), (1, Some(user(&omar))));
    let refused = deployment.refused(&ines, &message(&settled, "m", "x")).await;
    assert_eq!(refused, CommandError::NotFound);
}
