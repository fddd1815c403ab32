//! From a browser's form to whoever reads it.

use contract::{Code, EventBody, FileLinks, ServerFrame, StoreView};
use domain::{Attachment, FileRefusal, FileState};
use serde_json::{Value, json};

use super::upload::{
    Sample, document, form, fresh_file, photo, send, sends_file, settled, upload, with_files,
};
use crate::people::{Agent, Customer, Lead, fresh_id};
use crate::stack::{Person, stack};

fn files_of(body: &EventBody) -> &[Attachment] {
    match body {
        EventBody::Opened { files, .. } | EventBody::Message { files, .. } => files,
        _ => &[],
    }
}

#[tokio::test]
async fn a_picture_goes_from_the_customer_to_the_agent_without_the_place_where_it_was_taken()
-> anyhow::Result<()> {
    let stack = stack().await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut case = customer.asks("demo", "My mug is broken").await?;
    agent.listens(&case).await?;
    let photo = photo();
    assert!(photo.bytes.windows(4).any(|part| part == b"GPS "), "the camera says where it was");
    let file = upload(&customer, &photo).await?;
    assert_eq!((file.state, file.width, file.height), (FileState::Ready, Some(1_200), Some(800)));
    assert!(file.has_thumbnail);
    let sent = customer.does(&mut case, with_files(vec![file.id.clone()])).await?;
    let heard = agent.hears(&case, sent.seq).await?;
    let [attached] = files_of(&heard.body) else { panic!("{heard:?}") };
    assert_eq!((attached.name.as_str(), attached.width), ("broken mug.jpg", Some(1_200)));
    let path = format!("/cases/{}/files/{}", case.id, file.id);
    let links: FileLinks = agent.api.get(&path).await?;
    let whole = reqwest::get(&links.url).await?;
    assert_eq!(whole.headers()["content-type"], "image/jpeg");
    let shown = whole.headers()["content-disposition"].to_str()?.to_owned();
    assert!(shown.starts_with("inline; filename="), "{shown}");
    assert_eq!(whole.bytes().await?, photo.bytes, "the file itself is as it was sent");
    let small = reqwest::get(links.thumbnail_url.unwrap_or_default()).await?;
    assert_eq!(small.headers()["content-type"], "image/jpeg");
    let small = small.bytes().await?;
    let has = |part: &[u8]| small.windows(part.len()).any(|window| window == part);
    assert!(!has(b"Exif") && !has(b"GPS"), "nothing of what the camera wrote is left");
    let picture = image::load_from_memory(&small)?;
    assert_eq!((picture.width(), picture.height()), (640, 427));
    Ok(())
}

#[tokio::test]
async fn an_agent_sends_a_document_which_is_saved_and_not_shown() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut case = customer.asks("demo", "Where is my receipt?").await?;
    let file = sends_file(&mut agent, &mut case, &document()).await?;
    let links: FileLinks = customer.api.get(&format!("/cases/{}/files/{file}", case.id)).await?;
    assert_eq!(links.thumbnail_url, None);
    let whole = reqwest::get(&links.url).await?;
    let saved = whole.headers()["content-disposition"].to_str()?.to_owned();
    assert!(saved.starts_with("attachment; filename=\"receipt.pdf\""), "{saved}");
    assert_eq!(whole.headers()["content-type"], "application/pdf");
    assert_eq!(whole.bytes().await?, document().bytes);
    Ok(())
}

#[tokio::test]
async fn a_case_is_opened_with_a_picture_and_no_words() -> anyhow::Result<()> {
    let stack = stack().await?;
    let customer = Customer::visits(&stack.entry_points, "demo").await?;
    let file = upload(&customer, &photo()).await?;
    let body = json!({ "id": fresh_id(), "store": "demo", "text": "", "files": [file.id] });
    let answer = customer.api.request("POST", "/cases", Some(&body)).await?;
    assert_eq!(answer.status, 201, "{answer:?}");
    assert_eq!(answer.body["event"]["body"]["files"][0]["name"], "broken mug.jpg");
    let empty = json!({ "id": fresh_id(), "store": "demo", "text": " ", "files": [] });
    let answer = customer.api.request("POST", "/cases", Some(&empty)).await?;
    assert_eq!((answer.status, answer.body["code"].as_str()), (400, Some("blank_text")));
    Ok(())
}

#[tokio::test]
async fn what_is_not_of_its_type_or_flagged_can_be_attached_by_nobody() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let case = customer.asks("demo", "hello").await?;
    let page = b"<html><script>alert(document.domain)</script></html>".to_vec();
    let virus = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD", "-ANTIVIRUS-TEST-FILE!$H+H*"];
    for (name, media_type, bytes, reason) in [
        ("holiday.jpg", "image/jpeg", page, FileRefusal::NotItsType),
        ("cut.jpg", "image/jpeg", b"\xff\xd8\xff\xe0 no more".to_vec(), FileRefusal::Unreadable),
        ("notes.txt", "text/plain", virus.concat().into_bytes(), FileRefusal::Flagged),
    ] {
        let file = upload(&customer, &Sample { name, media_type, bytes }).await?;
        assert_eq!((file.state, file.reason), (FileState::Refused, Some(reason)), "{name}");
        let refused = customer.is_refused(&case, with_files(vec![file.id])).await?;
        assert_eq!(refused, Code::FileNotReady, "{name}");
    }
    Ok(())
}

/// Whoever has a form sends what it says and nothing else.
#[tokio::test]
async fn a_form_fixes_size_type_and_key() -> anyhow::Result<()> {
    let stack = stack().await?;
    let customer = Customer::visits(&stack.entry_points, "demo").await?;
    let id = fresh_file();
    let good = form(&customer, &id, &document()).await?;
    let longer = [document().bytes, b"more".to_vec()].concat();
    assert!(send(&good, &longer).await? >= 400, "more bytes");
    assert!(send(&good, &document().bytes[1..]).await? >= 400, "fewer bytes");
    for (field, other) in [
        ("Content-Type", "text/html"),
        ("key", "files/demo/v_0/x"),
        ("x-amz-date", "20200101T000000Z"),
    ] {
        let mut form = good.clone();
        let place = form.fields.iter_mut().find(|(name, _)| name == field).unwrap();
        other.clone_into(&mut place.1);
        assert!(send(&form, &document().bytes).await? >= 400, "{field}");
    }
    assert_eq!(send(&good, &document().bytes).await?, 204);
    assert_eq!(settled(&customer, &id).await?.state, FileState::Ready);
    Ok(())
}

#[tokio::test]
async fn what_a_store_does_not_take_is_refused_before_it_is_sent() -> anyhow::Result<()> {
    let stack = stack().await?;
    let customer = Customer::visits(&stack.entry_points, "demo").await?;
    let lead = Lead::signs_in(&stack.entry_points).await?;
    let ask = async |media_type: &str, size: u32| {
        let body =
            json!({ "id": fresh_file(), "name": "a", "media_type": media_type, "size": size });
        let answer = customer.api.request("POST", "/stores/demo/files", Some(&body)).await?;
        let code = answer.body["code"].as_str().unwrap_or("none").to_owned();
        anyhow::Ok((answer.status, code))
    };
    let told = |status: u16, code: &str| (status, code.to_owned());
    assert_eq!(ask("image/svg+xml", 9).await?, told(415, "media_type_not_allowed"));
    assert_eq!(ask("text/html", 9).await?, told(415, "media_type_not_allowed"));
    assert_eq!(ask("image/png", 10 * 1024 * 1024 + 1).await?, told(413, "file_too_large"));
    assert_eq!(ask("image/png", 0).await?, told(400, "bad_frame"));
    let settings = json!({ "max_file_bytes": 5, "max_stored_megabytes": 1 });
    let _: Value = lead.api.post("/stores/demo/settings", &settings).await?;
    assert_eq!(ask("image/png", 6).await?, told(413, "file_too_large"));
    assert_eq!(ask("image/png", 5).await?.0, 200);
    let face: StoreView = customer.api.get("/stores/demo").await?;
    assert_eq!(face.files.map(|rules| rules.max_bytes), Some(5));
    let settings = json!({ "max_file_bytes": 2_000_000, "max_stored_megabytes": 1 });
    let _: Value = lead.api.post("/stores/demo/settings", &settings).await?;
    assert_eq!(ask("image/png", 1_500_000).await?, told(409, "storage_full"));
    let _: Value = lead.api.post("/stores/demo/settings", &json!({ "max_file_bytes": 0 })).await?;
    assert_eq!(ask("image/png", 1).await?, told(413, "file_too_large"));
    let face: StoreView = customer.api.get("/stores/demo").await?;
    assert_eq!(face.files, None);
    Ok(())
}

#[tokio::test]
async fn an_id_is_one_file_and_asking_again_gives_a_fresh_form() -> anyhow::Result<()> {
    let stack = stack().await?;
    let customer = Customer::visits(&stack.entry_points, "demo").await?;
    let id = fresh_file();
    form(&customer, &id, &document()).await?;
    let again = form(&customer, &id, &document()).await?;
    assert_eq!(send(&again, &document().bytes).await?, 204);
    assert!(form(&customer, &id, &photo()).await.is_err(), "another file of the same id");
    // What is ready stays as it was looked at, whatever is sent to the same place later.
    assert_eq!(settled(&customer, &id).await?.state, FileState::Ready);
    let other = b"%PDF-1.4\n% a rECEIPT\n%%EOF\n";
    assert_eq!(send(&again, other).await?, 204);
    let mut customer = customer;
    let mut case = customer.asks("demo", "hello").await?;
    customer.does(&mut case, with_files(vec![id.clone()])).await?;
    let links: FileLinks = customer.api.get(&format!("/cases/{}/files/{id}", case.id)).await?;
    assert_eq!(reqwest::get(&links.url).await?.bytes().await?, document().bytes);
    Ok(())
}

#[tokio::test]
async fn a_file_is_in_one_message_however_often_and_by_whomever_it_is_sent() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut other = Customer::visits(&stack.entry_points, "demo").await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut case = customer.asks("demo", "hello").await?;
    let elsewhere = other.asks("demo", "hello").await?;
    let file = upload(&customer, &document()).await?.id;
    // Nobody sends what somebody else has uploaded.
    for (who, case) in [(&mut *other, &elsewhere), (&mut *agent, &case)] {
        let refused = who.is_refused(case, with_files(vec![file.clone()])).await?;
        assert_eq!(refused, Code::FileNotReady);
    }
    // One that is refused for another reason gives its files back.
    let nowhere = crate::people::Case { id: elsewhere.id.clone(), head: case.head };
    let refused = customer.is_refused(&nowhere, with_files(vec![file.clone()])).await?;
    assert_eq!(refused, Code::NotFound);
    let frame = with_files(vec![file.clone()])(fresh_id(), case.id.clone(), case.head);
    let ServerFrame::Ack { event: first, .. } = customer.socket.ask(&frame).await? else {
        panic!("not sent")
    };
    let ServerFrame::Ack { event: again, .. } = customer.socket.ask(&frame).await? else {
        panic!("not found again")
    };
    assert_eq!(first, again, "the same command is the same message");
    case.head = first.seq;
    let refused = customer.is_refused(&case, with_files(vec![file])).await?;
    assert_eq!(refused, Code::FileNotReady, "in no second message");
    assert_eq!(customer.reads(&case).await?.len(), 2);
    Ok(())
}
