//! Retries by clients that have caught up meanwhile: the same command id with a later `after` is written once.

use contract::{ClientFrame, Code, EventView, ServerFrame};
use domain::{CommandId, RecentCommands, Seq};

use crate::people::{Agent, Case, Customer, User, fresh_id};
use crate::stack::{Person, Stack, measured_stack, stack};

/// Sends a message under this id, from this cursor.
async fn send(
    who: &mut User,
    case: &Case,
    id: &CommandId,
    after: Seq,
    text: &str,
) -> anyhow::Result<ServerFrame> {
    let (id, case, text) = (id.clone(), case.id.clone(), Some(text.parse()?));
    let (files, answers, anyway) = (None, None, Some(true));
    let frame = ClientFrame::Send { id, case, after, text, files, answers, anyway };
    who.socket.ask(&frame).await
}

async fn stored(
    who: &mut User,
    case: &Case,
    (id, after): (&CommandId, Seq),
    text: &str,
) -> anyhow::Result<EventView> {
    match send(who, case, id, after, text).await? {
        ServerFrame::Ack { event, .. } => Ok(event),
        other => anyhow::bail!("not stored: {other:?}"),
    }
}

async fn length(stack: &Stack, case: &Case) -> anyhow::Result<usize> {
    Ok(stack.log_of(&case.id).await?.len())
}

#[tokio::test]
async fn a_retry_from_any_later_cursor_finds_its_event_and_other_words_are_refused()
-> anyhow::Result<()> {
    let stack = stack().await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut case = customer.asks("demo", "hello").await?;
    let id = fresh_id();
    let first = stored(&mut customer, &case, (&id, case.head), "once").await?;
    case.head = first.seq;
    for _ in 0..30 {
        agent.says(&mut case, "one moment").await?;
    }
    for after in first.seq.get()..=case.head.get() {
        let after = Seq::try_from(after)?;
        let ServerFrame::Ack { event, missed, .. } =
            send(&mut customer, &case, &id, after, "once").await?
        else {
            anyhow::bail!("not found from {after}")
        };
        assert_eq!(event, first, "from {after}");
        assert_eq!(missed.len() as u64, case.head.get() - after.get(), "from {after}");
    }
    let ServerFrame::Error { code, .. } =
        send(&mut customer, &case, &id, case.head, "something else").await?
    else {
        anyhow::bail!("taken for new")
    };
    assert_eq!(code, Code::IdReused);
    let mine = stored(&mut agent, &case, (&id, case.head), "the same id of another").await?;
    assert_eq!((mine.seq, length(&stack, &case).await?), (case.head.next(), 33));
    Ok(())
}

#[tokio::test]
async fn every_message_of_an_outbox_is_found_again_however_authors_take_turns() -> anyhow::Result<()>
{
    let stack = stack().await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut case = customer.asks("demo", "hello").await?;
    // Of two authors each keeps at least half of the window, though one writes three times as much.
    let outbox: Vec<CommandId> = (0..RecentCommands::MOST / 2).map(|_| fresh_id()).collect();
    for id in &outbox {
        case.head = stored(&mut customer, &case, (id, case.head), "again?").await?.seq;
        for _ in 0..3 {
            agent.notes(&mut case, "hm").await?;
        }
    }
    let before = length(&stack, &case).await?;
    for id in &outbox {
        stored(&mut customer, &case, (id, case.head), "again?").await?;
    }
    assert_eq!(length(&stack, &case).await?, before);
    Ok(())
}

#[tokio::test]
async fn a_command_older_than_the_window_is_found_from_its_own_cursor_only() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut case = customer.asks("demo", "hello").await?;
    let (id, kept) = (fresh_id(), case.head);
    let first = stored(&mut customer, &case, (&id, kept), "long ago").await?;
    case.head = first.seq;
    for _ in 0..RecentCommands::MOST {
        customer.says(&mut case, "and").await?;
    }
    assert_eq!(stored(&mut customer, &case, (&id, kept), "long ago").await?, first);
    let anew = stored(&mut customer, &case, (&id, case.head), "long ago").await?;
    assert_eq!(anew.seq, case.head.next(), "what the window has forgotten is new");
    Ok(())
}

#[tokio::test]
async fn a_late_retry_does_not_let_in_again_whom_someone_has_shown_out() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut guest = Customer::visits(&stack.entry_points, "demo").await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut case = customer.asks("demo", "hello").await?;
    let (added, user) = (fresh_id(), guest.id.clone());
    let add = |after| ClientFrame::AddParticipant {
        id: added.clone(),
        case: case.id.clone(),
        after,
        user: user.clone(),
        name: None,
    };
    let (first, again) = (add(case.head), add(case.head.next().next()));
    agent.socket.ask(&first).await?;
    case.head = case.head.next();
    let out = user.clone();
    agent
        .does(&mut case, |id, case, after| ClientFrame::RemoveParticipant {
            id,
            case,
            after,
            user: out,
        })
        .await?;
    let answer = agent.socket.ask(&again).await?;
    assert!(
        matches!(&answer, ServerFrame::Ack { event, .. } if event.seq.get() == 2),
        "{answer:?}"
    );
    let resync = |id, case, after| ClientFrame::Sync { id, case, after };
    assert_eq!(guest.is_refused(&case, resync).await?, Code::NotFound);
    Ok(())
}

/// One read more than a message: the event that the hashes name. A message that is new pays for none.
#[tokio::test]
async fn finding_a_retry_costs_one_read_and_no_write() -> anyhow::Result<()> {
    let stack = measured_stack().await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut case = customer.asks("demo", "hello").await?;
    let id = fresh_id();
    case.head = stored(&mut customer, &case, (&id, case.head), "once").await?.seq;
    customer.says(&mut case, "and").await?;
    stack.local.metrics().reset();
    stored(&mut customer, &case, (&id, case.head), "once").await?;
    let read = stack.local.metrics().read().of("message");
    let requests = |operation: &str| read.operations[operation].requests;
    assert_eq!((requests("Query"), requests("GetItem"), read.write_units()), (1, 1, 0.0));
    assert_eq!(read.operations.len(), 2, "{read:?}");
    Ok(())
}
