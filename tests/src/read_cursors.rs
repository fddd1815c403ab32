//! Pages of a log, and what becomes of words and times in lists.

use contract::{CasePage, ClientFrame, Code, EventPage, ServerFrame};
use domain::{Seq, Text};

use crate::people::{Agent, Case, Customer, Lead, fresh_id};
use crate::stack::{Person, stack, until};

/// The longest text there is: four bytes a character.
fn long() -> Text {
    "😀".repeat(4_000).parse().unwrap()
}

#[tokio::test]
async fn a_page_that_goes_back_keeps_its_newest_events_where_not_all_fit() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut case = customer.asks("demo", "hello").await?;
    for _ in 0..6 {
        let text = Some(long());
        let send = |id, case, after| ClientFrame::Send {
            id,
            case,
            after,
            text,
            files: None,
            answers: None,
            anyway: None,
        };
        customer.does(&mut case, send).await?;
    }
    let back: EventPage = customer.api.get(&format!("/cases/{}/events?before=7", case.id)).await?;
    let seqs: Vec<_> = back.events.iter().map(|event| event.seq.get()).collect();
    assert_eq!(seqs, [4, 5, 6], "64 KB, up to the one before the cursor");
    assert!(back.more);
    Ok(())
}

#[tokio::test]
async fn a_log_that_ends_in_notes_still_gives_the_customer_something_to_go_on_from()
-> anyhow::Result<()> {
    let stack = stack().await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut case = customer.asks("demo", "hello").await?;
    stack.pile_up_notes(&mut case, 60).await?;
    let held = customer.listens(&case).await?;
    assert_eq!(held.iter().map(|event| event.seq.get()).collect::<Vec<_>>(), [1]);
    let page: EventPage = customer.api.get(&format!("/cases/{}/events", case.id)).await?;
    assert_eq!(page.events.len(), 1);
    Ok(())
}

#[tokio::test]
async fn an_opening_repeated_when_much_has_happened_is_found_on_the_first_page()
-> anyhow::Result<()> {
    let stack = stack().await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let (store, text) = ("demo".parse()?, Some("hello".parse()?));
    let (id, files, locale, pre_chat) = ("opening-1".parse()?, None, None, None);
    let open = ClientFrame::Open { id, store, text, files, locale, pre_chat };
    let ServerFrame::Ack { case: id, event, .. } = customer.socket.ask(&open).await? else {
        panic!()
    };
    let mut case = Case { id, head: event.seq };
    stack.pile_up_notes(&mut case, 210).await?;
    match customer.socket.ask(&open).await? {
        ServerFrame::Behind { case: same, events, .. } => {
            assert_eq!((same, &events[0].id), (case.id, &"opening-1".parse()?));
        }
        other => panic!("{other:?}"),
    }
    Ok(())
}

#[tokio::test]
async fn who_may_read_is_decided_at_the_head_however_far_behind_someone_is() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut customer = Customer::visits(&stack.entry_points, "north").await?;
    let mut lead = Lead::signs_in(&stack.entry_points).await?;
    let mut nora = Agent::signs_in(&stack.entry_points, Person::Nora).await?;
    let mut case = customer.asks("north", "hello").await?;
    let agent = nora.id.clone();
    lead.does(&mut case, |id, case, after| ClientFrame::Assign { id, case, after, agent }).await?;
    let held = case.clone();
    stack.pile_up_notes(&mut case, 210).await?;
    lead.does(&mut case, |id, case, after| ClientFrame::Unassign { id, case, after }).await?;
    let sync = |id, case, after| ClientFrame::Sync { id, case, after };
    assert_eq!(nora.is_refused(&held, sync).await?, Code::NotFound);
    let note = |id, case, after| {
        let text = "hm".parse().unwrap();
        ClientFrame::Note { id, case, after, text, mentions: None }
    };
    assert_eq!(nora.is_refused(&held, note).await?, Code::NotFound);
    Ok(())
}

#[tokio::test]
async fn a_withdrawal_cut_off_after_its_event_is_finished_by_the_views() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut case = customer.asks("demo", "my card is 4111").await?;
    customer.says(&mut case, "hello?").await?;
    let mut entry = stack.log_of(&case.id).await?.remove(1);
    entry.event.body = domain::Body::Withdrawn { of: 1.try_into()?, visible: true };
    (entry.event.seq, entry.event.prev_visible) = (3.try_into()?, 2.try_into()?);
    (entry.event.id, entry.event.text) = (fresh_id(), None);
    entry.state.visible = entry.event.seq;
    stack.log().put(&case.id, &entry).await?;
    let gone = async || {
        let log = stack.log_of(&case.id).await?;
        Ok(log[0].event.text.is_none().then_some(()))
    };
    until("the words are gone", gone).await
}

#[tokio::test]
async fn no_list_is_pushed_with_the_words_that_a_withdrawal_took_out() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut case = customer.asks("demo", "my card is 4111").await?;
    let take =
        |id, case, after| ClientFrame::Withdraw { id, case, after, of: 1.try_into().unwrap() };
    let withdrawn = customer.does(&mut case, take).await?;
    let pushed = agent.socket.hear(|frame| match frame {
        ServerFrame::Worklist { summary, .. } if summary.seq == withdrawn.seq => {
            Some((summary.subject.clone(), summary.excerpt.clone()))
        }
        _ => None,
    });
    assert_eq!(pushed.await?, (None, None));
    Ok(())
}

#[tokio::test]
async fn a_note_does_not_move_a_case_in_the_customers_list() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut case = customer.asks("demo", "hello").await?;
    let opened = agent.reads(&case).await?[0].at;
    let at = |page: CasePage| page.cases.first().map(|case| (case.updated_at, case.seq));
    let listed = async || Ok(at(customer.api.get("/cases").await?));
    assert_eq!(until("the case is listed", listed).await?, (opened, case.head));
    let note = agent.notes(&mut case, "a difficult one").await?;
    let known = async || {
        let page = agent.api.get("/stores/demo/cases?list=waiting").await?;
        Ok(at(page).filter(|(_, seq)| *seq == note.seq))
    };
    assert_eq!(until("the list knows of the note", known).await?.0, note.at);
    assert_eq!(listed().await?, Some((opened, Seq::NONE.next())));
    Ok(())
}
