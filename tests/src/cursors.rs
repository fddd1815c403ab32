//! Read cursors: how far everybody has read, over reloads and devices.

use anyhow::bail;
use contract::{CasePage, ClientFrame, ReadMark, ServerFrame};
use domain::{Seq, UserId};

use crate::people::{Agent, Case, Customer, Lead, User, fresh_id};
use crate::stack::{Person, stack, until};

/// Says how far someone has read, and waits until it is kept.
async fn reads_to(reader: &mut User, case: &Case, seq: u64) -> anyhow::Result<()> {
    let seq = Seq::try_from(seq)?;
    let frame = ClientFrame::Read { case: case.id.clone(), seq };
    reader.socket.send_raw(serde_json::to_string(&frame)?).await?;
    let who = reader.id.clone();
    let kept = async || {
        let marks = marks(reader, case).await?;
        Ok(marks.into_iter().find(|mark| mark.user == who && mark.seq >= seq))
    };
    until("the cursor is kept", kept).await?;
    Ok(())
}

/// How far everybody has read, as a sync tells it.
async fn marks(reader: &mut User, case: &Case) -> anyhow::Result<Vec<ReadMark>> {
    let frame = ClientFrame::Sync { id: fresh_id(), case: case.id.clone(), after: Seq::NONE };
    match reader.socket.ask(&frame).await? {
        ServerFrame::Missed { reads, .. } => Ok(reads),
        other => bail!("not subscribed: {other:?}"),
    }
}

fn mark_of(marks: &[ReadMark], user: &UserId) -> Option<u64> {
    marks.iter().find(|mark| mark.user == *user).map(|mark| mark.seq.get())
}

#[tokio::test]
async fn whoever_comes_later_is_told_who_has_read_how_far() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut case = customer.asks("demo", "hello").await?;
    let opened = agent.reads(&case).await?[0].at;
    customer.says(&mut case, "are you there?").await?;
    reads_to(&mut agent, &case, 2).await?;
    reads_to(&mut agent, &case, 1).await?;

    let mut lead = Lead::signs_in(&stack.entry_points).await?;
    let told = marks(&mut lead, &case).await?;
    assert_eq!(mark_of(&told, &agent.id), Some(2), "an older position replaces no newer one");
    assert!(told[0].at >= opened, "{told:?}");
    Ok(())
}

#[tokio::test]
async fn a_list_says_how_far_its_own_viewer_has_read() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut case = customer.asks("demo", "hello").await?;
    agent.says(&mut case, "hello").await?;
    stack.until_listed(&agent, &case, "open").await?;
    reads_to(&mut customer, &case, 2).await?;
    let mine: CasePage = customer.api.get("/cases").await?;
    assert_eq!(mine.cases[0].read, Some(case.head));
    let open: CasePage = agent.api.get("/stores/demo/cases?list=open").await?;
    assert_eq!(open.cases[0].read, Some(Seq::NONE), "the customer's reading is not the agent's");
    let pushed = agent.socket.hear(|frame| match frame {
        ServerFrame::Worklist { summary, .. } => Some(summary.read),
        _ => None,
    });
    assert_eq!(pushed.await?, None, "a push goes to many");
    Ok(())
}
