//! Canned replies of a store and of its agents: who may read and write them, how many there are, and the list of changes.

use adapters::dynamo::TableError;
use application::{ApplicationError, Caller, CannedReplyError};
use contract::{CannedReplyChange, CannedReplyDeletion, CannedReplyView, NewCannedReply};
use domain::{AuditedChange, CannedReplyId, CommandError, GroupId, MacroAssignee, Name};
use serde_json::json;

use crate::crashes::survives_crashes;
use crate::deployment::{
    Decided, Deployment, agent, at, command_id, customer, later, lead, store, user,
};

const MINE: bool = true;
const STORES: bool = false;

fn new(id: &str, personal: bool, title: &str) -> NewCannedReply {
    NewCannedReply {
        id: command_id(id),
        personal,
        title: title.parse().unwrap(),
        shortcut: None,
        text: "Hi {{customer.first_name}}, it is on its way.".parse().unwrap(),
        assign: None,
        close: None,
    }
}

fn edit(id: &str, version: u32, title: &str) -> CannedReplyChange {
    CannedReplyChange {
        id: command_id(id),
        version,
        title: title.parse().unwrap(),
        shortcut: Some("refund".parse().unwrap()),
        text: "Soon.".parse().unwrap(),
        assign: None,
        close: Some(true),
    }
}

async fn add(
    deployment: &Deployment,
    by: &Caller,
    new: NewCannedReply,
) -> Result<CannedReplyView, CannedReplyError> {
    deployment.canned_replies.add(by, &store(), new).await.decided()
}

async fn change(
    deployment: &Deployment,
    by: &Caller,
    id: &CannedReplyId,
    change: CannedReplyChange,
) -> Result<CannedReplyView, CannedReplyError> {
    deployment.canned_replies.change(by, &store(), id, change).await.decided()
}

async fn delete(
    deployment: &Deployment,
    by: &Caller,
    id: &CannedReplyId,
    (command, version): (&str, u32),
) -> Result<(), CommandError> {
    let deletion = CannedReplyDeletion { id: command_id(command), version };
    deployment.canned_replies.delete(by, &store(), id, deletion).await.decided()
}

async fn titles(deployment: &Deployment, who: &Caller) -> Result<Vec<String>, CommandError> {
    let list = deployment.canned_replies.list(who, &store()).await.decided();
    Ok(list?.replies.into_iter().map(|reply| reply.title.to_string()).collect())
}

fn refused<T>(refusal: CommandError) -> Result<T, CannedReplyError> {
    Err(CannedReplyError::Refused(refusal))
}

fn title(text: &str) -> Option<Name> {
    Some(text.parse().unwrap())
}

async fn audit(deployment: &Deployment) -> Vec<(Option<Name>, Option<Name>)> {
    let page = deployment.directory.audit(&lead("lea"), &store(), None).await.unwrap();
    let titles = |change| match change {
        AuditedChange::CannedReply { before, after } => (before, after),
        other => panic!("{other:?}"),
    };
    page.entries.into_iter().map(|entry| titles(entry.change)).collect()
}

#[tokio::test]
async fn agents_use_the_stores_and_their_own_and_nobody_elses() {
    let deployment = Deployment::new();
    let (ines, omar, lea) = (agent("ines"), agent("omar"), lead("lea"));
    add(&deployment, &lea, new("one", STORES, "Refund")).await.unwrap();
    let own = add(&deployment, &ines, new("two", MINE, "Greeting")).await.unwrap();
    assert!(own.personal);
    assert_eq!(own.parts.len(), 3);
    assert_eq!((own.updated_by, own.version), (title("ines"), 1));
    assert_eq!(titles(&deployment, &ines).await.unwrap(), ["Greeting", "Refund"]);
    assert_eq!(titles(&deployment, &omar).await.unwrap(), ["Refund"]);
    assert_eq!(titles(&deployment, &lea).await.unwrap(), ["Refund"]);
    assert_eq!(titles(&deployment, &customer("ada")).await, Err(CommandError::NotFound));
    let elsewhere = at("north", lead("nora"));
    assert_eq!(titles(&deployment, &elsewhere).await, Err(CommandError::NotFound));
}

#[tokio::test]
async fn leads_write_the_stores_and_everyone_their_own() {
    let deployment = Deployment::new();
    let (ines, lea) = (agent("ines"), lead("lea"));
    let stores = add(&deployment, &lea, new("one", STORES, "Refund")).await.unwrap();
    let own = add(&deployment, &ines, new("two", MINE, "Greeting")).await.unwrap();
    let tried = add(&deployment, &ines, new("three", STORES, "Bye")).await;
    assert_eq!(tried, refused(CommandError::NotAllowed));
    let tried = change(&deployment, &ines, &stores.id, edit("x", 1, "Mine")).await;
    assert_eq!(tried, refused(CommandError::NotAllowed));
    let tried = delete(&deployment, &ines, &stores.id, ("x", 1)).await;
    assert_eq!(tried, Err(CommandError::NotAllowed));
    // Somebody else's own is not there, for a lead neither.
    for other in [agent("omar"), lea, customer("ada"), at("north", lead("nora"))] {
        let tried = change(&deployment, &other, &own.id, edit("x", 1, "Mine")).await;
        assert_eq!(tried, refused(CommandError::NotFound));
        let tried = delete(&deployment, &other, &own.id, ("x", 1)).await;
        assert_eq!(tried, Err(CommandError::NotFound));
    }
    let changed = change(&deployment, &ines, &own.id, edit("x", 1, "Hello")).await.unwrap();
    assert_eq!((changed.title.as_str(), changed.version, changed.close), ("Hello", 2, true));
    assert_eq!(changed.shortcut.unwrap().as_str(), "refund");
    delete(&deployment, &ines, &own.id, ("y", 2)).await.unwrap();
    assert_eq!(titles(&deployment, &ines).await.unwrap(), ["Refund"]);
}

#[tokio::test]
async fn of_two_who_change_the_same_one_is_told() {
    let deployment = Deployment::new();
    let lea = lead("lea");
    let reply = add(&deployment, &lea, new("one", STORES, "Refund")).await.unwrap();
    let (rival, id) = (deployment.clone(), reply.id.clone());
    deployment.aws.before_next("PutItem", async move {
        change(&rival, &lead("max"), &id, edit("max", 1, "Money back")).await.unwrap();
    });
    let late = change(&deployment, &lea, &reply.id, edit("lea", 1, "Refunds")).await;
    assert_eq!(late, refused(CommandError::Conflict));
    let stale = delete(&deployment, &lea, &reply.id, ("gone", 1)).await;
    assert_eq!(stale, Err(CommandError::Conflict));
    assert_eq!(titles(&deployment, &lea).await.unwrap(), ["Money back"]);
}

#[tokio::test]
async fn what_is_sent_again_is_done_once_and_an_id_stands_for_one_thing() {
    let deployment = Deployment::new();
    let lea = lead("lea");
    let first = add(&deployment, &lea, new("one", STORES, "Refund")).await.unwrap();
    let again = add(&deployment, &later(60, lea.clone()), new("one", STORES, "Refund")).await;
    assert_eq!(again, Ok(first.clone()));
    let other = add(&deployment, &lea, new("one", STORES, "Something else")).await;
    assert_eq!(other, refused(CommandError::IdReused));
    let changed = change(&deployment, &lea, &first.id, edit("two", 1, "Refunds")).await.unwrap();
    let again = change(&deployment, &lea, &first.id, edit("two", 1, "Refunds")).await;
    assert_eq!(again, Ok(changed.clone()));
    let other = change(&deployment, &lea, &first.id, edit("two", 1, "Other")).await;
    assert_eq!(other, refused(CommandError::IdReused));
    // The addition comes once more, late: what was made of it since stays.
    let late = add(&deployment, &lea, new("one", STORES, "Refund")).await;
    assert_eq!(late, Ok(changed));
    for _ in 0..2 {
        delete(&deployment, &lea, &first.id, ("three", 2)).await.unwrap();
    }
    assert_eq!(delete(&deployment, &lea, &first.id, ("4", 3)).await, Err(CommandError::NotFound));
    let late = add(&deployment, &lea, new("one", STORES, "Refund")).await;
    assert_eq!(late, refused(CommandError::NotFound));
    assert_eq!(titles(&deployment, &lea).await.unwrap(), [""; 0]);
    let listed =
        [(title("Refunds"), None), (title("Refund"), title("Refunds")), (None, title("Refund"))];
    let mut audited = audit(&deployment).await;
    audited.sort_by_key(|change| listed.iter().position(|known| known == change));
    assert_eq!(audited, listed);
}

#[tokio::test]
async fn what_leads_do_to_the_stores_is_listed_and_what_agents_keep_for_themselves_is_not() {
    let deployment = Deployment::new();
    let ines = agent("ines");
    let own = add(&deployment, &ines, new("one", MINE, "Greeting")).await.unwrap();
    change(&deployment, &ines, &own.id, edit("two", 1, "Hello")).await.unwrap();
    delete(&deployment, &ines, &own.id, ("three", 2)).await.unwrap();
    assert_eq!(audit(&deployment).await, []);
    add(&deployment, &lead("lea"), new("one", STORES, "Refund")).await.unwrap();
    assert_eq!(audit(&deployment).await, [(None, title("Refund"))]);
}

#[tokio::test]
async fn a_macro_names_a_group_that_gets_cases() {
    let deployment = Deployment::new();
    let lea = lead("lea");
    let billing = crate::directory::group(&deployment, "billing", "Billing").await;
    let passing = |id: &str, group: GroupId| NewCannedReply {
        assign: Some(MacroAssignee::Group { group }),
        ..new(id, STORES, "To billing")
    };
    let added = add(&deployment, &lea, passing("one", billing.id)).await.unwrap();
    assert_eq!(added.assign, Some(MacroAssignee::Group { group: billing.id }));
    let none = GroupId::try_from(7).unwrap();
    let tried = add(&deployment, &lea, passing("two", none)).await;
    assert_eq!(tried, Err(CannedReplyError::NoSuchGroup));
    let assign = Some(MacroAssignee::Group { group: none });
    let tried = CannedReplyChange { assign, ..edit("three", 1, "To nobody") };
    let tried = change(&deployment, &lea, &added.id, tried).await;
    assert_eq!(tried, Err(CannedReplyError::NoSuchGroup));
}

#[tokio::test]
async fn there_are_so_many_and_one_that_is_deleted_makes_room() {
    let deployment = Deployment::new();
    let ines = agent("ines");
    let mut first = None;
    for number in 0..100 {
        let added = add(&deployment, &ines, new(&format!("own-{number}"), MINE, "One of many"));
        first.get_or_insert(added.await.unwrap());
    }
    let full = add(&deployment, &ines, new("one-more", MINE, "One more")).await;
    assert_eq!(full, Err(CannedReplyError::Full { most: 100 }));
    // What was added before is no more than there is.
    add(&deployment, &ines, new("own-99", MINE, "One of many")).await.unwrap();
    // Somebody else's are their own matter.
    add(&deployment, &agent("omar"), new("one", MINE, "Mine")).await.unwrap();
    delete(&deployment, &ines, &first.unwrap().id, ("gone", 1)).await.unwrap();
    add(&deployment, &ines, new("one-more", MINE, "One more")).await.unwrap();
}

#[tokio::test]
async fn whatever_is_cut_off_and_repeated_is_done_and_listed_once() {
    survives_crashes(
        async |deployment| {
            add(deployment, &lead("lea"), new("old", STORES, "Old")).await.unwrap().id
        },
        async |deployment, old| {
            let lea = lead("lea");
            add(deployment, &lea, new("one", STORES, "Refund")).await.unwrap();
            change(deployment, &lea, old, edit("two", 1, "Older")).await.unwrap();
            assert_eq!(audit(deployment).await.len(), 3);
        },
    )
    .await;
}

#[tokio::test]
async fn a_deletion_that_is_cut_off_and_repeated_is_made_and_listed_once() {
    survives_crashes(
        async |deployment| {
            add(deployment, &lead("lea"), new("old", STORES, "Old")).await.unwrap().id
        },
        async |deployment, old| {
            delete(deployment, &lead("lea"), old, ("gone", 1)).await.unwrap();
            assert_eq!(audit(deployment).await.len(), 2);
        },
    )
    .await;
}

#[tokio::test]
async fn what_a_newer_release_has_written_is_left_out_and_written_over_by_nobody() {
    let deployment = Deployment::new();
    let ines = agent("ines");
    let own = add(&deployment, &ines, new("one", MINE, "Greeting")).await.unwrap();
    let rows = deployment.aws.rows();
    let is_its = |row: &&serde_json::Value| row["sk"]["S"] == own.id.as_str();
    let mut row = rows.iter().find(is_its).unwrap().clone();
    assert_eq!(row["pk"]["S"], format!("CANNED{}demo#{}", '#', user(&ines)));
    row["v"] = json!({ "N": "1" });
    deployment.aws.put_rows([&row]);
    assert_eq!(titles(&deployment, &ines).await.unwrap(), [""; 0]);
    let deletion = CannedReplyDeletion { id: command_id("gone"), version: 1 };
    let tried = deployment.canned_replies.delete(&ines, &store(), &own.id, deletion).await;
    let error = tried.unwrap_err().into_refusal().unwrap_err();
    assert!(matches!(error, ApplicationError::Store(TableError::Newer { .. })), "{error}");
}
