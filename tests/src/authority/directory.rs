//! Who may do what in a store's directory, row by row.

use serde_json::{Value, json};

use super::People;
use super::routes::{Row, check};
use crate::people::fresh_id;
use crate::stack::stack;

fn unchanged() -> Value {
    json!({ "id": fresh_id(), "version": 0 })
}

fn group() -> Value {
    json!({ "id": fresh_id(), "name": "Billing" })
}

/// The agent of the rows is the one of the third column, who may say whether they take cases.
pub(super) const ROUTES: [Row; 6] = [
    ("GET", "/stores/demo/agents", None, [404, 404, 200, 404, 200, 401]),
    ("POST", "/stores/demo/agents/{agent}", Some(unchanged), [404, 404, 403, 404, 200, 401]),
    (
        "POST",
        "/stores/demo/agents/{agent}/availability",
        Some(|| json!({ "available": true })),
        [404, 404, 200, 404, 200, 401],
    ),
    ("POST", "/stores/demo/groups", Some(group), [404, 404, 403, 404, 201, 401]),
    (
        "POST",
        "/stores/demo/groups/1",
        Some(|| json!({ "id": fresh_id(), "closed": false })),
        [404, 404, 403, 404, 200, 401],
    ),
    ("GET", "/stores/demo/audit", None, [404, 404, 403, 404, 200, 401]),
];

#[tokio::test]
async fn every_route_of_the_directory_admits_whom_the_table_says() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut people = People::gather(&stack).await?;
    let agent = people.agent.id.clone();
    check(&stack, &mut people, &ROUTES, ("{agent}", agent.as_str())).await
}

/// An agent says it of themselves alone.
#[tokio::test]
async fn nobody_but_a_lead_says_whether_somebody_else_takes_cases() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut people = People::gather(&stack).await?;
    let path = format!("/stores/demo/agents/{}/availability", people.lead.id);
    let body = json!({ "available": false });
    let answer = people.each()[2].api.request("POST", &path, Some(&body)).await?;
    assert_eq!(answer.status, 403);
    Ok(())
}
