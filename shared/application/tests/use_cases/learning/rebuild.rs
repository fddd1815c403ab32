//! What triage has learned is derived: lost, it comes back from logs and answers as it was, byte for byte.

use application::{Compaction, WantedAnswers};
use domain::{Change, Timestamp};
use embedded_aws::Crash;
use serde_json::{Value, json};

use super::{OTHER_WORDS, QUESTION, WORDS, answered, learn, read, replied};
use crate::deployment::{Deployment, KnownCase, NOW, agent, customer, frame, later, lead, store};

/// The beginnings of the keys of what is derived.
const DERIVED: [&str; 3] = ["MODEL#", "QUESTION#", "VERDICT#"];

#[allow(clippy::trivially_copy_pass_by_ref)] // as a filter calls it
fn is_derived(row: &&Value) -> bool {
    let key = row["pk"]["S"].as_str().unwrap_or_default();
    DERIVED.iter().any(|start| key.starts_with(start))
}

fn derived(deployment: &Deployment) -> Vec<Value> {
    deployment.aws.rows().iter().filter(is_derived).cloned().collect()
}

/// The same rows without those that are derived, in another table.
fn without_derived(deployment: &Deployment) -> Deployment {
    let restored = Deployment::new();
    let rows = deployment.aws.rows();
    restored.aws.put_rows(rows.iter().filter(|row| !is_derived(row)));
    restored
}

/// A store that has learned from drafts, from replies in people's own words, and from its answers. Gives its cases.
async fn taught(deployment: &Deployment) -> Vec<KnownCase> {
    let answer = answered(deployment).await;
    let yes = json!({ "suggestion": 2, "anyway": true });
    let no = json!({ "suggestion": 2, "reason": "wrong" });
    let mut cases = Vec::new();
    for (name, action, more) in
        [("ada", "approve", &yes), ("bob", "approve", &yes), ("cleo", "reject", &no)]
    {
        let case = deployment.open(&customer(name), QUESTION).await;
        let case = deployment.suggest_from(&case, WORDS, &answer.id).await;
        deployment.act(&agent("ines"), frame(action, "decide", &case, more.clone())).await;
        cases.push(case);
    }
    for name in ["dan", "eve"] {
        let words = format!("{OTHER_WORDS} Regards to {name}.");
        cases.push(replied(deployment, name, "Can you repair the zip of my tent?", &words).await);
    }
    for case in &cases {
        learn(deployment, &case.id, 1).await;
    }
    cases
}

async fn compacted(deployment: &Deployment) -> Compaction {
    let embed = |_| std::future::ready(None);
    let due = NOW.plus_seconds(900);
    deployment.knowledge.compact(&store(), "one", embed, due).await.unwrap()
}

/// What the operators' tool asks for.
async fn rebuild(deployment: &Deployment, cases: &[KnownCase]) {
    rebuild_at(deployment, cases, NOW.plus_seconds(900)).await;
}

async fn rebuild_at(deployment: &Deployment, cases: &[KnownCase], now: Timestamp) {
    for case in cases {
        assert_eq!(deployment.knowledge.relearn_case(&case.id).await.unwrap(), Some(store()));
    }
    let compacted = deployment.knowledge.rebuild(&store(), "one", now).await.unwrap();
    assert!(matches!(compacted, Compaction::Done(_)), "{compacted:?}");
}

#[tokio::test]
async fn lost_examples_snapshots_and_questions_come_back_byte_for_byte() {
    let deployment = Deployment::new();
    let cases = taught(&deployment).await;
    assert!(matches!(compacted(&deployment).await, Compaction::Done(_)));
    let restored = without_derived(&deployment);
    assert_eq!(derived(&restored), [Value::Null; 0]);
    rebuild(&restored, &cases).await;
    let (before, after) = (derived(&deployment), derived(&restored));
    for start in DERIVED {
        let of = |rows: &[Value]| {
            let is_of = |row: &&Value| row["pk"]["S"].as_str().unwrap().starts_with(start);
            rows.iter().filter(is_of).cloned().collect::<Vec<_>>()
        };
        assert!(!of(&before).is_empty(), "{start}");
        assert_eq!(of(&after), of(&before), "{start}");
    }
    assert_eq!(restored.aws.rows(), deployment.aws.rows(), "and nothing else was touched");
}

#[tokio::test]
async fn a_rebuilding_counts_nothing_twice_and_changes_nothing_where_nothing_is_lost() {
    let deployment = Deployment::new();
    let cases = taught(&deployment).await;
    compacted(&deployment).await;
    let wanted = WantedAnswers::Matching { words: "parcel".to_owned(), status: None };
    let found = deployment.knowledge.list(&lead("lea"), &store(), wanted).await;
    let answer = found.unwrap().answers.remove(0);
    let counts = (answer.approvals, answer.rejections, answer.phrasings);
    for _ in 0..2 {
        rebuild(&deployment, &cases).await;
        let now = read(&deployment, &answer).await;
        assert_eq!((now.approvals, now.rejections, now.phrasings), counts);
    }
    // The snapshot is another one, and holds the same.
    let status = async |deployment: &Deployment| {
        let status = deployment.restarted().knowledge.standing(&store(), NOW).await.unwrap();
        (status.generation, status.remembered)
    };
    let fresh = without_derived(&deployment);
    rebuild(&fresh, &cases).await;
    let ((again, held), (once, expected)) = (status(&deployment).await, status(&fresh).await);
    assert_eq!((again, once, held), (3, 1, expected));
}

#[tokio::test]
async fn a_rebuilding_that_is_cut_off_and_repeated_ends_in_the_whole() {
    let source = Deployment::new();
    let cases = taught(&source).await;
    let whole = without_derived(&source);
    rebuild(&whole, &cases).await;
    let known = async |deployment: &Deployment| {
        let status = deployment.restarted().knowledge.standing(&store(), NOW).await.unwrap();
        let questions = deployment.count("QUESTION#", "");
        (status.remembered, questions, deployment.count("VERDICT#", ""))
    };
    let expected = known(&whole).await;
    for (place, operation) in whole.aws.operations().iter().enumerate() {
        let deployment = without_derived(&source);
        let run = deployment.aws.until_crash(Crash::After(place), rebuild(&deployment, &cases));
        if run.await.is_none() {
            // The lease of a learner that has ended runs out.
            rebuild_at(&deployment.restarted(), &cases, NOW.plus_seconds(1_200)).await;
        }
        assert_eq!(known(&deployment).await, expected, "after {operation} ({place})");
    }
}

#[tokio::test]
async fn what_was_retired_or_merged_stays_so() {
    let deployment = Deployment::new();
    let (stays, goes) = (answered(&deployment).await, ("size", "Do the boots run small?"));
    let goes = deployment.know(goes.0, goes.1, "They run true to size.").await;
    let other =
        deployment.know("tent", "Can you repair my tent?", "We can, in our workshop.").await;
    for (answer, change) in
        [(&goes, Change::Retire), (&other, Change::Merge { into: stays.id.clone() })]
    {
        let caller = later(60, lead("lea"));
        let changed = deployment.knowledge.change(&caller, &store(), &answer.id, 1, change).await;
        changed.unwrap();
    }
    let restored = without_derived(&deployment);
    rebuild(&restored, &[]).await;
    let find = async |question: &str| {
        let question = retrieval::Question::lexical(question);
        let knowledge = &restored.restarted().knowledge;
        let found = knowledge.find(&store(), &question, NOW.plus_seconds(900)).await.unwrap();
        found.offers.into_iter().map(|answer| answer.id).next()
    };
    assert_eq!(find(QUESTION).await, Some(stays.id.clone()));
    assert_eq!(find("Can you repair my tent?").await, Some(stays.id));
    assert_ne!(find("Do the boots run small?").await, Some(goes.id));
}

#[tokio::test]
async fn a_case_without_a_log_teaches_nothing() {
    let deployment = Deployment::new();
    let nobodys = "0".repeat(26).parse().unwrap();
    assert_eq!(deployment.knowledge.relearn_case(&nobodys).await.unwrap(), None);
}
