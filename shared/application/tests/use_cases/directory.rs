//! Who works for a store, what leads lay down about them, and the list of who changed what.

use application::{Caller, DirectoryError};
use contract::{AgentChange, AgentView, GroupChange, NewGroup};
use domain::{AuditedChange, CommandError, Group, StoreId};
use serde_json::{Value, json};

use crate::crashes::survives_crashes;
use crate::deployment::{
    Decided, Deployment, agent, at, command_id, customer, later, lead, store, user,
};

/// Has someone connect.
pub(crate) async fn arrive(deployment: &Deployment, who: &Caller) {
    let connection = who.connection.clone().unwrap();
    assert!(deployment.presence.arrive(&connection, &who.principal, None, who.now).await.unwrap());
}

/// Changes what an agent may do in `demo`.
pub(crate) async fn change(
    deployment: &Deployment,
    by: &Caller,
    who: &Caller,
    id: &str,
    mut change: Value,
) -> Result<AgentView, DirectoryError> {
    change["id"] = json!(command_id(id));
    let change: AgentChange = serde_json::from_value(change).unwrap();
    deployment.directory.change(by, &store(), &user(who), change).await.decided()
}

/// A new group of `demo`.
pub(crate) async fn group(deployment: &Deployment, id: &str, name: &str) -> Group {
    let new = NewGroup { id: command_id(id), name: name.parse().unwrap() };
    deployment.directory.add_group(&lead("lea"), &store(), new).await.unwrap()
}

async fn audit(deployment: &Deployment) -> Vec<AuditedChange> {
    let page = deployment.directory.audit(&lead("lea"), &store(), None).await.unwrap();
    page.entries.into_iter().map(|entry| entry.change).collect()
}

async fn one(deployment: &Deployment, who: &Caller) -> AgentView {
    let list = deployment.directory.list(&lead("lea"), &store()).await.unwrap();
    list.agents.into_iter().find(|view| view.user == user(who)).unwrap()
}

#[tokio::test]
async fn the_first_sign_in_makes_an_entry_and_a_later_one_keeps_what_leads_laid_down() {
    let deployment = Deployment::new();
    let ines = agent("ines");
    arrive(&deployment, &ines).await;
    let view = one(&deployment, &ines).await;
    assert_eq!((view.capacity, view.active, view.online, view.version), (None, true, true, 0));
    let changed = json!({ "version": 0, "capacity": 3 });
    change(&deployment, &lead("lea"), &ines, "c", changed).await.unwrap();
    arrive(&deployment, &later(60, agent("ines"))).await;
    let view = one(&deployment, &ines).await;
    assert_eq!((view.capacity, view.version), (Some(3), 1));
    assert_eq!(view.last_seen, view.first_seen.plus_seconds(60));
}

#[tokio::test]
async fn a_change_leaves_what_it_does_not_name_and_is_listed_with_who_made_it() {
    let deployment = Deployment::new();
    let (ines, lea) = (agent("ines"), lead("lea"));
    arrive(&deployment, &ines).await;
    let billing = group(&deployment, "billing", "Billing").await;
    let groups = json!({ "version": 0, "groups": [billing.id] });
    change(&deployment, &lea, &ines, "one", groups).await.unwrap();
    let capacity = json!({ "version": 1, "capacity": 2 });
    let view = change(&deployment, &lea, &ines, "two", capacity).await.unwrap();
    assert_eq!((view.groups.len(), view.capacity), (1, Some(2)));
    let unlimited = json!({ "version": 2, "capacity": null });
    let view = change(&deployment, &lea, &ines, "three", unlimited).await.unwrap();
    assert_eq!((view.groups.len(), view.capacity), (1, None));
    let listed = audit(&deployment).await;
    assert_eq!(listed.len(), 4);
    let last = listed.iter().find_map(|change| match change {
        AuditedChange::Agent { before, after, .. } if before.capacity == Some(2) => Some(after),
        _ => None,
    });
    assert_eq!(last.unwrap().capacity, None);
}

#[tokio::test]
async fn of_two_leads_who_change_the_same_at_once_one_is_told() {
    let deployment = Deployment::new();
    let ines = agent("ines");
    arrive(&deployment, &ines).await;
    let (rival, theirs) = (deployment.clone(), ines.clone());
    deployment.aws.before_next("UpdateItem", async move {
        let capacity = json!({ "version": 0, "capacity": 9 });
        change(&rival, &lead("max"), &theirs, "max", capacity).await.unwrap();
    });
    let mine = json!({ "version": 0, "capacity": 1 });
    let refused = change(&deployment, &lead("lea"), &ines, "lea", mine).await;
    assert_eq!(refused, Err(DirectoryError::Refused(CommandError::Conflict)));
    assert_eq!(one(&deployment, &ines).await.capacity, Some(9));
    assert_eq!(audit(&deployment).await.len(), 1);
}

#[tokio::test]
async fn a_change_that_is_cut_off_and_repeated_is_made_and_listed_once() {
    survives_crashes(
        async |deployment| arrive(deployment, &agent("ines")).await,
        async |deployment, ()| {
            let capacity = json!({ "version": 0, "capacity": 4 });
            let view = change(deployment, &lead("lea"), &agent("ines"), "c", capacity).await;
            assert_eq!(view.unwrap().version, 1);
            assert_eq!(audit(deployment).await.len(), 1);
        },
    )
    .await;
}

#[tokio::test]
async fn a_group_that_is_cut_off_and_repeated_is_added_and_listed_once() {
    survives_crashes(
        async |deployment| group(deployment, "billing", "Billing").await,
        async |deployment, _| {
            let returns = group(deployment, "returns", "Returns").await;
            assert_eq!(returns.id.get(), 2);
            assert_eq!(audit(deployment).await.len(), 2);
        },
    )
    .await;
}

#[tokio::test]
async fn a_group_is_renamed_closed_and_opened_again() {
    let deployment = Deployment::new();
    let billing = group(&deployment, "billing", "Billing").await;
    let change = async |id: &str, name: Option<&str>, closed: Option<bool>| {
        let name = name.map(|name| name.parse().unwrap());
        let change = GroupChange { id: command_id(id), name, closed };
        let lea = lead("lea");
        deployment.directory.change_group(&lea, &store(), billing.id, change).await.decided()
    };
    assert_eq!(change("a", Some("Money"), None).await.unwrap().name.as_str(), "Money");
    assert!(change("b", None, Some(true)).await.unwrap().closed);
    let open = change("c", None, Some(false)).await.unwrap();
    assert_eq!((open.name.as_str(), open.closed), ("Money", false));
}

#[tokio::test]
async fn only_leads_of_the_store_change_it_and_only_its_staff_read_it() {
    let deployment = Deployment::new();
    let ines = agent("ines");
    arrive(&deployment, &ines).await;
    for (who, refusal) in [
        (agent("omar"), CommandError::NotAllowed),
        (customer("ada"), CommandError::NotFound),
        (at("north", lead("nora")), CommandError::NotFound),
    ] {
        let tried = change(&deployment, &who, &ines, "x", json!({ "version": 0 })).await;
        assert_eq!(tried, Err(DirectoryError::Refused(refusal)));
        let new = NewGroup { id: command_id("g"), name: "G".parse().unwrap() };
        let added = deployment.directory.add_group(&who, &store(), new).await.decided();
        assert_eq!(added, Err(DirectoryError::Refused(refusal)));
        let listed = deployment.directory.audit(&who, &store(), None).await.decided();
        assert_eq!(listed, Err(refusal));
        let set = deployment.directory.set_available(&who, &store(), &user(&ines), false).await;
        assert_eq!(set.decided(), Err(refusal));
    }
    let read =
        async |who: Caller| deployment.directory.list(&who, &store()).await.decided().is_ok();
    assert!(read(agent("omar")).await && !read(customer("ada")).await);
    assert!(!read(at("north", lead("nora"))).await);
}

#[tokio::test]
async fn what_is_wrong_is_changed_in_no_part() {
    let deployment = Deployment::new();
    let (ines, lea) = (agent("ines"), lead("lea"));
    arrive(&deployment, &ines).await;
    arrive(&deployment, &lea).await;
    for wrong in [json!({ "groups": [7] }), json!({ "capacity": 101 })] {
        let mut wrong = wrong;
        wrong["version"] = json!(0);
        let tried = change(&deployment, &lea, &ines, "x", wrong).await;
        assert!(matches!(tried, Err(DirectoryError::Wrong(_))), "{tried:?}");
    }
    let own = json!({ "version": 0, "active": false });
    assert!(matches!(
        change(&deployment, &lea, &lea, "y", own).await,
        Err(DirectoryError::Wrong(_))
    ));
    let nobody = change(&deployment, &lea, &agent("who"), "z", json!({ "version": 0 })).await;
    assert_eq!(nobody, Err(DirectoryError::Refused(CommandError::NotFound)));
    assert!(audit(&deployment).await.is_empty());
}

#[tokio::test]
async fn an_agent_says_whether_they_take_cases_and_a_lead_may_for_them() {
    let deployment = Deployment::new();
    let ines = agent("ines");
    arrive(&deployment, &ines).await;
    let set = async |by: &Caller, is_available: bool| {
        let directory = &deployment.directory;
        let set = directory.set_available(by, &store(), &user(&ines), is_available).await;
        set.unwrap().available
    };
    assert!(!set(&ines, false).await);
    assert!(audit(&deployment).await.is_empty(), "one's own word is nobody else's matter");
    assert!(set(&lead("lea"), true).await);
    assert!(set(&lead("lea"), true).await);
    let (agent, name) = (user(&ines), "ines".parse().ok());
    let listed = AuditedChange::Availability { agent, name, available: true };
    assert_eq!(audit(&deployment).await, [listed], "once");
}

#[tokio::test]
async fn a_leads_word_about_somebodys_availability_is_listed_once_wherever_it_is_cut_off() {
    survives_crashes(
        async |deployment| arrive(deployment, &agent("ines")).await,
        async |deployment, ()| {
            let (lea, ines) = (lead("lea"), user(&agent("ines")));
            let set = deployment.directory.set_available(&lea, &store(), &ines, false).await;
            assert!(!set.unwrap().available);
            assert_eq!(audit(deployment).await.len(), 1);
        },
    )
    .await;
}

#[tokio::test]
async fn whoever_may_not_work_for_a_store_any_more_comes_into_it_no_more() {
    let deployment = Deployment::new();
    let north: StoreId = "north".parse().unwrap();
    let mut ines = agent("ines");
    ines.principal.stores.push(north.clone());
    arrive(&deployment, &ines).await;
    let out = json!({ "version": 0, "active": false });
    change(&deployment, &lead("lea"), &ines, "out", out).await.unwrap();
    let staff = &deployment.cases.staff;
    let admitted = staff.admitted(ines.principal.clone()).await.unwrap().unwrap();
    assert_eq!(admitted.stores, [north]);
    assert_eq!(staff.admitted(agent("ines").principal).await.unwrap(), None);
    let others = [agent("omar").principal, customer("ada").principal];
    for other in others {
        assert_eq!(staff.admitted(other.clone()).await.unwrap(), Some(other));
    }
}

#[tokio::test]
async fn whoever_comes_in_is_known_by_the_groups_that_they_are_in() {
    let deployment = Deployment::new();
    let ines = agent("ines");
    arrive(&deployment, &ines).await;
    group(&deployment, "billing", "Billing").await;
    let returns = group(&deployment, "returns", "Returns").await;
    let groups = json!({ "version": 0, "groups": [returns.id] });
    change(&deployment, &lead("lea"), &ines, "in", groups).await.unwrap();
    let admitted = deployment.cases.staff.admitted(ines.principal).await.unwrap().unwrap();
    assert_eq!(admitted.groups.to_string(), "demo:2");
}
