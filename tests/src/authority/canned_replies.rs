//! Who may do what with canned replies, row by row.

use domain::CannedReplyId;
use serde_json::{Value, json};

use super::People;
use super::routes::{Row, check};
use crate::people::fresh_id;
use crate::stack::stack;

fn of_the_store() -> Value {
    json!({ "id": fresh_id(), "personal": false, "title": "Refund", "text": "Hi {{customer.name}}." })
}

fn own() -> Value {
    json!({ "id": fresh_id(), "personal": true, "title": "Refund", "text": "Soon.", "close": true })
}

fn misspelt() -> Value {
    json!({ "id": fresh_id(), "personal": true, "title": "Refund", "text": "Hi {{customer}}." })
}

/// A lead changes the store's in the order of the rows; each names the version that the row before left.
pub(super) const ROUTES: [Row; 6] = [
    ("GET", "/stores/demo/canned-replies", None, [404, 404, 200, 404, 200, 401]),
    ("POST", "/stores/demo/canned-replies", Some(of_the_store), [404, 404, 403, 404, 201, 401]),
    ("POST", "/stores/demo/canned-replies", Some(own), [404, 404, 201, 404, 201, 401]),
    ("POST", "/stores/demo/canned-replies", Some(misspelt), [400, 400, 400, 400, 400, 401]),
    (
        "POST",
        "/stores/demo/canned-replies/{reply}",
        Some(|| json!({ "id": "change-1", "version": 1, "title": "Refund", "text": "Tomorrow." })),
        [404, 404, 403, 404, 200, 401],
    ),
    (
        "POST",
        "/stores/demo/canned-replies/{reply}/delete",
        Some(|| json!({ "id": "change-2", "version": 2 })),
        [404, 404, 403, 404, 204, 401],
    ),
];

#[tokio::test]
async fn every_route_of_canned_replies_admits_whom_the_table_says() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut people = People::gather(&stack).await?;
    let lead = &people.lead;
    let id = fresh_id();
    let reply = CannedReplyId::derive(&"demo".parse()?, &lead.id, &id);
    let new = json!({ "id": id, "personal": false, "title": "Shipping", "text": "Today." });
    let _: Value = lead.api.post("/stores/demo/canned-replies", &new).await?;
    check(&stack, &mut people, &ROUTES, ("{reply}", reply.as_str())).await
}

/// What an agent keeps for themselves is not there for anybody else, leads neither.
#[tokio::test]
async fn nobody_sees_or_changes_what_somebody_keeps_for_themselves() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut people = People::gather(&stack).await?;
    let added: Value = people.agent.api.post("/stores/demo/canned-replies", &own()).await?;
    let id = added["id"].as_str().unwrap_or_default();
    let [.., lead] = people.each();
    let list: Value = lead.api.get("/stores/demo/canned-replies").await?;
    let is_there = |list: &Value| {
        list["replies"].as_array().is_some_and(|all| all.iter().any(|one| one["id"] == id))
    };
    assert!(!is_there(&list), "{list}");
    let body = json!({ "id": fresh_id(), "version": 1 });
    let path = format!("/stores/demo/canned-replies/{id}/delete");
    let answer = lead.api.request("POST", &path, Some(&body)).await?;
    assert_eq!(answer.status, 404);
    let list: Value = people.agent.api.get("/stores/demo/canned-replies").await?;
    assert!(is_there(&list), "{list}");
    Ok(())
}
