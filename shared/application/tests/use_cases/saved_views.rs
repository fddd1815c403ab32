//! Saved views of a store and of its agents: who may read and write them, how many there are, and the list of changes.

use application::{Caller, SavedViewError};
use contract::{NewSavedView, SavedViewChange, SavedViewDeletion, SavedViewEntry};
use domain::{
    AuditedChange, CaseFilter, CommandError, Name, Priority, SavedViewId, SavedViewOwner, Worklist,
};
use serde_json::json;

use crate::crashes::survives_crashes;
use crate::deployment::{
    Decided, Deployment, agent, at, command_id, customer, later, lead, store, user,
};

const MINE: bool = true;
const STORES: bool = false;

fn urgent() -> CaseFilter {
    CaseFilter {
        list: Worklist::Waiting,
        group: None,
        priority: Some(Priority::Urgent),
        tag: Some("returns".parse().unwrap()),
        overdue: None,
    }
}

fn new(id: &str, personal: bool, name: &str) -> NewSavedView {
    let name = name.parse().unwrap();
    NewSavedView { id: command_id(id), personal, name, filter: urgent() }
}

fn edit(id: &str, version: u32, name: &str) -> SavedViewChange {
    let filter = CaseFilter { list: Worklist::Open, overdue: Some(true), ..urgent() };
    SavedViewChange { id: command_id(id), version, name: name.parse().unwrap(), filter }
}

async fn add(
    deployment: &Deployment,
    by: &Caller,
    new: NewSavedView,
) -> Result<SavedViewEntry, SavedViewError> {
    deployment.saved_views.add(by, &store(), new).await.decided()
}

async fn change(
    deployment: &Deployment,
    by: &Caller,
    id: &SavedViewId,
    change: SavedViewChange,
) -> Result<SavedViewEntry, CommandError> {
    deployment.saved_views.change(by, &store(), id, change).await.decided()
}

async fn delete(
    deployment: &Deployment,
    by: &Caller,
    id: &SavedViewId,
    (command, version): (&str, u32),
) -> Result<(), CommandError> {
    let deletion = SavedViewDeletion { id: command_id(command), version };
    deployment.saved_views.delete(by, &store(), id, deletion).await.decided()
}

async fn names(deployment: &Deployment, who: &Caller) -> Result<Vec<String>, CommandError> {
    let list = deployment.saved_views.list(who, &store()).await.decided();
    Ok(list?.views.into_iter().map(|view| view.name.to_string()).collect())
}

fn refused<T>(refusal: CommandError) -> Result<T, SavedViewError> {
    Err(SavedViewError::Refused(refusal))
}

fn name(text: &str) -> Option<Name> {
    Some(text.parse().unwrap())
}

async fn audit(deployment: &Deployment) -> Vec<(Option<Name>, Option<Name>)> {
    let page = deployment.directory.audit(&lead("lea"), &store(), None).await.unwrap();
    let names = |change| match change {
        AuditedChange::SavedView { before, after } => (before, after),
        other => panic!("{other:?}"),
    };
    page.entries.into_iter().map(|entry| names(entry.change)).collect()
}

#[tokio::test]
async fn agents_find_their_own_and_the_stores_and_nobody_elses() {
    let deployment = Deployment::new();
    let (ines, omar, lea) = (agent("ines"), agent("omar"), lead("lea"));
    add(&deployment, &lea, new("one", STORES, "All urgent")).await.unwrap();
    let own = add(&deployment, &ines, new("two", MINE, "Returns")).await.unwrap();
    assert_eq!((own.personal, own.version, own.updated_by), (true, 1, name("ines")));
    assert_eq!(own.filter, urgent());
    assert_eq!(names(&deployment, &ines).await.unwrap(), ["Returns", "All urgent"]);
    for other in [omar, lea] {
        assert_eq!(names(&deployment, &other).await.unwrap(), ["All urgent"]);
    }
    for stranger in [customer("ada"), at("north", lead("nora"))] {
        assert_eq!(names(&deployment, &stranger).await, Err(CommandError::NotFound));
    }
}

#[tokio::test]
async fn leads_share_views_and_everyone_renames_and_deletes_their_own() {
    let deployment = Deployment::new();
    let (ines, lea) = (agent("ines"), lead("lea"));
    let shared = add(&deployment, &lea, new("one", STORES, "All urgent")).await.unwrap();
    let own = add(&deployment, &ines, new("two", MINE, "Returns")).await.unwrap();
    let tried = add(&deployment, &ines, new("three", STORES, "For all")).await;
    assert_eq!(tried, refused(CommandError::NotAllowed));
    let tried = change(&deployment, &ines, &shared.id, edit("x", 1, "Mine")).await;
    assert_eq!(tried, Err(CommandError::NotAllowed));
    let tried = delete(&deployment, &ines, &shared.id, ("x", 1)).await;
    assert_eq!(tried, Err(CommandError::NotAllowed));
    // Somebody else's own is not there, for a lead neither.
    for other in [agent("omar"), lea, customer("ada"), at("north", lead("nora"))] {
        let tried = change(&deployment, &other, &own.id, edit("x", 1, "Mine")).await;
        assert_eq!(tried, Err(CommandError::NotFound));
        let tried = delete(&deployment, &other, &own.id, ("x", 1)).await;
        assert_eq!(tried, Err(CommandError::NotFound));
    }
    let changed = change(&deployment, &ines, &own.id, edit("x", 1, "Late returns")).await.unwrap();
    assert_eq!((changed.name.as_str(), changed.version), ("Late returns", 2));
    assert_eq!((changed.filter.list, changed.filter.overdue), (Worklist::Open, Some(true)));
    delete(&deployment, &ines, &own.id, ("y", 2)).await.unwrap();
    assert_eq!(names(&deployment, &ines).await.unwrap(), ["All urgent"]);
}

#[tokio::test]
async fn of_two_who_change_the_same_one_is_told() {
    let deployment = Deployment::new();
    let lea = lead("lea");
    let view = add(&deployment, &lea, new("one", STORES, "Urgent")).await.unwrap();
    let (rival, id) = (deployment.clone(), view.id.clone());
    deployment.aws.before_next("PutItem", async move {
        change(&rival, &lead("max"), &id, edit("max", 1, "Late")).await.unwrap();
    });
    let late = change(&deployment, &lea, &view.id, edit("lea", 1, "Later")).await;
    assert_eq!(late, Err(CommandError::Conflict));
    let stale = delete(&deployment, &lea, &view.id, ("gone", 1)).await;
    assert_eq!(stale, Err(CommandError::Conflict));
    assert_eq!(names(&deployment, &lea).await.unwrap(), ["Late"]);
}

#[tokio::test]
async fn what_is_sent_again_is_done_once_and_an_id_stands_for_one_thing() {
    let deployment = Deployment::new();
    let lea = lead("lea");
    let first = add(&deployment, &lea, new("one", STORES, "Urgent")).await.unwrap();
    let again = add(&deployment, &later(60, lea.clone()), new("one", STORES, "Urgent")).await;
    assert_eq!(again, Ok(first.clone()));
    let other = add(&deployment, &lea, new("one", STORES, "Something else")).await;
    assert_eq!(other, refused(CommandError::IdReused));
    let changed = change(&deployment, &lea, &first.id, edit("two", 1, "Late")).await.unwrap();
    let again = change(&deployment, &lea, &first.id, edit("two", 1, "Late")).await;
    assert_eq!(again, Ok(changed.clone()));
    let other = change(&deployment, &lea, &first.id, edit("two", 1, "Other")).await;
    assert_eq!(other, Err(CommandError::IdReused));
    // The addition comes once more, late: what was made of it since stays.
    let late = add(&deployment, &lea, new("one", STORES, "Urgent")).await;
    assert_eq!(late, Ok(changed));
    for _ in 0..2 {
        delete(&deployment, &lea, &first.id, ("three", 2)).await.unwrap();
    }
    assert_eq!(delete(&deployment, &lea, &first.id, ("4", 3)).await, Err(CommandError::NotFound));
    let late = add(&deployment, &lea, new("one", STORES, "Urgent")).await;
    assert_eq!(late, refused(CommandError::NotFound));
    let mut audited = audit(&deployment).await;
    let listed = [(name("Late"), None), (name("Urgent"), name("Late")), (None, name("Urgent"))];
    audited.sort_by_key(|change| listed.iter().position(|known| known == change));
    assert_eq!(audited, listed);
}

#[tokio::test]
async fn what_agents_keep_for_themselves_is_in_no_list_of_changes() {
    let deployment = Deployment::new();
    let ines = agent("ines");
    let own = add(&deployment, &ines, new("one", MINE, "Returns")).await.unwrap();
    change(&deployment, &ines, &own.id, edit("two", 1, "Late returns")).await.unwrap();
    delete(&deployment, &ines, &own.id, ("three", 2)).await.unwrap();
    assert_eq!(audit(&deployment).await, []);
}

#[tokio::test]
async fn there_are_so_many_and_one_that_is_deleted_makes_room() {
    let deployment = Deployment::new();
    for (who, personal) in [(agent("ines"), MINE), (lead("lea"), STORES)] {
        let mut first = None;
        for number in 0..SavedViewOwner::MOST {
            let view = new(&format!("view-{number}"), personal, "One of many");
            first.get_or_insert(add(&deployment, &who, view).await.unwrap());
        }
        let full = add(&deployment, &who, new("one-more", personal, "One more")).await;
        assert_eq!(full, Err(SavedViewError::Full { most: 20 }));
        // What was added before is no more than there is.
        add(&deployment, &who, new("view-19", personal, "One of many")).await.unwrap();
        delete(&deployment, &who, &first.unwrap().id, ("gone", 1)).await.unwrap();
        add(&deployment, &who, new("one-more", personal, "One more")).await.unwrap();
    }
    // Somebody else's are their own matter.
    add(&deployment, &agent("omar"), new("one", MINE, "Mine")).await.unwrap();
}

#[tokio::test]
async fn whatever_is_cut_off_and_repeated_is_done_and_listed_once() {
    survives_crashes(
        async |deployment| {
            add(deployment, &lead("lea"), new("old", STORES, "Old")).await.unwrap().id
        },
        async |deployment, old| {
            let lea = lead("lea");
            add(deployment, &lea, new("one", STORES, "Urgent")).await.unwrap();
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
async fn what_a_newer_release_has_written_is_left_out() {
    let deployment = Deployment::new();
    let ines = agent("ines");
    let own = add(&deployment, &ines, new("one", MINE, "Returns")).await.unwrap();
    let rows = deployment.aws.rows();
    let is_its = |row: &&serde_json::Value| row["sk"]["S"] == own.id.as_str();
    let mut row = rows.iter().find(is_its).unwrap().clone();
    assert_eq!(row["pk"]["S"], format!("SAVED{}demo#{}", '#', user(&ines)));
    row["v"] = json!({ "N": "1" });
    deployment.aws.put_rows([&row]);
    assert_eq!(names(&deployment, &ines).await.unwrap(), [""; 0]);
}

#[tokio::test]
async fn a_view_of_ones_own_that_is_deleted_hides_none_of_the_stores() {
    let deployment = Deployment::new();
    let lea = lead("lea");
    // The same command for both: they have one id.
    let own = add(&deployment, &lea, new("same", MINE, "Mine")).await.unwrap();
    let shared = add(&deployment, &lea, new("same", STORES, "Ours")).await.unwrap();
    assert_eq!(own.id, shared.id);
    delete(&deployment, &lea, &own.id, ("gone", 1)).await.unwrap();
    let renamed = change(&deployment, &lea, &shared.id, edit("edit", 1, "Renamed")).await.unwrap();
    assert_eq!(renamed.name.as_str(), "Renamed");
    // The deletion sent again finds what it has deleted no more, and takes nothing else.
    assert_eq!(
        delete(&deployment, &lea, &own.id, ("gone", 1)).await.unwrap_err(),
        CommandError::Conflict
    );
}
