//! Notes that call colleagues, through the whole stack.

use contract::{ClientFrame, Code, MentionPage, ServerFrame};
use domain::{MentionList, UserId};
use serde_json::{Value, json};

use crate::people::{Agent, Case, Customer, Lead, fresh_id};
use crate::stack::{Person, measured_stack, stack, until};

const PATH: &str = "/stores/demo/mentions";

/// A note that calls these colleagues.
fn note(
    whom: &[&UserId],
) -> impl Fn(domain::CommandId, domain::CaseId, domain::Seq) -> ClientFrame {
    let called: Vec<UserId> = whom.iter().map(|user| (*user).clone()).collect();
    let mentions: Option<MentionList> = called.try_into().ok();
    move |id, case, after| {
        let text = "Can you look at this?".parse().unwrap();
        ClientFrame::Note { id, case, after, text, mentions: mentions.clone() }
    }
}

/// Waits for the push that says that somebody was called.
async fn is_called(agent: &mut Agent, case: &Case) -> anyhow::Result<()> {
    agent
        .socket
        .hear(|frame| match frame {
            ServerFrame::Mentioned { case: of, .. } if *of == case.id => Some(()),
            _ => None,
        })
        .await
}

#[tokio::test]
async fn a_colleague_who_is_called_hears_of_it_finds_it_and_has_read_it() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut ines = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut jon = Agent::signs_in(&stack.entry_points, Person::Jon).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut case = customer.asks("demo", "Where is my parcel?").await?;
    ines.does(&mut case, note(&[&jon.id])).await?;
    is_called(&mut jon, &case).await?;
    let page: MentionPage = jon.api.get(PATH).await?;
    assert_eq!((page.mentions.len(), page.unread), (1, 1));
    assert_eq!(page.mentions[0].case, case.id);
    let until = page.mentions[0].at;
    let (path, body) = (format!("{PATH}/read"), json!({ "until": until }));
    assert_eq!(jon.api.request("POST", &path, Some(&body)).await?.status, 204);
    let page: MentionPage = jon.api.get(PATH).await?;
    assert_eq!((page.mentions[0].read, page.unread), (true, 0));
    let own: MentionPage = ines.api.get(PATH).await?;
    assert_eq!(own.mentions.len(), 0);
    let nora = Agent::signs_in(&stack.entry_points, Person::Nora).await?;
    assert_eq!(ines.is_refused(&case, note(&[&nora.id])).await?, Code::UnknownAgent);
    Ok(())
}

#[tokio::test]
async fn what_was_erased_calls_nobody_any_more() -> anyhow::Result<()> {
    let stack = stack().await?;
    let lead = Lead::signs_in(&stack.entry_points).await?;
    let mut ines = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut jon = Agent::signs_in(&stack.entry_points, Person::Jon).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut case = customer.asks("demo", "Where is my parcel?").await?;
    ines.does(&mut case, note(&[&jon.id])).await?;
    is_called(&mut jon, &case).await?;
    let subject = json!({ "kind": "case", "case": case.id });
    let request = json!({ "id": fresh_id(), "subject": subject });
    let _: Value = lead.api.post("/stores/demo/erasures", &request).await?;
    until("nothing is listed", async || {
        let page: MentionPage = jon.api.get(PATH).await?;
        Ok((page.mentions.is_empty() && page.unread == 0).then_some(()))
    })
    .await
}

/// A note that calls a colleague reads the case's head and their entry beside its own read and write; its list is one row,
/// and a page of it two queries of half a unit, the mark, the events and the cases.
#[tokio::test]
async fn a_mention_is_paid_for_by_the_note_that_has_one() -> anyhow::Result<()> {
    let stack = measured_stack().await?;
    let mut ines = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut jon = Agent::signs_in(&stack.entry_points, Person::Jon).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut case = customer.asks("demo", "hello").await?;
    ines.listens(&case).await?;
    for (whom, reads, rows) in [(vec![], 1.0, 0), (vec![&jon.id.clone()], 2.5, 1)] {
        let is_called_now = !whom.is_empty();
        stack.local.metrics().reset();
        ines.does(&mut case, note(&whom)).await?;
        if is_called_now {
            is_called(&mut jon, &case).await?;
        }
        let read = stack.local.metrics().read();
        let message = read.of("message");
        assert_eq!((message.read_units(), message.write_units()), (reads, 1.0));
        let puts =
            |name: &str| read.of(name).operations.get("PutItem").map_or(0, |used| used.requests);
        assert!(puts("projections") >= rows, "{:?}", read.of("projections").operations);
    }
    until("the case is listed", async || {
        let page: MentionPage = jon.api.get(PATH).await?;
        Ok((page.mentions.len() == 1).then_some(()))
    })
    .await?;
    stack.local.metrics().reset();
    let _: MentionPage = jon.api.get(PATH).await?;
    let history = stack.local.metrics().read().of("history");
    let used = |name: &str| {
        history.operations.get(name).map_or((0, 0.0), |used| (used.requests, used.units))
    };
    assert_eq!(
        (used("Query"), used("BatchGetItem").0),
        ((2, 1.0), 2 + 1),
        "{:?}",
        history.operations
    );
    assert_eq!(history.write_units(), 0.0);
    Ok(())
}
