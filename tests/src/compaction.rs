//! Folding under crashes and rivals: no verdict is lost, none is counted twice.

use adapters::dynamo::{ExampleId, ExampleKind, ModelHead, PackedQuestion, Put, TrainingExample};
use application::{Compaction, Knowledge, ModelStatus};
use domain::{AnswerId, Body, CaseId, Seq, StoreId, Timestamp, UserId};
use local::DatabaseFaults;
use retrieval::Question;
use serde_json::{Value, json};

use crate::people::{Customer, Lead};
use crate::stack::{Stack, stack, until};

/// An hour: longer than an example waits, and than a lease lasts.
const HOUR: i64 = 3_600;
/// The very first verdict meets a triage that knows no answer: it is remembered, and calibrates nothing.
const FIRST: usize = 1;
const START: Timestamp = Timestamp(1_795_000_000_000);

fn store() -> StoreId {
    "demo".parse().unwrap()
}

/// The `n`-th verdict; every third finds no answer.
fn verdict(n: usize) -> TrainingExample {
    let command = format!("command-{n}").parse().unwrap();
    let case = CaseId::derive(&store(), &UserId::visitor([1; 16]), &command);
    let answers = ["parcel", "refund"].map(|name| AnswerId::derive(&store(), name));
    let question = Question::lexical(&format!("question number {n} about {}", n % 3));
    let features = question.features.pack();
    let question = PackedQuestion { features, vector: Vec::new(), model: None };
    let answer = answers.get(n % 3).cloned();
    let what =
        ExampleKind::Feedback { question, answer, weight: 1.0, vote: domain::ModelVote::NotAsked };
    let at = Timestamp(START.0 + n as i64);
    let id = ExampleId::event(&case, Seq::NONE.next());
    TrainingExample { id, at, what, compacted: None }
}

async fn writes(stack: &Stack, verdicts: std::ops::Range<usize>) -> anyhow::Result<()> {
    let until_listed = verdicts.len();
    for n in verdicts {
        stack.examples().add(&store(), &verdict(n)).await?;
    }
    let look = async || {
        let waiting = stack.examples().waiting(&store(), 500).await?;
        Ok((waiting.len() >= until_listed).then_some(()))
    };
    until("the verdicts wait", look).await
}

async fn compacts(knowledge: &Knowledge, learner: &str, now: Timestamp) -> Option<Compaction> {
    knowledge.compact(&store(), learner, |_| async { None }, now).await.ok()
}

/// Folds until nothing is left to fold.
async fn folds_all(stack: &Stack, learner: &str, now: Timestamp) -> anyhow::Result<()> {
    /// More than any number of examples here takes.
    const MOST: usize = 10;
    let knowledge = stack.knowledge();
    let mut last = None;
    for round in 0..MOST {
        let at = now.plus_seconds(round as i64 * HOUR);
        last = compacts(&knowledge, &format!("{learner}-{round}"), at).await;
        if last == Some(Compaction::NotDue) {
            return Ok(());
        }
    }
    anyhow::bail!("it is never done: {last:?}")
}

/// What a process that knows nothing yet finds.
async fn standing(stack: &Stack) -> anyhow::Result<ModelStatus> {
    Ok(stack.knowledge().standing(&store(), START).await?)
}

#[tokio::test]
async fn a_crash_after_any_write_loses_nothing_and_counts_nothing_twice() -> anyhow::Result<()> {
    const EACH: usize = 3;
    let stack = stack().await?;
    let mut now = START;
    for writes_before in 0.. {
        let first = writes_before * EACH;
        writes(&stack, first..first + EACH).await?;
        now = now.plus_seconds(HOUR);
        stack.local.faults().set_database(DatabaseFaults {
            last_after: Some(writes_before as u64),
            operations: ["PutItem", "BatchWriteItem", "UpdateItem", "DeleteItem"]
                .map(str::to_owned)
                .into(),
            ..DatabaseFaults::default()
        });
        let crashed = compacts(&stack.knowledge(), &format!("a-{writes_before}"), now).await;
        stack.local.faults().clear();
        let known = standing(&stack).await?;
        assert_eq!(known.remembered, first + EACH, "read after a crash at write {writes_before}");
        now = now.plus_seconds(HOUR);
        folds_all(&stack, &format!("b-{writes_before}"), now).await?;
        let known = standing(&stack).await?;
        assert_eq!(known.remembered, first + EACH, "folded after a crash at write {writes_before}");
        assert_eq!(known.verdicts, first + EACH - FIRST);
        assert!(stack.examples().waiting(&store(), 10).await?.is_empty());
        if crashed.is_some() {
            assert!(writes_before > 6, "a fold of three takes more writes than {writes_before}");
            return Ok(());
        }
    }
    Ok(())
}

#[tokio::test]
async fn two_learners_at_once_under_faults_count_each_verdict_once() -> anyhow::Result<()> {
    const ALL: usize = 60;
    let stack = stack().await?;
    let learners = [stack.knowledge(), stack.knowledge()];
    let faults = DatabaseFaults { refuse: 0.1, lose_answer: 0.1, ..DatabaseFaults::default() };
    let mut now = START;
    for (round, first) in (0..ALL).step_by(10).enumerate() {
        writes(&stack, first..first + 10).await?;
        stack.local.faults().seed(round as u64);
        stack.local.faults().set_database(faults.clone());
        // The second one believes the first one's lease to be over: both fold at once.
        now = now.plus_seconds(HOUR);
        let names = [format!("a-{round}"), format!("b-{round}")];
        let later = now.plus_seconds(HOUR);
        tokio::join!(
            compacts(&learners[0], &names[0], now),
            compacts(&learners[1], &names[1], later)
        );
        stack.local.faults().clear();
        now = later;
        for knowledge in &learners {
            let read = knowledge.standing(&store(), now).await?;
            assert_eq!(read.remembered, first + 10, "round {round}");
        }
    }
    folds_all(&stack, "c", now.plus_seconds(HOUR)).await?;
    let known = standing(&stack).await?;
    assert_eq!((known.verdicts, known.remembered), (ALL - FIRST, ALL));
    Ok(())
}

#[tokio::test]
async fn a_head_whose_turning_was_not_acknowledged_is_turned_all_the_same() -> anyhow::Result<()> {
    const ROUNDS: usize = 12;
    let stack = stack().await?;
    let mut now = START;
    for round in 0..ROUNDS {
        writes(&stack, round..round + 1).await?;
        now = now.plus_seconds(HOUR);
        stack.local.faults().seed(round as u64);
        stack.local.faults().set_database(DatabaseFaults {
            lose_answer: 0.4,
            operations: vec!["PutItem".to_owned()],
            ..DatabaseFaults::default()
        });
        compacts(&stack.knowledge(), &format!("a-{round}"), now).await;
        stack.local.faults().clear();
        assert_eq!(standing(&stack).await?.remembered, round + 1, "round {round}");
    }
    folds_all(&stack, "b", now.plus_seconds(HOUR)).await?;
    assert_eq!(standing(&stack).await?.remembered, ROUNDS);
    Ok(())
}

#[tokio::test]
async fn while_one_learner_has_the_lease_another_leaves_it_alone() -> anyhow::Result<()> {
    let stack = stack().await?;
    writes(&stack, 0..5).await?;
    let now = START.plus_seconds(HOUR);
    let one = stack.knowledge();
    stack.local.faults().set_database(DatabaseFaults {
        last_after: Some(1),
        operations: ["PutItem", "DeleteItem"].map(str::to_owned).into(),
        ..DatabaseFaults::default()
    });
    assert_eq!(compacts(&one, "one", now).await, None, "it dies with the lease");
    stack.local.faults().clear();
    let other = stack.knowledge();
    assert_eq!(compacts(&other, "two", now.plus_seconds(1)).await, Some(Compaction::Busy));
    assert_eq!(compacts(&other, "two", now.plus_seconds(HOUR)).await, Some(Compaction::Done(5)));
    Ok(())
}

#[tokio::test]
async fn a_warm_process_takes_in_what_another_has_compacted() -> anyhow::Result<()> {
    let stack = stack().await?;
    let (warm, learner) = (stack.knowledge(), stack.knowledge());
    let mut now = START;
    for round in 0..4 {
        writes(&stack, round * 5..round * 5 + 5).await?;
        now = now.plus_seconds(HOUR);
        let before = warm.standing(&store(), now).await?;
        assert_eq!(before.remembered, round * 5 + 5, "from the lessons that wait");
        let compacted = compacts(&learner, &format!("learner-{round}"), now).await;
        assert_eq!(compacted, Some(Compaction::Done(5)));
        let after = warm.standing(&store(), now.plus_seconds(1)).await?;
        assert_eq!((after.remembered, after.generation), (round * 5 + 5, round as u64 + 1));
    }
    Ok(())
}

#[tokio::test]
async fn a_list_of_answers_is_compacted_once_a_customer_asks_without_any_verdict()
-> anyhow::Result<()> {
    let stack = stack().await?;
    let lead = Lead::signs_in(&stack.entry_points).await?;
    // More than is ever waited for.
    for part in 0..9 {
        let row = |n| json!({ "question": format!("What about topic {n}?"), "text": "It is so." });
        let answers: Vec<_> = (part * 25..(part + 1) * 25).map(row).collect();
        let import = json!({ "answers": answers });
        let _: Value = lead.api.post("/stores/demo/answers/import", &import).await?;
    }
    Customer::visits(&stack.entry_points, "demo")
        .await?
        .asks("demo", "What about topic 7?")
        .await?;
    let look = async || {
        let standing = stack.knowledge().standing(&store(), START).await?;
        Ok((standing.generation > 0 && standing.remembered == 225).then_some(()))
    };
    until("a snapshot holds the list", look).await
}

#[tokio::test]
async fn after_a_roll_back_triage_learns_again_what_only_a_newer_release_can_read()
-> anyhow::Result<()> {
    let stack = stack().await?;
    let lead = Lead::signs_in(&stack.entry_points).await?;
    let row = |topic| json!({ "question": format!("What about {topic}?"), "text": "It is so." });
    let answers = ["parcels", "refunds", "vouchers"].map(row);
    let import = json!({ "answers": answers });
    let _: Value = lead.api.post("/stores/demo/answers/import", &import).await?;
    writes(&stack, 0..30).await?;
    let now = stack_now_after(30);
    folds_all(&stack, "before", now).await?;
    let known = standing(&stack).await?;
    let head = stack.models().head(&store()).await?.expect("a snapshot");
    // The newer release has folded: the tag says that its form is the second one.
    let newer = ModelHead {
        generation: head.generation + 1,
        writer: "newer".to_owned(),
        chunks: 1,
        bytes: 3,
        included: Vec::new(),
        ..head
    };
    stack.models().write(&store(), &newer, &[1 << 3 | 0b111, 1, 2]).await?;
    assert_eq!(stack.models().turn(&store(), &newer).await?, Put::Written);

    assert_eq!(standing(&stack).await?.remembered, known.remembered);
    let case = Customer::visits(&stack.entry_points, "demo")
        .await?
        .asks("demo", "What about refunds")
        .await?;
    let done = stack.until_triaged(&case, case.head).await?;
    assert!(matches!(done.event.body, Body::Suggested { .. }), "no case goes to a person for it");
    // The next learner writes a snapshot in its own form over it.
    writes(&stack, 30..35).await?;
    folds_all(&stack, "after", now.plus_seconds(100 * HOUR)).await?;
    let head = stack.models().head(&store()).await?.expect("a snapshot");
    assert!(head.generation > newer.generation && head.writer != "newer");
    assert!(stack.models().read(&store(), &newer).await.is_err(), "its chunks are gone");
    assert_eq!(standing(&stack).await?.remembered, known.remembered + 5);
    Ok(())
}

/// An hour after so many verdicts, and after whatever was taught at the present time.
fn stack_now_after(verdicts: i64) -> Timestamp {
    Timestamp(START.0.max(crate::stack::now().0) + verdicts).plus_seconds(HOUR)
}
