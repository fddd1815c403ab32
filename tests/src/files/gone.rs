//! Files that nobody needs are in the bucket no more.

use adapters::files::Place;
use contract::{ClientFrame, ErasureList, FileView};
use domain::{FileId, FileKey, FileRefusal, FileState, UserId};
use serde_json::{Value, json};

use super::upload::{bucket, document, form, fresh_file, photo, sends_file, sweep, upload};
use crate::people::{Customer, Lead, fresh_id};
use crate::stack::{Stack, now, stack, until};

const MOST: u32 = 25 * 1024 * 1024;

/// How much of a file is in the bucket, past everybody.
async fn left(stack: &Stack, author: &UserId, file: &FileId) -> anyhow::Result<Vec<Place>> {
    let key = FileKey { store: "demo".parse()?, author: author.clone(), id: file.clone() };
    let bucket = bucket(stack, "local");
    let mut places = Vec::new();
    for place in [Place::Upload, Place::Kept, Place::Thumbnail] {
        if bucket.read(place, &key, MOST).await?.is_some() {
            places.push(place);
        }
    }
    Ok(places)
}

/// Runs until nothing of a file is left.
async fn until_gone(stack: &Stack, author: &UserId, file: &FileId) -> anyhow::Result<()> {
    until("nothing of the file is left", async || {
        sweep(stack, now()).await?;
        Ok(left(stack, author, file).await?.is_empty().then_some(()))
    })
    .await
}

#[tokio::test]
async fn a_withdrawn_messages_files_go_and_another_ones_stay() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let author = customer.id.clone();
    let mut case = customer.asks("demo", "hello").await?;
    let kept = sends_file(&mut customer, &mut case, &document()).await?;
    let taken_back = sends_file(&mut customer, &mut case, &photo()).await?;
    let both = vec![Place::Kept, Place::Thumbnail];
    until("what the browser has sent is gone", async || {
        Ok((left(&stack, &author, &taken_back).await? == both).then_some(()))
    })
    .await?;
    let of = case.head;
    let withdraw = |id, case, after| ClientFrame::Withdraw { id, case, after, of };
    customer.does(&mut case, withdraw).await?;
    until_gone(&stack, &author, &taken_back).await?;
    assert!(left(&stack, &author, &kept).await?.contains(&Place::Kept));
    // Not even a day later: a message has it.
    sweep(&stack, now().plus_seconds(25 * 60 * 60)).await?;
    assert!(left(&stack, &author, &kept).await?.contains(&Place::Kept));
    Ok(())
}

#[tokio::test]
async fn an_erasure_empties_the_bucket() -> anyhow::Result<()> {
    let stack = stack().await?;
    let lead = Lead::signs_in(&stack.entry_points).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let author = customer.id.clone();
    let mut case = customer.asks("demo", "hello").await?;
    let first = sends_file(&mut customer, &mut case, &photo()).await?;
    let second = sends_file(&mut customer, &mut case, &document()).await?;
    let export: Value = lead.api.get(&format!("/stores/demo/export?customer={author}")).await?;
    if export["cases"].as_array().is_some_and(|cases| !cases.is_empty()) {
        assert!(export.to_string().contains("broken mug.jpg"), "an export names files: {export}");
    }
    let body = json!({ "id": fresh_id(), "subject": { "kind": "case", "case": case.id } });
    let _: Value = lead.api.post("/stores/demo/erasures", &body).await?;
    until("the erasure is noted", async || {
        let listed: ErasureList = lead.api.get("/stores/demo/erasures").await?;
        Ok(listed.erasures.iter().any(|one| one.cases == 1).then_some(()))
    })
    .await?;
    for file in [&first, &second] {
        until_gone(&stack, &author, file).await?;
        let path = format!("/cases/{}/files/{file}", case.id);
        let answer = lead.api.request("GET", &path, None).await?;
        assert_eq!((answer.status, answer.body["code"].as_str()), (410, Some("file_gone")));
    }
    let told = serde_json::to_string(&customer.reads(&case).await?)?;
    assert!(!told.contains("broken mug.jpg"), "{told}");
    Ok(())
}

#[tokio::test]
async fn an_upload_that_no_message_has_goes_after_a_day() -> anyhow::Result<()> {
    let stack = stack().await?;
    let customer = Customer::visits(&stack.entry_points, "demo").await?;
    let ready = upload(&customer, &photo()).await?.id;
    let never_sent = fresh_file();
    form(&customer, &never_sent, &document()).await?;
    sweep(&stack, now().plus_seconds(23 * 60 * 60)).await?;
    assert!(left(&stack, &customer.id, &ready).await?.contains(&Place::Thumbnail));
    let report = sweep(&stack, now().plus_seconds(25 * 60 * 60)).await?;
    assert_eq!((&report["gone"], &report["failed"]), (&json!(2), &json!(0)));
    assert!(left(&stack, &customer.id, &ready).await?.is_empty());
    for file in [&ready, &never_sent] {
        let path = format!("/stores/demo/files/{file}");
        assert_eq!(customer.api.request("GET", &path, None).await?.status, 404);
    }
    Ok(())
}

/// S3 and Lambda hand events in at least once.
#[tokio::test]
async fn an_event_that_comes_again_changes_nothing() -> anyhow::Result<()> {
    let stack = stack().await?;
    let customer = Customer::visits(&stack.entry_points, "demo").await?;
    let file = upload(&customer, &photo()).await?;
    let key = FileKey { store: "demo".parse()?, author: customer.id.clone(), id: file.id.clone() };
    let path = format!("/stores/demo/files/{}", file.id);
    for (captured, place, prefix) in [
        (include_str!("../../../events/files/created.json"), "/detail/object/key", Place::Upload),
        (
            include_str!("../../../events/files/scanned.json"),
            "/detail/s3ObjectDetails/objectKey",
            Place::Kept,
        ),
    ] {
        let mut event: Value = serde_json::from_str(captured)?;
        *event.pointer_mut(place).unwrap() = prefix.key(&key).into();
        let answer = stack.local.invoke("FilesFunction", event.to_string()).await;
        answer.map_err(|failure| anyhow::anyhow!(failure.message()))?;
        let again: FileView = customer.api.get(&path).await?;
        assert_eq!(again, file);
    }
    // A verdict that comes late still counts.
    let mut event: Value =
        serde_json::from_str(include_str!("../../../events/files/scanned.json"))?;
    event["detail"]["s3ObjectDetails"]["objectKey"] = Place::Kept.key(&key).into();
    event["detail"]["scanResultDetails"]["scanResultStatus"] = "THREATS_FOUND".into();
    let answer = stack.local.invoke("FilesFunction", event.to_string()).await;
    answer.map_err(|failure| anyhow::anyhow!(failure.message()))?;
    let flagged: FileView = customer.api.get(&path).await?;
    assert_eq!((flagged.state, flagged.reason), (FileState::Refused, Some(FileRefusal::Flagged)));
    assert!(left(&stack, &customer.id, &file.id).await?.is_empty());
    Ok(())
}
