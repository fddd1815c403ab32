//! One case from "hello" to "resolved".

use contract::{CasePage, CaseView, ClientFrame, Code, EventBody, ServerFrame};
use domain::{Role, Seq, Status};

use crate::people::{Agent, Customer, Lead, fresh_id};
use crate::stack::{Person, stack, until};

fn words(body: &EventBody) -> Option<&str> {
    match body {
        EventBody::Opened { text, .. }
        | EventBody::Message { text, .. }
        | EventBody::Note { text, .. } => text.as_ref().map(domain::Text::as_str),
        _ => None,
    }
}

/// The month of a moment, by another way than the product's.
fn month(at: domain::Timestamp) -> String {
    let date = std::process::Command::new("date")
        .args(["-u", "+%Y-%m", "-d", &format!("@{}", at.seconds())])
        .output();
    String::from_utf8_lossy(&date.unwrap().stdout).trim().to_owned()
}

#[tokio::test]
async fn a_case_goes_from_hello_to_resolved_and_both_sides_hear_each_other() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut case = customer.asks("demo", "hello").await?;
    customer.listens(&case).await?;
    let seen = agent.listens(&case).await?;
    assert_eq!(words(&seen[0].body), Some("hello"));

    let reply = agent.says(&mut case, "hello, how can I help?").await?;
    let heard = customer.hears(&case, reply.seq).await?;
    assert_eq!(
        (words(&heard.body), heard.author.role),
        (Some("hello, how can I help?"), Role::Agent)
    );
    assert_eq!(heard.author.name.as_ref().map(domain::Name::as_str), Some("Ines Moreau"));

    let thanks = customer.says(&mut case, "thank you").await?;
    agent.hears(&case, thanks.seq).await?;
    let resolved = agent.resolves(&mut case).await?;
    assert_eq!(customer.hears(&case, resolved.seq).await?.body, EventBody::Resolved);
    let view: CaseView = customer.api.get(&format!("/cases/{}", case.id)).await?;
    assert_eq!((view.status, view.head), (Status::Resolved, case.head));
    Ok(())
}

#[tokio::test]
async fn a_resolved_case_reopens_by_wish_and_by_a_new_message() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut case = customer.asks("demo", "hello").await?;
    agent.resolves(&mut case).await?;
    customer.does(&mut case, |id, case, after| ClientFrame::Reopen { id, case, after }).await?;
    agent.resolves(&mut case).await?;
    customer.says(&mut case, "it is still broken").await?;
    let view: CaseView = agent.api.get(&format!("/cases/{}", case.id)).await?;
    assert_eq!(view.status, Status::Waiting);
    Ok(())
}

#[tokio::test]
async fn a_command_sent_twice_is_one_event_and_a_reused_id_is_refused() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut case = customer.asks("demo", "hello").await?;
    let send = |text: &str| ClientFrame::Send {
        id: "the-same-id".parse().unwrap(),
        case: case.id.clone(),
        after: case.head,
        text: text.parse().ok(),
        files: None,
        answers: None,
        anyway: None,
    };
    let (first, again, other) = (send("once"), send("once"), send("something else"));
    let ServerFrame::Ack { event: once, .. } = customer.socket.ask(&first).await? else { panic!() };
    customer.says(&mut case.clone(), "in between").await?;
    let ServerFrame::Ack { event: twice, missed, .. } = customer.socket.ask(&again).await? else {
        panic!()
    };
    assert_eq!(once, twice);
    assert_eq!(missed.len(), 1, "the answer to a late retry brings what came meanwhile");
    let ServerFrame::Error { code, .. } = customer.socket.ask(&other).await? else { panic!() };
    assert_eq!(code, Code::IdReused);
    case.head = Seq::NONE;
    assert_eq!(customer.reads(&case).await?.len(), 3);
    Ok(())
}

#[tokio::test]
async fn an_opening_sent_twice_is_one_case() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let frame = ClientFrame::Open {
        id: "opening-1".parse()?,
        store: "demo".parse()?,
        text: Some("hello".parse()?),
        files: None,
        locale: None,
        pre_chat: None,
    };
    let ServerFrame::Ack { case, .. } = customer.socket.ask(&frame).await? else { panic!() };
    let ServerFrame::Ack { case: again, event, .. } = customer.socket.ask(&frame).await? else {
        panic!()
    };
    assert_eq!((case, event.seq.get()), (again, 1));
    Ok(())
}

#[tokio::test]
async fn a_customer_never_learns_what_the_staff_write_among_themselves() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut case = customer.asks("demo", "hello").await?;
    customer.listens(&case).await?;
    agent.notes(&mut case, "a difficult one").await?;
    let reply = agent.says(&mut case, "hello").await?;

    let heard = customer.hears(&case, reply.seq).await?;
    assert_eq!(heard.prev_visible.get(), 1, "the note is no gap for the customer");
    let pushes = customer.socket.heard(fresh_id()).await?;
    assert!(pushes.is_empty(), "{pushes:?}");
    let read = customer.reads(&case).await?;
    assert_eq!(read.iter().map(|event| event.seq.get()).collect::<Vec<_>>(), [1, 3]);
    assert_eq!(agent.reads(&case).await?.len(), 3);
    Ok(())
}

#[tokio::test]
async fn an_agent_does_not_answer_past_a_message_they_have_not_read() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut case = customer.asks("demo", "hello").await?;
    let read = case.clone();
    customer.says(&mut case, "wait, something else").await?;
    let reply = |anyway| {
        let (text, answers) = ("hello".parse().ok(), Some(read.head));
        move |id, case, after| ClientFrame::Send {
            id,
            case,
            after,
            text,
            files: None,
            answers,
            anyway,
        }
    };
    assert_eq!(agent.is_refused(&read, reply(None)).await?, Code::Conflict);
    assert!(matches!(agent.tries(&read, reply(Some(true))).await?, ServerFrame::Ack { .. }));
    Ok(())
}

#[tokio::test]
async fn a_withdrawn_message_keeps_its_place_and_loses_its_words_everywhere() -> anyhow::Result<()>
{
    let stack = stack().await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut case = customer.asks("demo", "hello").await?;
    let slip = agent.says(&mut case, "the password is hunter2").await?;
    let withdraw = |of| move |id, case, after| ClientFrame::Withdraw { id, case, after, of };
    assert_eq!(customer.is_refused(&case, withdraw(slip.seq)).await?, Code::NotAllowed);
    agent.does(&mut case, withdraw(slip.seq)).await?;
    let read = customer.reads(&case).await?;
    assert_eq!(words(&read[1].body), None);
    assert_eq!(
        (read[1].author.role, read[2].body.clone()),
        (Role::Agent, EventBody::Withdrawn { of: slip.seq })
    );
    let listed = async || {
        let page: CasePage = agent.api.get("/stores/demo/cases?list=open").await?;
        let summary = page.cases.into_iter().find(|summary| summary.seq == case.head);
        Ok(summary.filter(|summary| summary.excerpt.is_none()))
    };
    until("the list forgets the words too", listed).await?;
    Ok(())
}

#[tokio::test]
async fn a_new_case_appears_in_the_agents_list_and_two_cases_stand_beside_each_other()
-> anyhow::Result<()> {
    let stack = stack().await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let first = customer.asks("demo", "the first matter").await?;
    let second = customer.asks("demo", "the second matter").await?;
    for case in [&first, &second] {
        let summary = agent.socket.hear(|frame| match frame {
            ServerFrame::Worklist { summary, .. } if summary.case == case.id => {
                Some(summary.clone())
            }
            _ => None,
        });
        assert_eq!(summary.await?.status, Status::Waiting);
    }
    let waiting: CasePage = agent.api.get("/stores/demo/cases?list=waiting").await?;
    let subjects: Vec<_> =
        waiting.cases.iter().filter_map(|case| case.subject.as_deref()).collect();
    assert_eq!(
        subjects,
        ["the first matter", "the second matter"],
        "who waits longest comes first"
    );
    let mine: CasePage = customer.api.get("/cases").await?;
    assert_eq!(mine.cases.len(), 2);
    Ok(())
}

#[tokio::test]
async fn a_case_moves_through_the_lists_as_it_is_answered_and_settled() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut case = customer.asks("demo", "hello").await?;
    let opened = agent.reads(&case).await?[0].at;
    let lists =
        ["waiting".to_owned(), "open".to_owned(), format!("closed&month={}", month(opened))];
    agent.says(&mut case, "hello").await?;
    stack.until_listed(&agent, &case, &lists[1]).await?;
    agent.resolves(&mut case).await?;
    stack.until_listed(&agent, &case, &lists[2]).await?;
    customer.does(&mut case, |id, case, after| ClientFrame::Reopen { id, case, after }).await?;
    stack.until_listed(&agent, &case, &lists[0]).await?;
    for list in &lists[1..] {
        let page: CasePage = agent.api.get(&format!("/stores/demo/cases?list={list}")).await?;
        assert!(page.cases.is_empty(), "{list}: a case is in one list");
    }
    Ok(())
}

#[tokio::test]
async fn typing_is_heard_by_the_other_side_and_written_nowhere() -> anyhow::Result<()> {
    let stack = stack().await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let case = customer.asks("demo", "hello").await?;
    customer.listens(&case).await?;
    let frame = ClientFrame::Typing { case: case.id.clone(), on: true };
    agent.socket.send_raw(serde_json::to_string(&frame)?).await?;
    let who = customer.socket.hear(|frame| match frame {
        ServerFrame::Typing { role, on: true, .. } => Some(*role),
        _ => None,
    });
    assert_eq!(who.await?, Role::Agent);
    assert_eq!(agent.reads(&case).await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn a_colleague_is_told_once_when_an_agent_comes_and_once_when_the_last_tab_closes()
-> anyhow::Result<()> {
    let stack = stack().await?;
    let mut lead = Lead::signs_in(&stack.entry_points).await?;
    let first = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    let online = |wanted: bool| {
        let id = first.id.clone();
        move |frame: &ServerFrame| match frame {
            ServerFrame::Presence { user, online, .. } if *user == id && *online == wanted => {
                Some(())
            }
            _ => None,
        }
    };
    let (came, left) = (online(true), online(false));
    lead.socket.hear(came).await?;
    let second = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    second.close().await;
    let tabs = async || Ok((stack.agents_online("demo").await? == 2).then_some(()));
    until("only the lead and the first tab are there", tabs).await?;
    first.close().await;
    lead.socket.hear(left).await?;
    let presence = lead.socket.heard(fresh_id()).await?;
    let about = presence.iter().filter(|frame| matches!(frame, ServerFrame::Presence { .. }));
    assert_eq!(about.count(), 0, "{presence:?}");
    Ok(())
}
