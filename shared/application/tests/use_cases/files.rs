//! Files become a message's, once: whoever is faster, whatever is cut off.

use adapters::dynamo::{Checked, Files};
use domain::{Attachment, FileKey, FileRefusal, FileState, StoredFile};
use serde_json::{Value, json};

use crate::crashes::survives_crashes;
use crate::deployment::{Deployment, KnownCase, NOW, agent, customer, frame, opening, seq, store};

/// A customer's file that was looked at.
async fn ready(deployment: &Deployment, author: &str, id: &str) -> FileKey {
    let author = customer(author).principal.user.unwrap();
    ready_of(deployment, FileKey { store: store(), author, id: id.parse().unwrap() }).await
}

async fn ready_of(deployment: &Deployment, key: FileKey) -> FileKey {
    let about = Attachment {
        name: "mug.jpg".parse().unwrap(),
        size: 9,
        ..Attachment::gone(key.id.clone())
    };
    let files = Files::new(deployment.table.clone());
    files.ask(&key, &StoredFile::asked(about, NOW)).await.unwrap();
    let checked = Checked { state: FileState::Ready, size: Some((4, 3)), has_thumbnail: true };
    assert!(files.checked(&key, checked).await.unwrap());
    key
}

fn send(id: &str, case: &KnownCase, files: &[&str]) -> Value {
    frame("send", id, case, json!({ "text": "", "files": files, "answers": case.head }))
}

#[tokio::test]
async fn a_message_with_a_file_that_is_cut_off_and_repeated_has_it_once() {
    survives_crashes(
        async |deployment| {
            let case = deployment.open(&customer("ada"), "hello").await;
            let file = ready(deployment, "ada", "file-0001").await;
            (case, file)
        },
        async |deployment, (case, file)| {
            let sent = deployment.act(&customer("ada"), send("one", case, &["file-0001"])).await;
            assert_eq!(sent["event"]["body"]["files"][0]["name"], "mug.jpg", "{sent}");
            let log = deployment.log(&case.id).await;
            let having = log.iter().filter(|entry| !entry.event.files.is_empty());
            assert_eq!(having.count(), 1);
            let files = Files::new(deployment.table.clone());
            let attached = files.attached(&case.id, &file.id).await.unwrap().unwrap();
            assert_eq!((&attached.key, attached.seq), (file, seq(2)));
            let place = files.one(file).await.unwrap().unwrap().place.unwrap();
            assert!(place.holds(Some(&log[1].event), &file.id, NOW.plus_seconds(86_400)));
        },
    )
    .await;
}

#[tokio::test]
async fn of_two_messages_at_once_one_has_the_file() {
    let deployment = Deployment::new();
    let ada = customer("ada");
    let first = deployment.open(&ada, "hello").await;
    let append = opening(&ada, "another-opening", "another");
    let head = deployment.store(&ada, &append).await.entry.event.seq;
    let second = KnownCase { id: append.case, head };
    ready(&deployment, "ada", "file-0001").await;
    let (one, other) = (send("one", &first, &["file-0001"]), send("two", &second, &["file-0001"]));
    let (one, other) = tokio::join!(deployment.act(&ada, one), deployment.act(&ada, other));
    let told = [&one, &other].map(|answer| answer["code"].as_str());
    assert_eq!(told.iter().filter(|code| code.is_none()).count(), 1, "{one} {other}");
    assert!(told.contains(&Some("file_not_ready")), "{one} {other}");
}

#[tokio::test]
async fn a_file_that_is_not_ready_or_of_somebody_else_is_refused_and_nothing_is_written() {
    let deployment = Deployment::new();
    let case = deployment.open(&customer("ada"), "hello").await;
    ready(&deployment, "ada", "file-0001").await;
    ready(&deployment, "bob", "file-0002").await;
    for files in [&["file-0001", "file-0002"][..], &["file-0003"], &["file-0001", "file-0003"]] {
        let answer = deployment.act(&customer("ada"), send("one", &case, files)).await;
        assert_eq!(answer["code"], "file_not_ready", "{files:?}");
    }
    let answer = deployment.act(&agent("ines"), send("two", &case, &["file-0001"])).await;
    assert_eq!(answer["code"], "file_not_ready");
    assert_eq!(deployment.log(&case.id).await.len(), 1);
    // It is free all the same.
    let sent = deployment.act(&customer("ada"), send("six", &case, &["file-0001"])).await;
    assert_eq!(sent["action"], "ack", "{sent}");
}

#[tokio::test]
async fn of_two_authors_with_the_same_id_in_a_case_the_first_keeps_theirs() {
    let deployment = Deployment::new();
    let case = deployment.open(&customer("ada"), "hello").await;
    let first = ready(&deployment, "ada", "file-0001").await;
    let author = agent("ines").principal.user.unwrap();
    let second = ready_of(&deployment, FileKey { author, ..first.clone() }).await;
    let sent = deployment.act(&customer("ada"), send("one", &case, &["file-0001"])).await;
    assert_eq!(sent["action"], "ack", "{sent}");
    let case = KnownCase { head: seq(2), ..case };
    let answer = deployment.act(&agent("ines"), send("two", &case, &["file-0001"])).await;
    assert_eq!(answer["code"], "file_not_ready", "{answer}");
    let files = Files::new(deployment.table.clone());
    let attached = files.attached(&case.id, &first.id).await.unwrap().unwrap();
    assert_eq!((attached.key, attached.seq), (first, seq(2)));
    assert_eq!(files.one(&second).await.unwrap().unwrap().place, None, "it is free elsewhere");
}

#[tokio::test]
async fn a_retry_is_the_same_message_even_when_its_file_is_gone() {
    let deployment = Deployment::new();
    let ada = customer("ada");
    let case = deployment.open(&ada, "hello").await;
    let file = ready(&deployment, "ada", "file-0001").await;
    let sent = deployment.act(&ada, send("one", &case, &["file-0001"])).await;
    let files = Files::new(deployment.table.clone());
    let held = files.one(&file).await.unwrap().unwrap();
    files.forget(&file, &held).await.unwrap();
    let again = deployment.act(&ada, send("one", &case, &["file-0001"])).await;
    assert_eq!(again["event"], sent["event"]);
    let other = deployment.act(&ada, send("one", &case, &["file-0002"])).await;
    assert_eq!(other["code"], "id_reused");
}

#[tokio::test]
async fn a_withdrawn_message_has_no_file_any_more() {
    let deployment = Deployment::new();
    let ada = customer("ada");
    let case = deployment.open(&ada, "hello").await;
    ready(&deployment, "ada", "file-0001").await;
    deployment.act(&ada, send("one", &case, &["file-0001"])).await;
    let case = KnownCase { head: seq(2), ..case };
    let gone = deployment.act(&ada, frame("withdraw", "w", &case, json!({ "of": 2 }))).await;
    assert_eq!(gone["action"], "ack", "{gone}");
    assert!(deployment.log(&case.id).await[1].event.files.is_empty());
}

#[tokio::test]
async fn a_files_bytes_are_counted_once_and_taken_off_once() {
    let deployment = Deployment::new();
    let file = ready(&deployment, "ada", "file-0001").await;
    let files = Files::new(deployment.table.clone());
    let held = files.one(&file).await.unwrap().unwrap();
    let (one, other) = tokio::join!(files.count(&file, &held), files.count(&file, &held));
    assert!(one.is_ok() && other.is_ok());
    assert_eq!(files.stored_bytes(&store()).await.unwrap(), 9);
    for _ in 0..2 {
        files.forget(&file, &held).await.unwrap();
        assert_eq!(files.stored_bytes(&store()).await.unwrap(), 0);
    }
    assert!(files.one(&file).await.unwrap().is_none());
}

#[tokio::test]
async fn a_bad_upload_refuses_no_file_that_is_ready_and_the_scanner_does() {
    let deployment = Deployment::new();
    let file = ready(&deployment, "ada", "file-0001").await;
    let files = Files::new(deployment.table.clone());
    assert!(!files.reject(&file, FileRefusal::NotItsType).await.unwrap());
    assert_eq!(files.one(&file).await.unwrap().unwrap().state, FileState::Ready);
    assert!(files.refuse(&file, FileRefusal::Flagged).await.unwrap());
    assert_eq!(files.one(&file).await.unwrap().unwrap().refusal, Some(FileRefusal::Flagged));
}
