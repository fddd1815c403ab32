//! Who may do what with files, row by row.

use contract::UploadForm;
use serde_json::{Value, json};

use super::People;
use super::routes::{Row, check};
use crate::people::fresh_id;
use crate::stack::stack;

fn picture() -> Value {
    json!({ "id": fresh_id(), "name": "mug.jpg", "media_type": "image/jpeg", "size": 7 })
}

fn page() -> Value {
    json!({ "id": fresh_id(), "name": "mug.html", "media_type": "text/html", "size": 7 })
}

fn too_large() -> Value {
    json!({ "id": fresh_id(), "name": "mug.jpg", "media_type": "image/jpeg", "size": 99_999_999 })
}

fn nameless() -> Value {
    json!({ "id": fresh_id(), "name": "../", "media_type": "image/jpeg", "size": 7 })
}

/// The file of the rows is one that the case's customer uploads; what is in a message is in `files`.
pub(super) const ROUTES: [Row; 8] = [
    ("POST", "/stores/demo/files", Some(picture), [200, 200, 200, 404, 200, 401]),
    ("POST", "/stores/demo/files", Some(page), [415, 415, 415, 404, 415, 401]),
    ("POST", "/stores/demo/files", Some(too_large), [413, 413, 413, 404, 413, 401]),
    ("POST", "/stores/demo/files", Some(nameless), [400, 400, 400, 400, 400, 401]),
    ("POST", "/stores/none/files", Some(picture), [404, 404, 404, 404, 404, 401]),
    ("GET", "/stores/demo/files/the-owners-file", None, [200, 404, 404, 404, 404, 401]),
    ("GET", "/stores/demo/files/no-such-file", None, [404, 404, 404, 404, 404, 401]),
    // It is in no message yet.
    ("GET", "/cases/{case}/files/the-owners-file", None, [404, 404, 404, 404, 404, 401]),
];

#[tokio::test]
async fn every_route_over_files_admits_whom_the_table_says() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut people = People::gather(&stack).await?;
    let case = people.owner.asks("demo", "hello").await?;
    let file = json!({ "id": "the-owners-file", "name": "mug.jpg", "media_type": "image/jpeg", "size": 7 });
    let _: UploadForm = people.owner.api.post("/stores/demo/files", &file).await?;
    check(&stack, &mut people, &ROUTES, ("{case}", case.id.as_str())).await
}
