//! Who may do what with what a store holds of a person, row by row.

use serde_json::{Value, json};

use super::People;
use super::routes::{Row, check};
use crate::people::fresh_id;
use crate::stack::stack;

fn of_nobody() -> Value {
    let customer = "c_00000000000000000000000000";
    json!({ "id": fresh_id(), "subject": { "kind": "customer", "customer": customer } })
}

fn of_no_case() -> Value {
    json!({ "id": fresh_id(), "subject": { "kind": "case", "case": "0".repeat(26) } })
}

fn of_old_cases() -> Value {
    json!({ "id": fresh_id(), "subject": { "kind": "expired", "after": 0, "until": 1 } })
}

fn of_staff() -> Value {
    let customer = "a_00000000000000000000000000";
    json!({ "id": fresh_id(), "subject": { "kind": "customer", "customer": customer } })
}

pub(super) const ROUTES: [Row; 8] = [
    ("GET", "/stores/demo/export?customer={customer}", None, [404, 404, 403, 404, 200, 401]),
    (
        "GET",
        "/stores/demo/export?customer=c_00000000000000000000000000",
        None,
        [404, 404, 403, 404, 200, 401],
    ),
    (
        "GET",
        "/stores/demo/export?customer=a_00000000000000000000000000",
        None,
        [404, 404, 403, 404, 404, 401],
    ),
    ("POST", "/stores/demo/erasures", Some(of_nobody), [404, 404, 403, 404, 202, 401]),
    ("POST", "/stores/demo/erasures", Some(of_no_case), [404, 404, 403, 404, 404, 401]),
    // It is a rule of the store, and no lead's wish.
    ("POST", "/stores/demo/erasures", Some(of_old_cases), [404, 404, 403, 404, 403, 401]),
    ("POST", "/stores/demo/erasures", Some(of_staff), [404, 404, 403, 404, 404, 401]),
    ("GET", "/stores/demo/erasures", None, [404, 404, 403, 404, 200, 401]),
];

#[tokio::test]
async fn every_route_over_peoples_data_admits_whom_the_table_says() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut people = People::gather(&stack).await?;
    let customer = people.owner.id.clone();
    check(&stack, &mut people, &ROUTES, ("{customer}", customer.as_str())).await
}

/// Another store's case is one that is not there.
#[tokio::test]
async fn a_lead_erases_no_case_of_another_store() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut people = People::gather(&stack).await?;
    let case = people.owner.asks("demo", "hello").await?;
    let lead = people.each()[4].api.clone();
    let body = json!({ "id": fresh_id(), "subject": { "kind": "case", "case": case.id } });
    let elsewhere = lead.request("POST", "/stores/north/erasures", Some(&body)).await?;
    assert_eq!(elsewhere.status, 404);
    let own = lead.request("POST", "/stores/demo/erasures", Some(&body)).await?;
    assert_eq!(own.status, 202);
    Ok(())
}
