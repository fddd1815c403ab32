//! What each operation costs, counted: request units from the engine, invocations and pushes from the stack.

use contract::{ClientFrame, ServerFrame};
use domain::{CaseId, CommandId, Priority, Role, Seq, Text};
use local::MetricsSnapshot;
use serde_json::{Value, json};

use crate::counted_costs::kept;
use crate::people::{Agent, Case, Customer, Lead, fresh_id};
use crate::stack::{Person, Stack, measured_stack, project, until};

fn six_hundred_bytes() -> Text {
    "x".repeat(600).parse().unwrap()
}

/// An agent of one store, once `projections` has looked whether something waits for them: two Queries.
async fn signed_in(stack: &Stack) -> anyhow::Result<Agent> {
    let agent = Agent::signs_in(&stack.entry_points, Person::Ines).await?;
    until("the stores' staff is read", async || {
        let read = stack.local.metrics().read().of("projections");
        let queries = read.operations.get("Query").map_or(0, |usage| usage.requests);
        Ok((queries >= 2).then_some(()))
    })
    .await?;
    stack.local.metrics().reset();
    Ok(agent)
}

/// Waits until `projections` has counted cases in the statistics so often.
async fn counted(stack: &Stack, times: u64) -> anyhow::Result<f64> {
    until("the case is counted", async || {
        let read = stack.local.metrics().read().of("projections");
        let usage = read.operations.get("TransactWriteItems");
        let usage = usage.filter(|usage| usage.requests >= times);
        Ok(usage.map(|usage| usage.units))
    })
    .await
}

/// Waits until `projections` has written the words of a case into the search's index so often.
async fn indexed(stack: &Stack, times: u64) -> anyhow::Result<()> {
    until("the words are indexed", async || {
        let read = stack.local.metrics().read().of("projections");
        let puts = read.operations.get("PutItem").map_or(0, |usage| usage.requests);
        Ok((puts >= times).then_some(()))
    })
    .await
}

/// One message of the customer, counted until `projections` has told the agent of it too.
async fn count_message(
    stack: &Stack,
    customer: &mut Customer,
    agent: &mut Agent,
    case: &mut Case,
) -> anyhow::Result<MetricsSnapshot> {
    listed(agent, case).await?;
    stack.local.metrics().reset();
    let text = Some(six_hundred_bytes());
    let send = |id, case, after| ClientFrame::Send {
        id,
        case,
        after,
        text,
        files: None,
        answers: None,
        anyway: None,
    };
    let event = customer.does(case, send).await?;
    agent.hears(case, event.seq).await?;
    listed(agent, case).await?;
    Ok(stack.local.metrics().read())
}

/// Waits until the agent's list knows of the case's newest event.
async fn listed(agent: &mut Agent, case: &Case) -> anyhow::Result<()> {
    agent
        .socket
        .hear(|frame| match frame {
            ServerFrame::Worklist { summary, .. }
                if summary.case == case.id && summary.seq == case.head =>
            {
                Some(())
            }
            _ => None,
        })
        .await
}

/// On the message's own way one Query of one unit and one PutItem of one unit, one invocation of `message`, one push
/// to the one other listener. Off it, `projections`: a Query for the agents online (one unit), an UpdateItem, one push.
#[track_caller]
fn check_message(read: &MetricsSnapshot) {
    let usage = |binary: &str, operation: &str| {
        let usage = read.of(binary).operations.get(operation).cloned().unwrap_or_default();
        (usage.requests, usage.units)
    };
    assert_eq!(usage("message", "PutItem"), (1, 1.0), "the event's own write");
    assert_eq!(usage("message", "Query"), (1, 1.0), "the append's read");
    assert_eq!(read.of("message").operations.len(), 2, "{:?}", read.callers);
    assert_eq!(usage("projections", "Query"), (1, 1.0), "the agents online");
    assert_eq!(usage("projections", "UpdateItem").0, 1, "the summary");
    // What the search's index costs is counted beside its tests: it comes behind all else, some of it perhaps after this.
    let of_index = ["GetItem", "BatchWriteItem", "PutItem"];
    let is_known = |operation: &str| {
        ["Query", "UpdateItem"].contains(&operation) || of_index.contains(&operation)
    };
    let views = read.of("projections");
    assert!(views.operations.keys().all(|operation| is_known(operation)), "{:?}", read.callers);
    assert_eq!(read.invocations.get("message"), Some(&1));
    assert_eq!(read.pushes, 2, "the event and the list's change");
}

#[tokio::test]
async fn a_message_of_600_bytes_costs_one_read_and_one_write_unit() -> anyhow::Result<()> {
    let stack = measured_stack().await?;
    let mut agent = signed_in(&stack).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut case = customer.asks("demo", "hello").await?;
    counted(&stack, 1).await?;
    customer.listens(&case).await?;
    agent.listens(&case).await?;
    for _ in 0..2 {
        check_message(&count_message(&stack, &mut customer, &mut agent, &mut case).await?);
        case.head = customer.says(&mut case, "and").await?.seq;
    }
    Ok(())
}

#[tokio::test]
async fn it_still_does_at_event_100_000() -> anyhow::Result<()> {
    let stack = measured_stack().await?;
    let mut agent = signed_in(&stack).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut case = customer.asks("demo", "hello").await?;
    counted(&stack, 1).await?;
    case.head = grow(&stack, &case, 99_998).await?;
    customer.catches_up(&case, case.head).await?;
    agent.catches_up(&case, case.head).await?;
    check_message(&count_message(&stack, &mut customer, &mut agent, &mut case).await?);
    assert_eq!(case.head.get(), 100_000);
    Ok(())
}

/// Moves a case's head far on, past the front door. The entries between are not there: nothing that is counted here
/// reads them.
async fn grow(stack: &Stack, case: &Case, from: u64) -> anyhow::Result<Seq> {
    let mut entry = stack.log_of(&case.id).await?.remove(0);
    entry.event.body = domain::Body::Message { answers: None, sources: Vec::new() };
    entry.event.author.role = Role::Customer;
    for n in from..=from + 1 {
        let seq = Seq::try_from(n)?;
        entry.event.prev_visible = seq.previous();
        entry.event.seq = seq;
        entry.event.id = fresh_id();
        entry.state.customer_seq = seq;
        entry.state.visible = seq;
        stack.log().put(&case.id, &entry).await?;
    }
    Ok(entry.event.seq)
}

#[tokio::test]
async fn a_note_costs_the_customer_no_push() -> anyhow::Result<()> {
    let stack = measured_stack().await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut agent = signed_in(&stack).await?;
    let mut case = customer.asks("demo", "hello").await?;
    customer.listens(&case).await?;
    listed(&mut agent, &case).await?;
    stack.local.metrics().reset();
    agent.notes(&mut case, "hm").await?;
    listed(&mut agent, &case).await?;
    let read = stack.local.metrics().read();
    assert_eq!(
        (read.invocations.get("message"), read.pushes),
        (Some(&1), 1),
        "only the agent's own list hears"
    );
    Ok(())
}

#[tokio::test]
async fn a_refused_command_writes_nothing() -> anyhow::Result<()> {
    let stack = measured_stack().await?;
    let mut agent = signed_in(&stack).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let case = customer.asks("demo", "hello").await?;
    listed(&mut agent, &case).await?;
    stack.local.metrics().reset();
    let answer =
        customer.tries(&case, |id, case, after| ClientFrame::Resolve { id, case, after }).await?;
    assert!(matches!(answer, ServerFrame::Error { .. }), "{answer:?}");
    let read = stack.local.metrics().read().of("message");
    assert_eq!((read.read_units(), read.write_units()), (1.0, 0.0));
    Ok(())
}

/// A question and its answer by an agent, both listening, with all that `projections` does behind them and without triage. The
/// price list in `infra/README.md` goes by it.
#[tokio::test]
async fn a_question_and_its_answer_cost_few_units() -> anyhow::Result<()> {
    let stack = measured_stack().await?;
    let mut agent = signed_in(&stack).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut case = customer.asks("demo", "hello").await?;
    // By itself: the stream may bring the reply with it, and then both are counted at once.
    counted(&stack, 1).await?;
    customer.listens(&case).await?;
    agent.listens(&case).await?;
    agent.says(&mut case, "Hello!").await?;
    listed(&mut agent, &case).await?;
    counted(&stack, 2).await?;
    indexed(&stack, 1).await?;
    stack.local.metrics().reset();
    let question = customer.says(&mut case, "Where is my parcel?").await?;
    listed(&mut agent, &case).await?;
    agent.hears(&case, question.seq).await?;
    agent.says(&mut case, "On its way.").await?;
    listed(&mut agent, &case).await?;
    // Each has a word that is new.
    indexed(&stack, 2).await?;
    let read = stack.local.metrics().read();
    let (message, views) = (read.of("message"), read.of("projections"));
    let units = |reads: f64, writes: f64| format!("{reads} reads, {writes} writes");
    assert_eq!(units(message.read_units(), message.write_units()), units(2.0, 2.0));
    assert_eq!(units(views.read_units(), views.write_units()), units(3.5, 10.0));
    assert_eq!(read.pushes, 4, "the other side and the agent's list, twice");
    Ok(())
}

/// In the statistics: two write units for each row of the transaction, and what the log's pages cost once it is resolved.
#[tokio::test]
async fn a_case_is_counted_for_few_units() -> anyhow::Result<()> {
    let stack = measured_stack().await?;
    let mut agent = signed_in(&stack).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut case = customer.asks("demo", "hello").await?;
    assert_eq!(counted(&stack, 1).await?, 4.0, "its facts, and the store's day");
    agent.says(&mut case, "Hello!").await?;
    assert_eq!(counted(&stack, 2).await?, 10.0, "its facts, the store's day and the agent's");
    agent.resolves(&mut case).await?;
    assert_eq!(counted(&stack, 3).await?, 16.0);
    Ok(())
}

/// A message taken back. Agents are shown the case's summary as it is read once the words are out of it: a whole unit, for
/// half of one may bring the words back.
#[tokio::test]
async fn a_withdrawal_has_the_summary_read_as_the_last_write_left_it() -> anyhow::Result<()> {
    let stack = measured_stack().await?;
    let mut agent = signed_in(&stack).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut case = customer.asks("demo", "my card is 4111 1111 1111 1111").await?;
    listed(&mut agent, &case).await?;
    stack.local.metrics().reset();
    let of = case.head;
    let withdraw = |id, case, after| ClientFrame::Withdraw { id, case, after, of };
    customer.does(&mut case, withdraw).await?;
    listed(&mut agent, &case).await?;
    let views = stack.local.metrics().read().of("projections");
    let read = &views.operations["BatchGetItem"];
    assert_eq!((read.requests, read.units), (1, 1.0), "{:?}", views.operations);
    Ok(())
}

/// How a case is sorted: priority and subject cost what a note does, a tag half a read more, for how many the case has by
/// now. Off that way the summary's one update, as for any event.
#[tokio::test]
async fn sorting_a_case_costs_what_a_note_does_and_a_tag_half_a_read_more() -> anyhow::Result<()> {
    let stack = measured_stack().await?;
    let mut agent = signed_in(&stack).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    let mut case = customer.asks("demo", "hello").await?;
    listed(&mut agent, &case).await?;
    type Sorting = fn(CommandId, CaseId, Seq) -> ClientFrame;
    let sortings: [(Sorting, f64); 3] = [
        (
            |id, case, after| ClientFrame::Prioritize {
                id,
                case,
                after,
                priority: Priority::Urgent,
            },
            1.0,
        ),
        (
            |id, case, after| ClientFrame::SetSubject {
                id,
                case,
                after,
                subject: "A broken lamp".parse().ok(),
            },
            1.0,
        ),
        (
            |id, case, after| {
                let add = vec!["refund".parse::<domain::Tag>().unwrap()].try_into().ok();
                ClientFrame::Tag { id, case, after, add, remove: None }
            },
            1.5,
        ),
    ];
    for (sorting, reads) in sortings {
        stack.local.metrics().reset();
        agent.does(&mut case, sorting).await?;
        listed(&mut agent, &case).await?;
        let read = stack.local.metrics().read();
        let (message, views) = (read.of("message"), read.of("projections"));
        assert_eq!((message.read_units(), message.write_units()), (reads, 1.0));
        assert_eq!(views.operations["UpdateItem"].requests, 1);
        assert_eq!(read.pushes, 1, "the agent's list alone");
    }
    Ok(())
}

/// The console's list of canned replies: one Query for the store's, one for the agent's own, a unit for each four kilobytes.
#[tokio::test]
async fn a_list_of_canned_replies_is_two_queries() -> anyhow::Result<()> {
    let stack = measured_stack().await?;
    let agent = signed_in(&stack).await?;
    let path = "/stores/demo/canned-replies";
    let new = json!({ "id": fresh_id(), "personal": true, "title": "Refund", "text": "Soon." });
    let _: Value = agent.api.post(path, &new).await?;
    stack.local.metrics().reset();
    let _: Value = agent.api.get(path).await?;
    let read = stack.local.metrics().read().of("manage");
    let usage = read.operations.get("Query").cloned().unwrap_or_default();
    assert_eq!((usage.requests, usage.units), (2, 2.0), "{:?}", read.operations);
    assert_eq!(read.write_units(), 0.0);
    Ok(())
}

/// The console's saved views: one Query for the store's, one for the agent's own, a unit for each four kilobytes. To save one
/// reads the row that may be there and the owner's own, and writes one.
#[tokio::test]
async fn saved_views_are_two_queries_and_one_more_is_a_write() -> anyhow::Result<()> {
    let stack = measured_stack().await?;
    let agent = signed_in(&stack).await?;
    let path = "/stores/demo/saved-views";
    let filter = json!({ "list": "waiting", "priority": "urgent" });
    let new = json!({ "id": fresh_id(), "personal": true, "name": "Urgent", "filter": filter });
    stack.local.metrics().reset();
    let _: Value = agent.api.post(path, &new).await?;
    let read = stack.local.metrics().read().of("manage");
    let put = read.operations.get("PutItem").cloned().unwrap_or_default();
    assert_eq!((put.requests, read.write_units()), (1, 1.0), "{:?}", read.operations);
    stack.local.metrics().reset();
    let _: Value = agent.api.get(path).await?;
    let read = stack.local.metrics().read().of("manage");
    let usage = read.operations.get("Query").cloned().unwrap_or_default();
    assert_eq!((usage.requests, usage.units), (2, 2.0), "{:?}", read.operations);
    assert_eq!(read.write_units(), 0.0);
    Ok(())
}

/// Half a unit for the keys of a list, however many the store's cases are up to that: the rail of an agent's console.
#[tokio::test]
async fn a_count_reads_keys_alone() -> anyhow::Result<()> {
    let stack = measured_stack().await?;
    let mut agent = signed_in(&stack).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    for _ in 0..3 {
        let case = customer.asks("demo", "hello").await?;
        listed(&mut agent, &case).await?;
    }
    for (lists, queries) in [("waiting", 1u32), ("waiting,open", 2), ("snoozed", 1), ("closed", 12)]
    {
        stack.local.metrics().reset();
        let _: Value = agent.api.get(&format!("/stores/demo/counts?lists={lists}")).await?;
        let read = stack.local.metrics().read().of("history");
        let usage = read.operations.get("Query").cloned().unwrap_or_default();
        let units = f64::from(queries) / 2.0;
        assert_eq!((usage.requests, usage.units), (queries.into(), units), "{lists}: {read:?}");
    }
    Ok(())
}

/// A surge of cases: `projections` asks once who is there, and tells them of each.
#[tokio::test]
async fn a_batch_of_many_cases_asks_once_for_the_agents_of_their_store() -> anyhow::Result<()> {
    let stack = measured_stack().await?;
    let mut agent = signed_in(&stack).await?;
    let captured = std::fs::read_to_string(project().join("events/projections/insert.json"))?;
    let record = |letter| captured.replace("57bzyhkcc0w3aj3xnwyyz8fqx1", &format!("{letter:0>26}"));
    let records = ["a", "b", "c", "d"].map(record).into_iter();
    let records = records.map(|event| serde_json::from_str::<Value>(&event));
    let records: Vec<_> = records
        .map(|event| Ok(event?["Records"][0].take()))
        .collect::<Result<_, serde_json::Error>>()?;
    let answer =
        stack.local.invoke("ProjectionsFunction", json!({ "Records": records }).to_string()).await;
    let answer = answer.map_err(|failure| anyhow::anyhow!(failure.message()))?;
    assert_eq!(serde_json::from_slice::<Value>(&answer)?["batchItemFailures"], json!([]));
    let read = stack.local.metrics().read();
    let requests = |operation: &str| read.of("projections").operations[operation].requests;
    assert_eq!((requests("Query"), requests("UpdateItem"), read.pushes), (1, 4, 4));
    for _ in 0..4 {
        agent
            .socket
            .hear(|frame| matches!(frame, ServerFrame::Worklist { .. }).then_some(()))
            .await?;
    }
    Ok(())
}

/// Triage's own part of a customer's message that it drafts a reply to, in a process that knows the store already. The
/// price list in `infra/README.md` goes by it.
#[tokio::test]
async fn a_drafted_reply_costs_triage_few_units() -> anyhow::Result<()> {
    let stack = measured_stack().await?;
    let lead = Lead::signs_in(&stack.entry_points).await?;
    let answer = json!({
        "id": fresh_id(), "question": "Where is my parcel?", "text": "It is on its way."
    });
    let _: Value = lead.api.post("/stores/demo/answers", &answer).await?;
    let mut customer = Customer::visits(&stack.entry_points, "demo").await?;
    for is_warm in [false, true] {
        stack.local.metrics().reset();
        let case = customer.asks("demo", "Where is my parcel?").await?;
        let drafted = async || {
            let log = stack.log_of(&case.id).await?;
            Ok(log.iter().any(|entry| entry.event.author.role == Role::Assistant).then_some(()))
        };
        until("a reply is drafted", drafted).await?;
        let read = stack.local.metrics().read().of("triage");
        if is_warm {
            let (reads, writes) = (read.read_units(), read.write_units());
            // The question, the draft, and the index entry that lists what would have gone out by itself.
            let counted = &kept()?["draft"];
            let counted = (counted["read_units"].as_f64(), counted["write_units"].as_f64());
            assert_eq!((Some(reads), Some(writes)), counted, "{:?}", read.operations);
            let rows = read.operations["GetItem"].requests;
            assert_eq!(rows, 2, "the store's settings and its snapshot's head: {read:?}");
        }
    }
    Ok(())
}
