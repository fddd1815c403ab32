//! Who may do what with saved views, row by row.

use domain::SavedViewId;
use serde_json::{Value, json};

use super::People;
use super::routes::{Row, check};
use crate::people::fresh_id;
use crate::stack::stack;

fn of_the_store() -> Value {
    let filter = json!({ "list": "waiting", "priority": "urgent" });
    json!({ "id": fresh_id(), "personal": false, "name": "Urgent", "filter": filter })
}

fn own() -> Value {
    let filter = json!({ "list": "open", "group": 1, "tag": "returns", "overdue": true });
    json!({ "id": fresh_id(), "personal": true, "name": "Mine", "filter": filter })
}

fn without_a_list() -> Value {
    json!({ "id": fresh_id(), "personal": true, "name": "Mine", "filter": {} })
}

/// A lead changes the store's in the order of the rows; each names the version that the row before left.
pub(super) const ROUTES: [Row; 6] = [
    ("GET", "/stores/demo/saved-views", None, [404, 404, 200, 404, 200, 401]),
    ("POST", "/stores/demo/saved-views", Some(of_the_store), [404, 404, 403, 404, 201, 401]),
    ("POST", "/stores/demo/saved-views", Some(own), [404, 404, 201, 404, 201, 401]),
    ("POST", "/stores/demo/saved-views", Some(without_a_list), [400, 400, 400, 400, 400, 401]),
    (
        "POST",
        "/stores/demo/saved-views/{view}",
        Some(|| {
            let filter = json!({ "list": "waiting" });
            json!({ "id": "change-1", "version": 1, "name": "All", "filter": filter })
        }),
        [404, 404, 403, 404, 200, 401],
    ),
    (
        "POST",
        "/stores/demo/saved-views/{view}/delete",
        Some(|| json!({ "id": "change-2", "version": 2 })),
        [404, 404, 403, 404, 204, 401],
    ),
];

#[tokio::test]
async fn every_route_of_saved_views_admits_whom_the_table_says() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut people = People::gather(&stack).await?;
    let lead = &people.lead;
    let id = fresh_id();
    let view = SavedViewId::derive(&"demo".parse()?, &lead.id, &id);
    let filter = json!({ "list": "waiting" });
    let new = json!({ "id": id, "personal": false, "name": "Everything", "filter": filter });
    let _: Value = lead.api.post("/stores/demo/saved-views", &new).await?;
    check(&stack, &mut people, &ROUTES, ("{view}", view.as_str())).await
}

/// What an agent keeps for themselves is not there for anybody else, leads neither.
#[tokio::test]
async fn nobody_sees_or_deletes_a_view_that_somebody_keeps_for_themselves() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut people = People::gather(&stack).await?;
    let added: Value = people.agent.api.post("/stores/demo/saved-views", &own()).await?;
    let id = added["id"].as_str().unwrap_or_default();
    let [.., lead] = people.each();
    let list: Value = lead.api.get("/stores/demo/saved-views").await?;
    let is_there = |list: &Value| {
        list["views"].as_array().is_some_and(|all| all.iter().any(|one| one["id"] == id))
    };
    assert!(!is_there(&list), "{list}");
    let body = json!({ "id": fresh_id(), "version": 1 });
    let path = format!("/stores/demo/saved-views/{id}/delete");
    assert_eq!(lead.api.request("POST", &path, Some(&body)).await?.status, 404);
    let list: Value = people.agent.api.get("/stores/demo/saved-views").await?;
    assert!(is_there(&list), "{list}");
    Ok(())
}
