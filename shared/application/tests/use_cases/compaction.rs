//! Snapshots of what a store has learned: when they are due, who writes them, and that nothing is lost or counted twice.

use application::{Compaction, ModelStatus};
use contract::{AnswerImport, ImportedAnswer};
use domain::Timestamp;
use embedded_aws::{Crash, Fault};

use crate::deployment::{Deployment, NOW, lead, store, text};

/// Teaches a store so many answers, the first of them with this number.
async fn teach(deployment: &Deployment, first: usize, count: usize) {
    let imported = |n: usize| ImportedAnswer {
        question: text(&format!("How does the machine number {n} work?")),
        text: text(&format!("Machine {n} works by itself.")),
        language: None,
    };
    for some in (first..first + count).collect::<Vec<_>>().chunks(25) {
        let answers = some.iter().map(|n| imported(*n)).collect();
        let import = AnswerImport { answers };
        deployment.knowledge.import(&lead("lea"), &store(), import).await.unwrap();
    }
}

async fn compact_at(deployment: &Deployment, learner: &str, now: Timestamp) -> Compaction {
    let embed = |_| std::future::ready(None);
    deployment.knowledge.compact(&store(), learner, embed, now).await.unwrap()
}

async fn compact(deployment: &Deployment, learner: &str) -> Compaction {
    compact_at(deployment, learner, NOW).await
}

/// What a new process stands on.
async fn status(deployment: &Deployment) -> ModelStatus {
    deployment.restarted().knowledge.standing(&store(), NOW).await.unwrap()
}

fn waiting(deployment: &Deployment) -> usize {
    let rows = deployment.aws.rows();
    rows.iter().filter(|row| row["wpk"]["S"] == "VERDICT#demo").count()
}

fn chunks(deployment: &Deployment) -> usize {
    deployment.count("MODEL#demo#", "")
}

#[tokio::test]
async fn a_few_examples_wait_until_they_have_waited_long() {
    let deployment = Deployment::new();
    assert_eq!(compact(&deployment, "one").await, Compaction::NotDue, "nothing at all");
    teach(&deployment, 0, 19).await;
    assert_eq!(compact(&deployment, "one").await, Compaction::NotDue);
    assert_eq!(compact_at(&deployment, "one", NOW.plus_seconds(899)).await, Compaction::NotDue);
    assert_eq!(compact_at(&deployment, "one", NOW.plus_seconds(900)).await, Compaction::Done(19));
}

#[tokio::test]
async fn twenty_examples_are_worth_a_snapshot() {
    let deployment = Deployment::new();
    teach(&deployment, 0, 20).await;
    assert_eq!(compact(&deployment, "one").await, Compaction::Done(20));
    assert_eq!((waiting(&deployment), chunks(&deployment)), (0, 1));
    assert_eq!(compact(&deployment, "one").await, Compaction::NotDue);
}

#[tokio::test]
async fn a_new_process_knows_by_the_snapshot_what_the_examples_held() {
    let deployment = Deployment::new();
    teach(&deployment, 0, 20).await;
    let before = status(&deployment).await;
    compact(&deployment, "one").await;
    let after = status(&deployment).await;
    assert_eq!((before.generation, after.generation), (0, 1));
    assert_eq!((before.remembered, after.remembered), (20, 20));
}

#[tokio::test]
async fn the_next_snapshot_holds_the_one_before_and_takes_its_place() {
    let deployment = Deployment::new();
    teach(&deployment, 0, 20).await;
    compact(&deployment, "one").await;
    teach(&deployment, 20, 20).await;
    assert_eq!(compact(&deployment, "two").await, Compaction::Done(20));
    let status = status(&deployment).await;
    assert_eq!((status.generation, status.remembered, chunks(&deployment)), (2, 40, 1));
}

#[tokio::test]
async fn a_process_that_runs_on_follows_the_snapshots_of_others() {
    let deployment = Deployment::new();
    teach(&deployment, 0, 20).await;
    let other = deployment.restarted();
    let standing = async |now| other.knowledge.standing(&store(), now).await.unwrap();
    assert_eq!(standing(NOW).await.remembered, 20);
    compact(&deployment, "one").await;
    teach(&deployment, 20, 5).await;
    let status = standing(NOW.plus_seconds(1)).await;
    assert_eq!((status.generation, status.remembered), (1, 25));
}

#[tokio::test]
async fn while_one_learner_has_the_lease_another_does_nothing() {
    let deployment = Deployment::new();
    teach(&deployment, 0, 20).await;
    let rival = deployment.restarted();
    // The first write behind the lease is the snapshot's.
    deployment.aws.before_next("PutItem", async {});
    deployment.aws.before_next("PutItem", async move {
        assert_eq!(compact(&rival, "two").await, Compaction::Busy);
    });
    assert_eq!(compact(&deployment, "one").await, Compaction::Done(20));
    assert_eq!(deployment.count("MODEL#demo", "LEASE"), 0, "given back");
}

#[tokio::test]
async fn a_learner_that_has_ended_is_waited_for_and_then_cleared_away() {
    let deployment = Deployment::new();
    teach(&deployment, 0, 20).await;
    // Its process ends right behind the chunks that it wrote.
    let place = place_of("PutItem", 1).await;
    let crash = deployment.aws.until_crash(Crash::After(place), compact(&deployment, "one")).await;
    assert_eq!((crash, chunks(&deployment)), (None, 1));
    assert_eq!(compact(&deployment, "two").await, Compaction::Busy);
    let later = NOW.plus_seconds(121);
    assert_eq!(compact_at(&deployment, "two", later).await, Compaction::Done(20));
    assert_eq!(chunks(&deployment), 1, "what the first one left is gone");
    assert_eq!(status(&deployment).await.remembered, 20);
}

/// At which request of a compaction of twenty examples this one of an operation comes.
async fn place_of(name: &str, which: usize) -> usize {
    let deployment = Deployment::new();
    teach(&deployment, 0, 20).await;
    deployment.aws.forget_requests();
    compact(&deployment, "one").await;
    let operations = deployment.aws.operations();
    let mut places = operations.iter().enumerate().filter(|(_, one)| *one == name);
    places.nth(which).unwrap().0
}

#[tokio::test]
async fn a_learner_whose_lease_ran_out_turns_nothing_back() {
    let deployment = Deployment::new();
    teach(&deployment, 0, 20).await;
    let rival = deployment.restarted();
    // It is held up between its chunks and the head for longer than it has the lease.
    deployment.aws.before_next("PutItem", async {});
    deployment.aws.before_next("PutItem", async {});
    deployment.aws.before_next("PutItem", async move {
        let later = NOW.plus_seconds(121);
        assert_eq!(compact_at(&rival, "two", later).await, Compaction::Done(20));
    });
    assert_eq!(compact(&deployment, "one").await, Compaction::Conflict);
    let status = status(&deployment).await;
    assert_eq!((status.generation, status.remembered, chunks(&deployment)), (1, 20, 1));
}

#[tokio::test]
async fn a_fold_that_is_cut_off_anywhere_loses_nothing_and_counts_nothing_twice() {
    let whole = Deployment::new();
    teach(&whole, 0, 20).await;
    whole.aws.forget_requests();
    compact(&whole, "one").await;
    let (requests, expected) = (whole.aws.operations(), status(&whole).await);
    for (place, operation) in requests.iter().enumerate() {
        for crash in [Crash::Before(place), Crash::After(place)] {
            let deployment = Deployment::new();
            teach(&deployment, 0, 20).await;
            let cut = deployment.aws.until_crash(crash, compact(&deployment, "one")).await;
            assert!(cut.is_none(), "{crash:?} ({operation}) was never reached");
            let readable = status(&deployment).await.remembered;
            assert_eq!(readable, 20, "{crash:?} ({operation}): readers are none the worse");
            // The next learner comes when the lease has run out, and with it some examples more.
            teach(&deployment, 20, 20).await;
            for n in 0..2 {
                let restarted = deployment.restarted();
                compact_at(&restarted, &format!("next{n}"), NOW.plus_seconds(121 + n)).await;
            }
            let status = status(&deployment).await;
            let seen = (status.remembered, waiting(&deployment), chunks(&deployment));
            assert_eq!(seen, (40, 0, 1), "{crash:?} ({operation})");
            assert!(status.generation >= expected.generation);
        }
    }
}

#[tokio::test]
async fn a_turn_whose_answer_is_lost_is_known_for_ones_own() {
    let deployment = Deployment::new();
    teach(&deployment, 0, 20).await;
    deployment.aws.before_next("PutItem", async {});
    deployment.aws.before_next("PutItem", async {});
    deployment.aws.fail_next("PutItem", Fault::AnswerLost);
    assert_eq!(compact(&deployment, "one").await, Compaction::Done(20));
    assert_eq!((chunks(&deployment), waiting(&deployment)), (1, 0));
}

#[tokio::test]
async fn what_was_retired_before_a_snapshot_stays_so_behind_it() {
    let deployment = Deployment::new();
    teach(&deployment, 0, 20).await;
    let wanted = application::WantedAnswers::Listed { status: None, from: None };
    let page = deployment.knowledge.list(&lead("lea"), &store(), wanted).await.unwrap();
    let retire = domain::Change::Retire;
    let id = &page.answers[0].id;
    deployment.knowledge.change(&lead("lea"), &store(), id, 1, retire).await.unwrap();
    assert_eq!(compact(&deployment, "one").await, Compaction::Done(21));
    assert_eq!(status(&deployment).await.remembered, 19);
}

#[tokio::test]
async fn a_large_import_tells_a_process_that_a_learner_is_wanted() {
    let deployment = Deployment::new();
    teach(&deployment, 0, 199).await;
    deployment.knowledge.standing(&store(), NOW).await.unwrap();
    assert!(!deployment.knowledge.is_behind(&store()).await);
    teach(&deployment, 199, 1).await;
    deployment.knowledge.standing(&store(), NOW.plus_seconds(1)).await.unwrap();
    assert!(deployment.knowledge.is_behind(&store()).await);
}
