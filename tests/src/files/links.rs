//! Nobody gets a link who may not read the case, and no link outlives its minute.

use contract::{ClientFrame, FileLinks};
use domain::{FileKey, Seq};

use super::upload::{bucket, document, fresh_file, sends_file};
use crate::people::{Agent, Case, Customer, Lead, Stranger};
use crate::stack::{Person, now, stack};

fn path(case: &Case, file: &domain::FileId) -> String {
    format!("/cases/{}/files/{file}", case.id)
}

#[tokio::test]
async fn strangers_are_refused_alike_whether_there_is_a_file_or_not() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut case = customer.asks("demo", "hello").await?;
    let file = sends_file(&mut customer, &mut case, &document()).await?;
    let stranger = Stranger::visits(&stack.entry_points, "demo").await?;
    let elsewhere = Agent::signs_in(&stack.entry_points, Person::Nora).await?;
    let nowhere = Case { id: "0".repeat(26).parse()?, head: Seq::NONE };
    for api in [&stranger.api, &elsewhere.api] {
        let mut told = Vec::new();
        for path in [path(&case, &file), path(&case, &fresh_file()), path(&nowhere, &file)] {
            let answer = api.request("GET", &path, None).await?;
            told.push((answer.status, answer.body));
        }
        assert_eq!(told[0].0, 404);
        assert!(told.iter().all(|one| *one == told[0]), "{told:?}");
        // Where the upload stands is its author's business.
        let own = format!("/stores/demo/files/{file}");
        assert_eq!(api.request("GET", &own, None).await?.status, 404);
    }
    let agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let _: FileLinks = agent.api.get(&path(&case, &file)).await?;
    // A file of another case is none of this one.
    let other = customer.asks("demo", "another").await?;
    assert_eq!(customer.api.request("GET", &path(&other, &file), None).await?.status, 404);
    Ok(())
}

#[tokio::test]
async fn a_participant_gets_links_as_long_as_they_take_part() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let guest = Customer::visits(&stack.entry_points, "demo").await?;
    let mut case = customer.asks("demo", "hello").await?;
    let file = sends_file(&mut customer, &mut case, &document()).await?;
    let refused = guest.api.request("GET", &path(&case, &file), None).await?;
    let user = guest.id.clone();
    let admit = |id, case, after| ClientFrame::AddParticipant { id, case, after, user, name: None };
    agent.does(&mut case, admit).await?;
    let _: FileLinks = guest.api.get(&path(&case, &file)).await?;
    let user = guest.id.clone();
    let dismiss = |id, case, after| ClientFrame::RemoveParticipant { id, case, after, user };
    agent.does(&mut case, dismiss).await?;
    let ended = guest.api.request("GET", &path(&case, &file), None).await?;
    assert_eq!((ended.status, ended.body), (404, refused.body));
    Ok(())
}

#[tokio::test]
async fn an_old_link_and_one_that_was_changed_open_nothing() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut case = customer.asks("demo", "hello").await?;
    let file = sends_file(&mut customer, &mut case, &document()).await?;
    let links: FileLinks = customer.api.get(&path(&case, &file)).await?;
    assert_eq!(reqwest::get(&links.url).await?.status(), 200);
    let left = links.expires_at.0 - now().0;
    assert!((1..=60_000).contains(&left), "{left} ms");
    let changed = links.url.replace("attachment", "inline");
    assert_ne!(changed, links.url);
    assert_eq!(reqwest::get(&changed).await?.status(), 403);
    let unsigned = links.url.split('?').next().unwrap_or_default();
    assert_eq!(reqwest::get(unsigned).await?.status(), 403);
    // The same function would have signed it two minutes ago.
    let key = FileKey { store: "demo".parse()?, author: customer.id.clone(), id: file.clone() };
    let about = domain::Attachment::gone(file);
    let bucket = bucket(&stack, "HistoryFunction");
    let fresh = bucket.link(&key, &about, now()).await?;
    assert_eq!(reqwest::get(&fresh).await?.status(), 200);
    let old = bucket.link(&key, &about, now().plus_seconds(-120)).await?;
    assert_eq!(reqwest::get(&old).await?.status(), 403);
    Ok(())
}

#[tokio::test]
async fn whoever_took_a_message_back_took_its_files_back() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let lead = Lead::signs_in(&stack.entry_points).await?;
    let mut case = customer.asks("demo", "hello").await?;
    let file = sends_file(&mut customer, &mut case, &document()).await?;
    let of = case.head;
    let withdraw = |id, case, after| ClientFrame::Withdraw { id, case, after, of };
    customer.does(&mut case, withdraw).await?;
    for api in [&customer.api, &lead.api] {
        let answer = api.request("GET", &path(&case, &file), None).await?;
        assert_eq!((answer.status, answer.body["code"].as_str()), (410, Some("file_gone")));
    }
    let events = customer.reads(&case).await?;
    let told = serde_json::to_string(&events)?;
    assert!(!told.contains("receipt.pdf"), "{told}");
    Ok(())
}
